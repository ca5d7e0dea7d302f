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
_Shades = NDArray[np.float32]


def telling_places(image: Image.Image) -> list[tuple[int, int]]:
    """Return the left top corners of the tiles with most contrast and most colour; none for a small picture.

    These tiles stand for the page when qualities are compared.
    """
    columns, rows = image.width // TILE, image.height // TILE
    if columns * rows <= _INKED_TILES + _COLOURED_TILES:
        return []
    reduced = np.asarray(image.reduce(TILE // 32).convert("YCbCr"), np.float32)[: rows * 32, : columns * 32]
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
    return sheet_of([image.crop((left, top, left + TILE, top + TILE)) for left, top in places])


def sheet_of(tiles: list[Image.Image]) -> Image.Image:
    """Return tiles put together, as `tiles_at` does."""
    sheet = Image.new(tiles[0].mode, (_TILES_A_ROW * TILE, _TILES_A_ROW * TILE))
    for number, tile in enumerate(tiles):
        sheet.paste(tile, (number % _TILES_A_ROW * TILE, number // _TILES_A_ROW * TILE))
    return sheet


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return how alike two pictures of the same size look, from 0 to 1 (the same): brightness first, then colour."""
    return Original(one).likeness(other)


class Original:
    """A picture that others are compared with; what measuring needs to know of it is worked out once."""

    def __init__(self, image: Image.Image) -> None:
        """Take a picture, "L", "RGB" or "YCbCr"."""
        self._mode = "L" if image.mode == "L" else "YCbCr"
        self._planes = [_Plane(shades) for shades in _planes(image, self._mode)]

    def likeness(self, other: Image.Image) -> float:
        """Return how alike the other picture of the same size looks, from 0 to 1 (the same)."""
        shades = _planes(other, self._mode)
        if len(shades) == 1:
            return self._planes[0].likeness(shades[0])
        compared = zip(_WEIGHTS, self._planes, shades, strict=True)
        return sum(weight * plane.likeness(shade) for weight, plane, shade in compared)


class _Plane:
    """One plane of the original: means and spreads of its blocks, as they lie and shifted by half a block."""

    def __init__(self, shades: _Shades) -> None:
        self._shades = shades
        self._means, self._squares = _block_means(shades), _block_means(shades * shades)

    def likeness(self, other: _Shades) -> float:
        parts = (_block_means(other), _block_means(other * other), _block_means(self._shades * other))
        both = zip(self._means, self._squares, *parts, strict=True)
        return sum(_similarity(*blocks) for blocks in both) / 2


def _planes(image: Image.Image, mode: str) -> list[_Shades]:
    seen = (
        image.convert("RGB") if image.mode == "YCbCr" else image
    )  # a screen cuts off what is lighter than white
    return [np.asarray(plane, np.float32) for plane in seen.convert(mode).split()]


def _similarity(
    mean_1: _Shades, square_1: _Shades, mean_2: _Shades, square_2: _Shades, product: _Shades
) -> float:
    spread_1, spread_2 = square_1 - mean_1 * mean_1, square_2 - mean_2 * mean_2
    common = product - mean_1 * mean_2
    value = ((2 * mean_1 * mean_2 + _STEADY_BRIGHTNESS) * (2 * common + _STEADY_CONTRAST)) / (
        (mean_1 * mean_1 + mean_2 * mean_2 + _STEADY_BRIGHTNESS) * (spread_1 + spread_2 + _STEADY_CONTRAST)
    )
    return float(np.clip(value.mean(), 0.0, 1.0))


def _block_means(plane: _Shades) -> tuple[_Shades, _Shades]:
    """Return the means over blocks, and over blocks shifted by half a block (Pillow: ten times as fast as numpy)."""
    quarters = Image.fromarray(plane).reduce(_BLOCK // 2)
    shifted = quarters.crop((1, 1, max(quarters.width, 2), max(quarters.height, 2)))
    return np.asarray(quarters.reduce(2), np.float32), np.asarray(shifted.reduce(2), np.float32)
