"""Reads a page the way it lies, and only when that goes badly brings out its print or turns the page."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from app.domain.errors import ReadFailure, UnreadableError
from app.ocr import tesseract
from app.ocr.blend import blended, certainty, in_pixels_of, worth
from app.ocr.hocr import ReadLine
from app.ocr.order import in_order
from app.ocr.prepare import Look, Prepared, look, prepare
from app.ocr.tidy import tidy

READING_DPI = 200  # at which 13 and 14 point letters have the height that Tesseract's models were trained on
SWIFT_DPI = 150  # measured: read as well (single pages go either way), in four fifths of the time
_WELL = 0.90  # mean certainty from which no other try is made: nearly all pages of an office
_GOOD = 0.80  # from which even a few words are no chance
_POOR = 0.60  # under which it may lie upside down: measured, a page on its head reaches 0.44
_LONG = 8  # letters from which a line's shape tells how it runs
_LITTLE = 40.0  # worth under which every turn is tried, from which a page at least poorly read stands upright
_TURNS = {
    0: None,
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a page: turned by `turn` degrees clockwise, prepared, and read."""

    turn: int
    ready: Prepared
    lines: list[ReadLine]

    @property
    def worth(self) -> float:
        """What speaks for this try."""
        return worth(self.lines)

    @property
    def lies_across(self) -> bool:
        """Whether most of what was read runs up or down: the engine reads that too, but the page lies wrong."""
        long = [line for line in self.lines if sum(len(word.text) for word in line.words) > _LONG]
        across = sum(line.bottom - line.top > 2 * (line.right - line.left) for line in long)
        return 2 * across > len(long)

    def reaches(self, wanted: float) -> bool:
        """Whether the engine is at least as sure as `wanted`, of more than a few letters."""
        sure = certainty(self.lines)
        return sure is not None and sure >= wanted and self.worth > 10


def turned(image: Image.Image, turn: int) -> Image.Image:
    """Return the picture turned clockwise by 0, 90, 180 or 270 degrees."""
    way = _TURNS[turn % 360]
    return image if way is None else image.transpose(way)


def best_attempt(
    shades: Image.Image, seen: Look, dpi: float, deadline: float, target_dpi: int = READING_DPI
) -> Attempt:
    """Return the best reading of the grey page of `dpi`, read at `target_dpi`.

    UnreadableError(TIMEOUT) when `deadline` (monotonic) passes.
    """
    attempt = functools.partial(_try, dpi=(dpi, target_dpi), deadline=deadline)
    best, other, both = _as_it_lies(attempt, shades, seen)
    if best.reaches(_WELL):
        return best
    best = _joined(best, attempt(shades, seen, best.turn, faint=True))
    if best.reaches(_GOOD) or (best.reaches(_POOR) and best.worth >= _LITTLE):
        return best
    if not both:
        best = _better(best, attempt(shades, seen, other))
    if not best.reaches(_GOOD):
        best = _better(best, attempt(shades, seen, other, faint=True))
    if best.worth < _LITTLE:
        for turn in ((best.turn + 90) % 360, (best.turn + 270) % 360):
            best = _better(best, attempt(shades, look(turned(shades, turn)), turn), by=1.5)
    return best


def _as_it_lies(
    attempt: Callable[..., Attempt], shades: Image.Image, seen: Look
) -> tuple[Attempt, int, bool]:
    """Return the first reading, the turn at which the page would stand on its head, and whether that was tried too."""
    turns = (90, 270) if seen.sideways else (0, 180)
    best = attempt(shades, seen, turns[0])
    if best.lies_across:
        turns = (0, 180) if seen.sideways else (90, 270)
        best = attempt(shades, seen, turns[0])
    if best.reaches(_POOR):
        return best, turns[1], False
    best = _better(best, attempt(shades, seen, turns[1]))
    return best, turns[0] if best.turn == turns[1] else turns[1], True


def _joined(plain: Attempt, faint: Attempt) -> Attempt:
    """Return the better of two tries at the page as it lies, with the lines that the other has read better."""
    best, other = (plain, faint) if plain.worth >= faint.worth else (faint, plain)
    return replace(best, lines=blended(best.lines, in_pixels_of(other.lines, other.ready, best.ready)))


def _better(best: Attempt, tried: Attempt, by: float = 1.0) -> Attempt:
    return tried if tried.worth > by * best.worth else best


def _try(
    shades: Image.Image,
    seen: Look,
    turn: int,
    *,
    dpi: tuple[float, int],
    deadline: float,
    faint: bool = False,
) -> Attempt:
    ready = prepare(turned(shades, turn), seen, *dpi, faint)
    left = deadline - time.monotonic()
    if left <= 0:
        raise UnreadableError(ReadFailure.TIMEOUT, "page time limit")
    return Attempt(turn, ready, in_order(tidy(tesseract.read(ready.image, ready.dpi, left))))
