"""Signatures of every level on every profile: valid by two programs, PDF/A, trusted, timed, and better later."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from pyhanko.pdf_utils.generic import StreamObject

from app.domain.errors import TryAgainError
from app.domain.signing import SignatureLevel, SigningPlan
from app.sealing.sign import authorities
from app.sealing.sign.examination import examine
from app.sealing.sign.improving import improve
from app.sealing.sign.pen import open_pen
from app.sealing.sign.revision import Addition, new_revision
from app.sealing.sign.trust import trust_of
from app.sealing.verification import verify
from tests.sealing.sign import tokens
from tests.sealing.sign.pki import OFFICE, Town
from tests.sealing.sign.signing import order_of, signed


def pdfsig(file: Path) -> str:
    return subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("profile", ["1b", "2b", "3b"])
@pytest.mark.parametrize("level", list(SignatureLevel))
def test_every_level_on_every_profile_is_valid_trusted_and_pdfa(
    level: SignatureLevel, profile: str, plan: SigningPlan, sealed_files: dict[str, Path], tmp_path: Path
) -> None:
    target = tmp_path / "signed.pdf"
    result = signed(replace(plan, level=level), sealed_files[profile], target)
    assert (result.level, result.notes, result.signer) == (level, (), OFFICE)
    assert target.read_bytes().startswith(sealed_files[profile].read_bytes())
    judged = page_validation.validate_pdf(target, profile=profile)
    assert judged.is_compliant, [failure.message for failure in judged.failures]
    said = pdfsig(target)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    seen = examine(target, trust_of(plan.trust))
    assert (seen.problems, seen.level) == ((), level)
    (one,) = seen.signatures
    assert (one.signer, one.valid, one.trusted, one.covers_whole_file) == (OFFICE, True, True, True)
    assert one.time


def test_verification_tells_of_the_signature_and_still_knows_the_sealed_pages(
    plan: SigningPlan, sealed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "signed.pdf"
    signed(plan, sealed, target)
    proof = verify(str(target), trust_of(plan.trust))
    assert proof.ok, proof.problems
    assert proof.text_found
    assert [one.trusted for one in proof.signatures] == [True]
    stranger = verify(str(target))
    assert stranger.ok
    assert [one.trusted for one in stranger.signatures] == [False]


def test_without_timestamp_authority_the_file_is_signed_now_and_timed_later_in_place(
    plan: SigningPlan, sealed: Path, town: Town, tmp_path: Path
) -> None:
    timed = replace(plan, level=SignatureLevel.TIMED)
    bare, better = tmp_path / "bare.pdf", tmp_path / "better.pdf"
    town.away.add("/tsa/")
    result = signed(timed, sealed, bare)
    assert result.level is SignatureLevel.BARE
    assert [note.id for note in result.notes] == ["sign-note-without-time"]
    with pytest.raises(TryAgainError):
        improve(timed, order_of(bare, better))
    assert not better.exists()
    town.away.clear()
    assert improve(timed, order_of(bare, better)).level is SignatureLevel.TIMED
    seen = examine(better, trust_of(plan.trust))
    assert (seen.problems, seen.level) == ((), SignatureLevel.TIMED)
    assert (seen.signatures[0].valid, seen.signatures[0].covers_whole_file) == (True, True)
    assert page_validation.validate_pdf(better, profile="2b").is_compliant
    assert len(better.read_bytes()) == len(bare.read_bytes())
    assert "Signature is Valid" in pdfsig(better)


def test_without_revocation_service_a_lasting_signature_becomes_a_lower_one(
    plan: SigningPlan, sealed: Path, town: Town, tmp_path: Path
) -> None:
    town.away |= {"/ocsp/", "/crls/"}
    result = signed(replace(plan, level=SignatureLevel.LASTING), sealed, tmp_path / "signed.pdf")
    assert result.level is SignatureLevel.TIMED
    assert [note.id for note in result.notes] == ["sign-note-not-lasting"]
    assert not examine(tmp_path / "signed.pdf", trust_of(plan.trust)).problems


def test_what_validation_needs_later_is_added_once_the_authorities_are_back(
    plan: SigningPlan, sealed_files: dict[str, Path], town: Town, tmp_path: Path
) -> None:
    """B-B while everything is away, then B-T, then B-LT: every byte that was there before the last step stays.

    On PDF/A-1 only: later parts want a signature over the whole file (see SignedStage).
    """
    profile = "1b"
    lasting = replace(plan, level=SignatureLevel.LASTING)
    bare, timed, better = (tmp_path / f"{name}.pdf" for name in ("bare", "timed", "better"))
    town.away |= {"/tsa/", "/ocsp/", "/crls/"}
    assert signed(lasting, sealed_files[profile], bare).level is SignatureLevel.BARE
    town.away -= {"/tsa/"}
    assert improve(lasting, order_of(bare, timed)).level is SignatureLevel.TIMED
    with pytest.raises(TryAgainError):
        improve(lasting, order_of(timed, better))
    assert not better.exists()
    town.away.clear()
    assert improve(lasting, order_of(timed, better)).level is SignatureLevel.LASTING
    assert better.read_bytes().startswith(timed.read_bytes())
    seen = examine(better, trust_of(plan.trust))
    assert (seen.problems, seen.level) == ((), SignatureLevel.LASTING)
    assert (seen.signatures[0].valid, seen.signatures[0].covers_whole_file) == (True, True)
    judged = page_validation.validate_pdf(better, profile=profile)
    assert judged.is_compliant, [failure.message for failure in judged.failures]
    assert "Signature is Valid" in pdfsig(better)


def test_a_certificate_that_ends_in_a_carriage_return_leaves_pdfa_whole(sealed: Path, tmp_path: Path) -> None:
    target = tmp_path / "grown.pdf"
    data = b"\x30\x82 any certificate \r"
    with new_revision(sealed, target) as out:
        writer = Addition(out, strict=False)
        writer.root["/Kept"] = writer.add_object(StreamObject(stream_data=data))
        writer.update_root()
        writer.write_in_place()
    judged = page_validation.validate_pdf(target, profile="2b")
    assert judged.is_compliant, [failure.message for failure in judged.failures]
    with pikepdf.open(target) as pdf:
        assert pdf.Root.Kept.read_bytes() == data


def test_a_batch_asks_about_revocation_once_and_its_last_file_carries_no_more_than_its_first(
    plan: SigningPlan, sealed: Path, town: Town, tmp_path: Path
) -> None:
    targets = [tmp_path / f"signed-{number}.pdf" for number in range(4)]
    with open_pen(replace(plan, level=SignatureLevel.LASTING), tokens.PIN) as pen:
        town.asked.clear()
        for target in targets:
            assert pen.sign(order_of(sealed, target)).level is SignatureLevel.LASTING
    for service, times in {"/ocsp/": 2, "/crls/": 1, "/tsa/": len(targets) + 1}.items():
        assert sum(service in path for path in town.asked) == times, service
    carried = []
    for target in targets:
        assert not examine(target, trust_of(plan.trust)).problems
        with pikepdf.open(target) as pdf:
            store = pdf.Root.DSS
            carried.append([len(store[kind]) for kind in ("/OCSPs", "/CRLs", "/Certs")])
    assert carried == [carried[0]] * len(targets)


def test_answers_that_no_longer_serve_are_asked_for_anew(
    plan: SigningPlan, sealed: Path, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_pen(replace(plan, level=SignatureLevel.LASTING), tokens.PIN) as pen:
        pen.sign(order_of(sealed, tmp_path / "first.pdf"))
        town.asked.clear()
        monkeypatch.setattr(authorities, "FRESH", timedelta(0))
        assert pen.sign(order_of(sealed, tmp_path / "second.pdf")).level is SignatureLevel.LASTING
        assert any("/ocsp/" in path for path in town.asked)
        town.away |= {"/ocsp/", "/crls/"}
        assert pen.sign(order_of(sealed, tmp_path / "third.pdf")).level is SignatureLevel.TIMED
        town.away.clear()
        assert pen.sign(order_of(sealed, tmp_path / "fourth.pdf")).level is SignatureLevel.LASTING
