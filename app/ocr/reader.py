"""Reads captures: the functions of the port `Reader`, made to run in worker processes."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from pathlib import Path

from PIL import Image

from app.domain.errors import ReadFailure, TryAgainError, UnreadableError
from app.domain.messages import Message
from app.domain.page import Barcode, CaptureShape, Line, PageReading
from app.domain.requests import ReadOptions
from app.ocr import barcodes, embedded, kinds, pdf_pages, pictures, second_engine, second_model
from app.ocr.attempts import READING_DPI, SWIFT_DPI, Attempt, best_attempt, turned
from app.ocr.colour import is_colourless
from app.ocr.condition import edge_points, red_share
from app.ocr.hocr import ReadLine
from app.ocr.pdf_shape import pdf_shape
from app.ocr.pictures import Picture
from app.ocr.placing import mean_confidence, place_line
from app.ocr.prepare import grey, look
from app.ocr.surround import without_surround
from app.ocr.syllables import syllables
from app.ocr.vote import is_doubtful, settle


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
    began, worked = time.monotonic(), time.process_time()
    picture, drawn = open_page(path, page, options.megapixels)
    shades = without_surround(grey(picture.image))
    codes = barcodes.find(shades)
    reading = replace(
        unread(page, picture, codes),
        edge_points=round(edge_points(shades, picture.image_dpi), 2),
        red_share=round(red_share(picture.image), 6),
    )
    if drawn:
        return replace(reading, lines=drawn, confidence=1.0, source="embedded")
    seen = look(shades)
    if seen.blank and not codes:
        return replace(reading, blank=True)
    deadline = began + options.seconds_when(time.monotonic() - began, time.process_time() - worked)
    target = SWIFT_DPI if options.quality == "swift" else READING_DPI
    attempt = best_attempt(shades, seen, picture.image_dpi, deadline, target)
    lines = tuple(place_line(line, attempt.ready) for line in _settled(attempt, options.quality, deadline))
    if attempt.turn:
        codes = barcodes.find(turned(shades, attempt.turn)) or codes
    return replace(
        reading,
        rotation=attempt.turn,
        skew_degrees=round(attempt.ready.skew_degrees, 2),
        confidence=mean_confidence(lines),
        lines=lines,
        barcodes=codes,
    )


def unread(page: int, picture: Picture, codes: tuple[Barcode, ...]) -> PageReading:
    """Return the reading of a page (from 1) on which only barcodes were looked for."""
    return PageReading(
        page=page,
        width_pixels=picture.width,
        height_pixels=picture.height,
        dpi=picture.dpi,
        rotation=0,
        skew_degrees=0.0,
        blank=False,
        confidence=None,
        barcodes=codes,
        notes=picture.notes,
        colourless=is_colourless(picture.image),
    )


def render_page(path: str, page: int, turn: int, max_side: int) -> bytes:
    """Return the page as a picture, turned `turn` degrees clockwise, longest side at most `max_side` pixels.

    A plain one (PPM, PGM or PBM): squeezing it took three times as long as all the rest, and opening it ten times.
    """
    if _kind(path) == kinds.PDF:
        with pdf_pages.opened(path) as document:
            image = pdf_pages.render_within(document, page - 1, max_side)
    else:
        image = pictures.load(path, page - 1, ReadOptions().megapixels).image
        image.thumbnail((max_side, max_side), Image.Resampling.BOX, reducing_gap=2.0)
    out = io.BytesIO()
    shown = turned(image, turn)
    (shown if shown.mode in ("1", "L", "RGB") else shown.convert("RGB")).save(out, "PPM")
    return out.getvalue()


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


def open_page(path: str, page: int, megapixels: float) -> tuple[Picture, tuple[Line, ...]]:
    """Return the picture of a page (from 1), and its lines when they are drawn text that can be trusted."""
    if _kind(path) != kinds.PDF:
        return pictures.load(path, page - 1, megapixels), ()
    with pdf_pages.opened(path) as document:
        picture = pdf_pages.render(document, page - 1, megapixels)
        if not pdf_pages.is_drawn_text(document, page - 1):
            return picture, ()
        lines = embedded.lines_of(pdf_pages.letters(document, page - 1))
    trusted = not embedded.is_garbage("\n".join(line.text for line in lines))
    return picture, lines if trusted else ()


def _settled(attempt: Attempt, quality: str, deadline: float) -> list[ReadLine]:
    """Return the attempt's lines; in `exact`, after hearing the second engine, the other model and the language."""
    if quality != "exact":
        return attempt.lines
    image, counts = attempt.ready.image, syllables()
    heard = second_engine.opinions(image, attempt.lines)
    doubtful = [n for n, line in enumerate(attempt.lines) if is_doubtful(line, heard[n], counts)]
    chosen = [attempt.lines[n] for n in doubtful]
    left = deadline - time.monotonic()
    again = dict(zip(doubtful, second_model.opinions(image, attempt.ready.dpi, chosen, left), strict=True))
    voices = [[one for one in (heard[n], again.get(n)) if one] for n in range(len(attempt.lines))]
    return [settle(line, voice, counts) for line, voice in zip(attempt.lines, voices, strict=True)]
