"""Wires supervision to the books of a workspace."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.compose.books import Books
from app.compose.store import kept_credential
from app.domain.errors import TryAgainError
from app.domain.indicators import Period, View
from app.domain.ledger import local_day
from app.domain.messages import Message
from app.domain.synchronisation import NotSynchronised
from app.settings import Workspace, resources
from app.storage.acts import ActBook
from app.storage.figures_counting import count_some
from app.storage.http.connection import Connection
from app.storage.http.sync_errors import not_synchronised
from app.storage.stored_results import take_deposited_results, take_stored_results
from app.supervision.figures import Indicators
from app.supervision.overview import Overlook
from app.supervision.rules import Rules
from app.supervision.second_looks import SecondLooks
from app.supervision.worklists import WorkLists


def rules_of(workspace: Workspace) -> Rules:
    """Return the program's rules, and the workspace's own over them."""
    return Rules((resources() / "rules", workspace.root / "rules"))


Counting = Callable[[float], None]  # told which part of the register is counted


def unhurried(_: float) -> None:
    """Let the counting go on to its end; others who write get in between."""


def later(done: float) -> None:
    """Tell instead of figures how far the counting is: whoever asked asks again, and it goes on from there."""
    raise TryAgainError(Message.of("figures-being-counted", percent=int(100 * done)))


def indicators(books: Books, counting: Counting = unhurried) -> Indicators:
    """Return the figures over the register, brought up to date with the store.

    A register from before there were roll-ups is counted first, some dossiers at a time, with `counting` in between.
    """
    figures = lists_of(books)
    while (done := count_some(books.register.database)) is not None:
        counting(done)
    return figures


def lists_of(books: Books) -> Indicators:
    """Return the same for lists of dossiers, which need no roll-up."""
    database = books.register.database
    if books.workspace.settings.store_url:
        take_deposited_results(database, books.journal.database)
    else:
        take_stored_results(database, books.workspace.store / "store.sqlite")

    def ask(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with database.reading() as connection:
            return connection.execute(sql, values).fetchall()

    return Indicators(ask, rules_of(books.workspace).units())


@contextlib.contextmanager
def open_acts(books: Books) -> Iterator[ActBook]:
    """Open the book of supervisors' acts; close it in the end."""
    book = ActBook(books.workspace.supervision)
    try:
        yield book
    finally:
        book.close()


def work_lists(books: Books, acts: ActBook) -> WorkLists:
    """Return the lists over register, journal and store."""
    settings = books.workspace.settings

    def unsynchronised() -> list[NotSynchronised]:
        if not settings.store_url:
            return []
        connection = Connection(settings.store_url, kept_credential(books.workspace), settings.store_ca)
        with contextlib.closing(connection):
            return list(not_synchronised(connection, settings.language))

    signs = settings.signing_rule != "none"
    return WorkLists(lists_of(books), books.journal, acts, books.clock, signs, unsynchronised)


def second_looks(books: Books, acts: ActBook) -> SecondLooks:
    """Return the second look, with the part drawn by today's rule."""
    percent = rules_of(books.workspace).quality_percent(local_day(books.clock()))
    return SecondLooks(books.journal, acts, percent, books.clock)


def overlook(books: Books, counting: Counting = unhurried) -> Overlook:
    """Return what the dashboard asks; `counting` as in `indicators`."""

    def results_on(day: date) -> int:
        tally = books.journal.ledger(day).of_day
        return tally.stored - tally.letters

    def checked() -> bool:
        with open_acts(books) as acts:
            return second_looks(books, acts).up_to_date()

    return Overlook(
        lambda: indicators(books, counting),
        rules_of(books.workspace),
        books.clock,
        results_on,
        checked,
    )


def write_report(
    folder: Path,
    title: str,
    looking: Overlook,
    asked: tuple[Period, View, str | None],
    say: Callable[[str], str],
) -> tuple[list[Path], int]:
    """Write the period's workbook, CSV and PDF/A into a folder; return the files, and how many dossiers they list."""
    # Only here: what writes PDF and workbooks takes a good part of a second to load.
    from app.supervision.printed import write_printed  # noqa: PLC0415
    from app.supervision.report import each_dossier, write_csv, write_workbook  # noqa: PLC0415

    period, view, unit = asked
    folder.mkdir(parents=True, exist_ok=True)
    figures = looking.fresh()
    own = None if unit is None else figures.units.at(unit, period.last)
    overview = looking.overview(period, view, own)
    if own is not None:
        overview = replace(overview, units=tuple(row for row in overview.units if row.code == own))
    name = f"{period.first}_{period.last}"
    workbook, listing, printed = (folder / f"{name}{suffix}" for suffix in (".xlsx", ".csv", ".pdf"))
    count = write_workbook(workbook, overview, each_dossier(figures, period, own), say)
    write_csv(listing, each_dossier(figures, period, own), say)
    write_printed(printed, title, overview, say)
    return [workbook, listing, printed], count
