"""`sohoa sync`: results of the served store and the systems beside it: how they stand, what is wrong, send, report."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.options import DAY, command, option, subgroup
from app.commands.serving import opened, placed
from app.commands.session import Session
from app.domain.errors import EnvironmentLackError, UsageError
from app.domain.messages import Message

if TYPE_CHECKING:
    from app.server.parts import Place

_PAGE = 1000


@subgroup("sync", "cli-sync")
def sync() -> None:
    """Group of what an administrator and a supervisor do about synchronisation."""


def _now() -> datetime:
    return datetime.now(UTC)


@command("status", "cli-sync-status", sync)
@option("--unit", "of_unit", default="", help="cli-sync-unit")
@placed
def status(session: Session, place: Place, of_unit: str) -> None:
    """Tell for each system how many dossiers are equal, waiting and wrong."""
    from app.server.sync.errors import Asked  # noqa: PLC0415 - the server is an extra
    from app.server.sync.errors import status as standing  # noqa: PLC0415

    with opened(place) as served, served.database.reading() as connection:
        found = standing(connection, None, Asked(unit=of_unit))
    for one in found:
        numbers = {name: one[name] for name in ("target", "dossiers", "equal", "waiting", "errors")}
        session.give(one, session.text("sync-status-row", **numbers))
        if one["errors"]:
            session.something_waits()
    if not found:
        session.tell(Message.of("sync-nothing-on"))


@command("errors", "cli-sync-errors", sync)
@option("--cause", default="", help="cli-sync-cause")
@option("--unit", "of_unit", default="", help="cli-sync-unit")
@option("--target", default="", help="cli-sync-target")
@option("--dossier", default="", help="cli-sync-dossier")
@placed
def errors(session: Session, place: Place, *, cause: str, of_unit: str, target: str, dossier: str) -> None:
    """List dossiers with an error; of one dossier also every attempt with its requests and answers."""
    from app.compose.synchronising import sync_rules  # noqa: PLC0415 - the server is an extra
    from app.server.sync.errors import Asked, attempts, shown  # noqa: PLC0415
    from app.server.sync.errors import errors as wrong  # noqa: PLC0415
    from app.server.sync.words import CAUSES, MENDERS  # noqa: PLC0415

    rules, after = sync_rules(session.workspace, _now), ("", "")
    with opened(place) as served, served.database.reading() as connection:
        while rows := wrong(connection, None, Asked(cause, target, of_unit, dossier, after), _PAGE):
            for row in rows:
                record = shown(row, rules)
                told, mender = session.text(CAUSES[record["cause"]]), session.text(MENDERS[record["mender"]])
                more = {"attempts": attempts(connection, row["dossier"], row["target"])} if dossier else {}
                line = f"{row['dossier']}  {row['target']}  {told}  {_differing(record)}  [{mender}]"
                session.give(record | {"told": told, "mender_told": mender} | more, line + _tried(more))
                session.something_waits()
            after = (rows[-1]["dossier"], rows[-1]["target"])


@command("resend", "cli-sync-resend", sync)
@click.argument("dossiers", nargs=-1)
@option("--cause", default="", help="cli-sync-cause")
@option("--unit", "of_unit", default="", help="cli-sync-unit")
@option("--target", default="", help="cli-sync-target")
@placed
def resend(
    session: Session, place: Place, *, dossiers: tuple[str, ...], cause: str, of_unit: str, target: str
) -> None:
    """Let dossiers, or all with a cause, be sent again now."""
    from app.server.sync.errors import Asked  # noqa: PLC0415 - the server is an extra
    from app.server.sync.errors import resend as again  # noqa: PLC0415

    if not dossiers and not cause:
        raise UsageError(Message.of("sync-resend-what"))
    with opened(place) as served:
        count = sum(again(served, None, Asked(cause, target, of_unit, one)) for one in dossiers or ("",))
    session.give({"resent": count}, session.text("sync-resent", count=count))


@command("report", "cli-sync-report", sync)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@option("--from", "first", type=DAY, required=True, help="cli-indicators-from")
@option("--to", "last", type=DAY, required=True, help="cli-indicators-to")
@option("--unit", "of_unit", default="", help="cli-sync-unit")
@placed
def report(
    session: Session, place: Place, *, folder: Path, first: datetime, last: datetime, of_unit: str
) -> None:
    """Write the report for the department of science and technology: XLSX and PDF."""
    from app.compose.synchronising import sync_rules  # noqa: PLC0415 - the server is an extra
    from app.domain.indicators import Period  # noqa: PLC0415
    from app.server.sync.errors import Asked  # noqa: PLC0415
    from app.server.sync.report import Wanted, write_report  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    wanted = Wanted(Period(first.date(), last.date()), Asked(unit=of_unit))
    files = [folder / f"sync_{first:%Y-%m-%d}_{last:%Y-%m-%d}.{ending}" for ending in ("xlsx", "pdf")]
    rules = sync_rules(session.workspace, _now)
    with opened(place) as served:
        numbers = [write_report(served, rules, wanted, session.text, file) for file in files][-1]
    record = {"files": [str(file) for file in files], **numbers}
    session.give(record, session.text("sync-report-written", folder=str(folder), **numbers))


@command("run", "cli-sync-run", sync)
@option("--until-idle", is_flag=True, help="cli-sync-until-idle")
@option("--at-once", type=click.IntRange(1, 32), default=4, help="cli-sync-at-once")
@placed
def run(session: Session, place: Place, *, until_idle: bool, at_once: int) -> None:
    """Send what is due, until told to end."""
    from app.compose.synchronising import senders  # noqa: PLC0415 - the server is an extra

    with opened(place) as served, senders(session.workspace, served, _now, os.environ) as made:
        if not made:
            raise EnvironmentLackError(Message.of("sync-off"))
        if until_idle:
            for sender in made:
                done = sender.until_idle(at_once)
                record: dict[str, str | int] = {"target": sender.target, **asdict(done)}
                session.give(record, session.text("sync-run-done", **record))
                if done.errors:
                    session.something_waits()
            return
        with _told_to_end() as end, ExitStack() as running:
            for sender in made:
                thread = threading.Thread(target=sender.forever, args=(at_once, end), name=sender.target)
                thread.start()
                running.callback(thread.join)
            session.tell(Message.of("sync-running", targets=", ".join(sender.target for sender in made)))
            end.wait()


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """Give an event that is set when the process is told to end (SIGTERM, Ctrl-C): what is under way is finished."""
    end = threading.Event()
    before = {one: signal.signal(one, lambda *_: end.set()) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield end
    finally:
        end.set()
        for one, how in before.items():
            signal.signal(one, how)


def _differing(record: dict[str, Any]) -> str:
    parts = []
    for one in record["differences"]:
        both = " ≠ ".join(side for side in (one["ours"], one["theirs"]) if side)
        parts.append(f"{one['field']}: {both}" if one["field"] else both)
    return "; ".join(part for part in parts if part)


def _tried(more: dict[str, Any]) -> str:
    lines = [
        f"\n  {exchange['at']}  {exchange['operation']}\n    > {json.dumps(exchange['request'], ensure_ascii=False)}"
        f"\n    < {json.dumps(exchange['answer'], ensure_ascii=False)}"
        for attempt in more.get("attempts", ())
        for exchange in attempt["exchanges"]
    ]
    return "".join(lines)
