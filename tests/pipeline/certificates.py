"""Certificates for a test's cluster: one authority, and one key for all of its machines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


def write_certificates(folder: Path) -> tuple[Path, Path, Path]:
    """Write the authority's certificate, the machines' certificate and their key (PEM); return the files."""
    authority, machine = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    files = tuple(folder / f"{name}.pem" for name in ("ca", "certificate", "key"))
    issued = (
        _certificate("authority", authority, "authority", authority, of_authority=True),
        _certificate("machine", machine, "authority", authority, of_authority=False),
    )
    for file, certificate in zip(files, issued, strict=False):
        file.write_bytes(certificate.public_bytes(Encoding.PEM))
    files[2].write_bytes(machine.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files[0], files[1], files[2]


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    of_authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=of_authority, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
