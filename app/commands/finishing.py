"""`seal`, `verify` and `export`: final files, their proof, and the package of stored results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path

import click

from app.commands.options import DAY, command, existing_files, option, pass_session
from app.commands.session import Session
from app.compose.books import export_package, open_books
from app.compose.doctor import nobody_waits
from app.compose.eye import open_eye, verify_file
from app.compose.receipt_proof import verify_receipt
from app.domain.errors import UsageError
from app.domain.ledger import VIETNAM
from app.domain.messages import Message
from app.domain.receipt import published


@command("seal", "cli-seal")
@click.argument("file", type=click.Path(path_type=Path))
@option("--dossier", required=True, help="cli-seal-dossier")
@option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="cli-seal-output")
@pass_session
def seal(session: Session, file: Path, dossier: str, output: Path) -> None:
    """Make the final file of one scan; refuse to overwrite."""
    if not file.is_file():
        raise UsageError(Message.of("no-such-file", file=str(file)))
    if output.exists():
        raise UsageError(Message.of("file-exists", file=str(output)))
    with nobody_waits(), open_eye(session.workspace.settings, None) as eye:
        sealed = eye.sealed(file, dossier, output)
    record = {
        "file": str(output),
        "dossier": dossier,
        "digest": sealed.digest,
        "bytes": sealed.bytes,
        "pages": sealed.pages,
        "pdfa": sealed.pdfa,
        "note": session.text(sealed.note) if sealed.note else None,
    }
    session.give(
        record, session.text("sealed-as", file=str(output), pages=sealed.pages, pdfa=sealed.pdfa or "-")
    )


@command("verify", "cli-verify")
@existing_files
@option("--trust", type=click.Path(file_okay=False, path_type=Path), help="cli-verify-trust")
@option("--online", is_flag=True, help="cli-verify-online")
@pass_session
def verify(session: Session, files: Sequence[Path], trust: Path | None, online: bool) -> None:
    """Prove final files: PDF/A, text, dossier, digest, signatures."""
    for file in files:
        if file.suffix.lower() == ".json":
            _verify_receipt(session, file)
            continue
        proof = verify_file(file, str(trust or session.workspace.settings.signing_trust), online=online)
        problems = [session.translator.say(problem) for problem in proof.problems]
        if not proof.ok:
            session.something_waits()
        record = {
            "file": str(file),
            "ok": proof.ok,
            "pdfa": proof.pdfa,
            "pages": proof.pages,
            "dossier": proof.dossier,
            "digest": proof.file_digest,
            "capture_digest": proof.digest,
            "text_found": proof.text_found,
            "signatures": [asdict(signature) for signature in proof.signatures],
            "problems": problems,
        }
        verdict = session.text("verify-ok" if proof.ok else "verify-not-ok", file=str(file))
        session.give(record, "\n".join([verdict, *(f"  - {problem}" for problem in problems)]))


def _verify_receipt(session: Session, file: Path) -> None:
    proof = verify_receipt(file, session.workspace.settings)
    problems = [session.translator.say(problem) for problem in proof.problems]
    if problems:
        session.something_waits()
        told = session.text("receipt-not-proved", file=str(file))
    else:
        told = session.text(
            "receipt-proved", file=str(file), store=proof.receipt.store if proof.receipt else "-"
        )
    receipt = published(proof.receipt) if proof.receipt else None
    record = {"file": str(file), "ok": not problems, "receipt": receipt, "problems": problems}
    session.give(record, "\n".join([told, *(f"  - {problem}" for problem in problems)]))


@command("export", "cli-export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@option("--since", type=DAY, help="cli-export-since")
@pass_session
def export(session: Session, folder: Path, since: datetime | None) -> None:
    """Write a BagIt package of the stored results."""
    begin = datetime.combine(since.date(), time.min, VIETNAM) if since else None
    with open_books(session.workspace) as books:
        count = export_package(books, folder, begin)
    record = {"folder": str(folder), "results": count, "since": _iso(since)}
    session.give(record, session.text("exported", folder=str(folder), results=count))


def _iso(since: datetime | None) -> str | None:
    day: date | None = since.date() if since else None
    return day.isoformat() if day else None
