"""How alike two pictures look: structural similarity (SSIM, Wang et al. 2004) over the parts of a page that matter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TILE = 256  # pixels; a multiple of JPEG's blocks, so that tiles are coded as they are in the whole page
_INKED_TILES, _COLOURED_TILES, _TILES_A_ROW = 6, 3, 3
_BLOCK = 8  # pixels; SSIM is taken over blocks, twice, the second time shifted by half a block
_STEADY_BRIGHTNESS, _STEADY_CONTRAST = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_WEIGHTS = (0.7, 0.15, 0.15)  # brightness, and the two colour differences: a red seal must stay red
_Plane = NDArray[np.float32]


def telling_places(image: Image.Image) -> list[tuple[int, int]]:
    """Return the left top corners of the tiles with most contrast and most colour; none for a small picture.

    These tiles stand for the page when qualities are compared.
    """
    columns, rows = image.width // TILE, image.height // TILE
    if columns * rows <= _INKED_TILES + _COLOURED_TILES:
        return []
    reduced = np.asarray(image.convert("YCbCr").reduce(TILE // 32), np.float32)[: rows * 32, : columns * 32]
    blocks = reduced.reshape(rows, 32, columns, 32, 3)
    contrast = blocks[..., 0].std(axis=(1, 3)).ravel()
    colour = np.abs(blocks[..., 1:] - 128).mean(axis=(1, 3, 4)).ravel()
    chosen = list(np.argsort(-contrast, kind="stable")[:_INKED_TILES])
    coloured = [place for place in np.argsort(-colour, kind="stable") if place not in chosen]
    return [
        (int(place) % columns * TILE, int(place) // columns * TILE)
        for place in [*chosen, *coloured[:_COLOURED_TILES]]
    ]


def tiles_at(image: Image.Image, places: list[tuple[int, int]]) -> Image.Image:
    """Return the tiles at these places put together; the whole picture when there are no places."""
    if not places:
        return image
    sheet = Image.new(image.mode, (_TILES_A_ROW * TILE, _TILES_A_ROW * TILE))
    for number, (left, top) in enumerate(places):
        tile = image.crop((left, top, left + TILE, top + TILE))
        sheet.paste(tile, (number % _TILES_A_ROW * TILE, number // _TILES_A_ROW * TILE))
    return sheet


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return how alike two pictures of the same size look, from 0 to 1 (the same): brightness first, then colour."""
    if one.mode == "L" and other.mode == "L":
        return _ssim(np.asarray(one, np.float32), np.asarray(other, np.float32))
    planes = [np.asarray(image.convert("YCbCr"), np.float32) for image in (one, other)]
    return sum(
        weight * _ssim(planes[0][..., channel], planes[1][..., channel])
        for channel, weight in enumerate(_WEIGHTS)
    )


def _ssim(one: _Plane, other: _Plane) -> float:
    shift = _BLOCK // 2
    return (_over_blocks(one, other) + _over_blocks(one[shift:, shift:], other[shift:, shift:])) / 2


def _over_blocks(one: _Plane, other: _Plane) -> float:
    mean_1, mean_2 = _block_means(one), _block_means(other)
    spread_1 = _block_means(one * one) - mean_1 * mean_1
    spread_2 = _block_means(other * other) - mean_2 * mean_2
    common = _block_means(one * other) - mean_1 * mean_2
    value = ((2 * mean_1 * mean_2 + _STEADY_BRIGHTNESS) * (2 * common + _STEADY_CONTRAST)) / (
        (mean_1 * mean_1 + mean_2 * mean_2 + _STEADY_BRIGHTNESS) * (spread_1 + spread_2 + _STEADY_CONTRAST)
    )
    return float(np.clip(value.mean(), 0.0, 1.0))


def _block_means(plane: _Plane) -> _Plane:
    return np.asarray(Image.fromarray(plane).reduce(_BLOCK), np.float32)  # ten times as fast as numpy's mean
