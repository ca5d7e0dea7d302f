"""Opens a picture file and finds the shortest way into the PDF."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, TiffImagePlugin

from app.domain.errors import ReadFailure, UnreadableError
from app.sealing.pictures.decoded import lossless, lossy
from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.pictures.picture import Picture
from app.sealing.pictures.png import png_picture
from app.sealing.pictures.tiff import tiff_picture

_ORIENTATION = 0x0112
_TROUBLES = (
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
)  # what Pillow's decoders raise on damaged files
_LOSSY_FORMATS = ("JPEG", "MPO", "WEBP", "JPEG2000")

Image.MAX_IMAGE_PIXELS = (
    None  # pictures too large were refused when they were read; an A0 drawing is no attack
)


def open_picture(path: Path, page: int, deep: bool = True) -> Picture:
    """Return page `page` (from 1) of a picture file; `deep` allows what came after PDF 1.4: 16 bits, newer profiles.

    UnreadableError when the file is damaged, cut, or holds no such page.
    """
    try:
        with _quietly(), path.open("rb") as file, Image.open(file) as image:
            if page > 1 or getattr(image, "n_frames", 1) > 1:
                image.seek(page - 1)
            picture = _picture(image, file, deep)
            profile = image.info.get("icc_profile") if picture.note == "" else None
            orientation = image.getexif().get(_ORIENTATION, 1)
            return picture.placed(orientation, _stated_dpi(image.info), profile, newest_icc=4 if deep else 2)
    except _TROUBLES as trouble:
        raise UnreadableError(ReadFailure.UNREADABLE, f"{type(trouble).__name__}: {trouble}") from trouble


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep Pillow's warnings about damaged side matters (EXIF, tags) to itself: they change nothing in the picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def _picture(image: Image.Image, file: BinaryIO, deep: bool) -> Picture:
    picture: Picture | None = None
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return tiff_picture(image, file, deep)
    if image.format in ("JPEG", "MPO"):
        picture = jpeg_picture(_all(file))
    elif image.format == "PNG":
        picture = png_picture(_all(file), deep)
    if picture is not None:
        return picture
    return lossy(image) if image.format in _LOSSY_FORMATS else lossless(image, deep)


def _all(file: BinaryIO) -> bytes:
    place = file.tell()
    file.seek(0)
    data = file.read()
    file.seek(place, io.SEEK_SET)
    return data


def _stated_dpi(about: dict[str | tuple[int, int], Any]) -> tuple[float, float] | None:
    """Return the resolution that the file states, or None."""
    stated = about.get("dpi")
    if stated is None:
        return None
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if across > 0 and down > 0 else None
