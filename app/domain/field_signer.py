"""Who signed a paper: the name that ends its line under the signer's office (NĐ 30/2020)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.name_words import NameSpan, name_at
from app.domain.page import Found
from app.domain.page_text import PageText

_OFFICE = re.compile(
    r"(?:^|\s)(?:(?:tm|kt|tl|tuq|thua lenh|q)\s?\.|(?:pho\s)?(?:chu tich|giam doc|truong phong|chanh van phong|"
    r"cuc truong|chi cuc truong|truong ban)\W*$|cong chuc\s(?:tu phap|van hoa|dia chinh)|nguoi ky)"
)
_LINES_BETWEEN = 8  # the office's second line, stamp, "(đã ký)"


def signer(texts: Sequence[PageText]) -> Found | None:
    """Return the signer of the last page that has one, or None."""
    for text in reversed(texts):
        offices = [place for place, _ in enumerate(text.lines) if _OFFICE.search(_folded(text, place))]
        for place in reversed(offices):
            for below in range(place + 1, min(place + 1 + _LINES_BETWEEN, len(text.lines))):
                if span := _name_ending(text, below):
                    return text.found(span.name, span.start, span.end)
    return None


def _folded(text: PageText, index: int) -> str:
    start, end = text.line_span(index)
    return text.plain[start:end]


def _name_ending(text: PageText, index: int) -> NameSpan | None:
    """The longest name that ends this line, where the line has nothing else on its side of the page."""
    start, end = text.line_span(index)
    for match in re.finditer(r"\S+", text.text[start:end]):
        span = name_at(text.text, start + match.start(), after_label=True)
        if span and not any(map(str.isalpha, text.text[span.end : end])):
            words = text.text[span.start : span.end].split()
            shouted = sum(word.isupper() and len(word) > 1 for word in words)
            # "Đội TTXD", "TT HĐND" are whom the paper goes to; a name in capitals is so in all its words.
            if len(words) > 1 and (not shouted or (shouted == len(words) and shouted > 2)):
                return span
    return None
