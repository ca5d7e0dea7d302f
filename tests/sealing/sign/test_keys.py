"""Tokens and key files: which one is taken, what is said of them, and that no token is ever locked by the program."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pkcs11
import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import load_der_x509_certificate

from app.domain.errors import EnvironmentLackError, NeedsPersonError
from app.domain.signing import KeyPlace, SignatureLevel, SigningPlan
from app.sealing.sign.examination import examine
from app.sealing.sign.pen import look, open_pen
from app.sealing.sign.token import TokenGoneError, WrongPinError, find_token
from app.sealing.sign.trust import trust_of
from tests.sealing.sign.pki import OFFICE, Town
from tests.sealing.sign.signing import order_of, signed
from tests.sealing.sign.tokens import MODULE, PIN


def concerns(plan: SigningPlan, now: datetime) -> list[tuple[str, bool]]:
    with open_pen(plan, PIN) as pen:
        return [(concern.message.id, concern.stops) for concern in pen.concerns(now)]


def test_the_certificate_is_known_before_any_pin(plan: SigningPlan) -> None:
    certificate, said = look(plan, datetime.now(UTC))
    assert certificate is not None
    assert (certificate.subject, certificate.office) == (OFFICE, OFFICE)
    assert said == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("late", ("sign-certificate-expired", True)),
        ("early", ("sign-certificate-early", True)),
        ("other", ("sign-certificate-other-office", True)),
    ],
)
def test_a_certificate_that_must_not_sign_is_told_before(
    name: str, expected: tuple[str, bool], plan: SigningPlan, new_token: Callable[..., KeyPlace]
) -> None:
    found = concerns(replace(plan, place=new_token(name)), datetime.now(UTC))
    assert expected in found


def test_a_certificate_that_expires_soon_is_told_and_still_signs(plan: SigningPlan) -> None:
    assert concerns(plan, datetime(2098, 12, 20, tzinfo=UTC)) == [("sign-certificate-expires", False)]


def test_a_revoked_certificate_is_told_when_validation_material_is_wanted(
    plan: SigningPlan, new_token: Callable[..., KeyPlace]
) -> None:
    lasting = replace(plan, place=new_token("revoked"), level=SignatureLevel.LASTING)
    assert concerns(lasting, datetime.now(UTC)) == [("sign-certificate-revoked", True)]


def test_the_name_of_an_office_may_be_written_short(plan: SigningPlan) -> None:
    assert concerns(replace(plan, office="UBND Phường Mẫu"), datetime.now(UTC)) == []


def test_a_wrong_pin_is_refused_and_the_token_is_asked_whether_the_next_is_the_last(
    plan: SigningPlan, new_token: Callable[..., KeyPlace], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    place = new_token()
    wrong = replace(plan, place=place)
    with pytest.raises(WrongPinError) as refused, open_pen(wrong, "000000"):
        pass
    assert refused.value.message.id == "sign-pin-wrong"
    assert pkcs11.TokenFlag.USER_PIN_COUNT_LOW in find_token(place).flags
    with open_pen(wrong, PIN):
        pass
    assert PIN not in caplog.text
    assert "000000" not in caplog.text
    assert PIN not in repr(refused.value)


class _LastTryToken:
    """A token that says what a real one says before it locks."""

    label = "last"

    def __init__(self, flags: pkcs11.TokenFlag) -> None:
        self.flags = flags

    def open(self, **_: object) -> object:
        raise AssertionError("the token must not be given a PIN")


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        (pkcs11.TokenFlag.USER_PIN_FINAL_TRY, "sign-pin-last-try"),
        (pkcs11.TokenFlag.USER_PIN_LOCKED, "sign-pin-locked"),
    ],
)
def test_a_token_that_would_lock_is_given_no_pin(
    flag: pkcs11.TokenFlag, told: str, plan: SigningPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.sealing.sign.token.find_token", lambda _place: _LastTryToken(flag))
    with pytest.raises(WrongPinError) as refused, open_pen(plan, PIN):
        pass
    assert (refused.value.message.id, refused.value.risky) == (told, True)


def test_a_missing_token_driver_or_key_is_named(plan: SigningPlan, office_token: KeyPlace) -> None:
    def said(place: KeyPlace) -> str:
        with (
            pytest.raises((NeedsPersonError, EnvironmentLackError)) as trouble,
            open_pen(replace(plan, place=place), PIN),
        ):
            pass
        return trouble.value.message.id

    assert said(KeyPlace(module="/nowhere/driver.so")) == "sign-no-driver"
    assert said(replace(office_token, token="nobody's")) == "sign-no-token"
    assert said(replace(office_token, key="another")) == "sign-no-key"
    assert said(KeyPlace()) == "sign-no-key-chosen"


def test_of_several_tokens_one_must_be_named(plan: SigningPlan, new_token: Callable[..., KeyPlace]) -> None:
    new_token()
    new_token()
    with (
        pytest.raises(NeedsPersonError) as trouble,
        open_pen(replace(plan, place=KeyPlace(module=MODULE)), PIN),
    ):
        pass
    assert trouble.value.message.id == "sign-several-tokens"


def test_a_token_unplugged_in_the_middle_is_named_and_leaves_no_file(
    plan: SigningPlan, new_token: Callable[..., KeyPlace], sealed: Path, tmp_path: Path
) -> None:
    with open_pen(replace(plan, place=new_token()), PIN) as pen:
        pen.sign(order_of(sealed, tmp_path / "first.pdf"))
        pkcs11.lib(MODULE).reinitialize()  # what the driver does when a token was pulled out
        with pytest.raises(TokenGoneError):
            pen.sign(order_of(sealed, tmp_path / "second.pdf"))
    assert not (tmp_path / "second.pdf").exists()


def test_a_key_on_an_elliptic_curve_signs_too(
    plan: SigningPlan, new_token: Callable[..., KeyPlace], sealed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "curve.pdf"
    signed(replace(plan, place=new_token("curve")), sealed, target)
    seen = examine(target, trust_of(plan.trust))
    assert seen.problems == ()
    assert seen.signatures[0].trusted
    said = subprocess.run(["pdfsig", "-nocert", target], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said


def key_file(town: Town, folder: Path, password: str) -> Path:
    _, _, der = pem.unarmor(town.key("office").read_bytes())
    data = pkcs12.serialize_key_and_certificates(
        b"office",
        serialization.load_der_private_key(der, None),  # type: ignore[arg-type]
        load_der_x509_certificate(town.certificate("office")),
        [load_der_x509_certificate(town.certificate("interm"))],
        serialization.BestAvailableEncryption(password.encode()),
    )
    file = folder / "office.p12"
    file.write_bytes(data)
    return file


def test_a_key_file_signs_with_a_warning(plan: SigningPlan, town: Town, sealed: Path, tmp_path: Path) -> None:
    place = KeyPlace(file=str(key_file(town, tmp_path, "mật khẩu")))
    by_file = replace(plan, place=place)
    target = tmp_path / "signed.pdf"
    with open_pen(by_file, "mật khẩu") as pen:
        told = [(concern.message.id, concern.stops) for concern in pen.concerns(datetime.now(UTC))]
        pen.sign(order_of(sealed, target))
    assert told == [("sign-key-in-file", False)]
    assert examine(target, trust_of(plan.trust)).problems == ()
    with pytest.raises(WrongPinError) as refused, open_pen(by_file, "sai"):
        pass
    assert refused.value.message.id == "sign-key-file-refused"
    (tmp_path / "office.p12").write_bytes(b"no key at all")
    with pytest.raises(WrongPinError), open_pen(by_file, "mật khẩu"):
        pass
