"""`worklist`, `assign`, `quality`, `judge`: what is to be done, by whom, and how right the links are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app.commands.options import command, option, pass_session
from app.commands.session import Session
from app.compose.books import open_books
from app.compose.supervision import open_acts, second_looks, work_lists
from app.domain.lessons import learn
from app.domain.messages import Message
from app.domain.quality import Quality, Verdict
from app.storage.sheet_files import write_workbook
from app.supervision.published import item_shape
from app.supervision.work_tables import work_table
from app.supervision.worklists import Kind


@command("worklist", "cli-worklist")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@option("--unit", "of_unit", help="cli-worklist-unit")
@option("--days", type=click.IntRange(0, 366), default=3, help="cli-worklist-days")
@option("--assigned", "account", help="cli-worklist-assigned")
@option("--output", type=click.Path(dir_okay=False, path_type=Path), help="cli-worklist-output")
@pass_session
def worklist(
    session: Session, *, kind: str, of_unit: str | None, days: int, account: str | None, output: Path | None
) -> None:
    """List what is to be done, the longest waiting first."""
    with open_books(session.workspace) as books, open_acts(books) as acts:
        items = work_lists(books, acts).items(Kind(kind), unit=of_unit, days=days, assigned=account)
    if output is not None:
        write_workbook(output, [work_table(kind, items, session.text)])
        session.tell(Message.of("worklist-written", file=str(output), count=len(items)))
        return
    for item in items:
        shape = item_shape(item)
        told = "  ".join(
            str(shape[name])
            for name in ("subject", "since", "owner", "procedure_name", "why", "assigned", "note")
            if shape[name]
        )
        session.give(shape, told)
    if not items:
        session.tell(Message.of("worklist-empty"))


@command("assign", "cli-assign")
@click.argument("subjects", nargs=-1, required=True)
@option("--to", "account", required=True, help="cli-assign-to")
@option("--note", "text", default="", help="cli-assign-note")
@pass_session
def assign(session: Session, subjects: Sequence[str], account: str, text: str) -> None:
    """Give dossiers or scans of a work list to a person, with a note."""
    with open_books(session.workspace) as books, open_acts(books) as acts:
        work_lists(books, acts).assign(subjects, account, session.workspace.settings.who, text)
    record = {"assigned": list(subjects), "to": account}
    session.give(record, session.text("worklist-assigned", count=len(subjects), to=account))


@command("quality", "cli-second-look")
@pass_session
def quality(session: Session) -> None:
    """Give the measured error rate of links, and what this account is to see again."""
    with open_books(session.workspace) as books, open_acts(books) as acts:
        looks = second_looks(books, acts)
        told, erred = looks.quality(learn(books.journal.lives()))
        waiting = looks.waiting(session.workspace.settings.who)
    record = quality_shape(told) | {"evidence_erred": erred, "waiting": [scan.id for scan in waiting]}
    session.give(record, lambda: _told(session, told, len(waiting)))
    if not told.checked:
        session.something_waits()


@command("judge", "cli-judge")
@click.argument("scan")
@click.argument("verdict", type=click.Choice([verdict.value for verdict in Verdict]))
@option("--reason", default="", help="cli-judge-reason")
@pass_session
def judge(session: Session, scan: str, verdict: str, reason: str) -> None:
    """Say of a result drawn for a second look whether its link is right."""
    with open_books(session.workspace) as books, open_acts(books) as acts:
        second_looks(books, acts).judge(scan, Verdict(verdict), session.workspace.settings.who, reason)
    session.give({"scan": scan, "verdict": verdict}, session.text("quality-judged", scan=scan))


def quality_shape(told: Quality) -> dict[str, Any]:
    """Return the published shape of the figures of the second look."""
    return {
        "drawn": told.drawn,
        "looks": told.looks,
        "errors": told.errors,
        "error_rate": told.error_rate,
        "interval": told.interval,
        "needless_hold_rate": told.needless_rate,
        "checked": told.checked,
    }


def _told(session: Session, told: Quality, waiting: int) -> str:
    def percent(rate: float | None) -> str:
        return "–" if rate is None else f"{rate:.2%}"

    low, high = told.interval or (None, None)
    lines = [
        session.text(
            "quality-rate",
            looks=told.looks,
            drawn=told.drawn,
            errors=told.errors,
            rate=percent(told.error_rate),
            low=percent(low),
            high=percent(high),
        ),
        session.text("quality-holds", rate=percent(told.needless_rate), decisions=told.decisions),
        session.text("quality-waiting", count=waiting),
    ]
    if not told.checked:
        lines.append(session.text("quality-unchecked"))
    return "\n".join(lines)
