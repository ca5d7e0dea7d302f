"""`sign` and `sign-handover`: the agency's signature, by script."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from app.commands.options import command, option, pass_session, subgroup
from app.commands.session import Session
from app.compose.books import Books, open_books
from app.compose.signing import handover, handover_folder, pin_of_keyring, signing_desk
from app.domain.errors import UsageError
from app.domain.messages import Message
from app.pipeline.signing_desk import Batch, SigningDesk

_FOLDER = click.Path(file_okay=False, path_type=Path)


@command("sign", "cli-sign")
@click.argument("scans", nargs=-1)
@option("--all", "everything", is_flag=True, help="cli-sign-all")
@option("--pin-from", help="cli-sign-pin-from")
@pass_session
def sign(session: Session, scans: Sequence[str], everything: bool, pin_from: str | None) -> None:
    """Sign sealed results with one PIN."""
    if bool(scans) == everything:
        raise UsageError(Message.of("sign-scans-or-all"))
    with open_books(session.workspace) as books:
        desk = signing_desk(books)
        wanted = [scan.id for scan in desk.waiting()] if everything else list(scans)
        if wanted:
            _tell_of_key(session, desk)
            batch = desk.sign(wanted, _pin(session, pin_from), by_script=True)
        else:
            batch = Batch()
        _give(session, books, batch)


def _tell_of_key(session: Session, desk: SigningDesk) -> None:
    """Tell what speaks against the certificate before the PIN is asked; UsageError when it can't be used."""
    _, concerns = desk.look_at_key()
    for concern in concerns:
        if concern.stops:
            raise UsageError(concern.message)
        session.tell(concern.message)


def _pin(session: Session, variable: str | None) -> str:
    if variable is not None:
        pin = session.environment.get(variable)
        if not pin:
            raise UsageError(Message.of("sign-no-pin-in", variable=variable))
        return pin
    kept = pin_of_keyring(session.workspace.settings)
    if kept is not None:
        return kept
    if not sys.stdin.isatty():  # a pipe: nothing to hide, and getpass would complain
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt(session.text("sign-ask-pin"), hide_input=True, err=True))


def _give(session: Session, books: Books, batch: Batch) -> None:
    refused = {scan: session.translator.say(message) for scan, message in batch.refused}
    if batch.refused or batch.waiting:
        session.something_waits()
    for scan_id in (*batch.signed, *refused, *batch.waiting):
        scan = books.journal.scan(scan_id)
        record = {
            "scan": scan_id,
            "signed": scan_id in batch.signed,
            "signer": scan.signer if scan else None,
            "level": (scan.signature_level if scan else "") or None,
            "digest": scan.sealed.digest if scan and scan.sealed else None,
            "problem": refused.get(scan_id),
        }
        session.give(record, f"{scan_id}  {record['level'] or '-'}  {record['problem'] or ''}".rstrip())
    summary = {
        "signed": len(batch.signed),
        "refused": len(batch.refused),
        "waiting": len(batch.waiting),
        "untimed": batch.untimed,
        "unseen": batch.unseen,
        "stopped": session.translator.say(batch.stopped) if batch.stopped else None,
    }
    told = session.text(
        "sign-done", signed=len(batch.signed), refused=len(batch.refused), waiting=len(batch.waiting)
    )
    session.give(summary, told)
    if batch.stopped:
        session.tell(batch.stopped)
    if batch.unseen:
        session.tell(Message.of("sign-note-unseen", count=batch.unseen))
    if batch.untimed:
        session.tell(Message.of("sign-note-without-time", tsa=books.workspace.settings.signing_tsa or "-"))


@subgroup("sign-handover", "cli-sign-handover")
def sign_handover() -> None:
    """Sign with another program."""


@command("export", "cli-handover-export", sign_handover)
@click.argument("folder", required=False, type=_FOLDER)
@pass_session
def handover_export(session: Session, folder: Path | None) -> None:
    """Copy sealed files that wait into a folder."""
    with open_books(session.workspace) as books:
        given = handover(books).export(handover_folder(books, folder))
    for scan, file in given:
        session.give({"scan": scan, "file": str(file)}, f"{scan}  {file}")
    session.tell(Message.of("handover-exported", count=len(given)))


@command("import", "cli-handover-import", sign_handover)
@click.argument("folder", required=False, type=_FOLDER)
@pass_session
def handover_import(session: Session, folder: Path | None) -> None:
    """Take signed files back."""
    taken = 0
    with open_books(session.workspace) as books:
        for one in handover(books).take_back(handover_folder(books, folder)):
            problem = session.translator.say(one.trouble) if one.trouble else None
            taken += problem is None
            if problem:
                session.something_waits()
            record = {
                "file": str(one.file),
                "scan": one.scan,
                "signed": problem is None,
                "problem": problem,
            }
            session.give(record, f"{one.file.name}  {one.scan or '-'}  {problem or ''}".rstrip())
    session.tell(Message.of("handover-imported", count=taken))
