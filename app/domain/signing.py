"""What is said about signing between the floors: where the key lies, what is to be signed, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.messages import Message
from app.domain.receipt import SealedFile


class SigningRule(StrEnum):
    """Whether and when results must carry the agency's signature; a setting of each office."""

    NONE = "none"
    BEFORE = "before"
    AFTER = "after"  # deposited at once, signed later as a new version


class SignatureLevel(StrEnum):
    """PAdES baseline levels (ETSI EN 319 142-1): bare, with a timestamp, with what validation needs later."""

    BARE = "B-B"
    TIMED = "B-T"
    LASTING = "B-LT"


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the agency's key lies: on a token (`module`: its PKCS#11 driver) or in a PKCS#12 `file`.

    Empty `token` and `key`: the only one there is.
    """

    module: str = ""
    token: str = ""
    key: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class SigningPlan:
    """How an office signs; `trust` is a folder of certificates, `tsa` the address of the timestamp authority.

    `after`: what it signs was deposited before.
    """

    place: KeyPlace
    level: SignatureLevel = SignatureLevel.BARE
    tsa: str = ""
    trust: str = ""
    office: str = ""
    after: bool = False


@dataclass(frozen=True, slots=True)
class SignOrder:
    """One file to sign: `source` stays as it is, `target` begins with its bytes and goes on with the signature."""

    source: str
    target: str
    at: datetime
    pages: int
    pdfa: str | None


@dataclass(frozen=True, slots=True)
class SignedResult:
    """A signed file: who signed by the certificate, the level reached, and what else a person should know."""

    file: SealedFile
    signer: str
    level: SignatureLevel
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateFound:
    """What the certificate of a key says; `office` is its organization. Times are aware."""

    subject: str
    office: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to be told before signing begins; one that `stops` keeps it from beginning."""

    message: Message
    stops: bool
