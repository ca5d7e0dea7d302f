"""Papers with the truth about them as the reader would tell it, and orders to seal them."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from PIL import Image

from app.domain.page import Box, Line, PageReading, Word
from app.domain.paper import PERMANENT, PaperMetadata
from app.domain.requests import SealRequest
from tests.generator import make_register, make_result, set_letter
from tests.generator.fonts import font
from tests.generator.sheet import Sheet

SEALED_AT = datetime(2026, 3, 10, 1, 2, 3, tzinfo=UTC)
DOSSIER = "H15.12-260310-0042"
PAPER = PaperMetadata(
    title="Quyết định 123/QĐ-UBND",
    code="066090001234.KQ.G15.000032.12/2025.01",
    owner_number="066090001234",
    owner_name="Đặng Thị Ân",
    result_type="KQ.G15.000032",
    number="12/2025",
    issued_on="2026-03-09",
    agency="Ủy ban nhân dân phường Mẫu",
    signer="Trần Văn Thử",
    summary="Về việc thử",
    validity=PERMANENT,
    dossier=DOSSIER,
    procedure="1.004859",
    procedure_name="Thủ tục thử",
    unit="H15.12",
)


@functools.cache
def sheets(seed: int = 7, dpi: int = 300, long: bool = False) -> tuple[Sheet, ...]:
    """The pages of one fictitious result; not to be drawn on, since tests share them."""
    random = Random(seed)
    register = make_register(random, 5)
    letter = make_result(register[seed % 5], random, print_code=True, handwritten=False, long=long)
    return tuple(set_letter(letter, random, dpi=dpi))


def reading_of(sheet: Sheet, page: int = 1, rotation: int = 0, source: str = "ocr") -> PageReading:
    """What a perfect reader reads on a sheet: words with the boxes of their ink, lines by baseline."""
    width, height = sheet.image.size
    rows: dict[int, list[tuple[Word, float]]] = {}
    for drawn in sheet.texts:
        face = font(drawn.style.face, sheet.size(drawn.style))
        x, y = round(drawn.x), round(drawn.y)
        left, top, right, bottom = face.getbbox(drawn.text, anchor="ls")
        box = Box(
            (x + left) / width, (y + top) / height, (right - left) / width, max(bottom - top, 1) / height
        )
        rows.setdefault(y, []).append((Word(drawn.text, box, 0.97), y / height))
    lines = tuple(_line(row) for _, row in sorted(rows.items()))
    return PageReading(
        page=page,
        width_pixels=width,
        height_pixels=height,
        dpi=sheet.dpi,
        rotation=rotation,
        skew_degrees=0.0,
        blank=not lines,
        confidence=0.97,
        lines=lines,
        source=source,
    )


def _line(row: list[tuple[Word, float]]) -> Line:
    words = sorted((word for word, _ in row), key=lambda word: word.box.x)
    box = words[0].box
    for word in words:
        box = box.around(word.box)
    return Line(tuple(words), box, row[0][1], row[0][1])


def order(
    capture: Path, media_type: str, pages: list[PageReading], target: Path, **more: object
) -> SealRequest:
    """An order to seal pages of a capture."""
    digest = hashlib.sha256(capture.read_bytes()).hexdigest()
    request = SealRequest(
        capture_path=str(capture),
        media_type=media_type,
        signed=False,
        pages=tuple(pages),
        whole_capture=True,
        dossier=DOSSIER,
        capture_digest=digest,
        title="Quyết định 123/QĐ-UBND",
        sealed_at=SEALED_AT,
        target=str(target),
        converted_by="Nguyễn Thị Thử",
        office="Ủy ban nhân dân phường Mẫu",
        paper=PAPER,
    )
    return replace(request, **more)  # type: ignore[arg-type]


def jpeg(path: Path, image: Image.Image, dpi: int = 300, **more: object) -> Path:
    """Write a JPEG as scanners do."""
    image.save(path, "JPEG", quality=85, dpi=(dpi, dpi), **more)
    return path


def rendered(path: Path, page: int, dpi: float) -> Image.Image:
    """The page of a PDF as PDFium shows it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return document[page - 1].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()
