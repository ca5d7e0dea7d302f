"""The invisible text of a page: each word where it is printed, each line on its own baseline in one size."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from app.domain.page import Line, Word
from app.sealing.glyphless import ADVANCE, ASCENT, DESCENT, UNITS, InvisibleFont
from app.sealing.paper import Matrix, Paper

FONT_RESOURCE = "/SohoaText"
_TALLEST = (
    1.6  # times the median: a word box that is higher holds a smudge or a stamp, not this line's letters
)
_SMALLEST_SIZE = 1.0  # points
_NARROWEST = 0.05  # of the font size: words that touch still are two words


@dataclass(frozen=True, slots=True)
class _Baseline:
    """A line's baseline in points, y upwards."""

    x: float
    y: float
    slope: float  # dy/dx, y upwards

    def at(self, x: float) -> float:
        return self.y + (x - self.x) * self.slope


def text_layer(lines: Iterable[Line], paper: Paper, font: InvisibleFont, to_page: Matrix | None) -> bytes:
    """Return the content stream that writes the lines invisibly on the paper; empty when there is no word.

    `to_page` leads from upright points to the page's own space (None: they are the same).
    """
    written = [block for line in lines if (block := _line(line, paper, font))]
    if not written:
        return b""
    into = [] if to_page is None else [" ".join(_number(value) for value in to_page) + " cm"]
    return "\n".join(["q", *into, "BT", "3 Tr", *written, "ET", "Q"]).encode("ascii")


def cleaned(text: str) -> str:
    """Return the text in NFC without characters that can't be printed (controls, lone surrogates, unassigned)."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in normal if unicodedata.category(letter) not in ("Cc", "Cs", "Cn"))


def _line(line: Line, paper: Paper, font: InvisibleFont) -> str:
    words = [(word, text) for word in line.words if (text := cleaned(word.text).strip()) and word.box.w > 0]
    if not words:
        return ""
    baseline = _baseline(line, paper)
    size = _size([word for word, _ in words], baseline, paper)
    angle = math.atan(baseline.slope)
    cosine, sine = math.cos(angle), math.sin(angle)
    parts = [f"{FONT_RESOURCE} {_number(size)} Tf"]
    for index, (word, text) in enumerate(words):
        x = word.box.x * paper.width
        width = word.box.w * paper.width / cosine
        matrix = (cosine, sine, -sine, cosine, x, baseline.at(x))
        parts.append(" ".join(_number(value) for value in matrix) + " Tm")
        parts.append(_stretched(text, width, size, font))
        if index + 1 < len(words):
            gap = (words[index + 1][0].box.x * paper.width - x) / cosine - width
            parts.append(_stretched(" ", max(gap, _NARROWEST * size), size, font))
    return "\n".join(parts)


def _stretched(text: str, width: float, size: float, font: InvisibleFont) -> str:
    natural = len(text) * size * ADVANCE / UNITS
    return f"{_number(100 * width / natural)} Tz <{font.encode(text)}> Tj"


def _baseline(line: Line, paper: Paper) -> _Baseline:
    """Return the line's baseline; the foot of its box when the stated one lies outside the box."""
    top, foot = line.box.y, line.box.y + line.box.h
    start, end = line.baseline_start_y, line.baseline_end_y
    if not (top < (start + end) / 2 <= foot + line.box.h / 4):
        start = end = foot
    run = max(line.box.w * paper.width, 1e-6)
    return _Baseline(line.box.x * paper.width, (1 - start) * paper.height, (start - end) * paper.height / run)


def _size(words: list[Word], baseline: _Baseline, paper: Paper) -> float:
    """Return the font size in points with which glyph boxes cover the line's letters, above and below the baseline."""
    above: list[float] = []
    below: list[float] = []
    for word in words:
        box = word.box
        middle = baseline.at((box.x + box.w / 2) * paper.width)
        lean = (
            abs(baseline.slope) * box.w * paper.width / 2
        )  # a slanted word's box is higher than its letters
        above.append((1 - box.y) * paper.height - middle - lean)
        below.append(middle - (1 - box.y - box.h) * paper.height - lean)
    needed = max(_highest(above) * UNITS / ASCENT, _highest(below) * UNITS / -DESCENT)
    limit = 2 * _highest(above) * UNITS / ASCENT
    if limit <= 0:  # the baseline runs above the letters: nothing better than the boxes is known
        return max(median(word.box.h for word in words) * paper.height, _SMALLEST_SIZE)
    return max(min(needed, limit), _SMALLEST_SIZE)


def _highest(heights: list[float]) -> float:
    usual = median(heights)
    return max((height for height in heights if height <= _TALLEST * usual), default=usual)


def _number(value: float) -> str:
    """Return a number as PDF writes it: no exponent, no needless zeros."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text
