"""Takes a page apart where squeezing would spoil it: sharp print in its own colour over a soft picture of the paper.

Print (black, red, blue) becomes masks of two levels at the scan's full resolution, coded without loss (CCITT G4); what
is left of the page is a JPEG at the least resolution that the rules allow.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.sealing.pictures.decoded import bilevel
from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.pictures.picture import Picture, Stencil

_DARKER = 40  # grey levels between print and the paper around it
_PAPER_AROUND = (
    9  # eighths of the resolution: how far the paper is looked for, further than any stroke is wide
)
_TINTED = 22  # distance of a colour difference from neutral, above which print is red or blue
_SOFT = Image.Resampling.BILINEAR
_FEWEST_PIXELS = 400  # a mask of less is noise
_Bits = NDArray[np.bool_]
_Shades = NDArray[np.uint8]


def layered(
    image: Image.Image, scale: float, qualities: Sequence[int], budget: int
) -> tuple[Picture, int, Image.Image]:
    """Return the page in layers, its background's quality, and how they look together at the size of `image`.

    `scale` (at most 1) is the resolution of the background to that of the image. Its JPEG takes the first of the
    `qualities` (best first) with which all layers weigh at most `budget` bytes, else the last one.
    """
    grey = image.convert("L")
    paper = grey.reduce(8).filter(ImageFilter.MaxFilter(_PAPER_AROUND)).resize(grey.size, _SOFT)
    print_on_it = np.asarray(paper, np.int16) - np.asarray(grey, np.int16) > _DARKER
    masks = [bits for bits in _by_colour(image, print_on_it) if int(bits.sum()) >= _FEWEST_PIXELS]
    stencils = tuple(_stencil(image, bits) for bits in masks)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    background = _background(image, print_on_it).resize(size, Image.Resampling.BICUBIC)
    room = budget - sum(len(stencil.data) for stencil in stencils)
    data, quality = _coded(background, qualities, room)
    picture = jpeg_picture(data)
    if picture is None:
        raise AssertionError(image.mode)
    with Image.open(io.BytesIO(data)) as shown:
        together = shown.convert(image.mode).resize(image.size, Image.Resampling.BICUBIC)
    for stencil, bits in zip(stencils, masks, strict=True):
        together.paste(_plain(stencil, image.mode), mask=Image.fromarray(bits))
    return replace(picture, kept=False, stencils=stencils), quality, together


def _coded(background: Image.Image, qualities: Sequence[int], room: int) -> tuple[bytes, int]:
    """Return the background as JPEG of the best quality that fits, found by halving, and that quality."""
    low, high = 0, len(qualities) - 1
    while low < high:
        middle = (low + high) // 2
        if len(_jpeg(background, qualities[middle])) <= room:
            high = middle
        else:
            low = middle + 1
    return _jpeg(background, qualities[low]), qualities[low]


def _jpeg(image: Image.Image, quality: int) -> bytes:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=quality, optimize=True)
    return packed.getvalue()


def _background(image: Image.Image, print_on_it: _Bits) -> Image.Image:
    """Return the page with the paper's colour where print was, so that the JPEG has no edges to code."""
    wide = Image.fromarray(print_on_it).convert("L").filter(ImageFilter.MaxFilter(5))
    around = image.reduce(8).filter(ImageFilter.MaxFilter(_PAPER_AROUND)).filter(ImageFilter.BoxBlur(2))
    bare = image.copy()
    bare.paste(around.resize(image.size, _SOFT), mask=wide)
    return bare


def _by_colour(image: Image.Image, print_on_it: _Bits) -> list[_Bits]:
    """Return the print parted into red, blue and the rest, which is as good as black."""
    if image.mode != "RGB":
        return [print_on_it]
    tones = np.asarray(image.filter(ImageFilter.BoxBlur(1)).convert("YCbCr"), np.int16)
    blue, red = tones[..., 1] - 128 > _TINTED, tones[..., 2] - 128 > _TINTED
    return [print_on_it & ~red & ~blue, print_on_it & red, print_on_it & blue & ~red]


def _stencil(image: Image.Image, bits: _Bits) -> Stencil:
    ink: _Shades = np.asarray(image)[bits]
    middle = np.median(ink, axis=0)
    colour = tuple(int(value) for value in np.broadcast_to(middle, 3))
    coded = bilevel(Image.fromarray(~bits))  # G4 calls black what is printed
    return Stencil(coded.data, coded.width, coded.height, coded.parms, (colour[0], colour[1], colour[2]))


def _plain(stencil: Stencil, mode: str) -> int | tuple[int, int, int]:
    return stencil.colour if mode == "RGB" else stencil.colour[0]
