"""The text of pages as one string each, from which every found place leads back to its words and their box."""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.folding import fold_in_place
from app.domain.page import Box, Found, Line, PageReading, Word


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: `text` (lines joined by newlines), `plain` (the same length, folded), and where each word begins."""

    page: int
    text: str
    plain: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    lines: tuple[Line, ...]
    line_starts: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, reading: PageReading) -> PageText:
        """Return the text of a page that was read."""
        pieces: list[str] = []
        words: list[Word] = []
        starts: list[int] = []
        line_starts: list[int] = []
        at = 0
        for line in reading.lines:
            line_starts.append(at)
            for word in line.words:
                text = unicodedata.normalize("NFC", word.text).replace("\n", " ")
                words.append(word)
                starts.append(at)
                pieces.append(text + " ")
                at += len(text) + 1
            if line.words:
                pieces[-1] = pieces[-1][:-1] + "\n"
        text = "".join(pieces)
        plain = fold_in_place(text)
        return cls(reading.page, text, plain, tuple(words), tuple(starts), reading.lines, tuple(line_starts))

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that [start, end) touches."""
        first = max(bisect.bisect_right(self.starts, start) - 1, 0)
        last = bisect.bisect_left(self.starts, end)
        return self.words[first:last]

    def box(self, start: int, end: int) -> Box | None:
        """Return the smallest box around the words that [start, end) touches."""
        return box_of(self.words_in(start, end))

    def confidence(self, start: int, end: int) -> float:
        """Return the lowest confidence of the words that [start, end) touches (1 for none)."""
        return min((word.confidence for word in self.words_in(start, end)), default=1.0)

    def line_of(self, place: int) -> int:
        """Return the index of the line that `place` lies in."""
        return max(bisect.bisect_right(self.line_starts, place) - 1, 0)

    def line_span(self, index: int) -> tuple[int, int]:
        """Return where the line with this index begins and ends in the text."""
        end = self.line_starts[index + 1] if index + 1 < len(self.line_starts) else len(self.text)
        return self.line_starts[index], max(end - 1, self.line_starts[index])

    def found(self, value: str, start: int, end: int, trust: float = 1.0) -> Found:
        """Return `value` as found at [start, end); `trust` lowers the confidence of the words."""
        as_read = " ".join(self.text[start:end].split())
        confidence = round(self.confidence(start, end) * trust, 4)
        return Found(value, as_read, self.page, self.box(start, end), confidence)


def box_of(words: Sequence[Word]) -> Box | None:
    """Return the smallest box around words, or None for none."""
    if not words:
        return None
    box = words[0].box
    for word in words[1:]:
        box = box.around(word.box)
    return box
