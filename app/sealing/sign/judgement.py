"""Judges one signature by pyHanko: its bytes, its chain of trust, its time, what was done after it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import DisallowedAlgorithmError, NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from app.sealing.sign.trust import Trust

ANSWER_SECONDS = 10.0
_WEAK = ("md2", "md5", "sha1")  # collisions are made at will: such a signature proves nothing
# Certificates of authorities set one of the two for signing documents, not all of them both.
_FOR_SIGNING = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is true of a signature; `at` is proved by a timestamp when `timestamped`, else claimed by the signer."""

    intact: bool = False  # the bytes are those that were signed
    sound: bool = False  # the signature was made with the certificate's key
    trusted: bool = False
    revoked: bool = False
    why: str = ""
    weak: str = ""
    at: datetime | None = None
    timestamped: bool = False
    timestamp_broken: bool = False
    lasting: bool = False
    covers_revision: bool = False
    whole: bool = False  # over the whole file, or nothing but material for validation came after it
    certified: bool = False
    forbidden: bool = False  # changed later in a way that the signature does not allow

    @property
    def valid(self) -> bool:
        """Whether the signature holds, whoever made it."""
        return self.intact and self.sound and self.covers_revision and not self.forbidden


def judge(one: EmbeddedPdfSignature, trust: Trust, online: bool) -> Judgement:
    """Return the judgement on a signature. Raises what pyHanko raises for containers that make no sense."""
    try:
        status = _status(one, trust, online, None)
    except DisallowedAlgorithmError as trouble:
        return Judgement(weak=str(trouble))
    digest = str(one.signer_info["digest_algorithm"]["algorithm"].native)
    if digest in _WEAK:
        return Judgement(weak=digest)
    stamp = status.timestamp_validity
    proved = stamp.timestamp if stamp is not None and stamp.intact and stamp.valid else None
    if proved and stamp and stamp.trusted and not status.trusted and not status.revoked:
        # The certificate may have run out since: what counts is that it was good when the time was proved.
        status = _status(one, trust, online, proved)
    level = status.modification_level
    return Judgement(
        intact=status.intact,
        sound=status.valid,
        trusted=status.trusted,
        revoked=status.revoked,
        why="" if status.trusted else _why(status),
        at=proved or status.signer_reported_dt,
        timestamped=proved is not None,
        timestamp_broken=stamp is not None and proved is None,
        lasting=_has_dss(one),
        covers_revision=status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION,
        whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        or (_was_added_to(one) and level is not None and level <= ModificationLevel.LTA_UPDATES),
        certified=one.docmdp_level is not None,
        forbidden=status.docmdp_ok is False,
    )


def judge_timestamp(one: EmbeddedPdfSignature, trust: Trust) -> Judgement:
    """Return the judgement on a document timestamp."""
    context = _context(one, trust, False, None)
    status = asyncio.run(async_validate_pdf_timestamp(one, validation_context=context))
    return Judgement(
        intact=status.intact,
        sound=status.valid,
        trusted=status.trusted,
        at=status.timestamp,
        timestamped=True,
        covers_revision=status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION,
        whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        forbidden=status.docmdp_ok is False,
    )


def _status(
    one: EmbeddedPdfSignature, trust: Trust, online: bool, moment: datetime | None
) -> PdfSignatureStatus:
    context = _context(one, trust, online, moment)
    return asyncio.run(
        async_validate_pdf_signature(
            one,
            signer_validation_context=context,
            ts_validation_context=_context(one, trust, online, moment),
            key_usage_settings=_FOR_SIGNING,
        )
    )


def _context(
    one: EmbeddedPdfSignature, trust: Trust, online: bool, moment: datetime | None
) -> ValidationContext:
    """Return a context that also knows what the document carries for its own validation."""
    more: dict[str, Any] = {"revocation_mode": "soft-fail", "allow_fetching": online}
    if online:
        more["fetcher_backend"] = RequestsFetcherBackend(ANSWER_SECONDS)
    if moment is not None:
        more["moment"] = moment
    try:
        store = DocumentSecurityStore.read_dss(one.reader)
    except NoDSSFoundError:
        return trust.context(**more)
    more |= {"trust_roots": list(trust.anchors), "other_certs": list(trust.between)}
    return store.as_validation_context(more)


def _was_added_to(one: EmbeddedPdfSignature) -> bool:
    """Whether whole revisions came after the signature, and not just bytes that belong to nothing."""
    return bool(one.reader.xrefs.total_revisions - 1 > one.signed_revision)


def _has_dss(one: EmbeddedPdfSignature) -> bool:
    return "/DSS" in one.reader.root


def _why(status: PdfSignatureStatus) -> str:
    indication = status.trust_problem_indic
    return str(getattr(indication, "name", "")).lower().replace("_", " ")
