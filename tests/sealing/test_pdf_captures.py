"""PDF captures: scanned pages keep streams and get text, born-digital ones keep theirs, signed ones every byte."""

from __future__ import annotations

import hashlib
import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import page as page_validation
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from app.domain.errors import NeedsPersonError
from app.domain.page import PageReading
from app.sealing.seal import seal
from app.sealing.verification import verify
from tests.generator import Recipe, scan, write_digital_pdf, write_scanned_pdf
from tests.generator.damage import Shot
from tests.sealing.papers import DOSSIER, order, reading_of, rendered, sheets
from tests.sealing.searching import overlap, words_by_poppler
from tests.sealing.seemingly_signed import signed_pdf

PDF = "application/pdf"


def _shot(dpi: int = 100, colour: str = "colour", turn: int = 0) -> Shot:
    return scan(sheets(dpi=dpi)[0], Recipe(turn=turn, dpi=dpi, colour=colour), Random(1))


def _scanned(path: Path, *shots: Shot) -> Path:
    write_scanned_pdf(path, shots or [_shot()])
    return path


def _edited(path: Path, edit: Callable[[Pdf], None], **saving: object) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        edit(pdf)
        pdf.save(path, **saving)  # type: ignore[arg-type]
    return path


def _reading(page: int = 1, rotation: int = 0, source: str = "ocr") -> PageReading:
    return reading_of(sheets(dpi=100)[0], page, rotation, source)


def _text(path: Path, *options: str) -> str:
    return subprocess.run(
        ["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


def _streams(path: Path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        return [image.read_raw_bytes() for page in pdf.pages for image in page.get_images().values()]


def _looks_alike(one: Path, other: Path, page: int = 1, other_page: int = 1, turn: int = 0) -> bool:
    pictures = [rendered(one, page, 100).rotate(-turn, expand=True), rendered(other, other_page, 100)]
    if abs(pictures[0].width - pictures[1].width) > 2 or abs(pictures[0].height - pictures[1].height) > 2:
        return False
    small = (pictures[0].width // 4, pictures[0].height // 4)
    values = [np.asarray(p.resize(small, Image.Resampling.BOX), np.int16) for p in pictures]
    return bool(np.abs(values[0] - values[1]).mean() < 1.5)


@pytest.mark.parametrize("level", ["2b", "1b", "3b"])
@pytest.mark.parametrize("colour", ["colour", "grey", "bitonal"])
def test_scanned_pages_keep_their_streams_and_become_searchable(
    colour: str, level: str, tmp_path: Path
) -> None:
    capture, target = _scanned(tmp_path / "a.pdf", _shot(colour=colour)), tmp_path / "out.pdf"
    sealed = seal(order(capture, PDF, [_reading()], target, pdfa=level))
    assert (sealed.pdfa, sealed.note) == (level, "")
    assert _streams(target) == _streams(capture)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in _text(target)
    assert _looks_alike(capture, target)
    assert verify(str(target)).ok
    assert page_validation.validate_pdf(target, profile=level).is_compliant


@pytest.mark.parametrize("shown", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_lies_on_the_print_however_the_page_is_turned(shown: int, turn: int, tmp_path: Path) -> None:
    capture, target = _scanned(tmp_path / "a.pdf"), tmp_path / "out.pdf"

    def lay(pdf: Pdf) -> None:
        # the page's picture lies so that it stands upright after /Rotate and then `turn` more
        page = pdf.pages[0]
        left, bottom, width, height = 36, 50, *(float(side) for side in page.mediabox[2:])
        across = (shown + turn) % 180 == 90
        page.MediaBox = Array(
            [left, bottom, left + (height if across else width), bottom + (width if across else height)]
        )
        matrix = {
            0: (width, 0, 0, height, left, bottom),
            90: (0, width, -height, 0, left + height, bottom),
            180: (-width, 0, 0, -height, left + width, bottom + height),
            270: (0, -width, height, 0, left, bottom + width),
        }[(shown + turn) % 360]
        page.Contents = pdf.make_stream(b"q %g %g %g %g %g %g cm /Im0 Do" % matrix)  # its Q is missing
        page.Rotate = shown

    _edited(capture, lay)
    reading = _reading(rotation=turn)
    seal(order(capture, PDF, [reading], target))
    assert _looks_alike(capture, target, turn=turn)
    found = words_by_poppler(target)
    for word in (word for line in reading.lines for word in line.words if len(word.text) > 4):
        best = max((overlap(word.box, box) for text, box in found if text == word.text), default=0)
        assert best > 0.8, word


def test_only_the_wanted_pages_are_in_the_file_and_nothing_of_the_others(tmp_path: Path) -> None:
    shots = [_shot(), _shot(colour="grey"), _shot(colour="bitonal")]
    capture, target = _scanned(tmp_path / "a.pdf", *shots), tmp_path / "out.pdf"

    def outline(pdf: Pdf) -> None:
        with pdf.open_outline() as tree:
            tree.root.extend([pikepdf.OutlineItem(f"page {n}", n) for n in range(3)])

    _edited(capture, outline)
    pages = [_reading(3), _reading(1)]
    sealed = seal(order(capture, PDF, pages, target, whole_capture=False))
    streams = _streams(capture)
    assert sealed.pages == 2
    assert _streams(target) == [streams[2], streams[0]]
    assert streams[1] not in target.read_bytes()


def test_a_born_digital_file_keeps_its_text_and_gets_no_second_one(tmp_path: Path) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    write_digital_pdf(capture, sheets(dpi=100))
    pages = [reading_of(sheet, n, source="embedded") for n, sheet in enumerate(sheets(dpi=100), 1)]
    sealed = seal(order(capture, PDF, pages, target))
    assert (sealed.pdfa, sealed.note) == ("2b", "")
    assert _text(target) == _text(capture)
    assert b"SohoaInvisible" not in target.read_bytes()
    assert _looks_alike(capture, target)
    assert page_validation.validate_pdf(target, profile="2b").is_compliant


def test_a_mixed_file_gets_text_on_its_scanned_pages_only(tmp_path: Path) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    write_digital_pdf(capture, sheets(dpi=100)[:1], [_shot()])
    sealed = seal(order(capture, PDF, [_reading(source="embedded"), _reading(2)], target))
    assert sealed.pdfa == "2b"
    assert _text(target).count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 2


def test_another_programs_invisible_text_makes_way_for_ours(tmp_path: Path) -> None:
    capture, target = _scanned(tmp_path / "a.pdf"), tmp_path / "out.pdf"

    def foreign(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.Resources.Font = Dictionary(
            F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        page.contents_add(pdf.make_stream(b"BT 3 Tr /F1 12 Tf 20 700 Td (CONG HOA wrong) Tj ET"))

    _edited(capture, foreign)
    sealed = seal(order(capture, PDF, [_reading()], target))
    assert sealed.pdfa == "2b"
    assert _streams(target) == _streams(capture)
    assert "wrong" not in _text(target)


def test_a_scanned_page_that_pdfa_refuses_is_rebuilt_around_its_own_stream(tmp_path: Path) -> None:
    capture, target = _scanned(tmp_path / "a.pdf"), tmp_path / "out.pdf"

    def refuse(pdf: Pdf) -> None:
        pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="1"))

    _edited(capture, refuse)
    sealed = seal(order(capture, PDF, [_reading()], target))
    assert (sealed.pdfa, sealed.note) == ("2b", "seal-note-rewrapped")
    assert _streams(target) == _streams(capture)
    assert _looks_alike(capture, target)


@pytest.mark.parametrize("shown", [0, 90])
def test_a_scanned_page_of_many_parts_that_pdfa_refuses_is_photographed(shown: int, tmp_path: Path) -> None:
    capture, target = _scanned(tmp_path / "a.pdf"), tmp_path / "out.pdf"

    def refuse(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="1"))
        page.Rotate = shown
        page.contents_add(pdf.make_stream(b"1 0 0 rg 50 50 100 30 re f"))

    _edited(capture, refuse)
    sealed = seal(order(capture, PDF, [_reading(rotation=-shown % 360)], target))
    assert (sealed.pdfa, sealed.note) == ("2b", "seal-note-photographed")
    assert _looks_alike(capture, target, turn=-shown % 360)
    assert "CỘNG HÒA" in _text(target)


def test_a_picture_in_cmyk_without_profile_keeps_its_look(tmp_path: Path) -> None:
    capture, target = _scanned(tmp_path / "a.pdf"), tmp_path / "out.pdf"

    def ink(pdf: Pdf) -> None:
        image = pdf.pages[0].Resources.XObject.Im0
        packed = io.BytesIO()
        pikepdf.PdfImage(image).as_pil_image().convert("CMYK").save(packed, "JPEG", quality=90)
        image.write(packed.getvalue(), filter=Name.DCTDecode)
        image.ColorSpace = Name.DeviceCMYK
        image.Decode = Array([1, 0] * 4)

    _edited(capture, ink)
    sealed = seal(order(capture, PDF, [_reading()], target))
    assert sealed.pdfa == "2b"
    assert _looks_alike(capture, target)


def test_a_signed_file_passes_byte_for_byte(tmp_path: Path) -> None:
    capture, target = signed_pdf(tmp_path / "a.pdf", _scanned), tmp_path / "out.pdf"
    for told in (True, False):  # a signature the reader did not see is respected too
        sealed = seal(order(capture, PDF, [_reading()], target, signed=told))
        assert target.read_bytes() == capture.read_bytes()
        assert (sealed.pdfa, sealed.note) == (None, "seal-note-kept-signed")
        assert sealed.digest == hashlib.sha256(capture.read_bytes()).hexdigest()
    seen = verify(str(target))
    assert [sign.covers_whole_file for sign in seen.signatures] == [True]
    assert not seen.ok  # it is signed by nobody; real signatures are looked at in tests/sealing/sign


def test_a_sealed_file_stays_pdfa_when_it_is_signed(tmp_path: Path) -> None:
    capture = _scanned(tmp_path / "a.pdf")
    signed = signed_pdf(tmp_path / "out.pdf", lambda path: seal(order(capture, PDF, [_reading()], path)))
    seen = verify(str(signed))
    assert (seen.pdfa, seen.dossier) == ("2b", DOSSIER)
    assert "verify-changed" not in {problem.id for problem in seen.problems}


def test_a_signed_file_with_something_added_is_not_covered_whole(tmp_path: Path) -> None:
    capture = signed_pdf(tmp_path / "a.pdf", _scanned)
    capture.write_bytes(capture.read_bytes() + b"\n% more\n%%EOF\n")
    assert [s.covers_whole_file for s in verify(str(capture)).signatures] == [False]


def test_a_signed_file_is_never_taken_apart(tmp_path: Path) -> None:
    capture = signed_pdf(tmp_path / "a.pdf", lambda p: _scanned(p, _shot(), _shot()))
    request = order(capture, PDF, [_reading(2)], tmp_path / "out.pdf", whole_capture=False)
    with pytest.raises(NeedsPersonError) as held:
        seal(request)
    assert held.value.message.id == "seal-signed-in-parts"
    assert not (tmp_path / "out.pdf").exists()


def test_an_empty_signature_field_is_no_signature(tmp_path: Path) -> None:
    capture, target = _scanned(tmp_path / "a.pdf"), tmp_path / "out.pdf"

    def ask(pdf: Pdf) -> None:
        field = pdf.make_indirect(Dictionary(FT=Name.Sig, T="s1"))
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    _edited(capture, ask)
    assert seal(order(capture, PDF, [_reading()], target)).note != "seal-note-kept-signed"


def test_a_page_the_file_does_not_have_is_told(tmp_path: Path) -> None:
    capture = _scanned(tmp_path / "a.pdf")
    with pytest.raises(NeedsPersonError) as held:
        seal(order(capture, PDF, [replace(_reading(), page=2)], tmp_path / "out.pdf"))
    assert held.value.message.id == "seal-page-missing"
