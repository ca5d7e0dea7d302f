"""Puts pages of several captures into one PDF: what is shown stays as it came, unless it is to be turned or cropped."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Pdf
from PIL import Image, ImageOps

from app.domain.errors import ReadFailure, UnreadableError
from app.domain.page import Box
from app.domain.requests import PageSource
from app.sealing.draft import picture_page
from app.sealing.paper import POINTS_PER_INCH, Paper, paper_of, placement
from app.sealing.pictures.decoded import lossless
from app.sealing.pictures.opening import open_picture
from app.sealing.troubles import DAMAGE
from app.sealing.writing import write

_PDF = "application/pdf"
_SCAN_DPI = 300  # of a picture that says nothing, and of a page that is drawn to be cropped
_TROUBLES = (*DAMAGE, OSError, SyntaxError, pypdfium2.PdfiumError)


def assemble(pages: tuple[PageSource, ...], target: str) -> None:
    """Write the pages in their order to `target`, durably.

    Pictures keep their streams and PDF pages their contents; a cropped page becomes a picture of what is kept, so that
    nothing of the rest is in the file. UnreadableError when a capture is damaged, TryAgainError when the disk is full.
    """
    with ExitStack() as opened:
        made, sources = Pdf.new(), dict[str, Pdf]()
        for page in pages:
            with _damage_told(page):
                if page.crop is not None:
                    _add_cropped(made, page, page.crop)
                elif page.media_type == _PDF:
                    if page.path not in sources:
                        pdf = pikepdf.open(page.path, suppress_warnings=True)
                        sources[page.path] = opened.enter_context(pdf)
                    _add_pdf_page(made, sources[page.path], page)
                else:
                    _add_picture(made, page)
        write(made, Path(target), None)


@contextlib.contextmanager
def _damage_told(page: PageSource) -> Iterator[None]:
    try:
        yield
    except _TROUBLES as trouble:
        detail = f"page {page.page}: {type(trouble).__name__}: {trouble}"
        raise UnreadableError(ReadFailure.UNREADABLE, detail) from trouble


def _add_pdf_page(made: Pdf, source: Pdf, page: PageSource) -> None:
    made.pages.append(source.pages[page.page - 1])
    added = made.pages[-1].obj
    for key in ("/StructParents", "/B"):
        if key in added:
            del added[key]
    if page.turn:
        added.Rotate = (int(added.get("/Rotate", 0)) + page.turn) % 360


def _add_picture(made: Pdf, page: PageSource) -> None:
    picture = open_picture(Path(page.path), page.page)
    dpi = round(max(picture.dpi)) if picture.dpi else _SCAN_DPI
    paper = paper_of(picture, page.turn, dpi)
    picture_page(made, picture, paper, placement(picture.orientation, page.turn, paper))


def _add_cropped(made: Pdf, page: PageSource, crop: Box) -> None:
    image, dpi = _drawn(page) if page.media_type == _PDF else _decoded(page)
    upright = image.rotate(-page.turn, expand=True)
    left, top = round(crop.x * upright.width), round(crop.y * upright.height)
    right = max(left + 1, round((crop.x + crop.w) * upright.width))
    bottom = max(top + 1, round((crop.y + crop.h) * upright.height))
    kept = lossless(upright.crop((left, top, right, bottom)), deep=False)
    across, down = dpi if page.turn % 180 == 0 else dpi[::-1]
    paper = Paper(kept.width * POINTS_PER_INCH / across, kept.height * POINTS_PER_INCH / down)
    picture_page(made, kept, paper, placement(1, 0, paper))


def _drawn(page: PageSource) -> tuple[Image.Image, tuple[float, float]]:
    """Return the PDF page as it is shown, at the resolution of the scan in it where that is one picture."""
    document = pypdfium2.PdfDocument(page.path)
    try:
        shown = document[page.page - 1]
        inches = shown.get_width() / POINTS_PER_INCH
        widths = [
            one.get_px_size()[0] for one in shown.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))
        ]
        dpi = min(600.0, max(200.0, widths[0] / inches)) if len(widths) == 1 else float(_SCAN_DPI)
        return shown.render(scale=dpi / POINTS_PER_INCH).to_pil(), (dpi, dpi)
    finally:
        document.close()


def _decoded(page: PageSource) -> tuple[Image.Image, tuple[float, float]]:
    with Image.open(page.path) as file:
        if page.page > 1:
            file.seek(page.page - 1)
        stated = file.info.get("dpi", (_SCAN_DPI, _SCAN_DPI))
        image = ImageOps.exif_transpose(file).copy()
        swapped = file.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    across, down = (float(one) or _SCAN_DPI for one in stated)
    return image, (down, across) if swapped else (across, down)
