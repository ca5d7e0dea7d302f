"""Ink on a sheet that no printer made: seals, signatures, handwriting, rubber stamps."""

import itertools
import math
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.generator.fonts import font
from tests.generator.sheet import PixelBox, Sheet

Point = tuple[float, float]
RED, BLUE, VIOLET, BLACK = (214, 36, 48), (38, 52, 150), (92, 60, 150), (35, 35, 45)

# Digits as a pen draws them in a box one wide and one high, y down; the pen never lifts but in 4 and 5.
DIGIT_STROKES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "0": (((0.6, 0.05), (0.15, 0.3), (0.15, 0.8), (0.5, 1.0), (0.85, 0.7), (0.8, 0.2), (0.5, 0.05)),),
    "1": (((0.3, 0.3), (0.55, 0.0), (0.5, 1.0)),),
    "2": (((0.15, 0.25), (0.45, 0.0), (0.8, 0.2), (0.55, 0.6), (0.1, 0.98), (0.5, 0.9), (0.95, 0.95)),),
    "3": (((0.2, 0.1), (0.6, 0.0), (0.75, 0.25), (0.4, 0.45), (0.8, 0.65), (0.6, 1.0), (0.1, 0.92)),),
    "4": (((0.45, 0.0), (0.1, 0.6), (0.9, 0.58)), ((0.7, 0.3), (0.62, 1.05))),
    "5": (((0.25, 0.05), (0.2, 0.45), (0.65, 0.4), (0.8, 0.75), (0.45, 1.0), (0.1, 0.9)), ((0.25, 0.05), (0.85, 0.0))),
    "6": (((0.7, 0.0), (0.25, 0.4), (0.15, 0.8), (0.5, 1.0), (0.8, 0.75), (0.5, 0.5), (0.2, 0.75)),),
    "7": (((0.1, 0.08), (0.85, 0.05), (0.5, 0.55), (0.4, 1.05)),),
    "8": (((0.75, 0.15), (0.4, 0.0), (0.25, 0.25), (0.75, 0.7), (0.5, 1.0), (0.2, 0.75), (0.7, 0.35), (0.75, 0.15)),),
    "9": (((0.8, 0.3), (0.45, 0.5), (0.2, 0.25), (0.5, 0.0), (0.8, 0.25), (0.75, 0.7), (0.45, 1.05)),),
}  # fmt: skip


def stain(
    image: Image.Image, mask: Image.Image, corner: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    """Lays ink on the picture: what is black stays black, paper takes the colour where the mask is white."""
    left, top = corner
    box: PixelBox = (
        max(0, left),
        max(0, top),
        min(image.width, left + mask.width),
        min(image.height, top + mask.height),
    )
    if box[2] <= box[0] or box[3] <= box[1]:
        return
    mask = mask.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
    under = image.crop(box)
    inked = ImageChops.multiply(
        under, Image.new(image.mode, under.size, colour if image.mode == "RGB" else sum(colour) // 3)
    )
    image.paste(Image.composite(inked, under, mask), box[:2])


def uneven(mask: Image.Image, random: Random, low: float = 0.45) -> Image.Image:
    """The mask with the patches and specks of a badly inked rubber."""
    noise = np.random.default_rng(random.getrandbits(32))
    coarse = Image.fromarray(noise.integers(int(low * 255), 300, (9, 9)).clip(0, 255).astype(np.uint8))
    fine = Image.fromarray(
        noise.integers(90, 420, (mask.height // 2, mask.width // 2)).clip(0, 255).astype(np.uint8)
    )
    field = ImageChops.multiply(
        coarse.resize(mask.size, Image.Resampling.BICUBIC), fine.resize(mask.size, Image.Resampling.BILINEAR)
    )
    return ImageChops.multiply(mask, field)


def seal(
    sheet: Sheet, x: float, y: float, text: str, random: Random, colour: tuple[int, int, int] = RED
) -> None:
    """A round seal of 36 mm about (x, y) mm: two rings, the agency round it, a star inside."""
    side = sheet.px(37)
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    middle, millimetre = side / 2, side / 37
    for radius, thickness in ((18.0, 0.9), (16.6, 0.3), (11.2, 0.35)):
        r = radius * millimetre
        draw.ellipse(
            (middle - r, middle - r, middle + r, middle + r),
            outline=255,
            width=max(1, round(thickness * millimetre)),
        )
    _star(draw, middle, 4.6 * millimetre)
    for angle in range(200, 341, 14):
        _spoke(
            draw,
            middle,
            math.radians(angle - 270),
            6.6 * millimetre,
            9.6 * millimetre,
            max(1, round(0.5 * millimetre)),
        )
    _round_text(mask, text, middle, 12.3 * millimetre, round(3.4 * millimetre))
    mask = mask.rotate(random.uniform(-14, 14), Image.Resampling.BILINEAR).filter(
        ImageFilter.GaussianBlur(sheet.dpi / 300)
    )
    stain(sheet.image, uneven(mask, random), (sheet.px(x) - side // 2, sheet.px(y) - side // 2), colour)


def signature(sheet: Sheet, x: float, y: float, random: Random, colour: tuple[int, int, int] = BLUE) -> None:
    """A signature of a few loops and a flourish about (x, y) mm."""
    points: list[Point] = [(-17.0, random.uniform(-1, 4))]
    for step in range(random.randrange(5, 9)):
        points.append(
            (-15 + step * 4.2 + random.uniform(-3.5, 3.5), random.choice((-1, 1)) * random.uniform(1.5, 8.5))
        )
    points += [
        (12.0, random.uniform(-2, 3)),
        (-9.0, random.uniform(4, 7)),
        (random.uniform(18, 27), random.uniform(2, 6)),
    ]
    _pen(sheet, [[(x + a, y + b) for a, b in points]], 0.45, colour, random)


def scrawl(
    sheet: Sheet, x: float, y: float, width: float, random: Random, colour: tuple[int, int, int] = BLUE
) -> None:
    """A word nobody can read, from x on baseline y (mm)."""
    points: list[Point] = []
    steps = max(4, round(width / 1.3))
    for step in range(steps):
        tall = random.uniform(1.2, 2.0) if random.random() < 0.7 else random.uniform(3.0, 4.5)
        points.append(
            (
                x + width * step / steps + random.uniform(-0.3, 0.3),
                y - (tall if step % 2 else random.uniform(-0.3, 0.3)),
            )
        )
    _pen(sheet, [points], 0.38, colour, random)


def handwrite(
    sheet: Sheet,
    digits: str,
    x: float,
    y: float,
    height: float,
    random: Random,
    colour: tuple[int, int, int] = BLUE,
) -> float:
    """Digits by hand from x on baseline y, `height` mm high; other characters are scrawled. Returns the end."""
    slant = random.uniform(-0.05, 0.3)
    for character in digits:
        tall = height * random.uniform(0.85, 1.1)
        wide = tall * random.uniform(0.5, 0.65)
        strokes = [
            [
                (
                    x + (a + slant * (1 - b) + random.uniform(-0.07, 0.07)) * wide,
                    y - (1 - b + random.uniform(-0.05, 0.05)) * tall,
                )
                for a, b in stroke
            ]
            for stroke in DIGIT_STROKES.get(character, ())
        ]
        if strokes:
            _pen(sheet, strokes, 0.42, colour, random)
        x += wide * random.uniform(1.15, 1.4)
    return x


def rubber_stamp(
    sheet: Sheet,
    lines: tuple[str, ...],
    x: float,
    y: float,
    random: Random,
    colour: tuple[int, int, int] = RED,
    size: float = 12.0,
) -> None:
    """A framed stamp of a few words with its left top at (x, y) mm, a little turned."""
    letter = font("Arimo-Bold", round(size * sheet.dpi / 72))
    width = int(max(letter.getlength(line) for line in lines)) + sheet.px(5)
    step = round(size * sheet.dpi / 72 * 1.3)
    mask = Image.new("L", (width, step * len(lines) + sheet.px(2.5)), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((0, 0, mask.width - 1, mask.height - 1), outline=255, width=max(1, sheet.px(0.5)))
    for number, line in enumerate(lines):
        draw.text((width / 2, step * (number + 0.5) + sheet.px(1.2)), line, 255, letter, anchor="mm")
    turned = mask.rotate(random.uniform(-7, 7), Image.Resampling.BILINEAR, expand=True)
    stain(sheet.image, uneven(turned, random), (sheet.px(x), sheet.px(y)), colour)


def _pen(
    sheet: Sheet, strokes: list[list[Point]], thickness: float, colour: tuple[int, int, int], random: Random
) -> None:
    """Draws smooth strokes given in mm with a pen whose width changes with its way."""
    pad = 3.0
    curves = [_smooth(stroke) for stroke in strokes]
    xs = [p[0] for curve in curves for p in curve]
    ys = [p[1] for curve in curves for p in curve]
    left, top = min(xs) - pad, min(ys) - pad
    mask = Image.new("L", (sheet.px(max(xs) - left + pad), sheet.px(max(ys) - top + pad)), 0)
    draw = ImageDraw.Draw(mask)
    for curve in curves:
        for (x0, y0), (x1, y1) in itertools.pairwise(curve):
            down = 0.75 + 0.45 * max(0.0, y1 - y0) / (math.hypot(x1 - x0, y1 - y0) + 1e-6)
            r = max(0.5, sheet.px(thickness) * down / 2)
            cx, cy = (x1 - left) * sheet.dpi / 25.4, (y1 - top) * sheet.dpi / 25.4
            draw.line(
                ((x0 - left) * sheet.dpi / 25.4, (y0 - top) * sheet.dpi / 25.4, cx, cy),
                fill=235,
                width=max(1, round(2 * r)),
            )
            draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=235)
    mask = mask.filter(ImageFilter.GaussianBlur(0.7 * sheet.dpi / 300))
    stain(sheet.image, mask, (sheet.px(left), sheet.px(top)), colour)


def _smooth(points: list[Point], steps: int = 14) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    padded = [points[0], *points, points[-1]]
    curve: list[Point] = [points[0]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(1, steps + 1):
            t = step / steps
            curve.append((_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)))
    return curve


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _star(draw: ImageDraw.ImageDraw, middle: float, radius: float) -> None:
    corners = []
    for corner in range(10):
        r = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * corner / 5 - math.pi / 2
        corners.append((middle + r * math.cos(angle), middle + r * math.sin(angle)))
    draw.polygon(corners, fill=255)


def _spoke(
    draw: ImageDraw.ImageDraw, middle: float, angle: float, inner: float, outer: float, width: int
) -> None:
    dx, dy = math.sin(angle), -math.cos(angle)
    draw.line(
        (middle + dx * inner, middle + dy * inner, middle + dx * outer, middle + dy * outer),
        fill=255,
        width=width,
    )


def _round_text(mask: Image.Image, text: str, middle: float, radius: float, pixels: int) -> None:
    """Writes text clockwise round the middle; letters stand on the inner ring."""
    letter = font("Arimo-Bold", pixels)
    text = f"{text} ★ " if "★" in text else f"{text} "
    wanted = 2 * math.pi * radius
    stretch = wanted / max(1.0, letter.getlength(text))
    angle = -math.pi * 0.75
    for character in text:
        advance = letter.getlength(character) * stretch
        angle += advance / 2 / radius
        tile = Image.new("L", (pixels * 3, pixels * 3), 0)
        ImageDraw.Draw(tile).text((pixels * 1.5, pixels * 1.5), character, 255, letter, anchor="mm")
        tile = tile.rotate(-math.degrees(angle) - 0, Image.Resampling.BILINEAR)
        r = radius + pixels * 0.45
        x, y = middle + r * math.sin(angle), middle - r * math.cos(angle)
        corner = (round(x - tile.width / 2), round(y - tile.height / 2))
        region = mask.crop((*corner, corner[0] + tile.width, corner[1] + tile.height))
        mask.paste(ImageChops.lighter(region, tile), corner)
        angle += advance / 2 / radius
