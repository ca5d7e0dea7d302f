"""The last steps that every draft takes: prepare for PDF/A, mark, write durably, prove."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pikepdf import pdfa

from app.domain.errors import NeedsPersonError
from app.domain.messages import Message
from app.domain.receipt import SealedFile
from app.domain.requests import SealRequest
from app.sealing.draft import Draft
from app.sealing.fingerprint import content_digest
from app.sealing.metadata import write_marks
from app.sealing.profile import SealProfile
from app.sealing.proof import Duty, prove
from app.sealing.writing import write

SCRIPTS_REMOVED = "seal-note-scripts-removed"
_NOT_PDFA = "seal-proof-pdfa"


class NotPdfaError(NeedsPersonError):
    """The document can't become PDF/A as it is, or would lose something on the way."""


class TooLargeError(NeedsPersonError):
    """The finished file is larger than the systems beyond take."""


def finish(
    draft: Draft, request: SealRequest, level: str | None, profile: SealProfile, converted: bool = True
) -> SealedFile:
    """Write the draft to the request's target and prove it; `level` None writes it without PDF/A.

    NotPdfaError when PDF/A is the one thing that fails, TooLargeError when the file leaves no room for a signature
    within the limits of `profile`, NeedsPersonError when the proof fails; the target is gone then.
    """
    pdf = draft.finish()
    if level is not None:
        _prepare(draft, level)
    shown = content_digest(pdf)
    write_marks(pdf, request, shown, level, converted)
    target = Path(request.target)
    write(pdf, target, level)
    _weigh(target, profile)
    problems = prove(target, Duty(tuple(draft.duties), level, request.dossier, request.capture_digest, shown))
    if problems:
        target.unlink(missing_ok=True)
        raise NotPdfaError(problems[0]) if _only_pdfa(problems) else NeedsPersonError(problems[0])
    return sealed_file(target, len(draft.duties), level, draft.notes[0] if draft.notes else "")


def sealed_file(target: Path, pages: int, level: str | None, note: str = "") -> SealedFile:
    """Return digest and size of the file at `target`, with what is known of it."""
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return SealedFile(digest, target.stat().st_size, pages, level, note)


def _weigh(target: Path, profile: SealProfile) -> None:
    limit = profile.file_bytes - profile.signature_bytes
    size = target.stat().st_size
    if size > limit:
        target.unlink(missing_ok=True)
        raise TooLargeError(
            Message.of("seal-too-large", megabytes=round(size / 1e6, 1), limit=round(limit / 1e6, 1))
        )


def _prepare(draft: Draft, level: str) -> None:
    prepared = pdfa.prepare(draft.pdf, level)
    if prepared.annotations_removed:
        lost = ", ".join(f"{kind}: {count}" for kind, count in prepared.annotations_removed.items())
        raise NotPdfaError(Message.of(_NOT_PDFA, level=level, detail=f"annotations would be lost ({lost})"))
    if prepared.document_javascript_removed:
        draft.note(SCRIPTS_REMOVED)


def _only_pdfa(problems: list[Message]) -> bool:
    return all(problem.id == _NOT_PDFA for problem in problems)
