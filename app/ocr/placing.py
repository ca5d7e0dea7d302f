"""Brings what an engine read in a prepared picture back to its place on the upright page."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.page import Box, Line, Word
from app.ocr.hocr import ReadLine
from app.ocr.prepare import Prepared


def place_line(line: ReadLine, ready: Prepared, share: float = 1.0) -> Line:
    """Return the line with boxes in fractions of the page; `ready` shows its upper `share` (1: all of it)."""
    words = tuple(
        Word(one.text, _down(ready.place(one.left, one.top, one.right, one.bottom), share), one.certainty)
        for one in line.words
    )
    return Line(
        words,
        _down(ready.place(line.left, line.top, line.right, line.bottom), share),
        ready.point(line.left, line.start_y)[1] * share,
        ready.point(line.right, line.end_y)[1] * share,
    )


def mean_confidence(lines: Sequence[Line]) -> float | None:
    """Return how sure the words are, letter by letter; None when there are none."""
    letters = sum(len(word.text) for line in lines for word in line.words)
    sure = sum(len(word.text) * word.confidence for line in lines for word in line.words)
    return round(sure / letters, 4) if letters else None


def _down(box: Box, share: float) -> Box:
    return box if share == 1.0 else Box(box.x, box.y * share, box.w, box.h * share)
