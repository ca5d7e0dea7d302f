"""What reading yields: pages with lines, words and barcodes, each with its place on the page.

All places are fractions of the *upright page as it is kept*: the picture turned by `rotation` degrees clockwise,
but not straightened; x grows to the right, y grows downwards, both from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the upright page: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    def around(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        left, top = min(self.x, other.x), min(self.y, other.y)
        right = max(self.x + self.w, other.x + other.w)
        bottom = max(self.y + self.h, other.y + other.h)
        return Box(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed, in NFC; `confidence` from 0 to 1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. The baseline runs from (box.x, start_y) to (box.x + box.w, end_y), fractions of the page."""

    words: tuple[Word, ...]
    box: Box
    baseline_start_y: float
    baseline_end_y: float

    @property
    def text(self) -> str:
        """The words joined by single spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Barcode:
    """A barcode found on a page: `format` is "CODE128", "QR" or "PATCH"; `text` is its whole content."""

    format: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was read on one page of a capture.

    `page` counts from 1 in the capture. `rotation` (0, 90, 180, 270) is how far the picture had to be turned
    clockwise to stand upright; `skew_degrees` how far the lines then still lean (clockwise positive).
    `confidence` (0 to 1) is None where nothing was read although there is ink. `source` says how the text came:
    "ocr" or "embedded" (a born-digital page's own text). `notes` are ids of messages on what was done to the page.
    `colourless`: no part of its picture has any tint. `edge_points`: how wide the edge between ink and paper is, in
    points (0: not known); `red_share`: which part of it is covered with red ink.
    """

    page: int
    width_pixels: int
    height_pixels: int
    dpi: int
    rotation: int
    skew_degrees: float
    blank: bool
    confidence: float | None
    lines: tuple[Line, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    source: str = "ocr"
    notes: tuple[str, ...] = ()
    colourless: bool = False
    edge_points: float = 0.0
    red_share: float = 0.0

    @property
    def text(self) -> str:
        """All lines, one a row."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Found:
    """A value found on a page: normalised `value`, the text `as_read`, where, and how sure (0 to 1)."""

    value: str
    as_read: str
    page: int
    box: Box | None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fields:
    """What the rules of `fields` find in the pages of one scan; dates are ISO 8601 texts in `Found.value`."""

    dossier_codes: tuple[Found, ...] = ()
    document_number: Found | None = None
    issued_on: Found | None = None
    personal_numbers: tuple[Found, ...] = ()
    tax_codes: tuple[Found, ...] = ()
    names: tuple[Found, ...] = ()
    birth_dates: tuple[Found, ...] = ()
    title: Found | None = None

    @property
    def issue_date(self) -> date | None:
        """The date of the date line, or None."""
        return date.fromisoformat(self.issued_on.value) if self.issued_on else None


@dataclass(frozen=True, slots=True)
class CaptureShape:
    """What a capture is, before it is read: its kind and how many pages it has.

    `signed` tells that a PDF carries a digital signature (it then must never be changed in one byte);
    `born_digital` that its pages are text drawn by a program, not pictures from a scanner.
    """

    media_type: str
    page_count: int
    signed: bool = False
    born_digital: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read in one capture; `pages` are all its pages, in order.

    `first_fields_seconds`: when the head of its first page had been read, long before the whole in `exact`.
    """

    shape: CaptureShape
    pages: tuple[PageReading, ...]
    engine: str
    seconds: float = 0.0
    first_fields_seconds: float = 0.0

    def page(self, number: int) -> PageReading:
        """Return the page with this number (from 1); KeyError when there is none."""
        for page in self.pages:
            if page.page == number:
                return page
        raise KeyError(number)

    def only(self, numbers: tuple[int, ...]) -> tuple[PageReading, ...]:
        """Return the pages with these numbers, in the order asked for."""
        return tuple(self.page(number) for number in numbers)
