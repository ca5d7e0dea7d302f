"""Takes a page apart where squeezing would spoil it: sharp print in its own colour over a soft picture of the paper.

Print (black, red, blue) becomes masks of two levels at the scan's full resolution, coded without loss (CCITT G4); what
is left of the page is a JPEG at the least resolution that the rules allow.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.sealing.look import TILE, tiles_at
from app.sealing.pictures.decoded import bilevel
from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.pictures.picture import Picture, Stencil

_DARKER = 40  # grey levels between print and the paper around it
_PAPER_AROUND = (
    4  # eighths of the resolution: how far the paper is looked for, further than any stroke is wide
)
_TINTED = 22  # distance of a colour difference from neutral, above which print is red or blue
_SOFT = Image.Resampling.BILINEAR
_FEWEST_PIXELS = 400  # a mask of less is noise
Places = list[tuple[int, int]]  # left top corners of tiles, see `look`
_STRIP = 32  # rows
_SOME = 7  # every so many pixels of print tell its colour
_Bits = NDArray[np.bool_]
_Shades = NDArray[np.uint8]
_Plane = TypeVar("_Plane", _Bits, _Shades)


def layered(
    image: Image.Image, places: Places, scale: float, qualities: Sequence[int], budget: int
) -> tuple[Picture, int, Image.Image]:
    """Return the page in layers, its background's quality, and how they look together on the tiles at `places`.

    `scale` (at most 1) is the resolution of the background to that of the image. Its JPEG takes the first of the
    `qualities` (best first) with which all layers weigh at most `budget` bytes, else the last one.
    """
    grey = image.convert("L")
    paper = _bare(grey).resize(grey.size, _SOFT)
    print_on_it = np.asarray(paper, np.int16) - np.asarray(grey, np.int16) > _DARKER
    masks = [bits for bits in _by_colour(image, print_on_it) if int(bits.sum()) >= _FEWEST_PIXELS]
    pixels = np.asarray(image).reshape(image.width * image.height, -1)
    stencils = tuple(_stencil(pixels, bits) for bits in masks)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    background = _background(image, print_on_it, size)
    room = budget - sum(len(stencil.data) for stencil in stencils)
    data, quality = _coded(background, qualities, room)
    picture = jpeg_picture(data)
    if picture is None:
        raise AssertionError(image.mode)
    with Image.open(io.BytesIO(data)) as shown:
        together = _tiles_enlarged(shown.convert(image.mode), image, places)
    for stencil, bits in zip(stencils, masks, strict=True):
        together.paste(_plain(stencil, image.mode), mask=tiles_at(Image.fromarray(bits), places))
    return replace(picture, kept=False, stencils=stencils), quality, together


def _tiles_enlarged(small: Image.Image, image: Image.Image, places: Places) -> Image.Image:
    """Return the tiles of a smaller picture as they look at the size of `image`; all of it without places."""
    if not places:
        return small.resize(image.size, Image.Resampling.BICUBIC)
    across, down = small.width / image.width, small.height / image.height
    whole = Image.new(image.mode, image.size)
    for left, top in places:
        part = (left * across, top * down, (left + TILE) * across, (top + TILE) * down)
        whole.paste(small.resize((TILE, TILE), Image.Resampling.BICUBIC, box=part), (left, top))
    return tiles_at(whole, places)


def _coded(background: Image.Image, qualities: Sequence[int], room: int) -> tuple[bytes, int]:
    """Return the background as JPEG of the best quality that fits, and that quality.

    It is searched by halving on every fourth strip of the page, then lowered until the whole fits in truth.
    """
    strips = every_fourth_strip(background)
    share = room * strips.height / background.height
    low, high = 0, len(qualities) - 1
    while low < high:
        middle = (low + high) // 2
        if len(_jpeg(strips, qualities[middle])) <= share:
            high = middle
        else:
            low = middle + 1
    data = _jpeg(background, qualities[low])
    while len(data) > room and low < len(qualities) - 1:
        low += 1
        data = _jpeg(background, qualities[low])
    return data, qualities[low]


def every_fourth_strip(image: Image.Image) -> Image.Image:
    """Return every fourth strip of a page, which stands for it when its weight is foretold."""
    tops = range(0, max(image.height - _STRIP, 1), 4 * _STRIP)
    strips = Image.new(image.mode, (image.width, _STRIP * len(tops)))
    for number, top in enumerate(tops):
        strips.paste(image.crop((0, top, image.width, top + _STRIP)), (0, number * _STRIP))
    return strips


def _jpeg(image: Image.Image, quality: int) -> bytes:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=quality, optimize=True)
    return packed.getvalue()


def _background(image: Image.Image, print_on_it: _Bits, size: tuple[int, int]) -> Image.Image:
    """Return the page at this size with the paper's colour where print was, so that the JPEG has no edges to code."""
    near_print = Image.fromarray(np.ascontiguousarray(_spread(print_on_it, 2))).convert("L")
    wide = near_print.resize(size, Image.Resampling.BOX)
    around = _bare(image).filter(ImageFilter.BoxBlur(2))
    bare = image.resize(size, Image.Resampling.BICUBIC)
    bare.paste(around.resize(size, _SOFT), mask=wide.point(lambda level: 255 if level else 0))
    return bare


def _spread(plane: _Plane, reach: int) -> _Plane:
    """Return the highest value within `reach` pixels, across and down (Pillow's MaxFilter takes many times as long)."""
    for axis in (0, 1):
        turned = plane.swapaxes(0, axis)
        widest = turned.copy()
        for shift in range(1, reach + 1):
            np.maximum(widest[shift:], turned[:-shift], out=widest[shift:])
            np.maximum(widest[:-shift], turned[shift:], out=widest[:-shift])
        plane = widest.swapaxes(0, axis)
    return plane


def _bare(image: Image.Image) -> Image.Image:
    """Return the paper without print, at an eighth of the size."""
    return Image.fromarray(np.ascontiguousarray(_spread(np.asarray(image.reduce(8)), _PAPER_AROUND)))


def _by_colour(image: Image.Image, print_on_it: _Bits) -> list[_Bits]:
    """Return the print parted into red, blue and the rest, which is as good as black."""
    if image.mode != "RGB":
        return [print_on_it]
    tones = np.asarray(image.reduce(2).convert("YCbCr"))  # JPEG keeps colour no finer, and noise is less
    blue, red = (_doubled(tones[..., channel] > 128 + _TINTED, print_on_it.shape) for channel in (1, 2))
    return [print_on_it & ~red & ~blue, print_on_it & red, print_on_it & blue & ~red]


def _doubled(bits: _Bits, shape: tuple[int, ...]) -> _Bits:
    return bits.repeat(2, axis=0).repeat(2, axis=1)[: shape[0], : shape[1]]


def _stencil(pixels: _Shades, bits: _Bits) -> Stencil:
    ink = pixels[np.flatnonzero(bits)[::_SOME]]
    middle = np.median(ink, axis=0)
    colour = tuple(int(value) for value in np.broadcast_to(middle, 3))
    coded = bilevel(Image.fromarray(~bits))  # G4 calls black what is printed
    return Stencil(coded.data, coded.width, coded.height, coded.parms, (colour[0], colour[1], colour[2]))


def _plain(stencil: Stencil, mode: str) -> int | tuple[int, int, int]:
    return stencil.colour if mode == "RGB" else stencil.colour[0]
