"""Letters of apology and extension (Mẫu 04): what one is, when one may be written, and its text for a telephone."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.dossier import Dossier, DossierState
from app.domain.errors import UsageError
from app.domain.messages import Message

_OPEN = frozenset(
    (
        DossierState.RECEIVED,
        DossierState.IN_PROCESS,
        DossierState.SUPPLEMENT_ASKED,
        DossierState.PAYMENT_ASKED,
    )
)
# GSM 03.38: what a message of 160 characters may hold; those of the second line count twice.
_GSM = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà"
                 "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")  # fmt: skip
_GSM_TWICE = frozenset("^{}\\[~]|€")
_GSM_LONGEST, _UCS2_LONGEST = (160, 153), (70, 67)  # alone, and as a part of several


class LetterKind(StrEnum):
    """An apology when the promised day is over, else only the news that it will take longer."""

    APOLOGY = "apology"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `promised` is the register's day, `until` the new one; `number` 0 until the records officer gives it.

    `template` names the file that its text comes from, `reason` an entry of the catalogue. As a scan, on its way to the
    store, it has the same id.
    """

    id: str
    dossier: str
    kind: LetterKind
    reason: str
    promised: datetime
    until: date
    written_at: datetime
    written_by: str
    template: str
    number: int = 0
    symbol: str = ""
    dated: date | None = None

    @property
    def told_number(self) -> str:
        """Its number as it is printed; "" before it has one."""
        return f"{self.number}/{self.symbol}" if self.number else ""


def may_be_extended(
    dossier: Dossier, earlier: Sequence[Letter], freely: int, allowed: bool, until: date
) -> Message | None:
    """Return why no letter may be written for the dossier, or None.

    `freely`: how many extensions need no supervisor; `allowed`: whether one has allowed a further one since the last.
    """
    if dossier.state not in _OPEN:
        return Message.of("letters-not-open", dossier=dossier.code)
    if dossier.due_at is None:
        return Message.of("letters-no-promise", dossier=dossier.code)
    if any(not one.number for one in earlier):
        return Message.of("letters-one-waits", dossier=dossier.code)
    if len(earlier) >= freely and not allowed:
        return Message.of("letters-needs-supervisor", dossier=dossier.code, count=len(earlier))
    last = max([dossier.due_at.date(), *(one.until for one in earlier)])
    if until <= last:
        return Message.of("letters-no-later", dossier=dossier.code, until=f"{until:%d/%m/%Y}")
    return None


@dataclass(frozen=True, slots=True)
class ShortText:
    """A text for a telephone, and how many messages it is charged as."""

    text: str
    parts: int


def telephone_text(versions: Sequence[str]) -> ShortText:
    """Return the first version (the longest stands first) that is one message, without tone marks; else the last.

    UsageError when there is none.
    """
    if not versions:
        raise UsageError(Message.of("letters-no-text"))
    texts = [plain_letters(one) for one in versions]
    fitting = next((one for one in texts if message_parts(one) == 1), texts[-1])
    return ShortText(fitting, message_parts(fitting))


def message_parts(text: str) -> int:
    """Return how many short messages carry the text: 160 or 70 characters alone, 153 or 67 in each of several."""
    gsm = all(char in _GSM or char in _GSM_TWICE for char in text)
    length = (
        len(text) + sum(char in _GSM_TWICE for char in text) if gsm else len(text.encode("utf-16-le")) // 2
    )
    alone, each = _GSM_LONGEST if gsm else _UCS2_LONGEST
    return 1 if length <= alone else -(-length // each)


def plain_letters(text: str) -> str:
    """Return the text without tone marks, capitals kept (Đ becomes D)."""
    apart = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(char for char in apart if not unicodedata.combining(char))
