"""Days and years of birth in the text of pages: only what a label calls so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.dates import LONG, SHORT, day_of
from app.domain.page import Found
from app.domain.page_text import PageText

_LABEL = re.compile(
    r"(?:ngay[,\s]{1,3}(?:thang[,\s]{1,3})?(?:nam\s)?sinh|sinh\s(?=ngay|nam|[0-9])|nam\ssinh|sinh\s?:|\bsinh\sng[a0]y|\bsn\s?:?\s?(?=[0-9]))"
)
_YEAR = re.compile(r"\s?(?:nam)?\s?[:.]?\s?(?P<year>(?:19|20)[0-9]{2})(?![0-9/.])")
_REACH = 34  # characters from the label's end to the end of its date
_BETWEEN = 9


def birth_dates(texts: Sequence[PageText]) -> tuple[Found, ...]:
    """Return the births in the order they stand: ISO days, or years alone ("1990")."""
    found: list[Found] = []
    for text in texts:
        for label in _LABEL.finditer(text.plain):
            one = _after(text, label.end())
            if one and all(known.box != one.box or known.value != one.value for known in found):
                found.append(one)
    return tuple(found)


def _after(text: PageText, place: int) -> Found | None:
    window = text.plain[place : place + _REACH]
    for pattern in (LONG, SHORT):
        match = pattern.search(text.plain, place, place + _REACH)
        if match and match.start() - place <= _BETWEEN:
            day = day_of(match)
            return text.found(day.isoformat(), match.start(), match.end()) if day else None
    year = _YEAR.match(window)
    if year:
        return text.found(year["year"], place + year.start("year"), place + year.end("year"))
    return None
