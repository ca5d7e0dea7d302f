"""`store check`, `backup`, `restore`, `audit`: care for the served store, each proved by reading everything again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.options import command, option
from app.commands.serving import opened, placed
from app.commands.session import Session
from app.commands.store import store as store_group
from app.domain.errors import UsageError
from app.domain.messages import Message

if TYPE_CHECKING:
    from app.server.parts import Place


@command("check", "cli-store-check", store_group)
@placed
def store_check(session: Session, place: Place) -> None:
    """Re-read every object and the audit; what does not agree is listed."""
    from app.server.backup import check  # noqa: PLC0415 - the server is an extra

    found = 0
    with opened(place) as served:
        for flaw in check(served):
            found += 1
            session.give(
                {"problem": flaw.problem, "subject": flaw.subject}, f"{flaw.problem}  {flaw.subject}"
            )
    if found:
        session.something_waits()
    session.tell(Message.of("serve-check-flaws", count=found) if found else Message.of("serve-check-whole"))


@command("backup", "cli-store-backup", store_group)
@click.argument("backup", type=click.Path(path_type=Path))
@placed
def store_backup(session: Session, place: Place, backup: Path) -> None:
    """Write a backup into an empty folder."""
    from app.server.backup import back_up  # noqa: PLC0415 - the server is an extra

    with opened(place) as served:
        count = back_up(served, backup)
    session.give(
        {"backup": str(backup), "objects": count},
        session.text("serve-backed-up", folder=str(backup), count=count),
    )


@command("restore", "cli-store-restore", store_group)
@click.argument("backup", type=click.Path(path_type=Path))
@placed
def store_restore(session: Session, place: Place, backup: Path) -> None:
    """Make a store of a backup in an empty place."""
    from app.server.backup import restore  # noqa: PLC0415 - the server is an extra

    count = restore(place, backup, lambda: datetime.now(UTC))
    session.give({"backup": str(backup), "objects": count}, session.text("serve-restored", count=count))


@command("audit", "cli-store-audit", store_group)
@option("--verify", "only_verify", is_flag=True, help="cli-store-audit-verify")
@option("--last", "only_last", is_flag=True, help="cli-store-audit-last")
@option(
    "--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="cli-store-audit-against"
)
@option("--trust", "keys", multiple=True, help="cli-store-audit-trust")
@placed
def audit(
    session: Session,
    place: Place,
    *,
    only_verify: bool,
    only_last: bool,
    against: Path | None,
    keys: tuple[str, ...],
) -> None:
    """Export the audit (or its last entry, as an anchor) as JSON lines, or look for tampering."""
    from app.server.audit import every_entry, last_entry, shown, verify  # noqa: PLC0415 - the server is an extra

    only_verify = only_verify or against is not None or bool(keys)
    session.as_json = session.as_json or not only_verify
    with opened(place) as served:
        if not only_verify:
            newest = last_entry(served.database) if only_last else None
            for entry in ([newest] if newest else []) if only_last else every_entry(served.database):
                session.give(shown(entry), "")
            return
        found = 0
        for flaw in verify(served.database, keys or served.public_keys, _anchors(against)):
            found += 1
            record = {"sequence": flaw.sequence, "problem": flaw.problem, "subject": flaw.subject}
            session.give(record, f"{flaw.sequence}  {flaw.problem}  {flaw.subject}")
    session.tell(Message.of("serve-audit-flaws", count=found) if found else Message.of("serve-audit-whole"))
    if found:
        session.something_waits()


def _anchors(file: Path | None) -> dict[int, str]:
    """Return the digests of the entries that were exported to a file, by their numbers."""
    if file is None:
        return {}
    try:
        with file.open(encoding="utf-8") as lines:
            entries = [json.loads(line) for line in lines if line.strip()]
        return {int(entry["sequence"]): str(entry["digest"]) for entry in entries}
    except (ValueError, KeyError, TypeError) as trouble:
        raise UsageError(Message.of("serve-audit-no-export", file=str(file))) from trouble
