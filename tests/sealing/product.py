"""Every kind of capture that becomes PDF/A, and the judgement of its sealed and signed file by programs of others."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import page as page_validation
from pikepdf import pdfa
from PIL import Image

from app.domain.page import PageReading
from app.domain.signing import SignOrder
from app.sealing.seal import seal
from app.sealing.sign.examination import examine
from app.sealing.sign.pen import Pen
from app.sealing.sign.trust import trust_of
from tests.generator import Recipe, scan, write_digital_pdf, write_scanned_pdf
from tests.sealing.papers import jpeg, order, reading_of, sheets
from tests.sealing.test_pictures import KINDS

PROFILES = ("1b", "2b", "3b")
_PDF = "application/pdf"
_DPI = 100


@dataclass(frozen=True, slots=True)
class Sample:
    """A capture to be sealed: its file, media type, and what was read on its pages."""

    file: Path
    media_type: str
    pages: list[PageReading]


def _picture(kind: str, folder: Path) -> Sample:
    sheet = sheets(dpi=_DPI)[0]
    file = folder / f"capture{KINDS[kind].suffix}"
    KINDS[kind].write(file, sheet.image)
    return Sample(file, KINDS[kind].media_type, [reading_of(sheet)])


def _scanned(colour: str, pages: int, folder: Path) -> Sample:
    shots = [scan(sheets(dpi=_DPI)[0], Recipe(dpi=_DPI, colour=colour), Random(1))] * pages
    file = folder / "capture.pdf"
    write_scanned_pdf(file, shots)
    return Sample(file, _PDF, [reading_of(sheets(dpi=_DPI)[0], number) for number in range(1, pages + 1)])


def _digital(folder: Path) -> Sample:
    file = folder / "capture.pdf"
    write_digital_pdf(file, sheets(dpi=_DPI)[:1])
    return Sample(file, _PDF, [reading_of(sheets(dpi=_DPI)[0], source="embedded")])


def _heavy(folder: Path) -> Sample:
    """A page of noise over a stamp, above the limit of a page: squeezed or taken apart."""
    sheet = sheets()[0]
    noise = Image.effect_noise(sheet.image.size, 40).convert("RGB")
    file = jpeg(folder / "capture.jpg", Image.blend(sheet.image.convert("RGB"), noise, 0.2), 300)
    return Sample(file, "image/jpeg", [reading_of(sheet)])


def _wordless(folder: Path) -> Sample:
    sheet = sheets(dpi=_DPI)[0]
    file = jpeg(folder / "capture.jpg", Image.new("RGB", sheet.image.size, "white"), _DPI)
    return Sample(file, "image/jpeg", [replace(reading_of(sheet), lines=(), blank=True)])


SAMPLES: dict[str, Callable[[Path], Sample]] = {
    **{kind: lambda folder, kind=kind: _picture(kind, folder) for kind in KINDS},  # type: ignore[misc]
    "scanned_pdf": lambda folder: _scanned("colour", 1, folder),
    "scanned_grey_pdf": lambda folder: _scanned("grey", 1, folder),
    "scanned_two_level_pdf": lambda folder: _scanned("bitonal", 1, folder),
    "scanned_pdf_of_three_pages": lambda folder: _scanned("colour", 3, folder),
    "digital_pdf": _digital,
    "too_heavy_jpeg": _heavy,
    "page_without_words": _wordless,
}


def seal_faults(sample: Sample, profile: str, target: Path) -> list[str]:
    """Seal the sample as `target`, and return what two programs have against that file as PDF/A."""
    made = seal(order(sample.file, sample.media_type, sample.pages, target, pdfa=profile))
    found = [f"sealed as {made.pdfa}: {made.note}"] if made.pdfa != profile else []
    if not pdfa.validate_written(target, profile).passed:
        found.append("pikepdf.pdfa refuses the sealed file")
    return found + _judged(target, profile)


def sign_faults(sealed: Path, sample: Sample, profile: str, pen: Pen, target: Path) -> list[str]:
    """Sign the sealed file as `target`, and return what any program has against that file."""
    result = pen.sign(SignOrder(str(sealed), str(target), datetime.now(UTC), len(sample.pages), profile))
    found = [] if result.level is pen.plan.level else [f"signed as {result.level.value}"]
    if not target.read_bytes().startswith(sealed.read_bytes()):
        found.append("a sealed byte was changed")
    return found + _judged(target, profile) + _signature(target, pen)


def _judged(file: Path, profile: str) -> list[str]:
    verdict = page_validation.validate_pdf(file, profile=profile)
    return [] if verdict.is_compliant else [f"page-validation: {one.message}" for one in verdict.failures]


def _signature(file: Path, pen: Pen) -> list[str]:
    command = ["pdfsig", "-nocert", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    wanted = ("Signature is Valid", "Total document signed")
    found = [f"pdfsig does not say: {words}" for words in wanted if words not in said]
    seen = examine(file, trust_of(pen.plan.trust))
    found += [problem.id for problem in seen.problems]
    if seen.level is not pen.plan.level:
        found.append(f"pyHanko sees {seen.level}")
    if [one.valid and one.trusted and one.covers_whole_file for one in seen.signatures] != [True]:
        found.append("pyHanko does not find one valid, trusted signature over all of the file")
    return found
