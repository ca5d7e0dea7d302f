"""What a paper is about (trích yếu): the lines "Về việc …" under the name of its kind, else its title."""

from __future__ import annotations

import re

from app.domain.page import Found
from app.domain.page_text import PageText

_ABOUT = re.compile(r"^\W*(?:ve viec|v\s?/\s?v|ve)\s")
_ENDS = re.compile(
    r"^\W*(?:can cu|kinh gui|theo |xet |dieu \d|[ivx]+\.|\d+\.)|^(?:chu tich|giam doc|uy ban)\b"
)
_MOST_LINES = 4


def summary(first: PageText, title: Found | None) -> Found | None:
    """Return what the first page says it is about; None when it has no title either."""
    for index in range(len(first.lines)):
        start, end = first.line_span(index)
        if not _ABOUT.search(first.plain[start:end]):
            continue
        for more in range(index + 1, min(index + _MOST_LINES, len(first.lines))):
            begins, ends = first.line_span(more)
            line = first.text[begins:ends].strip()
            if (
                _ENDS.search(first.plain[begins:ends].strip())
                or not line
                or line.isupper()
                or line[0].isupper()
            ):
                break
            end = ends
        return first.found(" ".join(first.text[start:end].split()), start, end)
    return title
