"""The metadata of a paper as a clerk sees and corrects it: what each entry is, where it was read, what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.dates import find_days
from app.domain.dossier import Dossier
from app.domain.errors import UsageError
from app.domain.face import Face
from app.domain.folding import fold, fold_in_place
from app.domain.identity import Looker
from app.domain.messages import Message
from app.domain.numbers import is_result_type_code, parse_owner_number
from app.domain.page import Found
from app.domain.paper import PERMANENT
from app.domain.paper_describing import Digitized, PaperRules, describe, read_entries

ENTRIES = (
    "number", "issued_on", "agency", "signer", "summary", "owner_name", "owner_number", "result_type", "validity",
)  # fmt: skip
_SHORTEST_AGENCY = 5  # letters: a shorter line at the head of a paper may stand in any name


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its `value` as it is kept (days in ISO 8601), the value without a correction, where it was read."""

    name: str
    value: str
    proposed: str
    place: Found | None = None

    @property
    def corrected(self) -> bool:
        """Whether a person changed it."""
        return self.value != self.proposed


def form_of(
    face: Face,
    dossier: Dossier | None,
    digitized: Digitized,
    rules: PaperRules,
    corrections: Mapping[str, str],
) -> tuple[Entry, ...]:
    """Return the entries of a paper for this dossier (None: none is chosen yet), in the order of ENTRIES."""
    code = dossier.code if dossier else ""
    proposed = describe(face, code, dossier, digitized, rules)
    now = describe(face, code, dossier, digitized, rules, corrections)
    places = _places(face, dossier, now.agency)
    return tuple(
        Entry(name, getattr(now, name), getattr(proposed, name), places.get(name)) for name in ENTRIES
    )


def entered(name: str, text: str, rules: PaperRules, today: date) -> str:
    """Return what a person typed into an entry as it is kept; UsageError says what is wrong with it. "" is right.

    Days may be typed as papers write them (05/02/2026, ngày 05 tháng 02 năm 2026) or as ISO 8601.
    """
    value = " ".join(text.split())
    most = (rules.longest or {}).get(name, len(value))
    if len(value) > most:
        raise UsageError(Message.of("paper-too-long", most=most))
    match name:
        case _ if not value:
            return ""
        case "issued_on":
            return _day(value, today)
        case "validity":
            return value if value == PERMANENT else _day(value)
        case "number" if not any(char.isdigit() for char in value):
            raise UsageError(Message.of("paper-wrong-number"))
        case "owner_number":
            return _owner_number(value)
        case "result_type" if not is_result_type_code(value):
            raise UsageError(Message.of("paper-wrong-type"))
    return value


def _day(text: str, latest: date | None = None) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        plain = fold_in_place(text)
        seen = [one for one in find_days(plain) if (one.start, one.end) == (0, len(plain))]
        if not seen:
            raise UsageError(Message.of("paper-wrong-day")) from None
        day = seen[0].day
    if latest is not None and day > latest:
        raise UsageError(Message.of("paper-day-ahead"))
    return day.isoformat()


def _owner_number(text: str) -> str:
    number = parse_owner_number(text)
    if number is None:
        raise UsageError(Message.of("paper-wrong-owner-number"))
    return number


def _places(face: Face, dossier: Dossier | None, agency: str) -> dict[str, Found | None]:
    read = read_entries(face)
    places: dict[str, Found | None] = {name: read.get(name) for name in ENTRIES}
    places["agency"] = _agency(face, agency)
    places["result_type"] = places["validity"] = read.get("title")
    if dossier is not None:
        looker = Looker.of(face)
        places["owner_name"] = looker.name(dossier.owner_name).found
        places["owner_number"] = looker.number(dossier).found
    return places


def _agency(face: Face, agency: str) -> Found | None:
    """The line at the head of the first page that is in the agency's name, or has it."""
    wanted = fold(agency)
    for page in face.pages[:1]:
        for line in page.lines:
            read = fold(line.text)
            if len(read) >= _SHORTEST_AGENCY and wanted and (read in wanted or wanted in read):
                return Found(line.text, line.text, page.page, line.box)
    return None
