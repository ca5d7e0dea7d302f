"""What a signing certificate says, and what is to be told of it before signing begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from asn1crypto import x509

from app.domain.folding import fold
from app.domain.ledger import VIETNAM
from app.domain.messages import Message
from app.domain.signing import CertificateFound, Concern
from app.sealing.textlayer import cleaned

EXPIRES_SOON = timedelta(days=30)  # a new token takes an office some weeks to get


def facts_of(certificate: x509.Certificate) -> CertificateFound:
    """Return what the certificate says of itself."""
    return CertificateFound(
        subject=name_of(certificate.subject),
        office=_attribute(certificate.subject, "organization_name") or name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
    )


def name_of(name: x509.Name) -> str:
    """Return the name a person would use: the common name, else the organization, else all of it."""
    found = _attribute(name, "common_name") or _attribute(name, "organization_name")
    return found or cleaned(str(name.human_friendly))


def concerns_of(certificate: x509.Certificate, office: str, now: datetime) -> Iterator[Concern]:
    """Yield what is wrong, or will be soon, with signing by this certificate for `office` ("": any) at `now`."""
    facts = facts_of(certificate)
    if now < facts.not_before:
        yield _concern("sign-certificate-early", facts, facts.not_before)
    if now > facts.not_after:
        yield _concern("sign-certificate-expired", facts, facts.not_after)
    elif now + EXPIRES_SOON > facts.not_after:
        yield _concern("sign-certificate-expires", facts, facts.not_after, stops=False)
    if office and not _same_office(facts, office):
        message = Message.of("sign-certificate-other-office", office=office, subject=facts.subject)
        yield Concern(message, stops=True)
    usage = certificate.key_usage_value
    if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
        yield Concern(Message.of("sign-certificate-not-for-signing", subject=facts.subject), stops=True)


def _concern(message_id: str, facts: CertificateFound, day: datetime, *, stops: bool = True) -> Concern:
    told = day.astimezone(VIETNAM).strftime("%d/%m/%Y")
    return Concern(Message.of(message_id, subject=facts.subject, day=told), stops)


def _same_office(facts: CertificateFound, office: str) -> bool:
    """Whether the certificate names this office, with or without the province after a comma, UBND in full or short."""
    names = (facts.office, facts.subject)
    return _plain(office) in {_plain(part) for name in names for part in (name, name.partition(",")[0])}


def _plain(office: str) -> str:
    return re.sub(r"\bubnd\b", "uy ban nhan dan", fold(office))


def _attribute(name: x509.Name, key: str) -> str:
    value = name.native.get(key, "")
    return cleaned(value if isinstance(value, str) else ", ".join(map(str, value)))
