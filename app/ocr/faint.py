"""Brings out print that is faint, worn or unevenly inked: each part of the page gets the contrast that it lacks.

The engine has one threshold for the whole page: of a page inked in bands it keeps the dark ones only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

FAINT_DPI = 150  # measured: noise that is left hurts less than at 200
_CELL = 32  # pixels that share one strength of ink
_STRONGEST = 0.97  # quantile of a cell's depths that counts as its ink
_BEYOND = 1.2  # times as deep as that is full black, so that strokes keep their shape
_INKED = 5.0  # times the noise, from which a cell has ink
_LEAST_INK = 4.0  # grey levels more
_FLOOR = 0.4  # of the page's usual ink: fainter is not brought up to full black
_PAPER = 2.0  # times the noise, up to which all is paper, but never more than this share of the ink:
_MOST_PAPER = 0.4
_LEAST_NOISE = 0.7  # grey levels
_NEAR = 9  # pixels, 1.5 mm: a speck has nothing else so near
_SPECK = 24  # pixels at most; a lone figure has more


def brought_out(page: Image.Image, grain: float) -> Image.Image:
    """Return the evenly lit grey page of `FAINT_DPI` with its ink as dark everywhere and without lone specks.

    `grain` is the paper's noise in grey levels, as `prepare` measures it.
    """
    smooth = page.filter(ImageFilter.GaussianBlur(min(1.4, 0.5 + 0.05 * grain)))
    depth = 255 - np.asarray(smooth, dtype=np.float32)
    sample = depth[::4, ::4]
    paper = float(np.median(sample))
    noise = 1.48 * float(np.median(np.abs(sample - paper))) + _LEAST_NOISE
    depth -= paper
    ink = _ink_around(depth, noise)
    lowest = np.minimum(_PAPER * noise, _MOST_PAPER * ink)
    shares = np.clip((depth - lowest) / np.maximum(ink * _BEYOND - lowest, 8), 0, 1)
    shares[_specks(shares > 0.25)] = 0
    return Image.fromarray((255 - 255 * shares).astype(np.uint8))


def _ink_around(depth: NDArray[np.float32], noise: float) -> NDArray[np.float32]:
    """Return how deep ink is about each pixel; where there is none, as deep as usual on the page."""
    height, width = depth.shape
    rows, columns = -(-height // _CELL), -(-width // _CELL)
    padded = np.pad(depth, ((0, rows * _CELL - height), (0, columns * _CELL - width)), mode="edge")
    cells = padded.reshape(rows, _CELL, columns, _CELL).swapaxes(1, 2).reshape(rows, columns, -1)
    place = int(_CELL * _CELL * _STRONGEST)
    ink = np.partition(cells, place, axis=2)[:, :, place]
    inked = ink > _INKED * noise + _LEAST_INK
    usual = float(np.median(ink[inked])) if inked.any() else 255.0
    own = Image.fromarray(np.clip(np.where(inked, ink, 0), 0, 255).astype(np.uint8))
    around = np.asarray(own.filter(ImageFilter.MaxFilter(3)), dtype=np.float32)
    around = np.maximum(np.where(around > 0, around, usual), _FLOOR * usual)
    soft = Image.fromarray(np.clip(around, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1))
    grown = soft.resize((columns * _CELL, rows * _CELL), Image.Resampling.BILINEAR)
    return np.asarray(grown, dtype=np.float32)[:height, :width]


def _specks(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where dark pixels have hardly any others near: dust lies between words and breaks lines apart."""
    sums = np.pad(dark.astype(np.int32).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    height, width = dark.shape
    top, bottom = _span(height)
    left, right = _span(width)
    below, above = sums[bottom], sums[top]
    near = below[:, right] - below[:, left] - above[:, right] + above[:, left]
    lone: NDArray[np.bool_] = dark & (near <= _SPECK)
    return lone


def _span(length: int) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    places = np.arange(length)
    return np.maximum(places - _NEAR, 0), np.minimum(places + _NEAR + 1, length)
