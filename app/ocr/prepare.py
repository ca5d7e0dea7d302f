"""Makes a page ready for reading: grey without red stamps, even light, straight lines, letters of the right height.

Everything is decided from cheap statistics, and a clean page is left as it is. The picture that is kept is not touched.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter, ImageOps

from app.domain.page import Box
from app.ocr.faint import FAINT_DPI, brought_out

_LOOK_SIDE = 1000  # longest side of the small picture that statistics are taken from
_CELL = 16  # pixels of the reading picture that share one background value
_EVEN_ENOUGH = 24  # grey levels between the darker and the lighter parts of the paper
_BRIGHT_ENOUGH = 200
_MARGIN = 0.04  # of the sides is left out when ink is counted: shadows of the lid, punch holes, staples
_BLANK_SHARE = 0.00012  # of the inner page covered with strokes; a single short line covers more
_GRAINY = 3.5  # grey levels of noise from which the page is smoothed
_COLOURED = 30  # levels between the channels, over the paper's own, from which ink has a colour
_COLOUR_SHARE = 0.0008  # of the page in coloured ink, from which it is taken out
_LEAST_BLACK = 0.7  # of the ink must be black for the coloured ink to be taken out
_LEAST_SKEW = 0.12  # degrees; turning by less blurs more than it helps


@dataclass(frozen=True, slots=True)
class Look:
    """What a page looks like: `ink` the share covered with strokes, `contrast` between ink and paper in grey levels,
    `paper` the lightness of the background and `uneven` how much it varies, `sideways` whether lines run upright.
    """

    ink: float
    contrast: float
    paper: float
    uneven: float
    sideways: bool
    skew_degrees: float

    @property
    def blank(self) -> bool:
        """Whether there is nothing on the page; a faint page is not blank."""
        return self.ink < _BLANK_SHARE


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture to read, and how to bring its pixels back to fractions of the upright page."""

    image: Image.Image
    dpi: int
    upright_size: tuple[float, float]  # of the page in pixels of `image`, before it was straightened
    skew_degrees: float

    def place(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return the box around a rectangle of `image` in fractions of the upright page."""
        corners = [self.point(x, y) for x in (left, right) for y in (top, bottom)]
        x0, x1 = min(c[0] for c in corners), max(c[0] for c in corners)
        y0, y1 = min(c[1] for c in corners), max(c[1] for c in corners)
        return Box(x0, y0, x1 - x0, y1 - y0)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of `image` in fractions of the upright page."""
        width, height = self.upright_size
        u, v = x - self.image.size[0] / 2, y - self.image.size[1] / 2
        angle = np.deg2rad(self.skew_degrees)
        cos, sin = float(np.cos(angle)), float(np.sin(angle))
        return (u * cos - v * sin + width / 2) / width, (u * sin + v * cos + height / 2) / height


def grey(image: Image.Image) -> Image.Image:
    """Return the page in grey without coloured ink: stamps, ruled lines and pen strokes vanish, black print stays.

    Where most of the ink is coloured (blue ribbon, coloured form) it is the print, and stays. A page that is mostly
    dark (a negative, a microfilm) is turned to dark on light.
    """
    single = _without_colour(image) if image.mode == "RGB" else image
    small = single.resize((64, 64), Image.Resampling.BOX).crop((12, 12, 52, 52))
    dark = float(np.median(np.asarray(small))) < 90
    return ImageOps.invert(single) if dark else single


def _without_colour(image: Image.Image) -> Image.Image:
    red, green, blue = image.split()
    small = np.asarray(
        image.resize((max(8, image.size[0] // 6), max(8, image.size[1] // 6)), Image.Resampling.BOX)
    )
    chroma = small.max(axis=2).astype(np.int16) - small.min(axis=2)
    coloured = chroma > np.median(chroma) + _COLOURED
    if float(coloured.mean()) < _COLOUR_SHARE:
        return red
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    washed = ImageChops.subtract(lightest, darkest).point(
        [min(255, max(0, value - _COLOURED) * 3 // 2) for value in range(256)]
    )
    plain = ImageChops.add(lightest, washed)
    return plain if _ink(plain) > _LEAST_BLACK * _ink(red) else red


def _ink(page: Image.Image) -> float:
    small = _reduced(page, _LOOK_SIDE * 3 // 5)
    return float(_strokes(_background(small, cell=25) - small).mean())


def _reduced(page: Image.Image, side: int = _LOOK_SIDE) -> NDArray[np.float32]:
    scale = min(1.0, side / max(page.size))
    size = (max(8, round(page.size[0] * scale)), max(8, round(page.size[1] * scale)))
    return np.asarray(page.resize(size, Image.Resampling.BOX, reducing_gap=2.0), dtype=np.float32)


def look(page: Image.Image) -> Look:
    """Return what the grey page looks like."""
    small = _reduced(page)
    light = _background(small, cell=25)
    depth = light - small
    strokes = _strokes(depth)
    inner = strokes[_inside(strokes.shape)]
    darkness = depth[strokes]
    skew, sideways = _lean(strokes)
    cells = light[_inside(light.shape)]
    return Look(
        ink=float(inner.mean()) if inner.size else 0.0,
        contrast=float(np.percentile(darkness, 75)) if darkness.size else 0.0,
        paper=float(np.median(cells)),
        uneven=float(np.percentile(cells, 95) - np.percentile(cells, 5)),
        sideways=sideways,
        skew_degrees=skew,
    )


def prepare(page: Image.Image, seen: Look, dpi: float, target_dpi: int, faint: bool = False) -> Prepared:
    """Return the upright grey page ready for reading at `target_dpi`.

    `faint` brings out faint, worn or unevenly inked print, at `FAINT_DPI`.
    """
    target_dpi = FAINT_DPI if faint else target_dpi
    scale = target_dpi / dpi
    size = (max(8, round(page.size[0] * scale)), max(8, round(page.size[1] * scale)))
    ready = page if size == page.size else _resized(page, size)
    if seen.uneven > _EVEN_ENOUGH or seen.paper < _BRIGHT_ENOUGH or faint:
        ready = _evenly_lit(ready)
    grain = _grain(ready)
    if faint:
        ready = brought_out(ready, grain)
    elif grain > _GRAINY:
        ready = ready.filter(ImageFilter.GaussianBlur(min(1.2, 0.55 + 0.05 * (grain - _GRAINY))))
    skew = seen.skew_degrees if abs(seen.skew_degrees) >= _LEAST_SKEW else 0.0
    upright = (float(ready.size[0]), float(ready.size[1]))
    if skew:
        ready = ready.rotate(skew, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return Prepared(ready, target_dpi, upright, skew)


def _grain(page: Image.Image) -> float:
    """Return the noise of the paper: how much neighbouring light pixels differ, in grey levels (median)."""
    rows = np.asarray(page)[::5].astype(np.int16)
    light = rows > np.median(rows) - 40
    steps = np.abs(np.diff(rows, axis=1))[light[:, 1:] & light[:, :-1]]
    return float(np.median(steps)) if steps.size else 0.0


def _resized(page: Image.Image, size: tuple[int, int]) -> Image.Image:
    # Measured: read as well as from LANCZOS, in half its time.
    shrinking = size[0] < page.size[0]
    return page.resize(size, Image.Resampling.HAMMING if shrinking else Image.Resampling.BICUBIC)


def _background(small: NDArray[np.float32], cell: int) -> NDArray[np.float32]:
    """Return the paper's lightness at each pixel: a high percentile of each cell, smoothed between cells."""
    height, width = small.shape
    rows, columns = -(-height // cell), -(-width // cell)
    padded = np.pad(small, ((0, rows * cell - height), (0, columns * cell - width)), mode="edge")
    cells = padded.reshape(rows, cell, columns, cell).swapaxes(1, 2).reshape(rows, columns, cell * cell)
    light = np.partition(cells, int(cell * cell * 0.8), axis=2)[:, :, int(cell * cell * 0.8)]
    # a cell inside a black bar or a letter takes the paper around it
    lightest = Image.fromarray(light.astype(np.uint8)).filter(ImageFilter.MaxFilter(3))
    smooth = lightest.filter(ImageFilter.GaussianBlur(1))
    grown = smooth.resize((columns * cell, rows * cell), Image.Resampling.BILINEAR)
    return np.asarray(grown, dtype=np.float32)[:height, :width]


def _evenly_lit(page: Image.Image) -> Image.Image:
    values = np.asarray(page, dtype=np.float32)
    light = np.maximum(_background(values, _CELL), 32)
    np.divide(values, light, out=light)
    light *= 255
    return Image.fromarray(np.clip(light, 0, 255, out=light).astype(np.uint8))


def _strokes(depth: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return where strokes are: darker than the paper by more than its noise, and not lone specks."""
    noise = float(np.median(np.abs(depth - np.median(depth)))) * 1.5
    dark = depth > max(9.0, 6 * noise)
    together = Image.fromarray(dark.astype(np.uint8) * 255).filter(ImageFilter.BoxBlur(1))
    return dark & (np.asarray(together) >= 84)  # three or more of nine


def _inside(shape: tuple[int, ...]) -> tuple[slice, slice]:
    down, across = int(shape[0] * _MARGIN), int(shape[1] * _MARGIN)
    return slice(down, shape[0] - down), slice(across, shape[1] - across)


def _lean(strokes: NDArray[np.bool_]) -> tuple[float, bool]:
    """Return the skew in degrees (clockwise positive), and whether the lines run upright instead of across."""
    mask = np.zeros_like(strokes)
    mask[_inside(strokes.shape)] = strokes[_inside(strokes.shape)]
    y, x = np.nonzero(mask)
    if len(x) < 200:
        return 0.0, False
    if len(x) > 60_000:
        chosen = np.random.default_rng(0).choice(len(x), 60_000, replace=False)
        x, y = x[chosen], y[chosen]
    across, across_score = _best_angle(x - x.mean(), y - y.mean())
    upright, upright_score = _best_angle(y - y.mean(), -(x - x.mean()))
    sideways = upright_score > 1.6 * across_score
    return (upright if sideways else across), sideways


def _best_angle(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    best, score, step = 0.0, _sharpness(x, y, 0.0), 1.0
    candidates = np.arange(-12.0, 12.01, step)
    while step > 0.015:
        scores = [(_sharpness(x, y, float(angle)), float(angle)) for angle in candidates]
        top = max(scores)
        if top[0] > score:
            score, best = top
        step /= 4
        candidates = np.arange(-4, 5) * step + best
    return best, score


def _sharpness(x: NDArray[np.float64], y: NDArray[np.float64], degrees: float) -> float:
    """Return how sharply the ink falls into rows when the page is turned back by `degrees`."""
    angle = np.deg2rad(degrees)
    rows = y * np.cos(angle) - x * np.sin(angle)
    counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())
