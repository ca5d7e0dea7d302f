"""Scanned pages of a PDF that can't be kept in PDF/A: their picture is taken out, or the page is photographed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Name, PdfImage, Stream

from app.domain.page import PageReading
from app.sealing.decomposed import multiplied, sole_picture
from app.sealing.paper import POINTS_PER_INCH, Matrix, Paper, placement, upright_to_page
from app.sealing.pictures.decoded import lossless, lossy
from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.pictures.picture import Colours, Picture
from app.sealing.troubles import DAMAGE

REWRAPPED = "seal-note-rewrapped"
PHOTOGRAPHED = "seal-note-photographed"
_COARSEST, _FINEST = 200, 600  # dpi of a page photographed
_MOST_PIXELS = 150e6


@dataclass(frozen=True, slots=True)
class RebuiltPage:
    """A picture, the upright paper, the matrix that lays it there, and the id of a message on what was done."""

    picture: Picture
    paper: Paper
    placed: Matrix
    note: str


def rebuilt(
    path: Path,
    page: pikepdf.Page,
    reading: PageReading,
    box: tuple[float, float, float, float],
    deep: bool,
) -> RebuiltPage:
    """Return the page made anew from its one picture, or from a photograph of the whole page.

    `box` is the page's visible box; `deep` allows 16 bits a channel.
    """
    shown_turned = int(page.obj.get("/Rotate", 0)) + reading.rotation
    paper, to_page = upright_to_page(box, shown_turned)
    drawn = sole_picture(page)
    if drawn is not None:
        image, matrix = drawn
        picture = _taken_out(image, deep)
        if picture is not None:
            return RebuiltPage(
                picture, paper, multiplied(matrix, _inverse(to_page)), picture.note or REWRAPPED
            )
    picture = _photograph(path, reading, paper)
    return RebuiltPage(picture, paper, placement(1, reading.rotation, paper), PHOTOGRAPHED)


def dpi_drawn(picture: Picture, placed: Matrix) -> float:
    """Return the resolution of a picture drawn with this matrix (the finer of both directions)."""
    a, b, c, d, _, _ = placed
    across, down = math.hypot(a, b), math.hypot(c, d)
    return POINTS_PER_INCH * max(picture.width / max(across, 1e-6), picture.height / max(down, 1e-6))


def _taken_out(image: Stream, deep: bool) -> Picture | None:
    """Return the picture of an image object, its JPEG stream kept; None when it can't be decoded faithfully."""
    if "/SMask" in image or "/Mask" in image or image.get("/ImageMask", False) or "/Decode" in image:
        return None
    try:
        if image.get("/Filter") == Name.DCTDecode:
            kept = jpeg_picture(image.read_raw_bytes())
            if kept is not None and kept.colours is not Colours.CMYK:
                return kept
        decoded = PdfImage(image).as_pil_image()
        return lossless(decoded, deep) if decoded.mode != "CMYK" else lossy(decoded)
    except (*DAMAGE, pikepdf.UnsupportedImageTypeError, OSError):
        return None


def _photograph(path: Path, reading: PageReading, paper: Paper) -> Picture:
    inches = (paper.width / POINTS_PER_INCH) * (paper.height / POINTS_PER_INCH)
    dpi = min(max(reading.dpi, _COARSEST), _FINEST, (_MOST_PIXELS / inches) ** 0.5)
    document = pypdfium2.PdfDocument(path)
    try:
        rendered = document[reading.page - 1].render(scale=dpi / POINTS_PER_INCH)
        return replace(lossy(rendered.to_pil()), note=PHOTOGRAPHED)
    finally:
        document.close()


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    return (
        d / size,
        -b / size,
        -c / size,
        a / size,
        (c * f - d * e) / size,
        (b * e - a * f) / size,
    )
