"""Reads captures: the functions of the port `Reader`, made to run in worker processes."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from app.domain.errors import ReadFailure, TryAgainError, UnreadableError
from app.domain.messages import Message
from app.domain.page import Barcode, CaptureShape, Line, PageReading, Word
from app.domain.requests import ReadOptions
from app.ocr import barcodes, embedded, kinds, pdf_pages, pictures, tesseract
from app.ocr.hocr import ReadLine
from app.ocr.pdf_shape import pdf_shape
from app.ocr.pictures import Picture
from app.ocr.prepare import Look, Prepared, grey, look, prepare

READING_DPI = 200  # at which 13 and 14 point letters have the height that Tesseract's models were trained on
_GOOD = 0.80  # mean certainty from which no other try is made
_TURNS = {
    0: None,
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_FAINT_CONTRAST = 60  # grey levels between ink and paper, under which print is faint


def inspect(path: str, name: str) -> CaptureShape:
    """Return what the file at `path` is (`name`: as it arrived). UnreadableError when it can't be used.

    Cheap: structure and end marks are checked, pictures are decoded reduced or not at all.
    """
    with _file(path).open("rb") as file:
        head = file.read(kinds.HEAD_BYTES)
    if not head:
        raise UnreadableError(ReadFailure.EMPTY)
    media_type = kinds.media_type(head)
    if media_type is None:
        other = kinds.is_of_another_kind(head, name)
        raise UnreadableError(
            ReadFailure.UNSUPPORTED_TYPE if other else ReadFailure.UNREADABLE, head[:16].hex(" ")
        )
    if media_type == kinds.PDF:
        return pdf_shape(path)
    return CaptureShape(media_type, pictures.page_count(path, media_type))


def read_page(path: str, page: int, options: ReadOptions) -> PageReading:
    """Read one page (from 1): its own text when a program drew it, else its picture.

    UnreadableError when its picture can't be decoded or the time limit is over; TryAgainError without Tesseract.
    """
    deadline = time.monotonic() + options.page_seconds
    picture, lines = _page(path, page, options.megapixels)
    shades = grey(picture.image)
    codes = barcodes.find(shades)
    if lines:
        return _reading(page, picture, _Reading(0, 0.0, 1.0, lines), codes, source="embedded")
    seen = look(shades)
    if seen.blank and not codes:
        return _reading(page, picture, _Reading(0, 0.0, None, ()), codes, blank=True)
    best = _best_reading(shades, seen, picture.image_dpi, deadline)
    if best.turn:
        codes = barcodes.find(_turned(shades, best.turn)) or codes
    return _reading(page, picture, best, codes)


def render_page(path: str, page: int, turn: int, max_side: int) -> bytes:
    """Return the page as PNG, turned `turn` degrees clockwise, longest side at most `max_side` pixels."""
    if _kind(path) == kinds.PDF:
        with pdf_pages.opened(path) as document:
            image = pdf_pages.render_within(document, page - 1, max_side)
    else:
        image = pictures.load(path, page - 1, ReadOptions().megapixels).image
        image.thumbnail((max_side, max_side), Image.Resampling.BOX, reducing_gap=2.0)
    out = io.BytesIO()
    _turned(image, turn).save(out, "PNG", compress_level=1)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Reading:
    turn: int
    skew_degrees: float
    confidence: float | None
    lines: tuple[Line, ...]

    @property
    def worth(self) -> float:
        """What speaks for this try: letters, weighed by how sure they are."""
        return sum(
            len(word.text) * max(0.0, word.confidence - 0.3) for line in self.lines for word in line.words
        )


def _file(path: str) -> Path:
    file = Path(path)
    try:
        file.stat()
    except OSError as trouble:
        raise TryAgainError(Message.of("capture-not-there", detail=str(trouble))) from trouble
    return file


def _kind(path: str) -> str | None:
    with _file(path).open("rb") as file:
        return kinds.media_type(file.read(kinds.HEAD_BYTES))


def _page(path: str, page: int, megapixels: float) -> tuple[Picture, tuple[Line, ...]]:
    """Return the page's picture, and its lines when they are drawn text that can be trusted."""
    if _kind(path) != kinds.PDF:
        return pictures.load(path, page - 1, megapixels), ()
    with pdf_pages.opened(path) as document:
        picture = pdf_pages.render(document, page - 1, megapixels)
        if not pdf_pages.is_drawn_text(document, page - 1):
            return picture, ()
        lines = embedded.lines_of(pdf_pages.letters(document, page - 1))
    trusted = not embedded.is_garbage("\n".join(line.text for line in lines))
    return picture, lines if trusted else ()


def _best_reading(shades: Image.Image, seen: Look, dpi: float, deadline: float) -> _Reading:
    """Read as the page lies; only when that goes badly bring out faint print, and turn the page."""
    turns = (90, 270) if seen.sideways else (0, 180)
    best = _try(shades, seen, turns[0], dpi, deadline)
    if _goes_well(best):
        return best
    tried = _try(shades, seen, turns[1], dpi, deadline)
    best = tried if tried.worth > best.worth else best
    if _goes_well(best):
        return best
    if seen.contrast < _FAINT_CONTRAST or not best.lines:
        for turn in sorted(turns, key=lambda one: one != best.turn):
            tried = _try(shades, seen, turn, dpi, deadline, faint=True)
            best = tried if tried.worth > best.worth else best
            if _goes_well(best):
                return best
    if best.worth < 40:
        for turn in {0, 90, 180, 270} - set(turns):
            tried = _try(shades, look(_turned(shades, turn)), turn, dpi, deadline)
            best = tried if tried.worth > 1.5 * best.worth else best
    return best


def _goes_well(reading: _Reading) -> bool:
    return reading.confidence is not None and reading.confidence >= _GOOD and reading.worth > 10


def _try(
    shades: Image.Image, seen: Look, turn: int, dpi: float, deadline: float, *, faint: bool = False
) -> _Reading:
    ready = prepare(_turned(shades, turn), seen, dpi, READING_DPI, faint)
    left = deadline - time.monotonic()
    if left <= 0:
        raise UnreadableError(ReadFailure.TIMEOUT, "page time limit")
    lines = tuple(_placed(line, ready) for line in tesseract.read(ready.image, ready.dpi, left))
    letters = sum(len(word.text) for line in lines for word in line.words)
    sure = sum(len(word.text) * word.confidence for line in lines for word in line.words)
    return _Reading(turn, ready.skew_degrees, sure / letters if letters else None, lines)


def _placed(line: ReadLine, ready: Prepared) -> Line:
    words = tuple(
        Word(one.text, ready.place(one.left, one.top, one.right, one.bottom), one.certainty)
        for one in line.words
    )
    return Line(
        words,
        ready.place(line.left, line.top, line.right, line.bottom),
        ready.point(line.left, line.start_y)[1],
        ready.point(line.right, line.end_y)[1],
    )


def _turned(image: Image.Image, turn: int) -> Image.Image:
    way = _TURNS[turn % 360]
    return image if way is None else image.transpose(way)


def _reading(
    page: int,
    picture: Picture,
    read: _Reading,
    codes: tuple[Barcode, ...],
    *,
    blank: bool = False,
    source: str = "ocr",
) -> PageReading:
    return PageReading(
        page=page,
        width_pixels=picture.width,
        height_pixels=picture.height,
        dpi=picture.dpi,
        rotation=read.turn,
        skew_degrees=round(read.skew_degrees, 2),
        blank=blank,
        confidence=None if read.confidence is None else round(read.confidence, 4),
        lines=read.lines,
        barcodes=codes,
        source=source,
        notes=picture.notes,
    )
