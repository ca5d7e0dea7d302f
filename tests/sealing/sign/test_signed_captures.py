"""Files that arrive signed: a signature that holds passes to the byte, one that does not stops the file by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.domain.errors import NeedsPersonError
from app.domain.receipt import SealedFile
from app.sealing.seal import seal
from app.sealing.verification import verify
from tests.generator import write_digital_pdf
from tests.sealing.papers import order, reading_of, sheets
from tests.sealing.sign.pki import Town

Harm = Callable[[Path], None]


@pytest.fixture
def arrived(town: Town, tmp_path: Path) -> Path:
    """A born-digital result that another agency's program signed and certified against any change."""
    return _signed(town, tmp_path, docmdp_permissions=fields.MDPPerm.NO_CHANGES, certify=True)


def _signed(town: Town, folder: Path, **more: object) -> Path:
    plain, file = folder / "plain.pdf", folder / "arrived.pdf"
    write_digital_pdf(plain, sheets(dpi=100)[:1])
    with pikepdf.open(plain) as pdf:
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    _, _, der = pem.unarmor(town.key("office").read_bytes())
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(town.certificate(one)) for one in ("interm", "root"))
    certificate = x509.Certificate.load(town.certificate("office"))
    about = PdfSignatureMetadata(
        field_name="Agency",
        **{"md_algorithm": "sha256", "name": "Cơ quan khác", **more},  # type: ignore[arg-type]
    )
    with file.open("r+b") as out:
        signer = PdfSigner(
            about,
            SimpleSigner(certificate, keys.PrivateKeyInfo.load(der), store),
            new_field_spec=fields.SigFieldSpec("Agency"),
        )
        signer.sign_pdf(IncrementalPdfFileWriter(out, strict=False), in_place=True)
    return file


def _seal(file: Path, target: Path) -> SealedFile:
    reading = reading_of(sheets(dpi=100)[0], source="embedded")
    return seal(order(file, "application/pdf", [reading], target, signed=True, sealed_at=datetime.now(UTC)))


def _flip_a_byte(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[data.rindex(b"Agency")] ^= 1  # the name of its field
    file.write_bytes(data)


def _draw_over(file: Path) -> None:
    with file.open("r+b") as out:
        writer = IncrementalPdfFileWriter(out, strict=False)
        writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 100 100 re f")))
        writer.write_in_place()


def _hide_a_revision(file: Path) -> None:
    """A second table of contents that points to the first: a hybrid file."""
    data = file.read_bytes()
    stream = int(data[data.rindex(b"startxref") + len(b"startxref") :].split()[0])
    with pikepdf.open(file) as pdf:
        root, size = pdf.Root.objgen[0], pdf.trailer.Size
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n"
    table += b"<< /Size %d /Root %d 0 R /Prev %d /XRefStm %d >>\n" % (size, root, stream, stream)
    file.write_bytes(data + table + b"startxref\n%d\n%%%%EOF\n" % len(data))


def test_a_file_whose_signature_holds_passes_to_the_byte_and_tells_who_signed(
    arrived: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.pdf"
    sealed = _seal(arrived, target)
    assert sealed.note == "seal-note-kept-signed"
    assert sealed.born_signed
    assert target.read_bytes() == arrived.read_bytes()
    (one,) = verify(str(target)).signatures
    assert one.valid
    assert one.signer


@pytest.mark.parametrize(
    ("harm", "named"),
    [(_flip_a_byte, "verify-signature-broken"), (_draw_over, "verify-signature-certified")],
)
def test_a_file_whose_signature_is_broken_is_held_by_the_name_of_what_is_wrong(
    harm: Harm, named: str, arrived: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.pdf"
    harm(arrived)
    with pytest.raises(NeedsPersonError) as held:
        _seal(arrived, target)
    assert held.value.message.id == named
    assert not target.exists()


@pytest.mark.parametrize(
    ("harm", "named"),
    [(_draw_over, "verify-signature-changed-later"), (_hide_a_revision, "verify-hidden-revisions")],
)
def test_a_file_that_was_changed_after_it_was_signed_is_held(
    harm: Harm, named: str, town: Town, tmp_path: Path
) -> None:
    file, target = _signed(town, tmp_path), tmp_path / "out.pdf"
    harm(file)
    with pytest.raises(NeedsPersonError) as held:
        _seal(file, target)
    assert held.value.message.id == named
    assert not target.exists()


def test_a_file_signed_with_an_algorithm_that_can_not_be_judged_is_kept_and_verify_names_it(
    town: Town, tmp_path: Path
) -> None:
    file, target = _signed(town, tmp_path, md_algorithm="sha1"), tmp_path / "out.pdf"
    assert _seal(file, target).note == "seal-note-kept-signed"
    assert target.read_bytes() == file.read_bytes()
    assert "verify-signature-unknown-algorithm" in [problem.id for problem in verify(str(target)).problems]
