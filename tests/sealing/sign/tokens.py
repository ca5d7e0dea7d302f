"""SoftHSM tokens with the office's keys, made for one run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pkcs11
from asn1crypto import keys, pem, x509
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

from app.domain.signing import KeyPlace
from tests.sealing.sign.pki import Town

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "246813"
SO_PIN = "97531864"


def prepare(folder: Path) -> Path:
    """Let SoftHSM keep its tokens in `folder`, for this process and those it starts."""
    tokens = folder / "tokens"
    tokens.mkdir(parents=True, exist_ok=True)
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    return tokens


def make_token(town: Town, label: str, name: str = "office") -> KeyPlace:
    """Make a token that holds one key, its certificate, and the authority's certificate between."""
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", SO_PIN],
        check=True,
        capture_output=True,
    )
    library = pkcs11.lib(MODULE)
    library.reinitialize()
    with library.get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
        _put_key(session, town.key(name), b"\x01")
        _put_certificate(session, town.certificate(name), "office", b"\x01")
        _put_certificate(session, town.certificate("interm"), "authority", b"\x02")
    return KeyPlace(module=MODULE, token=label)


def _put_key(session: pkcs11.Session, file: Path, key_id: bytes) -> None:
    _, _, der = pem.unarmor(file.read_bytes())
    key = keys.PrivateKeyInfo.load(der)
    inner = key["private_key"].parsed.dump()
    attributes = (
        decode_ec_private_key(der_of_curve(key)) if key.algorithm == "ec" else decode_rsa_private_key(inner)
    )
    attributes |= {
        pkcs11.Attribute.TOKEN: True,
        pkcs11.Attribute.PRIVATE: True,
        pkcs11.Attribute.SIGN: True,
        pkcs11.Attribute.LABEL: "office",
        pkcs11.Attribute.ID: key_id,
    }
    session.create_object(attributes)


def der_of_curve(key: keys.PrivateKeyInfo) -> bytes:
    """A curve's key as the token wants it: with the curve's parameters inside."""
    inner = key["private_key"].parsed.copy()
    inner["parameters"] = key["private_key_algorithm"]["parameters"]
    return bytes(inner.dump(force=True))


def _put_certificate(session: pkcs11.Session, der: bytes, label: str, key_id: bytes) -> None:
    certificate = x509.Certificate.load(der)
    session.create_object(
        {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            pkcs11.Attribute.TOKEN: True,
            pkcs11.Attribute.PRIVATE: False,
            pkcs11.Attribute.LABEL: label,
            pkcs11.Attribute.ID: key_id,
            pkcs11.Attribute.SUBJECT: certificate.subject.dump(),
            pkcs11.Attribute.VALUE: der,
        }
    )
