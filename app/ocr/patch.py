"""Finds patch T (Kodak A-61599: narrow, wide, narrow, wide bar from the page's edge) on a separator sheet, by its bars.

Bars may lie along any edge; told by their proportions, so that neither resolution nor a scale of some percent matters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.domain.page import Barcode, Box
from app.domain.page_kinds import PATCH_T

_SIDE = 800  # pixels of the longest side that bars are looked for on: A4 at 68 dpi, a narrow bar has five
_STRIPS = 14  # across the page, each 15 mm of A4; a bar is 19 mm long at least
_LEAST_STRIPS = 2  # beside each other that show the same bars
_LENGTH = (0.05, 0.09)  # of the four bars with their gaps, to the long side of A4 (20.3 mm of 297)
_WIDE = 2.5  # a wide bar to a narrow one, and to a gap
_TOLERANCE = 0.45  # of these proportions


def find(page: Image.Image) -> Barcode | None:
    """Return the patch T on the grey page, its box in fractions of it, or None."""
    scale = _SIDE / max(page.size)
    size = (max(1, round(page.size[0] * scale)), max(1, round(page.size[1] * scale)))
    small = np.asarray(page.resize(size, Image.Resampling.BOX, reducing_gap=2.0), dtype=np.float32)
    dark = small < (np.percentile(small, 95) + small.min()) / 2
    for axis in (0, 1):
        found = _along(dark if axis == 0 else dark.T)
        if found:
            start, end, left, right = found
            box = Box(left, start, right - left, end - start)
            return Barcode("PATCH", PATCH_T, box if axis == 0 else Box(box.y, box.x, box.h, box.w))
    return None


def _along(dark: NDArray[np.bool_]) -> tuple[float, float, float, float] | None:
    """Return the bars that lie across the columns: start, end down the page and left, right, as fractions."""
    rows, columns = dark.shape
    width = columns // _STRIPS
    if not width:
        return None
    strips = dark[:, : width * _STRIPS].reshape(rows, _STRIPS, width).mean(axis=2) > 0.5
    before: tuple[int, int] | None = None
    beside = 0
    for strip in range(_STRIPS):
        place = _patch_in(strips[:, strip])
        near = before is not None and place is not None and abs(place[0] - before[0]) < rows * 0.02
        beside = (beside + 1 if near else 1) if place else 0
        if place and beside >= _LEAST_STRIPS:
            left = (strip + 1 - beside) / _STRIPS
            return place[0] / rows, place[1] / rows, left, (strip + 1) / _STRIPS
        before = place
    return None


def _patch_in(line: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Return where four dark runs in a line are a patch T, seen from the nearer end; None where none are."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], line.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    for first in range(len(starts) - 3):
        start, end = int(starts[first]), int(ends[first + 3])
        bars = (ends[first : first + 4] - starts[first : first + 4]).astype(float)
        gaps = (starts[first + 1 : first + 4] - ends[first : first + 3]).astype(float)
        if start + end > len(
            line
        ):  # nearer to the other end: read from there, or an upside-down T is a patch 3
            bars = bars[::-1]
        if _LENGTH[0] < (end - start) / _SIDE < _LENGTH[1] and _is_t(bars, gaps):
            return start, end
    return None


def _is_t(bars: NDArray[np.float64], gaps: NDArray[np.float64]) -> bool:
    unit = (bars.sum() + gaps.sum()) / (2 * _WIDE + 2 + 3)
    wanted = np.array([1.0, _WIDE, 1.0, _WIDE]) * unit
    fits = np.abs(bars - wanted) <= np.maximum(_TOLERANCE * unit, 1.0)
    return bool(fits.all() and (np.abs(gaps - unit) <= np.maximum(_TOLERANCE * unit, 1.0)).all())
