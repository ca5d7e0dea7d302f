"""Papers to lay before the window: pictures with a reading, and evidence that stands where it is printed."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from random import Random

from PIL import Image, ImageDraw

from app.domain.dossier import Dossier, DossierState
from app.domain.evidence import Evidence, EvidenceKind
from app.domain.page import Box, CaptureShape, Line, PageReading, Reading, Word
from tests.generator import Recipe, make_register, make_result, scan, set_letter
from tests.generator.register import Dossier as GeneratedDossier


@dataclass(frozen=True)
class Paper:
    """One capture: its pages as PNG, what was read on them, and the evidence for its dossier."""

    dossier: Dossier
    pages: tuple[bytes, ...]
    reading: Reading
    evidence: tuple[Evidence, ...]


def plain_paper(number: int, pages: int = 1) -> Paper:
    """A paper that is made in a few milliseconds: its number in large figures."""
    name = f"Nguyễn Thị Thử {number}"
    dossier = Dossier(
        code=f"H15.12-260310-{number:04d}",
        owner_name=name,
        owner_number=f"0663{number:08d}",
        procedure_code="1.004859",
        procedure_name="Xác nhận tình trạng hôn nhân",
        received_at=datetime(2026, 3, 10, 2, tzinfo=UTC),
        due_at=datetime(2026, 3, 20, 2, tzinfo=UTC),
        state=DossierState.PROCESSED,
    )
    box = Box(0.2, 0.3, 0.4, 0.03)
    pictures = tuple(_figures(f"{number}.{page}", box) for page in range(1, pages + 1))
    evidence = (Evidence(EvidenceKind.NAME, name, 1, box, 4.0),)
    return Paper(dossier, pictures, _reading([[(name, box)] for _ in pictures]), evidence)


@cache
def _figures(text: str, box: Box) -> bytes:
    image = Image.new("RGB", (620, 877), "#fdfdfb")
    draw = ImageDraw.Draw(image)
    draw.text((60, 60), text, fill="#222222", font_size=60)
    draw.line(
        (box.x * 620, (box.y + box.h) * 877, (box.x + box.w) * 620, (box.y + box.h) * 877), fill="#444444"
    )
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()


@cache
def printed_papers(count: int, dpi: int = 150, seed: int = 11) -> tuple[Paper, ...]:
    """Papers of the project's own generator, as an office would see them."""
    random = Random(seed)
    register = make_register(random, max(count, 12))
    return tuple(_printed(register[place], random, dpi) for place in range(count))


def _printed(dossier: GeneratedDossier, random: Random, dpi: int) -> Paper:
    letter = make_result(dossier, random, print_code=False, handwritten=False)
    sheets = set_letter(letter, random, dpi=dpi)
    shots = [scan(sheet, Recipe((("paper", 0.15), ("skew", 0.02)), dpi=dpi), random) for sheet in sheets]
    lines = [[(line.text, Box(*line.box)) for line in sheet.lines] for sheet in sheets]
    known = as_known(dossier)
    wanted = [
        (EvidenceKind.PERSONAL_NUMBER, known.owner_number, 7.5),
        (EvidenceKind.NAME, dossier.applicant.name, 4.2),
        (EvidenceKind.DOCUMENT_NUMBER, letter.fields.document_number or "", 0.4),
        (EvidenceKind.DATE, f"{dossier.issued_on:%d/%m/%Y}", 0.9),
        (EvidenceKind.BIRTH_DATE, f"{dossier.applicant.born:%d/%m/%Y}", 2.0),
        (EvidenceKind.UNIT, dossier.unit.name, 0.7),
    ]
    evidence = [
        Evidence(kind, value, page, box, weight)
        for kind, value, weight in wanted
        if value and (found := _find(lines, kind, value))
        for page, box in [found]
    ]
    return Paper(known, tuple(_png(shot.image) for shot in shots), _reading(lines), tuple(evidence))


def _find(lines: list[list[tuple[str, Box]]], kind: EvidenceKind, value: str) -> tuple[int, Box] | None:
    for page, on_page in enumerate(lines, 1):
        for text, box in on_page:
            if kind is EvidenceKind.DATE and " ngày " in text and len(text) < 50:
                return page, box
            start = text.casefold().find(value.casefold())
            if start >= 0:
                share = box.w / max(1, len(text))
                return page, Box(box.x + start * share, box.y, len(value) * share, box.h)
    return None


def _reading(lines: list[list[tuple[str, Box]]]) -> Reading:
    pages = tuple(
        PageReading(
            page=number,
            width_pixels=1240,
            height_pixels=1754,
            dpi=150,
            rotation=0,
            skew_degrees=0.0,
            blank=False,
            confidence=0.93,
            lines=tuple(
                Line((Word(text, box, 0.93),), box, box.y + box.h, box.y + box.h) for text, box in on_page
            ),
        )
        for number, on_page in enumerate(lines, 1)
    )
    return Reading(CaptureShape("image/png", len(pages)), pages, "fake")


def as_known(dossier: GeneratedDossier) -> Dossier:
    """A generated dossier as the register knows it."""
    return Dossier(
        code=dossier.code,
        procedure_code=dossier.procedure.code,
        procedure_name=dossier.procedure.name,
        owner_name=dossier.owner_name,
        owner_number=dossier.owner_number,
        unit_name=dossier.unit.name,
        unit_code=dossier.unit.code,
        received_at=dossier.received.replace(tzinfo=UTC),
        due_at=dossier.due.replace(tzinfo=UTC),
        solved_at=dossier.finished.replace(tzinfo=UTC) if dossier.finished else None,
        state=DossierState(int(dossier.state)),
        birth_date=f"{dossier.applicant.born:%d/%m/%Y}",
    )


def twin_of(paper: Paper) -> Paper:
    """Another dossier of the same person, which the same evidence fits."""
    known = paper.dossier
    code = f"{known.code[:-1]}{(int(known.code[-1]) + 3) % 10}"
    return replace(paper, dossier=replace(known, code=code, due_at=known.received_at))
