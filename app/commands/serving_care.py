"""`store check`, `backup`, `restore`: care for the served store, each proved by reading everything again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.options import command
from app.commands.serving import opened, placed
from app.commands.session import Session
from app.commands.store import store as store_group
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
