"""Days as Vietnamese papers write them, and as reading gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.folding import fold_in_place

_AS_DIGIT = str.maketrans({"o": "0", "q": "0", "i": "1", "l": "1", "|": "1", "!": "1"})
# All patterns run on text folded letter by letter (lower case, no marks).
_D = r"[0-9oqil|!]"
LONG = re.compile(
    rf"\bng[a0]?y\s*[.:]?\s*(?P<day>{_D}{{1,2}})\s*[,.]?\s*th[ao]ng\s*[.:]?\s*(?P<month>{_D}{{1,2}})\s*[,.]?\s*"
    rf"n[ae]m\s*[.:]?\s*(?P<year>{_D}{{4}})(?![0-9])"
)
SHORT = re.compile(
    rf"(?<![0-9/.\-])(?P<day>{_D}{{1,2}})\s?(?P<mark>[/.\-])\s?(?P<month>{_D}{{1,2}})\s?(?P=mark)\s?(?P<year>{_D}{{4}})"
    r"(?![0-9/])"
)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class DaySeen:
    """A day in a text, and where (start, end)."""

    day: date
    start: int
    end: int


def day_of(match: re.Match[str]) -> date | None:
    """Return the day that a match of LONG or SHORT names, or None when there is no such day."""
    year, month, day = (int(match[name].translate(_AS_DIGIT)) for name in ("year", "month", "day"))
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_days(plain: str) -> Iterator[DaySeen]:
    """Yield every day in a folded text, "ngày 05 tháng 02 năm 2026" and "05/02/2026", in order."""
    matches = [*LONG.finditer(plain), *SHORT.finditer(plain)]
    for match in sorted(matches, key=lambda found: found.start()):
        day = day_of(match)
        if day:
            yield DaySeen(day, match.start(), match.end())


def parse_birth(text: str) -> date | int | None:
    """Return the day (dd/mm/yyyy, ISO, long) or only the year that a text names, or None."""
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?", text.strip(), re.ASCII)
    if iso:
        text = f"{iso[3]}/{iso[2]}/{iso[1]}"
    day = next(find_days(fold_in_place(text)), None)
    if day:
        return day.day
    year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*", text, re.ASCII)
    return int(year[1]) if year else None
