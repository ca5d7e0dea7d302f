"""Whether the pages of a result are all there: printed page numbers, and pages scanned twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.folding import fold
from app.domain.page import Line, PageReading

_SURE = 0.8
_LONE = re.compile(r"[-–—.\s]*(?:trang\s*)?(\d{1,3})(?:\s*/\s*(\d{1,3}))?[-–—.\s]*")
_OF = re.compile(r"\btrang\s*(?:so\s*)?:?\s*(\d{1,3})\s*(?:/|tren)\s*(\d{1,3})\b")
_TOP, _BOTTOM = 0.09, 0.93
_ALIKE = 0.92
_ENOUGH_WORDS = 40


def printed_number(page: PageReading) -> tuple[int, int | None] | None:
    """Return the page number printed at top or foot, and the number of pages if it says so; None: not sure."""
    for line in page.lines:
        if _TOP < line.box.y < _BOTTOM or min((word.confidence for word in line.words), default=0) < _SURE:
            continue
        found = _number_in(line)
        if found:
            return found
    return None


def _number_in(line: Line) -> tuple[int, int | None] | None:
    text = line.text.casefold()
    match = _OF.search(fold(text).replace("tren", "/")) or _OF.search(text) or _LONE.fullmatch(text)
    if not match or (match.re is _LONE and not 0.3 < line.box.x + line.box.w / 2 < 0.97):
        return None
    number, total = int(match[1]), int(match[2]) if match[2] else None
    return (number, total) if number and (total is None or number <= total) else None


def missing_page(pages: Sequence[PageReading]) -> int | None:
    """Return the number of the first page that the printed numbers miss, or None.

    Numbers that begin again (an annex) start a new count; numbers that do not fit any count are ignored.
    """
    last_number, last_place = 0, 0
    for place, page in enumerate(pages, 1):
        seen = printed_number(page)
        if seen is None:
            continue
        number = seen[0]
        if number <= last_number:  # an annex counts anew
            last_number, last_place = number, place
            continue
        expected = last_number + (place - last_place)
        if expected < number <= expected + 5:
            return expected
        last_number, last_place = number, place
    total = next((seen[1] for page in pages if (seen := printed_number(page)) and seen[1]), None)
    if total and last_number and last_number + (len(pages) - last_place) < total <= 60:
        return last_number + (len(pages) - last_place) + 1
    return None


def repeated_page(pages: Sequence[PageReading]) -> tuple[int, int] | None:
    """Return the numbers (in the capture) of two pages with nearly the same words, or None."""
    bags = [(page.page, frozenset(enumerate_words(page))) for page in pages]
    for index, (first, words) in enumerate(bags):
        for second, others in bags[index + 1 :]:
            if min(len(words), len(others)) >= _ENOUGH_WORDS:
                alike = len(words & others) / len(words | others)
                if alike >= _ALIKE:
                    return first, second
    return None


def enumerate_words(page: PageReading) -> list[tuple[str, int]]:
    """Return the folded words of a page, each with how often it came before."""
    seen: dict[str, int] = {}
    words = []
    for word in fold(page.text).split():
        seen[word] = seen.get(word, 0) + 1
        words.append((word, seen[word]))
    return words


def interleaved(count: int) -> tuple[int, ...]:
    """Return the page numbers of a capture in reading order, when all odd sides were scanned before all even ones.

    The even stack is turned over as a whole, so it comes last side first: of 6 pages, 1 6 2 5 3 4.
    """
    half = (count + 1) // 2
    order: list[int] = []
    for index in range(half):
        order.append(index + 1)
        if count - index > half:
            order.append(count - index)
    return tuple(order)
