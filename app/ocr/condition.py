"""What tells that a page was scanned badly: how soft its edges are, and how much red ink (a stamp) is on it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops

_ROWS = 3  # every third row is enough
_STEEP = 0.003  # of all steps between neighbours: those at the edges of letters
_RED = 45  # levels of red over both other channels: a stamp's ink, not the tint of paper or light
_REDUCED = 4


def edge_points(shades: Image.Image, dpi: float) -> float:
    """Return how wide the edge between ink and paper is, in points (1/72 inch); 0 where there is no ink to judge by."""
    rows = np.asarray(shades.convert("L"))[::_ROWS]
    levels = np.cumsum(np.bincount(rows.ravel(), minlength=256)) / max(rows.size, 1)
    contrast = int(np.searchsorted(levels, 0.6)) - int(np.searchsorted(levels, 0.005))
    steps = np.abs(np.diff(rows.astype(np.int16), axis=1))
    steepness = np.cumsum(np.bincount(steps.ravel(), minlength=256)) / max(steps.size, 1)
    steepest = int(np.searchsorted(steepness, 1 - _STEEP))
    return contrast / steepest * 72 / dpi if steepest and dpi and contrast > 40 else 0.0


def red_share(image: Image.Image) -> float:
    """Return which part of the page is covered with red ink."""
    if image.mode != "RGB":
        return 0.0
    red, green, blue = image.reduce(_REDUCED).split()
    # 128 is added, so that where another channel is lighter the difference is not cut off
    over = ImageChops.subtract(red, ImageChops.lighter(green, blue), scale=1, offset=128)
    counts = np.array(over.histogram())
    middle = int(np.searchsorted(np.cumsum(counts), counts.sum() / 2))
    return float(counts[middle + _RED + 1 :].sum() / counts.sum())
