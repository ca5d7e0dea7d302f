"""Damage that the scanner, the fax or the camera does: skew, blur, light, noise, resolution, colour, compression."""

import io
import math
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.generator.damage_paper import grain, lift, multiply, rng


def skew(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """The page lies crooked, up to 5 degrees at full strength; corners fill with the white of the lid."""
    degrees = random.choice((-1, 1)) * random.uniform(0.55, 1.0) * 5 * strength
    return image.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=_lid(image))


def blur(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """Out of focus: a radius of 4 pixels of a 300-dpi scan at full strength."""
    return image.filter(ImageFilter.GaussianBlur(4 * strength * dpi / 300))


def uneven_light(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """A lamp that leaves parts of the page darker."""
    corners = rng(random).integers(255 - round(150 * strength), 256, (3, 3), dtype=np.uint8)
    return multiply(image, Image.fromarray(corners).resize(image.size, Image.Resampling.BICUBIC))


def shadow(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """The dark gutter of a bound file at one edge."""
    reach = 0.28 * (0.5 + random.random() / 2)
    ramp = np.linspace(0, 1, 256)
    values = (255 - 200 * strength * np.exp(-ramp / (reach / 3))).astype(np.uint8)[None, :]
    if random.random() < 0.4:
        values = values[:, ::-1]
    return multiply(
        image, Image.fromarray(np.ascontiguousarray(values)).resize(image.size, Image.Resampling.BILINEAR)
    )


def noise(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """Sensor noise on every pixel, and specks of dust."""
    width, height = image.size
    tile = rng(random).normal(0, 34 * strength, (777, 913))
    field = np.tile(tile, (-(-height // 777), -(-width // 913)))[:height, :width].astype(np.int16)
    pixels = np.asarray(image).astype(np.int16)
    pixels += field if pixels.ndim == 2 else field[:, :, None]
    noisy = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(noisy)
    for _ in range(round(420 * strength)):
        x, y, r = random.randrange(width), random.randrange(height), random.uniform(0.5, 2.2) * dpi / 300
        shade = random.randrange(30, 160)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(shade,) * 3 if noisy.mode == "RGB" else shade)
    return noisy


def photograph(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """Taken with a telephone: perspective, a table round the page, a shadow of the hand."""
    width, height = image.size

    def push(share: float) -> float:
        return random.uniform(0.3, 1.0) * share * strength

    dx, dy = 0.11 * width, 0.07 * height
    corners = (
        (push(1) * dx, push(1) * dy), (width - push(1) * dx, push(1) * dy),
        (width - push(0.4) * dx, height - push(0.5) * dy), (push(0.4) * dx, height - push(0.5) * dy),
    )  # fmt: skip
    coefficients = _perspective(corners, ((0, 0), (width, 0), (width, height), (0, height)))
    table = (96, 78, 60) if image.mode == "RGB" else 80
    shot = image.transform(
        image.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=table
    )
    light = grain((12, 16), random, 4, 255 - round(135 * strength), 255).resize(
        image.size, Image.Resampling.BICUBIC
    )
    return multiply(shot, light)


def glare(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """A bright spot of a lamp in lamination."""
    spot = Image.new("L", (64, 90), 0)
    x, y, r = random.randrange(10, 54), random.randrange(15, 75), random.randrange(8, 18)
    ImageDraw.Draw(spot).ellipse((x - r, y - r, x + r, y + r), fill=round(200 * strength))
    return lift(image, spot.filter(ImageFilter.GaussianBlur(6)).resize(image.size, Image.Resampling.BICUBIC))


def black_edges(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """The scanner's open lid: black bars where no paper lay."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    width, height = image.size
    thick = round(dpi * 0.35 * strength * random.uniform(0.5, 1))
    for box in random.sample(
        ((0, 0, width, thick), (0, height - thick, width, height), (width - thick, 0, width, height)), 2
    ):
        draw.rectangle(box, fill=(12, 12, 14) if image.mode == "RGB" else 12)
    return image


def fax(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """Sent by fax: 204 x 196 dpi black and white, with dropped lines; comes back at the page's own size."""
    size = (round(image.width * 204 / dpi), round(image.height * 196 / dpi))
    grey = np.asarray(image.convert("L").resize(size, Image.Resampling.BOX)).astype(np.int16)
    grey += rng(random).normal(0, 26 * strength, grey.shape).astype(np.int16)
    bits = np.where(grey > 150 - 25 * strength, 255, 0).astype(np.uint8)
    for _ in range(round(7 * strength)):
        bits[random.randrange(size[1])] = 255
    return Image.fromarray(bits).resize(image.size, Image.Resampling.NEAREST)


def jpeg_artefacts(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """Compressed once already, at a quality of 75 down to 8."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=round(75 - 67 * strength))
    with Image.open(stream) as again:
        again.load()
        return again.convert(image.mode)


def to_colour(image: Image.Image, colour: str) -> Image.Image:
    """The picture in `colour`, `grey` or `bitonal`."""
    if colour == "grey":
        return image.convert("L")
    if colour == "bitonal":
        grey = image.convert("L")
        # Scanners cut at a share of the paper's brightness, not at 128, or shaded pages would come out black.
        paper_white = int(np.percentile(np.asarray(grey.resize((200, 280))), 80))
        cut = round(paper_white * 0.68)
        return grey.point([255 if v > cut else 0 for v in range(256)]).convert("1", dither=Image.Dither.NONE)
    return image


def to_dpi(image: Image.Image, dpi: int, wanted: int) -> Image.Image:
    """The picture as a scanner at `wanted` dpi would have taken it."""
    if dpi == wanted:
        return image
    size = (round(image.width * wanted / dpi), round(image.height * wanted / dpi))
    return image.resize(
        size, Image.Resampling.BOX if wanted < dpi else Image.Resampling.BICUBIC, reducing_gap=None
    )


def turn(image: Image.Image, clockwise: int) -> Image.Image:
    """Turns by 0, 90, 180 or 270 degrees clockwise."""
    ways = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return image.transpose(ways[clockwise]) if clockwise else image


def _lid(image: Image.Image) -> tuple[int, ...] | int:
    return (250, 250, 249) if image.mode == "RGB" else 250


def _perspective(
    target: tuple[tuple[float, float], ...], source: tuple[tuple[float, float], ...]
) -> list[float]:
    """Coefficients that take the corners of the picture to `target` (Pillow wants the way back)."""
    rows, right = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    solved = np.linalg.solve(np.array(rows, dtype=float), np.array(right, dtype=float))
    if not all(math.isfinite(c) for c in solved):
        raise ValueError("corners do not span a page")
    return [float(c) for c in solved]
