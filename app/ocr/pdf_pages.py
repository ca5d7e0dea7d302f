"""Pages of a PDF through pdfium: their pictures, and the text that a program drew on them.

pdfium is not thread safe: one lock stands around it, and each worker process has its own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from app.domain.errors import ReadFailure, UnreadableError
from app.ocr.pictures import DECODED_BYTES, READING_DPI, Picture

_LOCK = threading.RLock()
_LOWEST_DPI, _DRAWN_DPI = 100, 300
_MOST_PIXELS = 110_000_000  # of one rendered picture, at 4 bytes a pixel while pdfium draws
_INVISIBLE = 3  # text render mode (ISO 32000-1, table 106): the hidden layer of a scan


@dataclass(frozen=True, slots=True)
class Letter:
    """One drawn letter; left, top, right, bottom in fractions of the upright page. `size` likewise, of the height."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@contextmanager
def opened(path: str) -> Iterator[Any]:
    """Yield the document, alone in pdfium meanwhile; UnreadableError when pdfium can't open it."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as trouble:
            locked = "password" in str(trouble).lower()
            failure = ReadFailure.ENCRYPTED if locked else ReadFailure.UNREADABLE
            raise UnreadableError(failure, str(trouble)) from trouble
        try:
            yield document
        finally:
            document.close()


@contextmanager
def _page(document: Any, number: int) -> Iterator[Any]:
    try:
        page = document[number]
    except (pypdfium2.PdfiumError, IndexError) as trouble:
        raise UnreadableError(ReadFailure.UNREADABLE, f"page {number + 1}: {trouble}") from trouble
    try:
        yield page
    finally:
        page.close()


def render(document: Any, number: int, megapixels: float, finest_dpi: int = READING_DPI) -> Picture:
    """Return page `number` (from 0) as it is seen, at the resolution of its scan, at most `finest_dpi`.

    UnreadableError when pdfium can't draw it or a picture in it would not fit in memory.
    """
    with _page(document, number) as page:
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise UnreadableError(ReadFailure.UNREADABLE, "page without area")
        native = _scan_dpi(page, width * height) or _DRAWN_DPI
        full = _full_size(page, width, height, native)
        limit = min(megapixels * 1e6, _MOST_PIXELS)
        dpi = min(max(native, _LOWEST_DPI), finest_dpi)
        over = full[0] * full[1] > megapixels * 1e6
        dpi = min(dpi, (limit / (width * height)) ** 0.5 * 72)
        exact = abs(dpi - native) < 0.5  # at the scan's own resolution its pixels must stay what they are
        image = _draw(page, full if exact else (round(width * dpi / 72), round(height * dpi / 72)))
    stated = max(1, round(native))
    return Picture(image, full[0], full[1], stated, ("page-reduced",) if over else ())


def render_within(document: Any, number: int, max_side: int) -> Image.Image:
    """Return page `number` (from 0), its longest side `max_side` pixels."""
    with _page(document, number) as page:
        width, height = page.get_size()
        scale = max_side / max(width, height, 1)
        fine = max(
            1.0, min(2.0, _scan_dpi(page, width * height) / 72 / scale)
        )  # pdfium alone shrinks pictures roughly
        image = _draw(page, (round(width * scale * fine), round(height * scale * fine)))
    image.thumbnail((max_side, max_side), Image.Resampling.BOX)
    return image


def _draw(page: Any, size: tuple[int, int]) -> Image.Image:
    width, height = max(1, size[0]), max(1, size[1])
    try:
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap.raw, page.raw, 0, 0, width, height, 0, flags)
        if page.formenv:
            pdfium.FPDF_FFLDraw(page.formenv.raw, bitmap.raw, page.raw, 0, 0, width, height, 0, flags)
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as trouble:
        raise UnreadableError(ReadFailure.UNREADABLE, f"pdfium: {trouble}") from trouble
    shown = Image.fromarray(bitmap.to_numpy())  # a copy
    bitmap.close()
    return shown


def _full_size(page: Any, width: float, height: float, native: float) -> tuple[int, int]:
    """Return the page's size in pixels of its scan: those of the scan itself where it covers the page."""
    size = (max(1, round(width * native / 72)), max(1, round(height * native / 72)))
    for _, (across, down) in _pictures(page):
        for one in ((across, down), (down, across)):
            if abs(one[0] - size[0]) <= 4 and abs(one[1] - size[1]) <= 4:
                return one
    return size


def _pictures(page: Any) -> list[tuple[float, tuple[int, int]]]:
    """Return area (square points) and pixels of each picture on the page."""
    found = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=6):
        try:
            left, bottom, right, top = item.get_bounds()
            pixels = item.get_px_size()
        except pypdfium2.PdfiumError:
            continue
        found.append((abs((right - left) * (top - bottom)), pixels))
    return found


def _scan_dpi(page: Any, page_area: float) -> float:
    """Return the resolution of the page's largest picture, 0 when none covers a good part of it.

    Raises UnreadableError when that picture would not fit in memory.
    """
    area, pixels = max(_pictures(page), default=(0.0, (0, 0)))
    if pixels[0] * pixels[1] > DECODED_BYTES:
        raise UnreadableError(ReadFailure.TOO_LARGE, f"a picture of {pixels[0]} x {pixels[1]}")
    if area < 0.2 * page_area or not pixels[0]:
        return 0.0
    return float((pixels[0] * pixels[1] / area) ** 0.5 * 72)


def is_drawn_text(document: Any, number: int) -> bool:
    """Tell whether the page's text was drawn to be seen, by a program, and is not the hidden layer of a scan."""
    with _page(document, number) as page:
        width, height = page.get_size()
        covered = sum(area for area, _ in _pictures(page)) / max(width * height, 1)
        visible = sum(1 for mode in _text_modes(page) if mode != _INVISIBLE)
        if not visible:
            return False
        text = page.get_textpage()
        letters = int(text.count_chars())
        text.close()
    return letters >= 16 and bool(covered < 0.5 or letters > 400)


def _text_modes(page: Any) -> Iterator[int]:
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=6):
        yield int(pdfium.FPDFTextObj_GetTextRenderMode(item.raw))


def letters(document: Any, number: int) -> list[Letter]:
    """Return the letters drawn on the page in the order of its content; spaces and line ends are letters too."""
    with _page(document, number) as page:
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            drawn = [_letter(page, text, index) for index in range(text.count_chars())]
        finally:
            text.close()
    return [
        Letter(sign, left / width, top / height, right / width, bottom / height)
        for sign, left, top, right, bottom in drawn
        if sign
    ]


def _letter(page: Any, text: Any, index: int) -> tuple[str, float, float, float, float]:
    code = pdfium.FPDFText_GetUnicode(text.raw, index)
    if not code or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "", 0, 0, 0, 0
    left, bottom, right, top = text.get_charbox(index, loose=True)
    corners = [_on_page(page, x, y) for x, y in ((left, bottom), (right, top))]
    (x0, y0), (x1, y1) = corners
    return chr(code), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _on_page(page: Any, x: float, y: float) -> tuple[float, float]:
    """Bring a point of PDF space to points from the left top corner of the page as it is seen."""
    left, bottom, right, top = page.get_cropbox()
    match page.get_rotation():
        case 90:
            return y - bottom, x - left
        case 180:
            return right - x, y - bottom
        case 270:
            return top - y, right - x
        case _:
            return x - left, top - y
