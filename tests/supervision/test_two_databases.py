"""The same questions give the same figures on PostgreSQL, whose triggers keep the roll-up as SQLite's do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings

from app.domain.dossier import Dossier, DossierState
from app.domain.indicators import Period, View
from app.domain.requests import Deposit
from app.storage import groups_schema
from app.storage.figures_schema import tables
from app.storage.register_schema import COLUMNS, to_row
from app.storage.store import EmbeddedStore
from app.storage.stored_results import take_stored_results
from app.supervision.figures import GROUPS, Indicators
from tests.supervision.counting import HANOI, registers, slow, slow_by
from tests.supervision.postgres import DOSSIERS, asker, cluster
from tests.supervision.test_figures import asked, plain, register_of, spoken

_INSERT = (
    f"INSERT INTO dossiers ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
    f" ON CONFLICT (code) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in COLUMNS)}"
)


@pytest.fixture(scope="module")
def served() -> Iterator[psycopg.Connection[Any]]:
    with cluster() as place, psycopg.connect(place, autocommit=True) as connection:
        connection.execute(DOSSIERS)
        for statement in (*tables("postgresql"), *groups_schema.tables("postgresql")):
            connection.execute(statement)
        yield connection


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(registers, registers)
def test_figures_on_postgresql_equal_the_slow_count_while_dossiers_and_results_change(
    served: psycopg.Connection[Any], rows: tuple[Dossier, ...], changed: tuple[Dossier, ...]
) -> None:
    for table in ("dossiers", "stored_results"):
        served.execute(f"DELETE FROM {table}")
    stored = {one.code for one in rows[::2]}
    now: dict[str, Dossier] = {}
    for portion in (rows, changed):
        for one in portion:
            served.execute(_INSERT, to_row(one))
            now[one.code] = one
        for code in stored:
            served.execute("INSERT INTO stored_results VALUES (%s) ON CONFLICT DO NOTHING", (code,))
    taken_back = set(sorted(stored)[:2])
    for code in taken_back:
        served.execute("DELETE FROM stored_results WHERE dossier = %s", (code,))
    figures = Indicators(asker(served), dialect="postgresql")
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    for view in View:
        right = spoken(slow(now.values(), stored - taken_back, first, last, view.value))
        assert plain(figures.by_unit(Period(first, last), view)) == right
        assert plain(figures.counted_anew(Period(first, last), view)) == right
        for group in GROUPS:
            by = slow_by(group, now.values(), stored - taken_back, first, last, view.value)
            assert plain(figures.by(group, Period(first, last), view)) == by
            assert plain(figures.counted_anew(Period(first, last), view, group)) == by


def test_the_register_learns_what_the_store_received_and_what_was_withdrawn(tmp_path: Path) -> None:
    day = datetime(2026, 1, 10, 9, tzinfo=HANOI)
    ended = Dossier("H15.20-260105-0001", unit_code="H15.20", received_at=day, solved_at=day)
    store = EmbeddedStore(tmp_path / "store", lambda: day)
    paper = tmp_path / "result.pdf"
    paper.write_bytes(b"a result")
    digest = sha256(b"a result").hexdigest()
    with register_of((), set()) as register:
        register.put([replace(ended, state=DossierState.PROCESSED)])
        place = tmp_path / "store" / "store.sqlite"

        def stored() -> int:
            take_stored_results(register.database, place)
            january = Period(date(2026, 1, 1), date(2026, 1, 31))
            return asked(register).by_unit(january, View.PROVINCIAL)["H15.20"].results_stored

        assert stored() == 0
        receipts = [store.deposit(Deposit(key, ended.code, digest, str(paper), {})) for key in ("one", "two")]
        assert stored() == 1
        store.withdraw(receipts[0].id, "wrong paper")
        assert stored() == 1, "the second result still stands"
        store.withdraw(receipts[1].id, "wrong paper")
        assert stored() == 0
        assert not take_stored_results(register.database, place), "nothing new, nothing written"
    store.close()
