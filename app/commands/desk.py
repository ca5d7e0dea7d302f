"""`ledger`, `scans`, `link`, `same`, `reject`, `release`, `confirm`: what the window can do, by script."""

from __future__ import annotations

from datetime import datetime

import click

from app.commands.options import DAY, command, option, pass_session
from app.commands.session import Session
from app.commands.shapes import ledger_shape, scan_shape
from app.compose.books import open_books
from app.compose.signing import plan_of
from app.domain.ledger import Ledger, local_day
from app.domain.scan import ANSWERS, Relation, Scan, ScanState
from app.domain.signing import SigningRule
from app.pipeline.earlier import Earlier
from app.pipeline.signing_desk import waits


@command("ledger", "cli-ledger")
@option("--day", type=DAY, help="cli-ledger-day")
@pass_session
def ledger(session: Session, day: datetime | None) -> None:
    """Give the ledger of a day (today) and in all."""
    with open_books(session.workspace) as books:
        give_ledger(session, books.journal.ledger(day.date() if day else local_day(books.clock())))


def give_ledger(session: Session, sums: Ledger) -> None:
    """Give a ledger; one that does not balance ends the program with 1."""
    if not (sums.of_day.balanced and sums.total.balanced):
        session.something_waits()
    session.give(ledger_shape(sums), lambda: plain_ledger(session, sums))


def plain_ledger(session: Session, sums: Ledger) -> str:
    """Return the ledger as two sentences."""
    lines = []
    for name, tally in (("ledger-day", sums.of_day), ("ledger-total", sums.total)):
        sentence = session.text(
            name,
            day=sums.day.strftime("%d/%m/%Y"),
            captured=tally.captured,
            stored=tally.stored,
            waiting=tally.waiting,
            held=tally.held,
            rejected=tally.rejected,
        )
        if tally.letters:
            sentence = f"{sentence} ({session.text('ledger-letters', letters=tally.letters)})"
        lines.append(sentence if tally.balanced else f"{sentence} {session.text('ledger-unbalanced')}")
    return "\n".join(lines)


@command("scans", "cli-scans")
@option("--state", type=click.Choice([state.value for state in ScanState]), help="cli-scans-state")
@option("--held", is_flag=True, help="cli-scans-held")
@pass_session
def scans(session: Session, state: str | None, held: bool) -> None:
    """List scans in the order of their capture."""
    wanted = ScanState(state) if state else None
    with open_books(session.workspace) as books:
        for scan in books.journal.scans(state=wanted, held=True if held else None):
            _give_scan(session, scan)


@command("link", "cli-link")
@click.argument("scan")
@click.argument("code")
@option("--as", "relation", type=click.Choice([one.value for one in ANSWERS]), help="cli-link-as")
@pass_session
def link(session: Session, scan: str, code: str, relation: str | None) -> None:
    """Link a scan to a dossier."""
    what = Relation(relation) if relation else None
    with open_books(session.workspace) as books:
        _give_scan(session, books.desk.link(scan, code, relation=what))


@command("same", "cli-same")
@click.argument("scan")
@click.argument("answer", type=click.Choice(["keep-both", "replace", "discard"]))
@pass_session
def same(session: Session, scan: str, answer: str) -> None:
    """Answer for a sheet that was scanned before."""
    with open_books(session.workspace) as books:
        earlier = Earlier(books.desk)
        acts = {"keep-both": earlier.keep_both, "replace": earlier.replace, "discard": earlier.discard}
        _give_scan(session, acts[answer](scan))


@command("reject", "cli-reject")
@click.argument("scan")
@option("--reason", required=True, help="cli-reject-reason")
@pass_session
def reject(session: Session, scan: str, reason: str) -> None:
    """End the life of a scan."""
    with open_books(session.workspace) as books:
        _give_scan(session, books.desk.reject(scan, reason))


@command("release", "cli-release")
@click.argument("scan")
@pass_session
def release(session: Session, scan: str) -> None:
    """Let a held scan go on."""
    with open_books(session.workspace) as books:
        _give_scan(session, books.desk.release(scan))


@command("cut", "cli-cut")
@click.argument("scan")
@pass_session
def cut(session: Session, scan: str) -> None:
    """Cut a scan that holds several results as proposed."""
    with open_books(session.workspace) as books:
        _give_scan(session, books.desk.recut(scan))


@command("confirm", "cli-confirm")
@click.argument("scan")
@option("--reason", required=True, help="cli-confirm-reason")
@pass_session
def confirm(session: Session, scan: str, reason: str) -> None:
    """Let a link stand that the program had stopped."""
    with open_books(session.workspace) as books:
        _give_scan(session, books.desk.confirm(scan, reason))


def _give_scan(session: Session, scan: Scan) -> None:
    settings = session.workspace.settings
    ruled = settings.signing_rule != SigningRule.NONE
    waits_for = "signature" if ruled and waits(scan, plan_of(settings)) else None
    record = scan_shape(scan, session.translator) | {"waits_for": waits_for}
    session.give(record, lambda: _plain_scan(session, scan, waits_for))


def _plain_scan(session: Session, scan: Scan, waits_for: str | None) -> str:
    state = session.text(f"state-waits-for-{waits_for}" if waits_for else f"state-{scan.state.value}")
    line = f"{scan.id}  {state:<12}  {scan.dossier or '-':<24}  {scan.source}"
    return f"{line}\n    {session.translator.say(scan.hold.message)}" if scan.hold else line
