"""What an office trusts: a folder of certificates, as files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko_certvalidator import ValidationContext

from app.domain.errors import UsageError
from app.domain.messages import Message

_ENDINGS = (".cer", ".crt", ".pem", ".der")


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates that are believed (`anchors`), and others that help to find the way to them."""

    anchors: tuple[x509.Certificate, ...] = ()
    between: tuple[x509.Certificate, ...] = ()
    folder: str = field(default="", compare=False)

    @property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        """All of them."""
        return self.anchors + self.between

    def context(self, **more: Any) -> ValidationContext:
        """Return a context to validate against; `more` as for pyHanko's ValidationContext."""
        return ValidationContext(trust_roots=list(self.anchors), other_certs=list(self.between), **more)


def trust_of(folder: str) -> Trust:
    """Return the certificates in `folder` ("": none); one whose issuer is not there too is believed by itself.

    UsageError when the folder or a file in it can't be read as certificates.
    """
    if not folder:
        return Trust()
    place = Path(folder)
    if not place.is_dir():
        raise UsageError(Message.of("trust-no-folder", folder=folder))
    files = sorted(file for file in place.iterdir() if file.suffix.lower() in _ENDINGS)
    found = [certificate for file in files for certificate in certificates_in(file)]
    subjects = {certificate.subject.hashable for certificate in found}
    anchors = [one for one in found if _is_anchor(one, subjects)]
    return Trust(tuple(anchors), tuple(one for one in found if one not in anchors), folder)


def certificates_in(file: Path) -> list[x509.Certificate]:
    """Return the certificates of a file, PEM (one or several) or DER; UsageError when there are none."""
    try:
        data = file.read_bytes()
        parts = [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        certificates = [x509.Certificate.load(part, strict=True) for part in parts]
        for certificate in certificates:
            certificate.subject.hashable  # noqa: B018 - parsed lazily: damage shows only when it is asked
    except (OSError, ValueError, TypeError, KeyError) as trouble:
        raise UsageError(
            Message.of("trust-not-certificate", file=str(file), detail=str(trouble))
        ) from trouble
    return certificates


def _is_anchor(certificate: x509.Certificate, subjects: set[str]) -> bool:
    own = certificate.subject.hashable == certificate.issuer.hashable
    return own or certificate.issuer.hashable not in subjects
