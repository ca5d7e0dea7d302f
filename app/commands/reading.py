"""`read` and `match`: what stands on a file, and whose it is. Nothing is recorded."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from app.commands.options import QUALITY, command, existing_files, option, pass_session
from app.commands.session import Session
from app.commands.shapes import candidate_shape, fields_shape, page_shape
from app.compose.books import register_of_file
from app.compose.doctor import nobody_waits
from app.compose.eye import Eye, open_eye
from app.domain.errors import NeedsPersonError, ReadFailure, SohoaError, TryAgainError, UnreadableError
from app.domain.fields import find_fields
from app.domain.page import Fields, Reading
from app.domain.separation import Part
from app.pipeline.stages.match import Matcher


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file and its reading, or why there is none."""

    file: Path
    reading: Reading | None = None
    trouble: SohoaError | None = None
    seconds: float = 0.0
    fields: Fields = field(default_factory=Fields)


@command("read", "cli-read")
@existing_files
@option("--quality", type=QUALITY, help="cli-quality")
@pass_session
def read(session: Session, files: Sequence[Path], quality: str | None) -> None:
    """Read files and give text, fields and barcodes."""
    with open_eye(session.workspace.settings, quality) as eye:
        for outcome in _outcomes(eye, files):
            if outcome.reading is None:
                _give_trouble(session, outcome)
            else:
                _give_reading(session, outcome, outcome.reading)


@command("match", "cli-match")
@existing_files
@option(
    "--register", "register_file", required=True, type=click.Path(path_type=Path), help="cli-match-register"
)
@option("--quality", type=QUALITY, help="cli-quality")
@pass_session
def match(session: Session, files: Sequence[Path], register_file: Path, quality: str | None) -> None:
    """Read, separate and propose dossiers of the register file."""
    settings = session.workspace.settings
    with register_of_file(register_file) as register, open_eye(settings, quality) as eye:
        matcher = eye.matcher(register)
        for outcome in _outcomes(eye, files):
            if outcome.reading is None:
                _give_trouble(session, outcome)
            else:
                record = _match_shape(session, outcome.file, outcome.reading, eye, matcher)
                session.give(record, functools.partial(_plain_match, session, record))


def _outcomes(eye: Eye, files: Sequence[Path]) -> Iterator[Outcome]:
    """Yield the outcome of each file in order; as many files as there are workers are read at a time."""
    with ThreadPoolExecutor(max_workers=eye.workers) as readers:
        try:
            yield from readers.map(lambda file: _outcome(eye, file), files)
        except BaseException:
            eye.crew.close()  # Ctrl-C, or a machine that can't read: what is under way is not waited for
            raise


def _outcome(eye: Eye, file: Path) -> Outcome:
    began = time.perf_counter()
    try:
        if not file.is_file():
            raise UnreadableError(ReadFailure.UNREADABLE, "no such file")
        with nobody_waits():
            reading = eye.reading(file)
    except (NeedsPersonError, TryAgainError) as trouble:
        return Outcome(file, trouble=trouble, seconds=time.perf_counter() - began)
    except OSError as trouble:
        failure = UnreadableError(ReadFailure.UNREADABLE, type(trouble).__name__)
        return Outcome(file, trouble=failure, seconds=time.perf_counter() - began)
    return Outcome(file, reading, None, time.perf_counter() - began, find_fields(reading.pages))


def _give_reading(session: Session, outcome: Outcome, reading: Reading) -> None:
    seconds = round(outcome.seconds, 3)
    record = {
        "file": str(outcome.file),
        "pages": [page_shape(page) for page in reading.pages],
        "fields": fields_shape(outcome.fields),
        "seconds": seconds,
        "first_fields_seconds": min(seconds, reading.first_fields_seconds),
    }
    session.give(record, lambda: _plain_reading(session, record))


def _give_trouble(session: Session, outcome: Outcome) -> None:
    trouble = outcome.trouble
    if trouble is None:
        return
    session.something_waits()
    code = trouble.failure if isinstance(trouble, UnreadableError) else ReadFailure.UNREADABLE
    text = session.translator.say(trouble.message)
    record = {"file": str(outcome.file), "error": {"code": code.value, "message": text}}
    session.give(record, f"{outcome.file}: {text}")


def _match_shape(
    session: Session, file: Path, reading: Reading, eye: Eye, matcher: Matcher
) -> dict[str, Any]:
    scans = [_opinion_shape(session, reading, part, matcher) for part in eye.parts(reading)]
    return {"file": str(file), "scans": scans}


def _opinion_shape(session: Session, reading: Reading, part: Part, matcher: Matcher) -> dict[str, Any]:
    """Return one scan of `sohoa match --json`; a slip without its result is held with that reason."""
    shape: dict[str, Any] = {"pages": list(part.pages), "separator_pages": list(part.separator_pages)}
    if part.message is not None and not part.pages:
        session.something_waits()
        text = session.translator.say(part.message)
        return {**shape, "decision": "held", "dossier": None, "hold": text, "candidates": []}
    opinion = matcher.opinion(reading, part)
    candidates = [candidate_shape(one) for one in opinion.candidates]
    if opinion.decision.link is not None:
        dossier = opinion.decision.link.dossier
        return {**shape, "decision": "linked", "dossier": dossier, "hold": None, "candidates": candidates}
    session.something_waits()
    text = session.translator.say(opinion.decision.hold) if opinion.decision.hold else ""
    return {**shape, "decision": "held", "dossier": None, "hold": text, "candidates": candidates}


def _plain_reading(session: Session, record: dict[str, Any]) -> str:
    lines = [f"== {record['file']} ({record['seconds']} s)"]
    for page in record["pages"]:
        lines += [
            session.text("read-page", page=page["page"], dpi=page["dpi"], rotation=page["rotation"]),
            page["text"],
        ]
        lines += [f"[{code['format']}] {code['text']}" for code in page["barcodes"]]
    lines += [f"{name}: {value}" for name, value in record["fields"].items() if value]
    return "\n".join(lines)


def _plain_match(session: Session, record: dict[str, Any]) -> str:
    lines = [f"== {record['file']}"]
    for scan in record["scans"]:
        pages = ", ".join(str(page) for page in scan["pages"])
        if scan["dossier"]:
            lines.append(session.text("match-linked", pages=pages, dossier=scan["dossier"]))
        else:
            lines.append(session.text("match-held", pages=pages, hold=scan["hold"]))
        lines += [f"   {one['dossier']}  {one['score']:.3f}" for one in scan["candidates"]]
    return "\n".join(lines)
