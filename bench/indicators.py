"""Measures the indicators of 102 units: from the roll-up and counted anew, on SQLite and on PostgreSQL.

    .venv/bin/python bench/indicators.py            2,000,000 dossiers of one year on both; all parts below
    .venv/bin/python bench/indicators.py PART…      export, window, sqlite, opening (of a register from before the
                                                    roll-ups), postgresql
    .venv/bin/python bench/indicators.py --large    10,000,000 on PostgreSQL only (some minutes to fill)

The register on SQLite stays in .cache/bench/indicators and is used again. The period is the whole year, the worst one.
PostgreSQL is a passing one of its own (Debian's `postgresql`).
"""

from __future__ import annotations

import contextlib
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg

from app.domain.indicators import Period, View, merged
from app.domain.ledger import VIETNAM
from app.settings import resources
from app.storage.acts import ActBook
from app.storage.database import Database
from app.storage.figures_counting import count_some
from app.storage.journal import SqliteJournal
from app.storage.migrations import Schema
from app.storage.register import SqliteRegister
from app.storage.register_schema import REGISTER
from app.supervision.difference import differences
from app.supervision.figures import GROUPS, Indicators
from app.supervision.overview import Overlook
from app.supervision.report import each_dossier, write_csv, write_workbook
from app.supervision.rules import Rules
from app.supervision.worklists import Kind, WorkLists
from bench._indicators_world import fill, made, opened, rows
from tests.supervision.postgres import DOSSIERS, asker, cluster

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def measure(name: str, figures: Indicators, calls: int = 7) -> None:
    for view in View:
        quick = timed(lambda view=view: figures.by_unit(YEAR, view), calls)
        anew = timed(lambda view=view: figures.counted_anew(YEAR, view), 1)
        assert figures.by_unit(YEAR, view) == figures.counted_anew(YEAR, view)
        total = merged(figures.by_unit(YEAR, view))
        print(
            f"{name} {view:10}  {quick * 1000:7.0f} ms (counted anew: {anew * 1000:.0f} ms)  {total}",
            flush=True,
        )
    by_group(name, figures)
    listed = timed(lambda: figures.behind("results_missing", YEAR, View.PROVINCIAL, "H15.150", 200), 3)
    ageing = timed(lambda: figures.ageing(YEAR.end, (7, 30)), 3)
    print(
        f"{name} list of 200 missing of a unit {listed * 1000:.0f} ms; ageing {ageing * 1000:.0f} ms",
        flush=True,
    )


def by_group(name: str, figures: Indicators) -> None:
    """Print what counting by something else takes: the year and a month, all units; the year of one unit."""
    month = Period(date(2026, 9, 1), date(2026, 9, 30))
    for group in GROUPS:
        asked = ((YEAR, None), (month, None), (YEAR, "H15.150"))
        took = [
            timed(lambda group=group, how=how: figures.by(group, how[0], View.PROVINCIAL, how[1]), 3)
            for how in asked
        ]
        said = " / ".join(f"{one * 1000:.0f}" for one in took)
        print(f"{name} by {group}: year, month, year of one unit: {said} ms", flush=True)
    assert figures.by("clerk", YEAR, View.NATIONAL) == figures.counted_anew(YEAR, View.NATIONAL, "clerk")


def timed(call: Callable[[], object], calls: int) -> float:
    """Return the median seconds."""
    took = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def on_sqlite(count: int) -> None:
    with contextlib.closing(opened(made(count))) as connection:
        measure(
            f"sqlite     {count:>10,}",
            Indicators(lambda sql, values: connection.execute(sql, values).fetchall()),
        )
        per_row(connection)


def on_window(count: int) -> None:
    """Print what the supervisor's window and the work lists wait for."""
    with contextlib.closing(opened(made(count))) as connection, tempfile.TemporaryDirectory() as folder:
        figures = Indicators(lambda sql, values: connection.execute(sql, values).fetchall())
        for view in View:
            took = timed(lambda view=view: figures.by_unit(YEAR, view), 7)
            print(f"sqlite     {count:>10,} {view:10}  {took * 1000:7.0f} ms")
        on_dashboard(Path(folder), connection)
        for name, period in (("a month", Period(date(2026, 9, 1), date(2026, 9, 30))), ("the year", YEAR)):
            for unit in (None, "H15.150"):
                took = timed(
                    lambda period=period, unit=unit: list(differences(figures, period, unit, 200)), 1
                )
                print(
                    f"what makes the views differ, {name}, {unit or 'all units'}, 200 of each:"
                    f" {took * 1000:.0f} ms",
                    flush=True,
                )


def on_opening(count: int) -> None:
    """Print how long a register of the first program takes to open, and to be counted piece by piece."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.sqlite"
        Database(path, Schema(REGISTER.application_id, REGISTER.steps[:1])).close()
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(rows("sqlite", count))
        connection.close()
        processor = time.process_time()
        start = time.perf_counter()
        register = SqliteRegister(path)
        print(f"opening {count:,} dossiers of the first program: {time.perf_counter() - start:.1f} s,"
              f" processor {time.process_time() - processor:.1f} s", flush=True)  # fmt: skip
        pieces = []
        while True:
            start = time.perf_counter()
            left = count_some(register.database)
            pieces.append(time.perf_counter() - start)
            if left is None:
                break
        print(f"counted in {len(pieces)} pieces: {sum(pieces):.1f} s in all, the longest {max(pieces):.2f} s"
              f" (so long a writer waits), processor {time.process_time() - processor:.1f} s", flush=True)  # fmt: skip
        register.close()


def on_dashboard(folder: Path, connection: sqlite3.Connection) -> None:
    """Print what the window asks: all of the dashboard (also anew after a fact), and the first page of work lists."""
    rules = Rules((resources() / "rules",))
    moment = datetime(2026, 10, 1, 10, tzinfo=VIETNAM)
    figures = Indicators(lambda sql, values: connection.execute(sql, values).fetchall())
    looking = Overlook(lambda: figures, rules, lambda: moment, lambda _: 0, lambda: True)
    for name, period in (("a month", Period(date(2026, 9, 1), date(2026, 9, 30))), ("the year", YEAR)):
        took = timed(lambda period=period: looking.overview(period, View.PROVINCIAL), 5)
        print(f"dashboard of {name}: {took * 1000:.0f} ms")
    acts, journal = ActBook(folder / "acts.sqlite"), SqliteJournal(folder / "journal.sqlite")
    with contextlib.closing(acts), contextlib.closing(journal):
        lists = WorkLists(figures, journal, acts, lambda: moment)
        for kind in (Kind.DUE, Kind.MISSING, Kind.OVERDUE, Kind.SOON):
            for unit in (None, "H15.150"):
                took = timed(lambda kind=kind, unit=unit: lists.items(kind, unit=unit, limit=200), 3)
                print(
                    f"work list {kind.value}, {unit or 'all units'}, 200 lines: {took * 1000:.0f} ms",
                    flush=True,
                )


def per_row(connection: sqlite3.Connection) -> None:
    """Print what the triggers cost a change of a dossier."""
    codes = connection.execute("SELECT code FROM dossiers LIMIT 20000").fetchall()

    def change() -> None:
        connection.execute("BEGIN")
        connection.executemany("UPDATE dossiers SET state = 9 WHERE code = ?", codes)
        connection.execute("ROLLBACK")

    connection.execute("PRAGMA journal_mode = WAL")
    with_triggers = timed(change, 1)
    connection.execute("BEGIN")
    connection.execute("DROP TRIGGER figures_update")
    connection.execute("DROP TRIGGER groups_update")
    start = time.perf_counter()
    connection.executemany("UPDATE dossiers SET state = 9 WHERE code = ?", codes)
    bare = time.perf_counter() - start
    connection.execute("ROLLBACK")
    print(f"sqlite     a change of a dossier: {with_triggers / 20000 * 1e6:.0f} µs with the roll-up,"
          f" {bare / 20000 * 1e6:.0f} µs without")  # fmt: skip


def on_export(count: int) -> None:
    """Print how long the report's lists of all dossiers take, streamed from SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "register.sqlite", isolation_level=None)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(REGISTER.steps[0].split(";\nCREATE INDEX")[0])
        fill(connection.execute, "sqlite", count)
        figures = Indicators(connection.execute)
        rules = Rules((resources() / "rules",))
        looking = Overlook(lambda: figures, rules, lambda: YEAR.end, lambda _: 0, lambda: True)
        overview = looking.overview(YEAR, View.PROVINCIAL)
        for name, write in (("XLSX", lambda path: write_workbook(path, overview, listed(), str)),
                            ("CSV", lambda path: write_csv(path, listed(), str))):  # fmt: skip

            def listed() -> Any:
                return each_dossier(figures, YEAR, None)

            start = time.perf_counter()
            rows = write(Path(folder) / "report")
            print(f"report: {rows:,} dossiers as {name} in {time.perf_counter() - start:.0f} s", flush=True)
        rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"report: at most {rss} MB in memory", flush=True)


def on_postgresql(count: int) -> None:
    settings = "-c shared_buffers=1GB -c max_wal_size=8GB -c work_mem=64MB -c maintenance_work_mem=512MB"
    with cluster(settings) as place, psycopg.connect(place, autocommit=True) as connection:
        connection.execute(DOSSIERS)
        fill(connection.execute, "postgresql", count)
        connection.execute("VACUUM ANALYZE")
        measure(f"postgresql {count:>10,}", Indicators(asker(connection), dialect="postgresql"))


def main() -> None:
    if "--large" in sys.argv:
        on_postgresql(10_000_000)
        return
    parts = {
        "export": lambda: on_export(400_000),
        "window": lambda: on_window(2_000_000),
        "sqlite": lambda: on_sqlite(2_000_000),
        "opening": lambda: on_opening(2_000_000),
        "postgresql": lambda: on_postgresql(2_000_000),
    }
    for name in sys.argv[1:] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
