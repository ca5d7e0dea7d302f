"""A share of every sample kind x profile x signature level, judged by other programs; the whole is bench/product.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.signing import SignatureLevel, SigningPlan
from app.sealing.sign.pen import open_pen
from tests.sealing.product import PROFILES, SAMPLES, seal_faults, sign_faults
from tests.sealing.sign.tokens import PIN

_SOME = 4  # every so many kinds; the profile and the level change from one to the next
SHARE = [
    (
        name,
        PROFILES[place % len(PROFILES)],
        list(SignatureLevel)[place // len(PROFILES) % len(SignatureLevel)],
    )
    for place, name in enumerate(list(SAMPLES)[::_SOME])
] + [("too_heavy_jpeg", "1b", SignatureLevel.LASTING), ("digital_pdf", "2b", SignatureLevel.TIMED)]


@pytest.mark.parametrize(("name", "profile", "level"), SHARE)
def test_a_sealed_and_signed_file_is_pdfa_and_validly_signed_by_every_program(
    name: str, profile: str, level: SignatureLevel, plan: SigningPlan, tmp_path: Path
) -> None:
    sealed, sample = tmp_path / "sealed.pdf", SAMPLES[name](tmp_path)
    assert seal_faults(sample, profile, sealed) == []
    with open_pen(replace(plan, level=level), PIN) as pen:
        assert sign_faults(sealed, sample, profile, pen, tmp_path / "signed.pdf") == []
