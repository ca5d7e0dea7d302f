"""A register from before there were roll-ups is counted bit by bit, and no figure is given before all is counted."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.compose.books import open_books
from app.compose.supervision import indicators, later
from app.domain.dossier import Dossier
from app.domain.errors import TryAgainError
from app.domain.indicators import Period, View
from app.settings import open_workspace
from app.storage import figures_counting
from app.storage.database import Database
from app.storage.migrations import Schema
from app.storage.register import SqliteRegister
from app.storage.register_schema import COLUMNS, REGISTER, to_row
from app.supervision.figures import GROUPS
from tests.supervision.counting import registers, slow, slow_by
from tests.supervision.office import province
from tests.supervision.test_figures import asked, plain, register_of, spoken

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
QUARTER = Period(FIRST, LAST)
_INSERT = f"INSERT INTO dossiers ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


def of_old(path: Path, dossiers: Iterable[Dossier], steps: int) -> None:
    """Make the register as an earlier program did, which knew so many steps."""
    database = Database(path, Schema(REGISTER.application_id, REGISTER.steps[:steps]))
    with database.writing() as connection:
        connection.executemany(_INSERT, [to_row(one) for one in dossiers])
    database.close()


def all_right(register: SqliteRegister, rows: Iterable[Dossier], stored: set[str]) -> None:
    """Hold every figure against the slow count."""
    rows, figures = list(rows), asked(register)
    for view in View:
        assert plain(figures.by_unit(QUARTER, view)) == spoken(slow(rows, stored, FIRST, LAST, view.value))
        for group in GROUPS:
            by = slow_by(group, rows, stored, FIRST, LAST, view.value)
            assert plain(figures.by(group, QUARTER, view)) == by


@settings(deadline=None, max_examples=12)
@given(registers, registers, st.data())
def test_what_changes_while_it_is_counted_is_counted_once(
    rows: tuple[Dossier, ...], changed: tuple[Dossier, ...], data: st.DataObject
) -> None:
    before = data.draw(st.integers(0, 3))
    stored = {one.code for one in rows[::2]}
    with pytest.MonkeyPatch.context() as patch, register_of(rows, set()) as register:
        patch.setattr(figures_counting, "AT_ONCE", 7)
        with register.database.writing() as connection:  # as it was before the roll-ups
            for table in ("day_figures", "group_figures"):
                connection.execute(f"DELETE FROM {table}")
            connection.execute(
                "INSERT INTO figures_uncounted SELECT 0, max(id) FROM dossiers HAVING count(*) > 0"
            )
        for _ in range(before):
            figures_counting.count_some(register.database)
        register.put(changed)
        with register.database.writing() as connection:
            connection.executemany("INSERT INTO stored_results VALUES (?)", [(code,) for code in stored])
            gone = sorted(stored)[:1]
            connection.executemany("DELETE FROM stored_results WHERE dossier = ?", [(code,) for code in gone])
        parts = []
        while (done := figures_counting.count_some(register.database)) is not None:
            parts.append(done)
        assert parts == sorted(parts)
        all_right(register, register.dossiers(), stored - set(gone))


def test_a_register_of_an_old_program_gives_no_figure_before_every_dossier_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_counting, "AT_ONCE", 300)
    dossiers, _ = province(900)
    workspace = open_workspace(tmp_path)
    of_old(workspace.register, dossiers, 1)
    with open_books(workspace) as books:
        told = []
        for _ in range(2):
            with pytest.raises(TryAgainError) as trouble:
                indicators(books, later)
            told.append(trouble.value.message.arguments["percent"])
        assert told == [33, 66]
        books.register.put([replace(dossiers[0], code="H15.99-260301-0001", unit_code="H15.99")])
        figures = indicators(books, later)
        for view in View:
            assert figures.by_unit(QUARTER, view) == figures.counted_anew(QUARTER, view)
        assert figures.by_unit(QUARTER, View.PROVINCIAL)["H15.99"].received == 1
        everything = (*dossiers, replace(dossiers[0], code="H15.99-260301-0001", unit_code="H15.99"))
        all_right(books.register, everything, set())


def test_what_an_earlier_program_counted_is_not_counted_again(tmp_path: Path) -> None:
    dossiers, _ = province(200)
    path = tmp_path / "register.sqlite"
    of_old(path, dossiers, 4)
    with contextlib.closing(SqliteRegister(path)) as register:
        assert figures_counting.uncounted(register.database) is None
        register.put([replace(dossiers[0], channel=3)])
        all_right(register, [replace(dossiers[0], channel=3), *dossiers[1:]], set())


def test_a_crash_between_two_portions_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_counting, "AT_ONCE", 50)
    dossiers, _ = province(120)
    path = tmp_path / "register.sqlite"
    of_old(path, dossiers, 1)

    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    for turn in range(4):
        register = SqliteRegister(path)
        with monkeypatch.context() as patch, contextlib.suppress(sqlite3.OperationalError):
            if turn % 2:
                patch.setattr(figures_counting, "_count", broken)
            figures_counting.count_some(register.database)
        register.close()
    with contextlib.closing(SqliteRegister(path)) as register:
        while figures_counting.count_some(register.database) is not None:
            pass
        all_right(register, dossiers, set())
