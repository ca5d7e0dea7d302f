"""`letters`: of apology and extension (Mẫu 04), from the overdue dossier to the numbered letter on its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from app.commands.options import DAY, command, option, pass_session, subgroup
from app.commands.session import Session
from app.compose.books import open_books
from app.compose.letters import Issued, LetterDesk, letter_desk
from app.compose.supervision import open_acts
from app.domain.errors import UsageError
from app.domain.indicators import Period
from app.domain.letters import Letter
from app.domain.messages import Message
from app.supervision.letters import Wish


@subgroup("letters", "cli-letters")
def letters() -> None:
    """Letters of apology and extension."""


@command("write", "cli-letters-write", letters)
@click.argument("codes", nargs=-1, required=True)
@option("--reason", required=True, help="cli-letters-reason")
@option("--days", type=click.IntRange(1, 250), help="cli-letters-days")
@option("--until", type=DAY, help="cli-letters-until")
@pass_session
def write(
    session: Session, *, codes: Sequence[str], reason: str, days: int | None, until: datetime | None
) -> None:
    """Write a letter for each dossier, still without a number."""
    if days is not None and until is not None:
        raise UsageError(Message.of("letters-days-or-until"))
    with _desk(session) as desk:
        written, refused = desk.write(codes, Wish(reason, until.date() if until else None, days))
        for letter in written:
            _give(session, desk, letter)
    for message in refused:
        session.tell(message)
    if refused:
        session.something_waits()


@command("allow", "cli-letters-allow", letters)
@click.argument("code")
@option("--note", default="", help="cli-letters-note")
@pass_session
def allow(session: Session, *, code: str, note: str) -> None:
    """Allow one further letter for a dossier: a supervisor's act."""
    with _desk(session) as desk:
        desk.allow(code, note)
    session.give({"dossier": code, "allowed": True}, session.text("letters-allowed", dossier=code))


@command("issue", "cli-letters-issue", letters)
@click.argument("ids", nargs=-1)
@option("--number", type=click.IntRange(1), help="cli-letters-number")
@pass_session
def issue(session: Session, *, ids: Sequence[str], number: int | None) -> None:
    """Number letters, write their files, send them on their way; without any, go on with what a crash left."""
    if bool(ids) != (number is not None):
        raise UsageError(Message.of("letters-number-missing"))
    with _desk(session) as desk:
        made = [desk.make(one) for one in desk.unfinished()]
        if number is not None:
            made += desk.issue(ids, number)
        for one in made:
            _give(session, desk, one.letter, one)


@command("list", "cli-letters-list", letters)
@option("--from", "first", type=DAY, required=True, help="cli-letters-from")
@option("--to", "last", type=DAY, required=True, help="cli-letters-to")
@option("--output", type=click.Path(dir_okay=False, path_type=Path), help="cli-letters-output")
@pass_session
def list_letters(session: Session, *, first: datetime, last: datetime, output: Path | None) -> None:
    """List the letters written in a period, or write them to a workbook."""
    with _desk(session) as desk:
        found = desk.letters.of_period(Period(first.date(), last.date()))
        if output is None:
            for letter in found:
                _give(session, desk, letter)
            return
        desk.write_list(output, found, session.text)
    session.tell(Message.of("letters-listed", file=str(output), count=len(found)))


@contextmanager
def _desk(session: Session) -> Iterator[LetterDesk]:
    with open_books(session.workspace) as books, open_acts(books) as acts:
        yield letter_desk(books, acts)


def _give(session: Session, desk: LetterDesk, letter: Letter, issued: Issued | None = None) -> None:
    shape = desk.shape(letter)
    if issued is not None:
        shape["files"] = [str(file) for file in issued.files]
    told = (
        shape["letter"],
        shape["number"] or "-",
        letter.dossier,
        shape["owner"],
        f"{letter.until:%d/%m/%Y}",
    )
    session.give(shape, "  ".join(map(str, told)))
