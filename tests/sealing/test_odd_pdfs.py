"""PDFs that are unusual, hostile or broken: each comes to a named end, and nothing of it is lost unsaid."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from app.domain.errors import NeedsPersonError, ReadFailure, UnreadableError
from app.domain.page import PageReading
from app.sealing.seal import seal
from app.sealing.verification import verify
from tests.generator import write_digital_pdf
from tests.generator.damage import Shot
from tests.generator.files import add_picture_page
from tests.sealing.papers import order, reading_of, rendered, sheets

PDF = "application/pdf"
KEPT, MENDED = "seal-note-kept", ""


@dataclass(frozen=True)
class Odd:
    """What is done to a born-digital PDF, and what becomes of it: a note ("": plain PDF/A), or a hold."""

    do: Callable[[Pdf], None]
    end: str
    saving: dict[str, object] | None = None


def _script(pdf: Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS="app.alert('x')")
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([pikepdf.String("a"), action])))


def _script_on_open(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('x')")


def _attach(pdf: Pdf) -> None:
    pdf.attachments["so-lieu.xlsx"] = b"PK\x03\x04 not really"


def _xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


def _transparent(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.Resources.ExtGState = Dictionary(G1=Dictionary(Type=Name.ExtGState, ca=0.5, BM=Name.Multiply))
    page.contents_add(pdf.make_stream(b"q /G1 gs 1 0 0 rg 50 50 100 100 re f Q"))


def _ink(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"q 0.1 0.9 0.2 0 k 50 50 100 100 re f Q"))


def _foreign_font(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.Resources.Font.H = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.contents_add(pdf.make_stream(b"BT /H 12 Tf 50 50 Td (HELVETICA) Tj ET"))


def _hidden_note(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([9, 9, 30, 30]), Contents="xem lại", F=2)
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def _link(pdf: Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 30, 30]), Border=Array([0, 0, 0]),
        A=Dictionary(S=Name.URI, URI="https://example.invalid/"),
    )  # fmt: skip
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


def _large(pdf: Pdf) -> None:
    pdf.pages[0].MediaBox = Array([0, 0, 2384, 3370])  # A0


def _layers(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Lớp 1"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))


def _nothing(pdf: Pdf) -> None:
    pass


ODD = {
    "script in the name tree": Odd(_script, "seal-note-scripts-removed"),
    "script on opening": Odd(_script_on_open, KEPT),
    "attachment": Odd(_attach, KEPT),
    "XFA form": Odd(_xfa, "hold: seal-xfa-form"),
    "transparency": Odd(_transparent, MENDED),
    "CMYK without profile": Odd(_ink, KEPT),
    "font not embedded": Odd(_foreign_font, KEPT),
    "hidden annotation": Odd(_hidden_note, KEPT),
    "link": Odd(_link, MENDED),
    "A0 drawing": Odd(_large, MENDED),
    "PDF 2.0": Odd(_nothing, MENDED, {"force_version": "2.0"}),
    "restricted by its owner": Odd(
        _nothing, "seal-note-restrictions-lifted", {"encryption": pikepdf.Encryption(owner="chu", R=6)}
    ),
    "linearized": Odd(_nothing, MENDED, {"linearize": True}),
    "without object streams": Odd(_nothing, MENDED, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}),
}


def _digital(path: Path, odd: Odd = Odd(_nothing, MENDED)) -> list[PageReading]:
    write_digital_pdf(path, sheets(dpi=100)[:1])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        odd.do(pdf)
        pdf.save(path, **(odd.saving or {}))  # type: ignore[arg-type]
    return [reading_of(sheets(dpi=100)[0], source="embedded")]


@pytest.mark.parametrize("name", ODD)
def test_each_odd_file_comes_to_a_named_end(name: str, tmp_path: Path) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    odd = ODD[name]
    pages = _digital(capture, odd)
    request = order(capture, PDF, pages, target)
    if odd.end.startswith("hold: "):
        with pytest.raises(NeedsPersonError) as held:
            seal(request)
        assert held.value.message.id == odd.end.removeprefix("hold: ")
        assert not target.exists()
        return
    sealed = seal(request)
    assert sealed.note == odd.end
    if odd.end == KEPT:
        assert sealed.pdfa is None
        assert target.read_bytes() == capture.read_bytes()
    else:
        assert sealed.pdfa == "2b"
        assert verify(str(target)).ok
        assert page_validation.validate_pdf(target, profile="2b").is_compliant


@pytest.mark.parametrize("name", [name for name, odd in ODD.items() if odd.end in (KEPT, MENDED)])
def test_an_odd_file_whose_pages_were_scanned_becomes_pdfa_all_the_same(name: str, tmp_path: Path) -> None:
    if name == "attachment":
        pytest.skip("belongs to the document, not to a page: see below")
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    pages = [replace(page, source="ocr") for page in _digital(capture, ODD[name])]
    sealed = seal(order(capture, PDF, pages, target))
    assert sealed.pdfa == "2b", sealed
    assert verify(str(target)).ok


def test_transparency_is_photographed_for_pdfa_1_when_scanned_and_kept_when_born_digital(
    tmp_path: Path,
) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    pages = _digital(capture, ODD["transparency"])
    assert seal(order(capture, PDF, pages, target, pdfa="1b")).note == KEPT
    scanned = [replace(page, source="ocr") for page in pages]
    assert seal(order(capture, PDF, scanned, target, pdfa="1b")).note == "seal-note-photographed"


def test_a_scanned_document_with_an_attachment_keeps_it_and_goes_without_pdfa(tmp_path: Path) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    pages = [replace(page, source="ocr") for page in _digital(capture, ODD["attachment"])]
    assert seal(order(capture, PDF, pages, target)).note == KEPT
    with pikepdf.open(target) as pdf:
        assert list(pdf.attachments) == ["so-lieu.xlsx"]


def test_a_typed_note_on_a_scanned_page_is_not_lost_when_the_page_is_rebuilt(tmp_path: Path) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    with Pdf.new() as pdf:
        add_picture_page(pdf, Shot(sheets(dpi=100)[0].image, 100))
        drawn = pdf.make_stream(
            b"1 0 0 rg 0 0 100 100 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100])
        )
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([300, 300, 400, 400]), AP=Dictionary(N=drawn), F=4
        )
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
        pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="1"))
        pdf.save(capture)
    assert seal(order(capture, PDF, [reading_of(sheets(dpi=100)[0])], target)).pdfa == "2b"
    red, green, _ = rendered(target, 1, 72).getpixel((350, 842 - 350))
    assert (red > 200, green < 60) == (True, True)


def test_a_locked_file_is_told_as_locked(tmp_path: Path) -> None:
    capture = tmp_path / "a.pdf"
    locked = Odd(_nothing, "", {"encryption": pikepdf.Encryption(owner="chu", user="khach", R=6)})
    pages = _digital(capture, locked)
    with pytest.raises(UnreadableError) as held:
        seal(order(capture, PDF, pages, tmp_path / "out.pdf"))
    assert held.value.failure is ReadFailure.ENCRYPTED
    assert verify(str(capture)).problems[0].id == "verify-encrypted"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"not a pdf at all", bytes(5000)])
def test_what_is_no_pdf_is_told_as_unreadable(data: bytes, tmp_path: Path) -> None:
    capture = tmp_path / "a.pdf"
    capture.write_bytes(data)
    with pytest.raises(UnreadableError):
        seal(order(capture, PDF, [reading_of(sheets(dpi=100)[0])], tmp_path / "out.pdf"))
    assert not verify(str(capture)).ok


def test_a_file_with_a_broken_index_is_mended_when_all_its_pages_are_there(tmp_path: Path) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    pages = _digital(capture, ODD["without object streams"])
    data = capture.read_bytes()
    capture.write_bytes(data.replace(b"startxref\n", b"startxref\n9"))
    sealed = seal(order(capture, PDF, pages, target))
    assert sealed.pdfa == "2b"
    assert verify(str(target)).ok


def test_a_page_without_size_is_held(tmp_path: Path) -> None:
    capture = tmp_path / "a.pdf"
    flat = Odd(lambda pdf: pdf.pages[0].__setattr__("MediaBox", Array([0, 0, 0, 0])), "")
    pages = _digital(capture, flat)
    with pytest.raises(NeedsPersonError) as held:
        seal(order(capture, PDF, pages, tmp_path / "out.pdf"))
    assert held.value.message.id == "seal-page-without-size"


def test_pages_of_mixed_sizes_keep_them(tmp_path: Path) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    sizes = [(595, 842), (842, 1191), (2384, 3370), (100, 100)]
    with Pdf.new() as pdf:
        for size in sizes:
            pdf.add_blank_page(page_size=size)
        pdf.save(capture)
    pages = [replace(reading_of(sheets(dpi=100)[0], n), lines=(), blank=True) for n in range(1, 5)]
    assert seal(order(capture, PDF, pages, target)).pdfa == "2b"
    with pikepdf.open(target) as pdf:
        assert [tuple(int(side) for side in page.mediabox[2:]) for page in pdf.pages] == sizes


def test_earlier_revisions_do_not_travel_on_in_the_sealed_file(tmp_path: Path) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    pages = _digital(capture, ODD["without object streams"])
    data = capture.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        hidden = len(pdf.objects) + 1
    secret = b"%d 0 obj\n(REVISION ONE)\nendobj\n" % hidden
    capture.write_bytes(data.replace(b"%PDF-1.7", b"%PDF-1.7", 1) + secret + _tail(data))
    seal(order(capture, PDF, pages, target))
    assert b"REVISION ONE" in capture.read_bytes()
    with pikepdf.open(target) as pdf:
        assert not any(str(thing) == "REVISION ONE" for thing in pdf.objects)


def _tail(data: bytes) -> bytes:
    start = data.rindex(b"startxref")
    return data[start:]


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_thousand_pages_are_sealed_and_proved(tmp_path: Path) -> None:
    capture, target = tmp_path / "a.pdf", tmp_path / "out.pdf"
    sheet = sheets(dpi=100)[0]
    shot = Shot(sheet.image.convert("L").resize((414, 585)), 50, quality=30)
    with Pdf.new() as pdf:
        add_picture_page(pdf, shot)
        for _ in range(999):
            pdf.pages.append(pdf.pages[0])
        pdf.save(capture)
    lines = reading_of(sheet).lines[:3]
    pages = [replace(reading_of(sheet, n), lines=lines) for n in range(1, 1001)]
    sealed = seal(order(capture, PDF, pages, target))
    assert (sealed.pages, sealed.pdfa) == (1000, "2b")
