"""Looks at a finished file from outside: is it whole, is it PDF/A, what does it say of itself, is that still true."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Pdf, pdfa

from app.domain.messages import Message
from app.sealing.fingerprint import content_digest
from app.sealing.metadata import Marks, read_marks
from app.sealing.sign.examination import Examined, examine
from app.sealing.sign.trust import Trust
from app.sealing.signatures import SignatureFound, signatures_of
from app.sealing.textfound import squeezed, texts
from app.sealing.troubles import DAMAGE

LEVELS = ("1b", "2b", "3b")
_OF_SIGNATURES = ("/AcroForm", "/Annots", "/DSS", "/Extensions", "/Perms")
_TAIL_BYTES = 1024  # the end mark stands in the last kilobyte (ISO 32000-1, annex H)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found; field names are those of the published JSON, `problems` are for people.

    `digest` is the digest of the capture that the file names, `file_digest` that of the file itself.
    """

    file: str
    ok: bool
    pdfa: str | None
    pages: int
    dossier: str | None
    digest: str | None
    text_found: bool
    signatures: tuple[SignatureFound, ...] = ()
    problems: tuple[Message, ...] = ()
    file_digest: str | None = None
    title: str | None = None


def verify(path: str, trust: Trust | None = None, *, online: bool = False) -> Verification:
    """Return what is found in the file at `path`; nothing that is wrong with it raises.

    Signatures are judged by the certificates in `trust` (None: none is trusted); `online` also asks authorities
    whether certificates were revoked.
    """
    place = Path(path)
    try:
        size = place.stat().st_size
        file_digest = _digest_of(place)
    except OSError as trouble:
        return _refused(path, "verify-no-file", detail=str(trouble))
    try:
        with pikepdf.open(place, suppress_warnings=True) as pdf:
            return _look(
                place, pdf, size, file_digest, lambda: examine(place, trust or Trust(), online=online)
            )
    except pikepdf.PasswordError:
        return _refused(path, "verify-encrypted", file_digest)
    except DAMAGE as trouble:
        return _refused(path, "verify-damaged", file_digest, detail=str(trouble))


def _look(
    path: Path, pdf: Pdf, size: int, file_digest: str, examined: Callable[[], Examined]
) -> Verification:
    marks = read_marks(pdf)
    signatures = tuple(signatures_of(pdf, size))
    problems: list[Message] = []
    if signatures:
        signatures = _judged(signatures, examined(), problems)
    pages = len(pdf.pages)
    digest = None
    try:
        digest = content_digest(pdf)  # reads every stream: warnings of qpdf come with it
    except DAMAGE as trouble:
        problems.append(Message.of("verify-damaged", detail=str(trouble)))
    if pdf.get_warnings() or not _has_end(path):
        problems.append(Message.of("verify-damaged", detail="; ".join(map(str, pdf.get_warnings()[:3]))))
    if pages == 0:
        problems.append(Message.of("verify-no-pages"))
    if marks.content_digest is not None and digest != marks.content_digest:
        problems.append(Message.of("verify-changed"))
    level = _level(path, marks, problems, must=not signatures)
    text_found = _text_found(path, problems)
    return Verification(
        file=str(path),
        ok=not problems,
        pdfa=level,
        pages=pages,
        dossier=marks.dossier,
        digest=marks.capture_digest,
        text_found=text_found,
        signatures=signatures,
        problems=tuple(problems),
        file_digest=file_digest,
        title=marks.title,
    )


def _judged(
    stated: tuple[SignatureFound, ...], examined: Examined, problems: list[Message]
) -> tuple[SignatureFound, ...]:
    """Return the signatures as judged, or as stated where they could not be read; tell what is wrong with them."""
    problems += examined.problems
    if len(examined.signatures) + examined.timestamps < len(stated) and not examined.problems:
        problems.append(Message.of("verify-signature-unknown-format"))
    return examined.signatures or tuple(replace(one, valid=False, trusted=False) for one in stated)


def _level(path: Path, marks: Marks, problems: list[Message], must: bool) -> str | None:
    """Return the PDF/A level when the file claims one and keeps the claim; tell what is wrong otherwise."""
    if marks.pdfa is None or marks.pdfa[:1] not in ("1", "2", "3"):
        if must:
            problems.append(Message.of("verify-not-pdfa"))
        return None
    level = marks.pdfa[0] + "b"  # a and u include b
    report = pdfa.validate_written(path, level)
    if report.passed or (not must and all(_comes_with_signing(finding) for finding in report.findings)):
        return level
    if must:
        detail = "; ".join(str(finding) for finding in report.findings[:3])
        problems.append(Message.of("verify-pdfa-broken", level=marks.pdfa, detail=detail))
    return None


def _comes_with_signing(finding: pdfa.Finding) -> bool:
    """Tell whether pikepdf only says that it does not judge the form and annotation that a signature stands in."""
    return finding.kind == "unsupported" and any(place in finding.where for place in _OF_SIGNATURES)


def _text_found(path: Path, problems: list[Message]) -> bool:
    try:
        return any(squeezed(text) for text in texts(path))
    except pypdfium2.PdfiumError as trouble:
        problems.append(Message.of("verify-damaged", detail=str(trouble)))
        return False


def _has_end(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL_BYTES))
        return b"%%EOF" in file.read()


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refused(path: str, problem: str, file_digest: str | None = None, **arguments: str) -> Verification:
    return Verification(
        file=path,
        ok=False,
        pdfa=None,
        pages=0,
        dossier=None,
        digest=None,
        text_found=False,
        problems=(Message.of(problem, **arguments),),
        file_digest=file_digest,
    )
