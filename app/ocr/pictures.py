"""Picture files: what they hold, whether they are whole, and their pages as upright grey or colour pictures."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from app.domain.errors import ReadFailure, UnreadableError
from app.ocr.kinds import JPEG, PNG, TIFF

# Pillow's own guard knows pixels only and warns before it refuses; `_fits_in_memory` knows bytes, before decoding.
Image.MAX_IMAGE_PIXELS = None

DECODED_BYTES = 1_250_000_000  # more than this is never decoded
READING_DPI = 300  # no page is read finer than this; a reduced JPEG decodes several times faster
TROUBLES = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    struct.error,
    zlib.error,
    MemoryError,
)  # what Pillow's decoders raise on damaged files

_PLAIN = {
    "1": "L",
    "L": "L",
    "RGB": "RGB",
    "CMYK": "RGB",
    "YCbCr": "RGB",
    "LAB": "RGB",
    "HSV": "RGB",
    "RGBX": "RGB",
}
_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "LA": 4, "I": 4, "F": 4}
_STANDARD_DPI = (100, 150, 200, 240, 250, 300, 400, 500, 600, 1200)
_A4_LONG_INCHES = 11.69


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture: mode "L" or "RGB", upright as its file says (EXIF, /Rotate), square pixels.

    `width` and `height` are the file's own, upright; `dpi` is theirs (estimated when the file says nothing sensible).
    `notes` are ids of messages on what was done to the page.
    """

    image: Image.Image
    width: int
    height: int
    dpi: int
    notes: tuple[str, ...] = ()

    @property
    def image_dpi(self) -> float:
        """The resolution of `image`, which may be a reduced one."""
        return self.dpi * max(self.image.size) / max(self.width, self.height)


@contextmanager
def _decoding(path: str) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # Pillow's words on odd tags; whether the picture is whole is asked below
            yield
    except UnreadableError:
        raise
    except FileNotFoundError:
        raise
    except TROUBLES as trouble:
        cut = "truncated" in str(trouble).lower() or isinstance(trouble, EOFError)
        failure = ReadFailure.TRUNCATED if cut else ReadFailure.UNREADABLE
        raise UnreadableError(
            failure, f"{Path(path).name[:16]}: {type(trouble).__name__}: {trouble}"
        ) from trouble


def page_count(path: str, media_type: str) -> int:
    """Return how many pages the picture file holds; UnreadableError when it is damaged, cut off or far too large."""
    _whole_file(path, media_type)
    with _decoding(path), Image.open(path) as image:
        if media_type == PNG:
            image.verify()  # the checksums of all chunks
    with _decoding(path), Image.open(path) as image:
        frames = getattr(image, "n_frames", 1) if media_type == TIFF else 1
        size = Path(path).stat().st_size
        for frame in range(frames):
            image.seek(frame)
            _fits_in_memory(image, media_type)
            if media_type == TIFF:
                _whole_strips(image, size)
        if media_type not in (TIFF, PNG):
            _try_decoding(image)
        return frames


def load(path: str, frame: int, megapixels: float, finest_dpi: int = READING_DPI) -> Picture:
    """Return page `frame` (from 0) for reading; reduced when it is finer than `finest_dpi` or over `megapixels`.

    UnreadableError when it can't be decoded.
    """
    with _decoding(path), Image.open(path) as image:
        image.seek(frame)
        _fits_in_memory(image, JPEG if image.format == "MPO" else Image.MIME.get(image.format or "", ""))
        full = image.size
        across, down = stated_dpi(image)
        dpi = plausible_dpi(max(across, down), max(full))
        if image.format in ("JPEG", "MPO") and dpi > finest_dpi:
            image.draft(None, (int(full[0] * finest_dpi / dpi), int(full[1] * finest_dpi / dpi)))
        before = image.size
        ImageOps.exif_transpose(image, in_place=True)
        turned = before != image.size  # a square picture is the same either way
        ready = _square(plain(image), *((down, across) if turned else (across, down)))
    if turned:
        full = (full[1], full[0])
    image_dpi = dpi * max(ready.size) / max(full)
    over = full[0] * full[1] > megapixels * 1e6
    ready = reduced(ready, image_dpi, finest_dpi, megapixels)
    return Picture(ready, full[0], full[1], dpi, ("page-reduced",) if over else ())


def reduced(image: Image.Image, dpi: float, finest_dpi: int, megapixels: float) -> Image.Image:
    """Return the picture no finer than `finest_dpi` and no larger than `megapixels`."""
    pixels = image.size[0] * image.size[1]
    scale = min(1.0, finest_dpi / dpi, (megapixels * 1e6 / pixels) ** 0.5)
    if scale > 0.95:
        return image
    size = (max(1, round(image.size[0] * scale)), max(1, round(image.size[1] * scale)))
    return image.resize(
        size, Image.Resampling.BOX if scale < 0.34 else Image.Resampling.LANCZOS, reducing_gap=2.0
    )


def stated_dpi(image: Image.Image) -> tuple[float, float]:
    """Return what the file says of its resolution (across, down), (0, 0) when it says nothing usable."""
    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    return (across, down) if across > 1 and down > 1 else (0.0, 0.0)


def plausible_dpi(stated: float, long_side: int) -> int:
    """Return the stated resolution when the sheet it means is one that exists, else that of an A4 sheet."""
    if 90 <= stated <= 2500 and 2.5 <= long_side / stated <= 50:
        return round(stated)
    guess = long_side / _A4_LONG_INCHES
    nearest = min(_STANDARD_DPI, key=lambda dpi: abs(dpi - guess))
    return max(1, nearest if abs(nearest - guess) < 0.06 * nearest else round(guess))


def plain(image: Image.Image) -> Image.Image:
    """Return the picture as "L" or "RGB": on white where it is transparent, 16 bits brought to 8."""
    mode = image.mode
    if mode in ("L", "RGB") and "transparency" not in image.info:
        image.load()
        return image  # no copy: a page of 600 dpi in colour takes 140 MB
    if mode.startswith(("I", "F")):
        return _eight_bits(image)
    if mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        shown = image.convert("RGBA")
        sheet = Image.new("RGBA", shown.size, "white")
        sheet.alpha_composite(shown)
        return sheet.convert("RGB")
    return image.convert(_PLAIN.get(mode, "RGB"))


def _eight_bits(image: Image.Image) -> Image.Image:
    values = np.asarray(image, dtype=np.float32)
    top = float(values.max(initial=0))
    full = 255.0 if top <= 255 else 4095.0 if top <= 4095 else 65535.0 if top <= 65535 else top
    if image.mode == "F" and top <= 1:
        full = 1.0
    return Image.fromarray(np.clip(values * (255.0 / full), 0, 255).astype(np.uint8))


def _square(image: Image.Image, across: float, down: float) -> Image.Image:
    """Return the picture with square pixels: fax is 200 x 100 dpi, and letters half as high are not read."""
    if not across or not 1.2 < max(across, down) / min(across, down) < 5:
        return image
    width, height = image.size
    wanted = (
        (width, round(height * across / down)) if across > down else (round(width * down / across), height)
    )
    return image.resize(wanted, Image.Resampling.BICUBIC)


def _fits_in_memory(image: Image.Image, media_type: str) -> None:
    pixels = image.size[0] * image.size[1]
    if media_type == JPEG:
        pixels //= 4  # decoded at half its size or smaller when it is so large
    if pixels * _BYTES.get(image.mode, 4) > DECODED_BYTES:
        raise UnreadableError(ReadFailure.TOO_LARGE, f"{image.size[0]} x {image.size[1]} {image.mode}")


def _try_decoding(image: Image.Image) -> None:
    image.draft("L", (image.size[0] // 8, image.size[1] // 8))
    image.load()


def _tail(path: str, length: int) -> bytes:
    with Path(path).open("rb") as file:
        file.seek(max(0, Path(path).stat().st_size - length))
        return file.read()


def _whole_file(path: str, media_type: str) -> None:
    """Refuse a file without its end; decoders fill what is missing with grey and say nothing."""
    tail = _tail(path, 1 << 16)
    if media_type == JPEG and b"\xff\xd9" not in tail.rstrip(b"\0"):
        raise UnreadableError(ReadFailure.TRUNCATED, "JPEG without end mark")
    if media_type == PNG and b"IEND\xae\x42\x60\x82" not in tail:
        raise UnreadableError(ReadFailure.TRUNCATED, "PNG without IEND")
    if media_type == TIFF and _first_directory(path) + 2 > Path(path).stat().st_size:
        raise UnreadableError(ReadFailure.TRUNCATED, "TIFF without its directory")


def _first_directory(path: str) -> int:
    with Path(path).open("rb") as file:
        head = file.read(16).ljust(16, b"\0")
    order = "<" if head[:2] == b"II" else ">"
    form, start = ("Q", 8) if head[2:4] in (b"+\0", b"\0+") else ("I", 4)
    return int(struct.unpack_from(order + form, head, start)[0])


def _whole_strips(image: Image.Image, size: int) -> None:
    tags = getattr(image, "tag_v2", {})
    for offsets, counts in ((273, 279), (324, 325)):  # strips, tiles
        for start, length in zip(_many(tags.get(offsets)), _many(tags.get(counts)), strict=False):
            if start + length > size:
                raise UnreadableError(ReadFailure.TRUNCATED, f"TIFF data to {start + length} of {size} bytes")


def _many(value: object) -> tuple[int, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, tuple) else (int(str(value)),)
