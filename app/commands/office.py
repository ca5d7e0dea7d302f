"""`register`, `watch-folder` and `doctor`: what an office sets up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from app.commands.options import command, option, pass_session, subgroup
from app.commands.session import ENVIRONMENT, Session
from app.compose import checking
from app.compose.books import import_register, open_books
from app.compose.doctor import examine
from app.domain.dossier import Dossier
from app.domain.errors import UsageError
from app.domain.messages import Message
from app.pipeline.checking import Finding
from app.settings import AFTER_PICKUP, Settings, WatchedFolder, save


@subgroup("register", "cli-register")
def register() -> None:
    """Group the commands about dossiers."""


@command("import", "cli-register-import", register)
@click.argument("file", type=click.Path(path_type=Path))
@pass_session
def register_import(session: Session, file: Path) -> None:
    """Take the dossiers of a CSV, XLSX or JSON file into the register."""
    with open_books(session.workspace) as books:
        sums = import_register(books, file)
    reasons = [(one.row, session.translator.say(one.reason)) for one in sums.refused]
    refused = [{"row": row, "reason": reason} for row, reason in reasons]
    if refused:
        session.something_waits()
    record = {
        "file": str(file),
        "added": sums.added,
        "updated": sums.updated,
        "unchanged": sums.unchanged,
        "refused": refused,
    }
    sentence = session.text(
        "register-imported",
        added=sums.added,
        updated=sums.updated,
        unchanged=sums.unchanged,
        refused=len(refused),
    )
    rows = [session.text("register-refused-row", row=row, reason=reason) for row, reason in reasons]
    session.give(record, "\n".join([sentence, *rows]))


@command("find", "cli-register-find", register)
@click.argument("text", nargs=-1, required=True)
@option("--limit", type=click.IntRange(1, 1000), default=20, help="cli-register-limit")
@pass_session
def register_find(session: Session, text: Sequence[str], limit: int) -> None:
    """Find dossiers by any part of code, name or number."""
    with open_books(session.workspace) as books:
        for dossier in books.register.search(" ".join(text), limit):
            session.give(
                _dossier_shape(dossier), f"{dossier.code}  {dossier.owner_name}  {dossier.procedure_name}"
            )


@subgroup("watch-folder", "cli-watch")
def watch_folder() -> None:
    """Group the commands about scanner folders."""


@command("add", "cli-watch-add", watch_folder)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@option("--network", is_flag=True, help="cli-watch-network")
@option(
    "--after-pickup",
    type=click.Choice(AFTER_PICKUP),
    default="move",
    help="cli-watch-after",
)
@click.option("--pages-each", type=click.IntRange(min=0), default=0, help="cli-watch-pages-each")
@click.option("--blanks-cut", is_flag=True, help="cli-watch-blanks-cut")
@click.option("--heads-cut", is_flag=True, help="cli-watch-heads-cut")
@click.option("--slips-behind", is_flag=True, help="cli-watch-slips-behind")
@click.option("--interleaved", is_flag=True, help="cli-watch-interleaved")
@pass_session
def watch_add(session: Session, /, folder: Path, **how: Any) -> None:
    """Watch a folder from now on, in the way its options say."""
    place = folder.absolute()
    if not place.is_dir():
        raise UsageError(Message.of("no-such-folder", folder=str(folder)))
    if place == session.workspace.root or (session.workspace.root in place.parents and place.name in _OWN):
        raise UsageError(Message.of("folder-is-ours", folder=str(folder)))
    kept = _without(session.workspace.settings, place)
    _save(session, replace(kept, folders=(*kept.folders, WatchedFolder(str(place), **how))))
    watch_list_now(session)


@command("list", "cli-watch-list", watch_folder)
@pass_session
def watch_list(session: Session) -> None:
    """List the watched folders."""
    watch_list_now(session)


@command("remove", "cli-watch-remove", watch_folder)
@click.argument("folder", type=click.Path(path_type=Path))
@pass_session
def watch_remove(session: Session, folder: Path) -> None:
    """Watch a folder no longer; its files are left as they are."""
    settings = session.workspace.settings
    kept = _without(settings, folder.absolute())
    if kept == settings:
        raise UsageError(Message.of("folder-not-watched", folder=str(folder)))
    _save(session, kept)
    watch_list_now(session)


def watch_list_now(session: Session) -> None:
    """Give the watched folders, one a line."""
    for folder in session.workspace.settings.folders:
        record = {"folder": folder.path, "network": folder.network, "after_pickup": folder.after_pickup}
        session.give(record, f"{folder.path}  ({session.text('after-pickup-' + folder.after_pickup)})")


@command("doctor", "cli-doctor")
@pass_session
def doctor(session: Session) -> None:
    """Check everything outside Python and say how to mend it."""
    for check in examine(session.workspace):
        text = session.translator.say(check.message)
        if not check.ok:
            session.exit_code = ENVIRONMENT
        mark = session.text("doctor-good" if check.ok else "doctor-bad")
        session.give({"check": check.name, "ok": check.ok, "message": text}, f"{mark}  {check.name}: {text}")


@command("check", "cli-check")
@option("--mend/--no-mend", default=True, help="cli-check-mend")
@pass_session
def check_workspace(session: Session, mend: bool) -> None:
    """Hold spool, store and journal against each other, and mend what has another copy."""

    def tell(found: Finding) -> None:
        text = session.translator.say(found.message)
        record = {"where": found.where, "problem": found.problem, "digest": found.digest, "text": text}
        mended = session.text("check-mended", source=found.source) if found.mended else ""
        session.give(record | {"mended": found.mended, "source": found.source}, f"{text} {mended}".rstrip())

    sums = checking.check(session.workspace, tell, mend=mend)
    problems = {name: sums[name] for name in ("missing", "altered", "unreadable", "foreign", "extra")}
    if sums["left"]:
        session.something_waits()
    record = {"checked": True, **problems, "mended": sums["mended"], "left": sums["left"]}
    plain = session.text("check-sums", mended=sums["mended"], left=sums["left"], extra=sums["extra"])
    session.give(record, plain)


_OWN = ("spool", "store", "logs")


def _without(settings: Settings, place: Path) -> Settings:
    return replace(settings, folders=tuple(one for one in settings.folders if Path(one.path) != place))


def _save(session: Session, settings: Settings) -> None:
    save(session.workspace.settings_file, settings)
    session.workspace = replace(session.workspace, settings=settings)


def _dossier_shape(dossier: Dossier) -> dict[str, object]:
    return {
        "dossier": dossier.code,
        "other_codes": list(dossier.other_codes),
        "owner_name": dossier.owner_name,
        "owner_number": dossier.owner_number,
        "procedure": dossier.procedure_name,
        "state": int(dossier.state) if dossier.state else None,
        "received_at": dossier.received_at.isoformat() if dossier.received_at else None,
        "due_at": dossier.due_at.isoformat() if dossier.due_at else None,
    }
