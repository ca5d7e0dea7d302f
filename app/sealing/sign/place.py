"""Finds where on the first page the mark covers nothing printed: at the top right, else along a margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from app.sealing.paper import POINTS_PER_INCH, Matrix, upright_to_page
from app.sealing.sign.mark import Mark
from app.sealing.sign.quick_look import look_quicker

LOOK_DPI = 50.0  # a printed line is 8 dots high: seen surely, found quickly
_EDGE_POINTS = 14.0  # printers do not reach the edge of the paper
_CLEAR_POINTS = 3.0  # around the mark
_PLAIN_PAPER, _PATTERNED_PAPER = (
    26,
    80,
)  # how much darker than the paper ink is, of 255; the second looks through patterns
_Ink = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark goes: its lower left corner on the upright page, in points; which `shape` of it fits there."""

    x: float
    y: float
    shape: int
    to_page: Matrix  # from upright points to the page's own space


def place_for(file: Path, shapes: Sequence[Mark]) -> Place | None:
    """Return a free place on the first page of the PDF for one of the shapes (best first), or None."""
    shown, to_page = _shown(file)
    for darker in (_PLAIN_PAPER, _PATTERNED_PAPER):
        ink = _ink(shown, darker)
        for zone in _zones(shown.shape[1], shown.shape[0]):
            for shape, mark in enumerate(shapes):
                corner = _free(ink, zone, _dots(mark.width), _dots(mark.height))
                if corner is not None:
                    clear = _CLEAR_POINTS
                    x, top = (side / LOOK_DPI * POINTS_PER_INCH + clear for side in corner)
                    height = shown.shape[0] / LOOK_DPI * POINTS_PER_INCH
                    return Place(x, height - top - mark.height, shape, to_page)
    return None


def _shown(file: Path) -> tuple[NDArray[np.uint8], Matrix]:
    """Return the first page as its darkest colour channel (pale colours count as ink too), and the way back to it."""
    document = pypdfium2.PdfDocument(file)
    try:
        page = document[0]
        look_quicker(file, page, LOOK_DPI)
        picture = page.render(scale=LOOK_DPI / POINTS_PER_INCH).to_numpy()
        _, to_page = upright_to_page(page.get_bbox(), page.get_rotation())
        page.close()
    finally:
        document.close()
    return picture.min(axis=2) if picture.ndim == 3 else picture, to_page


def _ink(shown: NDArray[np.uint8], darker: int) -> _Ink:
    """Return sums of ink dots over all rectangles from the top left corner, one row and column larger."""
    paper = float(np.percentile(shown, 75))
    sums = np.zeros((shown.shape[0] + 1, shown.shape[1] + 1), dtype=np.int64)
    sums[1:, 1:] = (shown < paper - darker).cumsum(axis=0).cumsum(axis=1)
    return sums


def _zones(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield where to look (left, top, right, bottom in dots): top right, top, right, bottom; never the middle."""
    edge = round(_EDGE_POINTS / POINTS_PER_INCH * LOOK_DPI)
    left, top, right, bottom = edge, edge, width - edge, height - edge
    yield width // 2, top, right, height // 5
    yield left, top, right, height // 8
    yield width * 2 // 3, top, right, bottom
    yield left, height * 7 // 8, right, bottom


def _free(ink: _Ink, zone: tuple[int, int, int, int], width: int, height: int) -> tuple[int, int] | None:
    """Return the left top corner of the free rectangle nearest to the zone's top right corner, or None."""
    left, top, right, bottom = zone
    if right - left < width or bottom - top < height:
        return None
    area = ink[top : bottom + 1, left : right + 1]
    inside = area[height:, width:] - area[:-height, width:] - area[height:, :-width] + area[:-height, :-width]
    rows, columns = np.nonzero(inside == 0)
    if not len(rows):
        return None
    best = int(np.argmin(rows + (right - left - width - columns)))
    return left + int(columns[best]), top + int(rows[best])


def _dots(points: float) -> int:
    """Return a side of the mark with the clear strip around it, in dots, rounded up."""
    return int(-(-(points + 2 * _CLEAR_POINTS) * LOOK_DPI // POINTS_PER_INCH))
