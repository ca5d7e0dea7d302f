"""Reads a page the way it lies, and only when that goes badly brings out faint print or turns the page."""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass

from PIL import Image

from app.domain.errors import ReadFailure, UnreadableError
from app.ocr import tesseract
from app.ocr.hocr import ReadLine
from app.ocr.order import in_order
from app.ocr.prepare import Look, Prepared, look, prepare
from app.ocr.tidy import tidy

READING_DPI = 200  # at which 13 and 14 point letters have the height that Tesseract's models were trained on
SWIFT_DPI = 150  # measured: read as well (single pages go either way), in four fifths of the time
_GOOD = 0.80  # mean certainty from which no other try is made
_LITTLE = 40.0  # worth under which every turn is tried
_FAINT_CONTRAST = 60  # grey levels between ink and paper, under which print is faint
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
    def certainty(self) -> float | None:
        """How sure the engine is, letter by letter; None when it read nothing."""
        letters = sum(len(word.text) for line in self.lines for word in line.words)
        sure = sum(len(word.text) * word.certainty for line in self.lines for word in line.words)
        return sure / letters if letters else None

    @property
    def worth(self) -> float:
        """What speaks for this try: letters, weighed by how sure they are."""
        words = (word for line in self.lines for word in line.words)
        return sum(len(word.text) * max(0.0, word.certainty - 0.3) for word in words)

    @property
    def goes_well(self) -> bool:
        """Whether no other try is needed."""
        return self.certainty is not None and self.certainty >= _GOOD and self.worth > 10


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
    turns = (90, 270) if seen.sideways else (0, 180)
    best = attempt(shades, seen, turns[0])
    if best.goes_well:
        return best
    best = _better(best, attempt(shades, seen, turns[1]))
    if best.goes_well:
        return best
    if seen.contrast < _FAINT_CONTRAST or not best.lines:
        for turn in sorted(turns, key=lambda one: one != best.turn):
            best = _better(best, attempt(shades, seen, turn, faint=True))
            if best.goes_well:
                return best
    if best.worth < _LITTLE:
        for turn in (90, 270) if turns == (0, 180) else (0, 180):
            best = _better(best, attempt(shades, look(turned(shades, turn)), turn), by=1.5)
    return best


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
