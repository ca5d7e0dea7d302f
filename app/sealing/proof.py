"""The proof: the finished file is opened again from the disk and must show everything it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import pdfa

from app.domain.messages import Message
from app.sealing.draft import PageDuty
from app.sealing.fingerprint import content_digest, picture_digests
from app.sealing.metadata import read_marks
from app.sealing.other_parser import other_parser_finds
from app.sealing.textfound import is_latin, squeezed, texts
from app.sealing.troubles import DAMAGE

_WORDS_A_PAGE = 24
_SHORTEST = 2  # letters: "I" or "." is found anywhere


@dataclass(frozen=True, slots=True)
class Duty:
    """What the finished file must show. `pdfa` None: it was kept without PDF/A, and no marks are in it."""

    pages: tuple[PageDuty, ...]
    pdfa: str | None
    dossier: str
    capture_digest: str
    content_digest: str


def prove(path: Path, duty: Duty) -> list[Message]:
    """Return everything that is wrong with the file at `path`; empty when it is proved."""
    problems: list[Message] = []
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            problems += _marks(pdf, duty)
            problems += _pages(pdf, duty)
            if pdf.get_warnings():
                problems.append(Message.of("seal-proof-damaged", detail=str(pdf.get_warnings()[0])))
        problems += _text(path, duty)
        problems += other_parser_finds(path, len(duty.pages), strict=duty.pdfa is not None)
    except DAMAGE as trouble:
        return [Message.of("seal-proof-damaged", detail=str(trouble))]
    if duty.pdfa is not None:
        report = pdfa.validate_written(path, duty.pdfa)
        if not report.passed:
            detail = "; ".join(str(finding) for finding in report.findings[:3])
            problems.append(Message.of("seal-proof-pdfa", level=duty.pdfa, detail=detail))
    return problems


def _marks(pdf: pikepdf.Pdf, duty: Duty) -> list[Message]:
    marks = read_marks(pdf)
    if (marks.dossier, marks.capture_digest) == (duty.dossier, duty.capture_digest):
        return []
    return [Message.of("seal-proof-marks", dossier=marks.dossier or "", expected=duty.dossier)]


def _pages(pdf: pikepdf.Pdf, duty: Duty) -> list[Message]:
    if len(pdf.pages) != len(duty.pages):
        return [Message.of("seal-proof-pages", pages=len(pdf.pages), expected=len(duty.pages))]
    problems = [
        Message.of("seal-proof-picture", page=number)
        for number, (page, wanted) in enumerate(zip(pdf.pages, duty.pages, strict=True), start=1)
        if tuple(picture_digests(page)) != wanted.pictures
    ]
    if not problems and content_digest(pdf) != duty.content_digest:
        problems.append(Message.of("seal-proof-content"))
    return problems


def _text(path: Path, duty: Duty) -> list[Message]:
    problems: list[Message] = []
    for number, (text, page) in enumerate(zip(texts(path), duty.pages, strict=False), start=1):
        found = squeezed(text)
        missing = [word for word in _sample(page.words) if squeezed(word) not in found]
        if missing:
            problems.append(Message.of("seal-proof-text", page=number, word=missing[0], missing=len(missing)))
    return problems


def _sample(words: tuple[str, ...]) -> list[str]:
    """Return telling words spread evenly over the page, first and last among them where they are telling."""
    looked_at = _spread(words, 4 * _WORDS_A_PAGE)
    telling = [word for word in looked_at if len(squeezed(word)) >= _SHORTEST and is_latin(squeezed(word))]
    return _spread(telling, _WORDS_A_PAGE)


def _spread(words: Sequence[str], most: int) -> list[str]:
    if len(words) <= most:
        return list(words)
    step = (len(words) - 1) / (most - 1)
    return [words[round(place * step)] for place in range(most)]
