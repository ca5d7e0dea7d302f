"""What verify finds: every changed byte, and every way in which a signed file can be made to lie, by its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pikepdf
import pytest
from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.domain.signing import SignatureLevel, SigningPlan
from app.sealing.sign.examination import examine
from app.sealing.sign.trust import Trust, trust_of
from app.sealing.verification import verify
from tests.sealing.sign.pki import Town
from tests.sealing.sign.signing import signed


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("level", "trusting"),
    [(SignatureLevel.LASTING, True), (SignatureLevel.TIMED, False), (SignatureLevel.BARE, True)],
)
def test_each_of_200_flipped_bytes_is_found(
    level: SignatureLevel, trusting: bool, plan: SigningPlan, sealed: Path, tmp_path: Path
) -> None:
    target, broken = tmp_path / "signed.pdf", tmp_path / "broken.pdf"
    signed(replace(plan, level=level), sealed, target)
    data = target.read_bytes()
    random = Random(f"{level}{trusting}")
    trust = trust_of(plan.trust) if trusting else Trust()
    step = len(data) / 120
    added = len(data) - len(sealed.read_bytes())
    spread = [int(n * step + random.random() * step) for n in range(120)]
    spread += [len(data) - 1 - random.randrange(added) for _ in range(80)]  # the signature itself
    missed = []
    for place in spread:
        changed = bytearray(data)
        changed[place] ^= 1 << random.randrange(8)
        broken.write_bytes(changed)
        if verify(str(broken), trust).ok:
            missed.append((place, data[max(0, place - 20) : place + 20]))
    assert not missed


def problems(file: Path, trust: str = "") -> list[str]:
    return [problem.id for problem in examine(file, trust_of(trust)).problems]


def test_changed_letters_of_the_digits_and_padding_are_found(
    plan: SigningPlan, sealed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "signed.pdf"
    signed(plan, sealed, target)
    data = target.read_bytes()
    begin = data.rindex(b"/Contents <") + len(b"/Contents <")
    place = next(n for n in range(begin, len(data)) if data[n] in b"abcdef")
    for other in (bytes([data[place] - 32]), b"0"):
        broken = data[:place] + other + data[place + 1 :]
        target.write_bytes(broken)
        assert problems(target, plan.trust)
    end = data.index(b">", begin)
    target.write_bytes(data[: end - 1] + b"1" + data[end:])
    assert problems(target, plan.trust) == ["verify-signature-container"]


def test_a_page_changed_in_a_later_revision_is_named(plan: SigningPlan, sealed: Path, tmp_path: Path) -> None:
    target = tmp_path / "signed.pdf"
    signed(plan, sealed, target)
    _draw_over(target)
    assert problems(target, plan.trust) == ["verify-signature-changed-later"]
    assert not verify(str(target)).ok
    assert [one.valid for one in examine(target, Trust()).signatures] == [False]


def test_a_certification_that_forbids_changes_is_named_when_broken(
    town: Town, sealed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "certified.pdf"
    _simple(town, sealed, target, certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES)
    assert problems(target) == []
    _draw_over(target)
    assert problems(target) == ["verify-signature-certified"]


def test_a_hybrid_file_with_a_hidden_revision_is_named(
    plan: SigningPlan, sealed: Path, tmp_path: Path
) -> None:
    """Two tables of contents: one program would see other objects than the next."""
    packed, target = tmp_path / "packed.pdf", tmp_path / "hybrid.pdf"
    with pikepdf.open(sealed) as pdf:  # with its table as a stream, which the other table can point to
        pdf.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    signed(plan, packed, target)
    data = target.read_bytes()
    last = data.rindex(b"startxref") + len(b"startxref")
    stream = int(data[last:].split()[0])
    with pikepdf.open(target) as pdf:
        root, size = pdf.Root.objgen[0], pdf.trailer.Size
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n"
    table += b"<< /Size %d /Root %d 0 R /Prev %d /XRefStm %d >>\n" % (size, root, stream, stream)
    target.write_bytes(data + table + b"startxref\n%d\n%%%%EOF\n" % len(data))
    assert "verify-hidden-revisions" in problems(target, plan.trust)
    assert not verify(str(target)).ok


def test_a_second_signature_that_is_allowed_leaves_both_valid(
    town: Town, sealed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "twice.pdf"
    _simple(town, sealed, target)
    _simple(town, target, target, field_name="Second")
    seen = examine(target, Trust())
    assert [one.valid for one in seen.signatures] == [True, True]
    assert seen.problems == ()


def test_an_unknown_or_weak_algorithm_is_named(town: Town, sealed: Path, tmp_path: Path) -> None:
    target = tmp_path / "weak.pdf"
    _simple(town, sealed, target, md_algorithm="sha1")
    assert "verify-signature-unknown-algorithm" in problems(target)
    data = target.read_bytes()
    sha1, unknown = "06052b0e03021a", "06052b0e03027f"
    target.write_bytes(data.replace(sha1.encode(), unknown.encode()))
    found = problems(target)
    assert found
    assert not verify(str(target)).ok


@pytest.mark.parametrize("name", ["late", "early"])
def test_a_certificate_out_of_its_time_is_not_trusted(
    name: str, town: Town, trust: Path, sealed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "signed.pdf"
    _simple(town, sealed, target, key=name)
    assert problems(target, str(trust)) == ["verify-signature-untrusted"]


def test_a_revoked_certificate_is_named_when_the_authority_is_asked(
    town: Town, trust: Path, sealed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "signed.pdf"
    _simple(town, sealed, target, key="revoked")
    seen = examine(target, trust_of(str(trust)), online=True)
    assert [problem.id for problem in seen.problems] == ["verify-signature-revoked"]
    assert [one.trusted for one in seen.signatures] == [False]


def test_a_file_cut_off_after_its_signature_or_rubbish_behind_it_is_found(
    plan: SigningPlan, sealed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "signed.pdf"
    signed(plan, sealed, target)
    data = target.read_bytes()
    for changed in (data[:-30], data + b"\n% more\n", data + data[-400:]):
        target.write_bytes(changed)
        assert not verify(str(target), trust_of(plan.trust)).ok


def test_a_file_rewritten_as_a_whole_breaks_its_signature_loudly(
    plan: SigningPlan, sealed: Path, tmp_path: Path
) -> None:
    target, again = tmp_path / "signed.pdf", tmp_path / "again.pdf"
    signed(plan, sealed, target)
    with pikepdf.open(target) as pdf:
        pdf.save(again)
    assert "verify-signature-broken" in problems(again)


def _draw_over(file: Path) -> None:
    """Draw a black square on the first page, in a revision of its own."""
    with file.open("r+b") as out:
        writer = IncrementalPdfFileWriter(out, strict=False)
        writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 100 100 re f")))
        writer.write_in_place()


def _simple(
    town: Town, source: Path, target: Path, key: str = "office", field_name: str = "First", **more: object
) -> None:
    """Sign as a program from elsewhere would."""
    _, _, der = pem.unarmor(town.key(key).read_bytes())
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(town.certificate(one)) for one in ("interm", "root"))
    signer = SimpleSigner(x509.Certificate.load(town.certificate(key)), keys.PrivateKeyInfo.load(der), store)
    if source != target:
        target.write_bytes(source.read_bytes())
    more.setdefault("md_algorithm", "sha256")
    with target.open("r+b") as file:
        PdfSigner(
            PdfSignatureMetadata(field_name=field_name, name="Ai đó", **more),  # type: ignore[arg-type]
            signer,
            new_field_spec=fields.SigFieldSpec(field_name),
        ).sign_pdf(IncrementalPdfFileWriter(file, strict=False), in_place=True)
