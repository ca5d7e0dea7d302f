"""Makes a scanned page quick to draw: its JPEG is decoded no finer than it will be looked at.

A page at 300 dpi is drawn at 50: libjpeg can leave out the rest while it decodes, which PDFium does not ask of it.
"""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from app.sealing.paper import POINTS_PER_INCH
from app.sealing.troubles import DAMAGE

_LEAST_GAIN = 2  # libjpeg leaves out a half, three quarters or seven eighths of a side
_MOST_PIXELS = 150_000_000  # of a picture that is opened for this: A0 at 300 dpi is less
_CHANGES_ITS_LOOK = (
    "/SMask",
    "/Mask",
    "/ImageMask",
    "/Decode",
    "/DecodeParms",
)  # beside the pixels; would be lost


def look_quicker(file: Path, page: pypdfium2.PdfPage, dpi: float) -> None:
    """Put a smaller picture in the place of the one that the first page of `file` consists of; in memory only.

    `dpi` is what the page will be drawn at. A page with more pictures than one, or with a picture that is not a plain
    JPEG, stays as it is: how such parts lie over each other is PDFium's to know.
    """
    images = list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=1))
    if len(images) != 1 or not _is_plain(file):
        return
    (image,) = images
    left, bottom, right, top = image.get_bounds()
    side = int(max(right - left, top - bottom) * dpi / POINTS_PER_INCH) + 1
    width, height = image.get_px_size()
    if min(width, height) < _LEAST_GAIN * side or width * height > _MOST_PIXELS:
        return
    try:
        with Image.open(io.BytesIO(bytes(image.get_data()))) as jpeg:
            jpeg.draft(None, (side, side))
            if jpeg.mode in ("L", "RGB"):
                image.set_bitmap(pypdfium2.PdfBitmap.from_pil(jpeg), [page])
    except (OSError, ValueError):
        return  # damaged: PDFium shows of it what it can


def _is_plain(file: Path) -> bool:
    """Whether the first page draws from one JPEG that shows as its pixels are, and from nothing else that is stored."""
    try:
        with pikepdf.open(file) as pdf:
            resources = pdf.pages[0].obj.get("/Resources")
            stored = resources.get("/XObject") if isinstance(resources, Dictionary) else None
            if not isinstance(stored, Dictionary) or len(stored) != 1:
                return False
            (picture,) = (value for _, value in stored.items())
            return (
                isinstance(picture, Stream)
                and picture.get("/Filter") == Name.DCTDecode
                and not any(key in picture for key in _CHANGES_ITS_LOOK)
                and _shows_shades(picture.get("/ColorSpace"))
            )
    except DAMAGE:
        return False


def _shows_shades(space: object) -> bool:
    """Whether the numbers of a pixel are its shades, not places in a palette or amounts of ink."""
    if isinstance(space, Array):
        return len(space) == 2 and space[0] == Name.ICCBased
    return space in (Name.DeviceGray, Name.DeviceRGB)
