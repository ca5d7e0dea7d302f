"""Damage that paper and ink suffer before the scan: faint print, folds, holes, stamps, handwriting, bleed-through."""

from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from tests.generator.ink import BLUE, RED, VIOLET, rubber_stamp, scrawl, seal
from tests.generator.sheet import Sheet

Bytes = NDArray[np.uint8]


def rng(random: Random) -> np.random.Generator:
    """A numpy generator that follows from the seeded one."""
    return np.random.default_rng(random.getrandbits(63))


def canvas(image: Image.Image, dpi: int) -> Sheet:
    """A sheet round a picture, so that ink can be laid on it."""
    sheet = Sheet.__new__(Sheet)
    sheet.dpi, sheet.image = dpi, image
    sheet.width_mm, sheet.height_mm = image.width * 25.4 / dpi, image.height * 25.4 / dpi
    sheet.draw = ImageDraw.Draw(image)
    sheet.lines, sheet.barcodes, sheet.texts, sheet.rules = [], [], [], []
    return sheet


def grain(size: tuple[int, int], random: Random, cell: int, low: int, high: int) -> Image.Image:
    """A grey field of soft patches about `cell` pixels wide, between two brightnesses."""
    rows, columns = max(2, size[1] // cell), max(2, size[0] // cell)
    coarse = rng(random).integers(low, high + 1, (rows, columns), dtype=np.uint8)
    return Image.fromarray(coarse).resize(size, Image.Resampling.BILINEAR)


def multiply(image: Image.Image, field: Image.Image) -> Image.Image:
    """Darkens the picture by a grey field."""
    return ImageChops.multiply(image, Image.merge("RGB", (field,) * 3) if image.mode == "RGB" else field)


def lift(image: Image.Image, field: Image.Image) -> Image.Image:
    """Lightens the picture by a grey field; 0 leaves it as it is."""
    return ImageChops.screen(image, Image.merge("RGB", (field,) * 3) if image.mode == "RGB" else field)


def paper(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """The tint and grain of office paper."""
    tint = Image.new(
        "RGB", image.size, (255 - round(8 * strength), 255 - round(9 * strength), 255 - round(18 * strength))
    )
    tile = grain((512, 512), random, 2, 255 - round(14 * strength), 255)
    return multiply(ImageChops.multiply(image, tint), _tiled(tile, image.size))


def faint_print(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """Toner running out: print grows lighter, in bands down the page."""
    width, height = image.size
    bands = rng(random).uniform(0.6, 1.0, (1, 7))
    field = np.rint(bands * 238 * strength).astype(np.uint8)
    return lift(image, Image.fromarray(field).resize((width, height), Image.Resampling.BICUBIC))


def dot_matrix(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """The print of a needle printer: ink only at the points of a grid of about 1/72 inch."""
    pitch = max(2, round(dpi / 72))
    ys, xs = np.mgrid[0:pitch, 0:pitch] - (pitch - 1) / 2
    fade = ((np.hypot(ys, xs) / pitch - 0.2) / 0.4).clip(0, 1)
    cell = np.rint(fade * 250 * strength).astype(np.uint8)
    rows, columns = -(-image.height // pitch), -(-image.width // pitch)
    field = Image.fromarray(np.tile(cell, (rows, columns))[: image.height, : image.width])
    return lift(image, field).filter(ImageFilter.GaussianBlur(0.5 * dpi / 300))


def ribbon(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """A worn ribbon: letters lighter in horizontal streaks and specks, edges soft."""
    height = image.height
    streaks = rng(random).integers(
        0, round(205 * strength) + 1, (max(2, height * 25 // dpi), 3), dtype=np.uint8
    )
    field = Image.fromarray(streaks).resize(image.size, Image.Resampling.BILINEAR)
    specks = grain((600, 600), random, 3, 0, round(190 * strength))
    return lift(lift(image, field), _tiled(specks, image.size)).filter(
        ImageFilter.GaussianBlur(0.8 * strength * dpi / 300)
    )


def bleed_through(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """The back side's print showing through, mirrored; the page stands in for its own back."""
    back = ImageOps.mirror(image.convert("L").resize((image.width // 2, image.height // 2)))
    back = ImageChops.offset(back, random.randrange(-60, 60), random.randrange(-200, 200)).filter(
        ImageFilter.GaussianBlur(1.6 * dpi / 300)
    )
    low = 255 - round(95 * strength)
    return multiply(
        image,
        back.point([low + (255 - low) * v // 255 for v in range(256)]).resize(
            image.size, Image.Resampling.BILINEAR
        ),
    )


def fold(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """One or two creases with a shadow on one side and a bright, rubbed edge."""
    image = image.copy()
    width, height = image.size
    for share in random.sample((0.5, 0.33, 0.66), random.randrange(1, 3)):
        y = round(height * share) + random.randrange(-height // 60, height // 60)
        band = max(6, round(dpi * 0.16))
        ramp = np.concatenate(
            (np.linspace(255, 255 - 110 * strength, band), np.linspace(255 - 40 * strength, 255, band))
        )
        box = (0, y - band, width, y + band)
        field = Image.fromarray(ramp.astype(np.uint8)[:, None]).resize((width, 2 * band))
        image.paste(multiply(image.crop(box), field), box[:2])
        rubbed = grain((width, max(2, dpi // 110)), random, 3, 0, round(230 * strength))
        line = (0, y, width, y + rubbed.height)
        image.paste(lift(image.crop(line), rubbed), line[:2])
    return image


def punch_holes(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """Two round holes at the left edge with the dark scanner bed behind them."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    radius = round(dpi * 3 / 25.4)
    x = round(dpi * random.uniform(9, 13) / 25.4)
    for way in (-1, 1):
        y = image.height // 2 + way * round(dpi * 40 / 25.4) + random.randrange(-8, 9)
        shade = 255 - round(200 * strength)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(shade, shade, shade))
        draw.arc(
            (x - radius - 2, y - radius - 2, x + radius + 2, y + radius + 2),
            20,
            200,
            fill=(90, 90, 90),
            width=2,
        )
    return image


def stamp_over_text(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """A seal or an arrival stamp pressed over the running text."""
    sheet = canvas(image.copy(), dpi)
    for _ in range(1 + round(1.4 * strength)):
        x, y = random.uniform(60, 150), random.uniform(95, 200)
        if random.random() < 0.6:
            seal(sheet, x, y, "BỘ PHẬN MỘT CỬA * ĐÃ TRẢ KẾT QUẢ", random, random.choice((RED, VIOLET)))
        else:
            _word_stamp(
                sheet, x, y, random.choice(("ĐÃ THU TIỀN", "BẢN SAO", "ĐẾN", "KHẨN", "ĐÃ KIỂM TRA")), random
            )
    return sheet.image


def handwriting(image: Image.Image, strength: float, random: Random, dpi: int) -> Image.Image:
    """Notes, ticks and underlines by pen, over print as well as beside it."""
    sheet = canvas(image.copy(), dpi)
    for _ in range(1 + round(4 * strength)):
        scrawl(
            sheet,
            random.uniform(25, 150),
            random.uniform(70, 240),
            random.uniform(12, 38),
            random,
            random.choice((BLUE, (40, 40, 52), RED)),
        )
    return sheet.image


def _word_stamp(sheet: Sheet, x: float, y: float, text: str, random: Random) -> None:
    rubber_stamp(sheet, (text,), x, y, random, random.choice((RED, VIOLET)), 20)


def _tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The tile repeated over a page, which is much quicker than fresh noise for every pixel."""
    pixels = np.asarray(tile)
    rows, columns = -(-size[1] // pixels.shape[0]), -(-size[0] // pixels.shape[1])
    return Image.fromarray(np.ascontiguousarray(np.tile(pixels, (rows, columns))[: size[1], : size[0]]))
