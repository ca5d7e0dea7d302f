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
from PIL import Image, ImageChops, ImageFilter

from app.sealing.look import TILE, sheet_of, tiles_at
from app.sealing.pictures.decoded import bilevel
from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.pictures.picture import Picture, Stencil
from app.sealing.shades import COLOUR, GRAY, NEUTRAL, Shades, Size, halved, merged, shown

_DARKER = 40  # grey levels between print and the paper around it
_COARSE = 8  # the paper without print is looked for at an eighth of the resolution,
_PAPER_AROUND = 4  # so many of its pixels away: further than any stroke is wide
_TINTED = 22  # distance of a colour difference from neutral, above which print is red or blue
_SOFT = Image.Resampling.BILINEAR
_SMALLER = Image.Resampling.HAMMING  # as sharp as bicubic, which takes half as long again
_FEWEST_PIXELS = 400  # a mask of less is noise
Places = list[tuple[int, int]]  # left top corners of tiles, see `look`
_STRIP = 32  # rows
_SOME = 7  # every so many pixels of print tell its colour
_Plane = NDArray[np.uint8]
_Mask = NDArray[np.bool_]


def layered(
    page: Shades, places: Places, scale: float, qualities: Sequence[int], budget: int
) -> tuple[Picture, int, Image.Image]:
    """Return the page in layers, its background's quality, and how they look together on the tiles at `places`.

    `scale` (at most 1) is the resolution of the background to that of the page. Its JPEG takes the first of the
    `qualities` (best first) with which all layers weigh at most `budget` bytes, else the last one.
    """
    coarse = page.image.reduce(_COARSE)
    print_on_it = _print(page.light, coarse)
    masks = [mask for mask in _by_colour(page, print_on_it) if np.count_nonzero(mask) >= _FEWEST_PIXELS]
    inks = [_ink(page, mask) for mask in masks]
    stencils = tuple(_stencil(ink, mask) for ink, mask in zip(inks, masks, strict=True))
    size = (max(1, round(page.size[0] * scale)), max(1, round(page.size[1] * scale)))
    background = _background(page, coarse, print_on_it, size)
    room = budget - sum(len(stencil.data) for stencil in stencils)
    data, quality = _coded(background, qualities, room)
    picture = jpeg_picture(data)
    if picture is None:
        raise AssertionError(background.mode)
    together = _tiles_enlarged(shown(data), page.size, places)
    for ink, mask in zip(inks, masks, strict=True):
        together.paste(ink, mask=tiles_at(Image.fromarray(mask), places))
    return replace(picture, kept=False, stencils=stencils), quality, together


def _tiles_enlarged(small: Image.Image, size: Size, places: Places) -> Image.Image:
    """Return the tiles of a smaller picture as they look at this size; all of it without places."""
    if not places:
        return small.resize(size, Image.Resampling.BICUBIC)
    across, down = small.width / size[0], small.height / size[1]
    parts = [(left * across, top * down, (left + TILE) * across, (top + TILE) * down) for left, top in places]
    return sheet_of([small.resize((TILE, TILE), Image.Resampling.BICUBIC, box=part) for part in parts])


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


def _print(light: Image.Image, coarse: Image.Image) -> Image.Image:
    """Return where print is: 255 there, else 0."""
    paper = _bare(coarse.getchannel(0)).resize(halved(light.size), _SOFT)
    darker = ImageChops.subtract(paper.resize(light.size, Image.Resampling.NEAREST), light)
    return darker.point([255 if level > _DARKER else 0 for level in range(256)])


def _background(page: Shades, coarse: Image.Image, print_on_it: Image.Image, size: Size) -> Image.Image:
    """Return the page at this size with the paper's colour where print was, so that the JPEG has no edges to code."""
    near_print = Image.fromarray(_spread(np.asarray(print_on_it.reduce(2)), 1))
    near_print = near_print.point([0, *[255] * 255]).resize(size, Image.Resampling.NEAREST)
    bare = _bare(coarse if coarse.mode == GRAY else coarse.convert("RGB")).filter(ImageFilter.BoxBlur(2))
    light = page.light.resize(size, _SMALLER)
    if not page.tones:
        light.paste(bare.resize(size, _SOFT), mask=near_print)
        return light
    bare_light, *bare_tones = bare.convert(COLOUR).split()
    light.paste(bare_light.resize(size, _SOFT), mask=near_print)
    tones = [tone.resize(halved(size), _SMALLER) for tone in page.tones]
    for tone, bare_tone in zip(tones, bare_tones, strict=True):
        tone.paste(bare_tone.resize(tone.size, _SOFT), mask=near_print.reduce(2))
    return merged(light, tones)


def _bare(coarse: Image.Image) -> Image.Image:
    """Return the paper without print."""
    return Image.fromarray(_spread(np.asarray(coarse), _PAPER_AROUND))


def _spread(plane: _Plane, reach: int) -> _Plane:
    """Return the highest value within `reach` pixels, across and down (Pillow's MaxFilter takes many times as long)."""
    for axis in (0, 1):
        turned = plane.swapaxes(0, axis)
        widest = turned.copy()
        for shift in range(1, reach + 1):
            np.maximum(widest[shift:], turned[:-shift], out=widest[shift:])
            np.maximum(widest[:-shift], turned[shift:], out=widest[:-shift])
        plane = widest.swapaxes(0, axis)
    return np.ascontiguousarray(plane)


def _by_colour(page: Shades, print_on_it: Image.Image) -> list[_Mask]:
    """Return the print parted into black (and what is as good as that), red and blue."""
    black: _Mask = np.asarray(print_on_it) > 0
    parted: list[_Mask] = []
    for tone in reversed(page.tones):  # of half the resolution: JPEG keeps colour no finer, and noise is less
        tinted = tone.point([255 if level > NEUTRAL + _TINTED else 0 for level in range(256)])
        doubled = tinted.resize((2 * tone.width, 2 * tone.height), Image.Resampling.NEAREST)
        coloured = (np.asarray(doubled) > 0)[: page.size[1], : page.size[0]] & black
        if np.count_nonzero(coloured) >= _FEWEST_PIXELS:
            parted.append(coloured)
            black ^= coloured
    return [black, *parted]


def _ink(page: Shades, mask: _Mask) -> int | tuple[int, ...]:
    """Return the colour of the print in a mask as the page has it."""
    rows, columns = np.divmod(np.flatnonzero(mask)[::_SOME], mask.shape[1])
    light = int(np.median(np.asarray(page.light)[rows, columns]))
    tones = [int(np.median(np.asarray(tone)[rows // 2, columns // 2])) for tone in page.tones]
    return (light, *tones) if tones else light


def _stencil(ink: int | tuple[int, ...], mask: _Mask) -> Stencil:
    """Return the mask, no larger than the print in it, and its ink in red, green, blue."""
    dot = Image.new(GRAY if isinstance(ink, int) else COLOUR, (1, 1), ink).convert("RGB")
    red, green, blue = dot.tobytes()
    down, across = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    left, top, right, bottom = int(across[0]), int(down[0]), int(across[-1]) + 1, int(down[-1]) + 1
    height, width = mask.shape
    coded = bilevel(Image.fromarray(~mask[top:bottom, left:right]))  # G4 calls black what is printed
    part = (left / width, 1 - bottom / height, (right - left) / width, (bottom - top) / height)
    return Stencil(coded.data, coded.width, coded.height, coded.parms, (red, green, blue), part)
