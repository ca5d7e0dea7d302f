"""Adds what a signature lacks because an authority was away; no signed byte changes.

A timestamp goes into the signature's own container, what validation needs later behind the file's end.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from pathlib import Path
from typing import BinaryIO

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_signer_info, simple_cms_attribute
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, RevokedError

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.messages import Message
from app.domain.signing import SignatureLevel, SignedResult, SigningPlan, SignOrder
from app.sealing.finishing import sealed_file
from app.sealing.sign.authorities import Authorities, LineToTimestamps
from app.sealing.sign.proofs import Gap, begins_with, holds, last_gap
from app.sealing.sign.revision import Addition, new_revision
from app.sealing.sign.trust import trust_of

DIGEST = "sha256"


def improve(plan: SigningPlan, order: SignOrder) -> SignedResult:
    """Write the source one level higher: with a timestamp in its last signature (B-B to B-T, ETSI EN 319 142-1, 6.3),
    or, where it has one, with what validation needs later (B-T to B-LT).

    TryAgainError while an authority is away; NeedsPersonError when the file has no such signature, or no room in it.
    """
    source, target = Path(order.source), Path(order.target)
    try:
        with new_revision(source, target) as out:
            gap = last_gap(out)
            if gap is None:
                raise NeedsPersonError(Message.of("sign-proof-signature"))
            if timed := _has_time(gap.container):
                _add_answers(plan, out)
            else:
                _put(out, gap, _stamped(gap.container, plan.tsa))
                new = last_gap(out)
                if new is None or not holds(out, new) or (new.begin, new.end) != (gap.begin, gap.end):
                    raise NeedsPersonError(Message.of("sign-proof-signature"))
            if timed and not begins_with(out, source):
                raise NeedsPersonError(Message.of("sign-proof-bytes"))
    except TimestampRequestError as trouble:
        raise TryAgainError(Message.of("sign-tsa-away", tsa=plan.tsa)) from trouble
    except (ValueError, TypeError, KeyError) as trouble:
        raise NeedsPersonError(Message.of("sign-file-refused", detail=str(trouble))) from trouble
    level = SignatureLevel.LASTING if timed else SignatureLevel.TIMED
    return SignedResult(sealed_file(target, order.pages, order.pdfa), "", level)


def _has_time(container: cms.ContentInfo) -> bool:
    attributes = extract_signer_info(container["content"])["unsigned_attrs"]
    return any(one["type"].native == "signature_time_stamp_token" for one in attributes or ())


def _add_answers(plan: SigningPlan, out: BinaryIO) -> None:
    """Add certificates and answers about revocation as a revision of their own."""
    context = Authorities(trust_of(plan.trust), plan.tsa).context()
    signature = PdfFileReader(out, strict=False).embedded_regular_signatures[-1]
    try:
        paths = asyncio.run(collect_validation_info(signature, context))
    except RevokedError as trouble:
        raise NeedsPersonError(Message.of("sign-certificate-revoked")) from trouble
    except (PathBuildingError, PathValidationError) as trouble:
        raise TryAgainError(Message.of("sign-note-not-lasting")) from trouble
    writer = Addition(out, strict=False)
    DocumentSecurityStore.supply_dss_in_writer(writer, None, validation_context=context, paths=paths)
    writer.write_in_place()  # type: ignore[no-untyped-call]


def _stamped(container: cms.ContentInfo, tsa: str) -> bytes:
    """Return the signature with a timestamp over its value among the attributes that are not signed."""
    signed = container["content"]
    info = extract_signer_info(signed)
    digest = hashlib.new(DIGEST, info["signature"].native).digest()
    with contextlib.closing(LineToTimestamps(tsa)) as line:
        token = asyncio.run(line.async_timestamp(digest, DIGEST))
    info["unsigned_attrs"] = cms.CMSAttributes([simple_cms_attribute("signature_time_stamp_token", token)])
    signed["signer_infos"] = cms.SignerInfos([info])
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _put(out: BinaryIO, gap: Gap, data: bytes) -> None:
    digits = data.hex().encode("ascii")
    if len(digits) > len(gap.digits):
        raise NeedsPersonError(Message.of("sign-no-room-for-time"))
    out.seek(gap.begin + 1)
    out.write(digits.ljust(len(gap.digits), b"0"))
