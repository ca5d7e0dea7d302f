"""Brings a picture within its budget of bytes: quality and resolution together, whichever pair looks best.

Every resolution step is tried on the telling tiles of the page with the highest quality that fits; the one most like
the scan is taken for the whole page. Resolution never falls under the least one of the profile, and colour stays.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from app.sealing.layers import every_fourth_strip, layered
from app.sealing.look import Original, telling_places, tiles_at
from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.pictures.picture import Colours, Picture
from app.sealing.profile import SealProfile
from app.sealing.shades import Shades, opened

SQUEEZED = "seal-note-squeezed"
_MEASURED_AT = 75  # the quality at which a page and its tiles are compared in size
_HOPE = 1.2  # tiles are coded with ordinary code tables, the page with its own, and sizes are only foretold
_GOOD_QUALITY = 70
_HALVED_COLOUR = 2  # Pillow's name for 4:2:0


@dataclass(frozen=True, slots=True)
class Rung:
    """A way to squeeze a page: pixels per inch, JPEG quality, its look then (0 to 1), and whether it should fit."""

    dpi: float
    quality: int
    look: float
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The picture that came out, and how."""

    picture: Picture
    rung: Rung


class _Sample:
    """The telling tiles of a page, which stand for it when qualities are compared."""

    def __init__(self, image: Image.Image) -> None:
        self.places = telling_places(image)
        self.tiles = tiles_at(image, self.places)
        self.shades = Shades(self.tiles)
        self.original = Original(self.tiles)


def squeeze(picture: Picture, budget: int, dpi: float, profile: SealProfile) -> Squeezed:
    """Return the picture within `budget` bytes, the best look that fits.

    `dpi` is the resolution of the picture as placed. Where JPEG alone looks poor or does not fit, the page is taken
    apart into print and background. When nothing fits, the smallest way allowed is returned.
    """
    page = Shades(opened(picture))
    sample = _Sample(page.image)
    rungs = _rungs(page.image, sample, budget, dpi, profile)
    hoped = max((rung.look for rung in rungs if rung.fits), default=0.0)
    best: Squeezed | None = None
    if hoped >= profile.poor_look:
        best = _as_jpeg(picture, page, rungs, budget, dpi, profile)
        if best.picture.weight <= budget and best.rung.look >= profile.poor_look:
            return best
    taken_apart = _in_layers(picture, page, sample, budget, dpi, profile)
    fits = taken_apart.picture.weight <= budget
    if fits and taken_apart.rung.look > (best.rung.look if best else hoped):
        return taken_apart  # before a page is coded in vain
    best = best or _as_jpeg(picture, page, rungs, budget, dpi, profile)
    if best.picture.weight > budget:
        return min(best, taken_apart, key=lambda way: way.picture.weight)
    return taken_apart if fits and taken_apart.rung.look > best.rung.look else best


def _rungs(image: Image.Image, sample: _Sample, budget: int, dpi: float, profile: SealProfile) -> list[Rung]:
    """Return the best quality at each resolution, as the sample foretells it; only the coarsest when nothing fits."""
    measured = len(_encoded(sample.tiles, _MEASURED_AT))
    allowed = _HOPE * budget * measured / _expected_bytes(image, _MEASURED_AT)
    steps, worst = _steps(dpi, profile), profile.qualities[-1]
    if len(_encoded(_resized(sample.shades, steps[-1] / dpi), worst)) > allowed:
        return [Rung(steps[-1], worst, 0.0, fits=False)]
    rungs: list[Rung] = []
    for step in steps:
        worst = rungs[-1].quality if rungs else worst  # fits at a finer resolution, so here, or is the worst
        rungs.append(_best_quality(sample, dpi, step, allowed, profile.qualities, worst))
        if rungs[-1].quality >= _GOOD_QUALITY and rungs[-1].fits:
            break  # a coarser picture of even higher quality only loses sharpness
    return rungs


def _as_jpeg(
    picture: Picture, page: Shades, rungs: list[Rung], budget: int, dpi: float, profile: SealProfile
) -> Squeezed:
    """Return the page on the best rung that fits in truth, else on the coarsest."""
    for rung in sorted(rungs, key=lambda rung: rung.look, reverse=True):
        if rung.fits:
            made = _made(picture, page, dpi, rung, budget, profile)
            if len(made.picture.data) <= budget:
                return made
    coarsest = replace(rungs[-1], quality=profile.qualities[-1])
    return _made(picture, page, dpi, coarsest, budget, profile)


def _in_layers(
    picture: Picture, page: Shades, sample: _Sample, budget: int, dpi: float, profile: SealProfile
) -> Squeezed:
    scale = min(1.0, profile.least_dpi / dpi)
    made, quality, together = layered(page, sample.places, scale, profile.qualities, budget)
    return Squeezed(_like(picture, made), Rung(dpi * scale, quality, sample.original.likeness(together)))


def _expected_bytes(image: Image.Image, quality: int) -> float:
    """Return about how many bytes the page takes at this quality, from every fourth strip of it."""
    strips = every_fourth_strip(image)
    return len(_encoded(strips, quality)) * image.height / strips.height


def _steps(dpi: float, profile: SealProfile) -> list[float]:
    """Return the resolutions to try: the picture's own, and the steps below it that are allowed."""
    return [dpi, *(step for step in profile.dpi_steps if profile.least_dpi <= step < dpi - 1)]


def _best_quality(
    sample: _Sample, dpi: float, step: float, budget: float, qualities: Sequence[int], worst: int
) -> Rung:
    """Return the highest quality at this resolution with which the tiles fit, from the best down to `worst`.

    When not even that one fits, it is returned, and not looked at.
    """
    small = _resized(sample.shades, step / dpi)
    low, high = 0, qualities.index(worst)  # qualities fall, so sizes do
    data = _encoded(small, worst)
    if len(data) > budget:
        return Rung(step, worst, 0.0, fits=False)
    while low < high:
        middle = (low + high) // 2
        better = _encoded(small, qualities[middle])
        if len(better) <= budget:
            high, data = middle, better
        else:
            low = middle + 1
    with Image.open(io.BytesIO(data)) as shown:
        look = sample.original.likeness(shown.resize(sample.tiles.size, Image.Resampling.BICUBIC))
    return Rung(step, qualities[low], look)


def _made(
    picture: Picture, page: Shades, dpi: float, rung: Rung, budget: int, profile: SealProfile
) -> Squeezed:
    """Encode the whole page on this rung, going down in quality while it does not fit: tiles only foretell."""
    small = _resized(page, rung.dpi / dpi)
    data = b""
    for quality in profile.qualities[profile.qualities.index(rung.quality) :]:
        data = _encoded(small, quality, optimize=True)
        rung = replace(rung, quality=quality)
        if len(data) <= budget:
            break
    made = jpeg_picture(data)
    if made is None:
        raise AssertionError(small.mode)
    return Squeezed(_like(picture, made), rung)


def _like(picture: Picture, made: Picture) -> Picture:
    """Return the new picture, lying and coloured as the one it stands for."""
    same_colours = picture.colours is made.colours and picture.palette is None
    icc = picture.icc if same_colours and picture.colours is not Colours.CMYK and not made.stencils else None
    return replace(made, orientation=picture.orientation, dpi=None, icc=icc, kept=False, note=SQUEEZED)


def _resized(page: Shades, scale: float) -> Image.Image:
    if scale >= 1:
        return page.image
    size = (max(1, round(page.size[0] * scale)), max(1, round(page.size[1] * scale)))
    return page.resized(size, Image.Resampling.BICUBIC)


def _encoded(image: Image.Image, quality: int, optimize: bool = False) -> bytes:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=quality, subsampling=_HALVED_COLOUR, optimize=optimize)
    return packed.getvalue()
