"""Takes away what is no paper: black bars of a scanner's open lid, the table round a photographed page.

Tesseract tells ink from paper by one threshold for the page. A black bar draws it down, and faint print becomes paper.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_SIDE = 500  # pixels of the longest side of the small picture in which the surround is looked for
_BLACK = 0.42  # of the paper's lightness, under which nothing is paper
_LIGHT = 0.62  # of it, over which something is: a gutter's shadow or a dark corner grows light by and by
_STEP = 4  # small pixels within which the surround must end
_LEAST = 0.002  # of the page; less of it moves no threshold
_GROWN = 5  # small pixels: the surround's edge is blurred


def without_surround(page: Image.Image) -> Image.Image:
    """Return the grey page with what is black from its border inwards turned to paper; a page without it as it is."""
    scale = _SIDE / max(page.size)
    size = (max(8, round(page.size[0] * scale)), max(8, round(page.size[1] * scale)))
    small = np.asarray(page.resize(size, Image.Resampling.BOX, reducing_gap=2.0))
    paper = float(np.median(small))
    around = _around(small, paper)
    if float(around.mean()) < _LEAST:
        return page
    around |= _around(np.where(around, np.uint8(paper), small), paper)  # corners, where two bars met
    grown = Image.fromarray(around.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(_GROWN))
    cleared = page.copy()
    cleared.paste(round(paper), (0, 0), grown.resize(page.size, Image.Resampling.NEAREST))
    return cleared


def _around(small: NDArray[np.uint8], paper: float) -> NDArray[np.bool_]:
    """Return what is black from any border on."""
    around = np.zeros(small.shape, dtype=bool)
    for turn in range(4):
        around |= np.rot90(_from_the_left(np.rot90(small, turn), paper), -turn)
    return around


def _from_the_left(small: NDArray[np.uint8], paper: float) -> NDArray[np.bool_]:
    """Return what is black from the left border on, in rows where it ends abruptly at paper."""
    black = np.logical_and.accumulate(small < _BLACK * paper, axis=1)
    length = black.sum(axis=1)
    rows, width = np.arange(len(small)), small.shape[1]
    beyond = small[rows, np.minimum(length + _STEP, width - 1)]
    black[(length + _STEP >= width) | (beyond < _LIGHT * paper)] = False
    return black
