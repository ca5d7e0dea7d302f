"""Adds the timestamp that a signature lacks, into the signature's own container: no signed byte changes."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import BinaryIO

from asn1crypto import cms
from pyhanko.sign.general import extract_signer_info, simple_cms_attribute
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.messages import Message
from app.domain.signing import SignatureLevel, SignedResult, SigningPlan, SignOrder
from app.sealing.finishing import sealed_file
from app.sealing.sign.authorities import ANSWER_SECONDS
from app.sealing.sign.proofs import Gap, holds, last_gap
from app.sealing.sign.revision import new_revision

DIGEST = "sha256"


def improve(plan: SigningPlan, order: SignOrder) -> SignedResult:
    """Write the source with a timestamp in its last signature (PAdES B-T, ETSI EN 319 142-1, 6.3).

    The room for it was kept when the file was signed. TryAgainError while the authority is away; NeedsPersonError
    when the file has no such signature, or no room in it.
    """
    source, target = Path(order.source), Path(order.target)
    try:
        with new_revision(source, target) as out:
            gap = last_gap(out)
            if gap is None:
                raise NeedsPersonError(Message.of("sign-proof-signature"))
            _put(out, gap, _stamped(gap.container, plan.tsa))
            new = last_gap(out)
            if new is None or not holds(out, new) or (new.begin, new.end) != (gap.begin, gap.end):
                raise NeedsPersonError(Message.of("sign-proof-signature"))
    except TimestampRequestError as trouble:
        raise TryAgainError(Message.of("sign-tsa-away", tsa=plan.tsa)) from trouble
    except (ValueError, TypeError, KeyError) as trouble:
        raise NeedsPersonError(Message.of("sign-file-refused", detail=str(trouble))) from trouble
    return SignedResult(sealed_file(target, order.pages, order.pdfa), "", SignatureLevel.TIMED)


def _stamped(container: cms.ContentInfo, tsa: str) -> bytes:
    """Return the signature with a timestamp over its value among the attributes that are not signed."""
    signed = container["content"]
    info = extract_signer_info(signed)
    digest = hashlib.new(DIGEST, info["signature"].native).digest()
    stamper = RequestsHTTPTimeStamper(tsa, timeout=ANSWER_SECONDS)
    token = asyncio.run(stamper.async_timestamp(digest, DIGEST))
    info["unsigned_attrs"] = cms.CMSAttributes([simple_cms_attribute("signature_time_stamp_token", token)])
    signed["signer_infos"] = cms.SignerInfos([info])
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _put(out: BinaryIO, gap: Gap, data: bytes) -> None:
    digits = data.hex().encode("ascii")
    if len(digits) > len(gap.digits):
        raise NeedsPersonError(Message.of("sign-no-room-for-time"))
    out.seek(gap.begin + 1)
    out.write(digits.ljust(len(gap.digits), b"0"))
