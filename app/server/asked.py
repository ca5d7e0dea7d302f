"""What may stand in questions and orders: checked texts, cursors, moments, and the bodies of the calls."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.domain.indicators import Period
from app.domain.ledger import VIETNAM
from app.server.database import ticks
from app.server.problems import ProblemError

LARGEST_NUMBER = 2**63 - 1  # of the databases
_ROWS_AT_MOST = 5000
_FIRST_DAY, _LAST_DAY, _LONGEST = date(1970, 1, 2), date(2200, 1, 1), timedelta(days=3660)


def _writable(text: str) -> str:
    """Refuse what the databases can't hold: NUL and lone surrogates."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError
    return text


Text = Annotated[str, AfterValidator(_writable)]
Key = Annotated[Text, Field(min_length=1, max_length=200)]


class Login(BaseModel):
    """An account and its password."""

    account: Annotated[Text, Field(max_length=200)]
    password: Annotated[str, Field(max_length=1000)]


class Dossiers(BaseModel):
    """Dossiers under the columns of the national gateway (MaHoSo, ChuHoSo, …)."""

    model_config = ConfigDict(extra="ignore")  # DongBoHoSoMC brings session, madonvi, service

    dossiers: Annotated[list[Any], Field(max_length=_ROWS_AT_MOST)] | None = None
    data: Annotated[list[Any], Field(max_length=_ROWS_AT_MOST)] | None = None


class NewResult(BaseModel):
    """A result to be made of a finished upload."""

    dossier: Annotated[Text, Field(min_length=1, max_length=1000)]
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    upload: Annotated[Text, Field(max_length=100)]
    metadata: Annotated[dict[str, str], Field(max_length=100)] = {}


class Withdrawal(BaseModel):
    """Why a result is recalled."""

    reason: Annotated[Text, Field(min_length=1, max_length=2000)]


class NewPaperCode(BaseModel):
    """The prefix of a paper's code, and a key under which it is given once."""

    prefix: Annotated[Text, Field(min_length=1, max_length=300)]
    key: Key


def period_of(first: date, last: date) -> Period:
    """Return a period, both days included; ProblemError 422 when it is backwards, too long, or of no office's time."""
    if not _FIRST_DAY <= first <= last <= _LAST_DAY or last - first > _LONGEST:
        raise ProblemError(422, "malformed")
    return Period(first, last)


def words_of(cursor: str) -> tuple[str, str]:
    """Return the two words behind which a page begins, empty at first; ProblemError 400 when malformed."""
    if not cursor:
        return "", ""
    first, second = _read(cursor)
    if not (isinstance(first, str) and isinstance(second, str)):
        raise ProblemError(400, "cursor-malformed")
    try:
        return _writable(first), _writable(second)
    except ValueError:
        raise ProblemError(400, "cursor-malformed") from None


def cursor_of(place: tuple[int | str, int | str]) -> str:
    """Return a cursor behind this place of a list."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_of(cursor: str, since: str = "") -> tuple[int, int]:
    """Return where a page begins: behind the cursor, or else at the moment `since`; ProblemError 400 when malformed."""
    if not cursor:
        return (_ticks(since), 0) if since else (0, 0)
    first, second = _read(cursor)
    if not all(type(number) is int and 0 <= number <= LARGEST_NUMBER for number in (first, second)):
        raise ProblemError(400, "cursor-malformed")
    return first, second


def _read(cursor: str) -> tuple[Any, Any]:
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        first, second = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise ProblemError(400, "cursor-malformed") from None
    return first, second


def _ticks(since: str) -> int:
    """Read a moment; "+" of its zone may have become a space on the way, and without a zone it is Vietnam's."""
    try:
        moment = datetime.fromisoformat(since.replace(" 0", "+0"))
        return max(0, ticks(moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)))
    except (ValueError, OverflowError):
        raise ProblemError(400, "malformed") from None
