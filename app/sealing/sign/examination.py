"""Examines the signatures of any file: valid, trusted, since when, over what, and what was done to the file later."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel

from app.domain.messages import Message
from app.domain.signing import SignatureLevel
from app.sealing.sign.certificates import name_of
from app.sealing.sign.container import loose_ends
from app.sealing.sign.judgement import Judgement, judge, judge_timestamp
from app.sealing.sign.trust import Trust
from app.sealing.signatures import SignatureFound

log = logging.getLogger(__name__)
_PDF_TROUBLE = (PdfError, SigningError, SignatureValidationError)
_TAIL_BYTES = 32  # what ends a revision: %%EOF and the end of a line
_ENDS = re.compile(rb"%%EOF\s{0,2}\Z")
_TOLD_ALREADY = ("verify-signature-changed-later", "verify-signature-certified")
_ALGORITHM_TROUBLE = (NotImplementedError, UnsupportedAlgorithm)


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found: the signatures in the order they were made, what is wrong, the level of the first one."""

    signatures: tuple[SignatureFound, ...] = ()
    problems: tuple[Message, ...] = ()
    level: SignatureLevel = SignatureLevel.BARE
    timestamps: int = 0  # document timestamps, which are signatures of authorities


def examine(path: Path, trust: Trust, *, online: bool = False) -> Examined:
    """Return what is found in the file at `path`; whatever is wrong with it is a problem, never an exception.

    `online`: ask authorities whether certificates were revoked, where the file does not carry the answer.
    """
    # pyHanko logs what it finds wrong, with traces: here that is a finding, not an event.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        with path.open("rb") as file:
            return _Examination(file, trust, online).run()
    except Exception as trouble:  # noqa: BLE001 - made to be broken: every way in which it can be read wrongly is a finding
        log.info("signatures of %s: %r", path.name, trouble)
        return Examined(problems=(Message.of("verify-signature-unreadable", detail=_detail(trouble)),))


class _Examination:
    """One look at one file."""

    def __init__(self, file: BinaryIO, trust: Trust, online: bool) -> None:
        self._file, self._trust, self._online = file, trust, online
        self._reader = PdfFileReader(file, strict=False)
        self._problems: list[Message] = []
        self._level = SignatureLevel.BARE

    def run(self) -> Examined:
        embedded = list(self._reader.embedded_signatures)
        if not embedded:
            return Examined()
        timestamps = [one for one in embedded if one.sig_object_type == "/DocTimeStamp"]
        stamped_at = [self._timestamp(one) for one in timestamps]
        found = [self._signature(one, bool(timestamps)) for one in embedded if one not in timestamps]
        if self._reader.xrefs.hybrid_xrefs_present:
            self._problems.append(Message.of("verify-hidden-revisions"))
        self._reach(embedded[-1])
        if any(stamped_at):
            self._level = max(self._level, SignatureLevel.TIMED, key=list(SignatureLevel).index)
        return Examined(tuple(found), _each_once(self._problems), self._level, len(timestamps))

    def _signature(self, one: EmbeddedPdfSignature, timestamped: bool) -> SignatureFound:
        signer = _signer(one)
        claimed = one.self_reported_timestamp
        try:
            judgement = judge(one, self._trust, self._online)
        except _ALGORITHM_TROUBLE as trouble:
            self._told("verify-signature-unknown-algorithm", signer, _detail(trouble))
            judgement = Judgement()
        except Exception as trouble:  # noqa: BLE001 - see `examine`
            self._told("verify-signature-broken", signer, _detail(trouble))
            judgement = Judgement()
        else:
            self._problems += self._against(judgement, signer)
        self._container(one, signer)
        at = judgement.at or claimed
        self._level = _level(judgement, timestamped)
        return SignatureFound(
            signer=signer,
            time=at.isoformat() if at else None,
            covers_whole_file=judgement.whole,
            valid=judgement.valid,
            trusted=judgement.trusted,
        )

    def _timestamp(self, one: EmbeddedPdfSignature) -> bool:
        signer = _signer(one)
        try:
            judgement = judge_timestamp(one, self._trust)
        except Exception as trouble:  # noqa: BLE001 - see `examine`
            self._told("verify-timestamp-broken", signer, _detail(trouble))
            return False
        if not judgement.valid:
            self._told("verify-timestamp-broken", signer)
        self._container(one, signer)
        return judgement.valid

    def _against(self, judgement: Judgement, signer: str) -> Iterator[Message]:
        if judgement.weak:
            yield Message.of("verify-signature-unknown-algorithm", signer=signer, detail=judgement.weak)
        elif not (judgement.intact and judgement.sound):
            yield Message.of("verify-signature-broken", signer=signer, detail="")
        if judgement.intact and not judgement.covers_revision:
            yield Message.of("verify-signature-partial", signer=signer)
        elif judgement.intact and judgement.forbidden:
            told = "verify-signature-certified" if judgement.certified else "verify-signature-changed-later"
            yield Message.of(told, signer=signer)
        if judgement.timestamp_broken:
            yield Message.of("verify-timestamp-broken", signer=signer, detail="")
        if judgement.revoked:
            yield Message.of("verify-signature-revoked", signer=signer)
        elif self._trust.anchors and not judgement.trusted and judgement.sound:
            yield Message.of("verify-signature-untrusted", signer=signer, detail=judgement.why)

    def _container(self, one: EmbeddedPdfSignature, signer: str) -> None:
        start, length, second, _ = (*one.byte_range, 0, 0, 0, 0)[:4]
        self._file.seek(int(start) + int(length))
        gap = self._file.read(max(0, int(second) - int(start) - int(length)))
        loose = loose_ends(gap, self._trust.certificates)
        if not loose and bytes.fromhex(gap[1:-1].decode("ascii")) != one.pkcs7_content:
            loose = ["it stands in another place"]
        if loose:
            self._told("verify-signature-container", signer, "; ".join(loose))

    def _reach(self, last: EmbeddedPdfSignature) -> None:
        """Tell of revisions after the last signature that are more than material for its validation."""
        coverage: Any = last.coverage
        result: Any = last.diff_result
        if coverage is SignatureCoverageLevel.ENTIRE_FILE:
            return
        self._file.seek(-_TAIL_BYTES, os.SEEK_END)
        added = self._reader.xrefs.total_revisions - 1 > last.signed_revision
        if not added or not _ENDS.search(self._file.read()):
            self._told("verify-signature-bytes-behind", _signer(last))
        if result is None or any(problem.id in _TOLD_ALREADY for problem in self._problems):
            return
        level = getattr(result, "modification_level", ModificationLevel.OTHER)
        if level > ModificationLevel.LTA_UPDATES:
            self._told("verify-signature-changed-later", _signer(last))

    def _told(self, message_id: str, signer: str, detail: str = "") -> None:
        self._problems.append(Message.of(message_id, signer=signer, detail=detail))


def _each_once(problems: list[Message]) -> tuple[Message, ...]:
    return tuple(one for place, one in enumerate(problems) if one not in problems[:place])


def _level(judgement: Judgement, timestamped: bool) -> SignatureLevel:
    if not judgement.timestamped and not timestamped:
        return SignatureLevel.BARE
    return SignatureLevel.LASTING if judgement.lasting else SignatureLevel.TIMED


def _signer(one: EmbeddedPdfSignature) -> str:
    try:
        return name_of(one.signer_cert.subject)
    except Exception:  # noqa: BLE001 - see `examine`
        name = one.sig_object.get("/Name", "")
        return str(name)


def _detail(trouble: Exception) -> str:
    return (str(trouble) or type(trouble).__name__)[:300]
