"""The journal as a file: older, newer, foreign, damaged; never changed behind its back; several writers."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentLackError, IllegalFactError, TryAgainError
from app.domain.ledger import Tally
from app.storage.journal import SqliteJournal
from app.storage.journal_rebuild import differences, rebuild
from app.storage.journal_schema import JOURNAL
from app.storage.migrations import Schema, bring_up_to_date, statements
from tests.storage.lives import NOON, captured, held, whole_life


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def _first_form(path: Path) -> None:
    """A journal as the first version wrote it, with three scans."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        bring_up_to_date(connection, Schema(JOURNAL.application_id, JOURNAL.steps[:1]))
    new = path.with_name("new.sqlite")
    journal = SqliteJournal(new)
    journal.record(
        *whole_life("s-1"), captured("s-2"), held("s-2"), captured("s-3", NOON + timedelta(days=1))
    )
    journal.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS new", (str(new),))
        connection.execute("INSERT INTO facts SELECT sequence, scan, kind, body FROM new.facts")
        columns = ", ".join(row[1] for row in connection.execute("PRAGMA main.table_info(standings)"))
        connection.execute(f"INSERT INTO standings ({columns}) SELECT {columns} FROM new.standings")


def test_a_journal_of_the_first_form_is_brought_up_to_date_with_all_it_holds(path: Path) -> None:
    _first_form(path)
    journal = SqliteJournal(path)
    assert journal.facts("s-1") == whole_life("s-1")
    assert journal.ledger(NOON.date()).of_day == Tally(captured=2, stored=1, held=1)
    assert journal.ledger(NOON.date()).total == Tally(captured=3, stored=1, held=1, waiting=1)
    assert differences(journal.database) == []
    journal.record(captured("s-4"))
    assert journal.ledger(NOON.date()).total.captured == 4
    journal.close()


def test_a_step_that_fails_leaves_the_file_in_its_earlier_form(path: Path) -> None:
    _first_form(path)
    broken = Schema(
        JOURNAL.application_id, (*JOURNAL.steps[:1], "CREATE TABLE good (x);\nCREATE TABLE facts (x);")
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            bring_up_to_date(connection, broken)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'good'").fetchone() == (0,)


def test_a_journal_of_a_later_version_is_refused_and_not_touched(path: Path) -> None:
    SqliteJournal(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(EnvironmentLackError) as refused:
        SqliteJournal(path)
    assert refused.value.message.id == "storage-database-newer"
    assert refused.value.message.arguments["found"] == 99
    assert path.read_bytes() == before


def test_a_file_of_another_program_is_refused_and_not_touched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (place)")
    before = path.read_bytes()
    with pytest.raises(EnvironmentLackError, match="storage-database-foreign"):
        SqliteJournal(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_called_damaged(path: Path) -> None:
    path.write_bytes(b"this is no database, " * 1000)
    with pytest.raises(EnvironmentLackError, match="storage-database-damaged"):
        SqliteJournal(path)
    assert path.read_bytes().startswith(b"this is no database")


def test_a_damaged_page_is_found_and_said(path: Path) -> None:
    journal = SqliteJournal(path)
    for day in range(40):
        journal.record(*whole_life(f"s-{day}", NOON + timedelta(days=day)))
    assert journal.database.damage() == []
    journal.close()
    data = bytearray(path.read_bytes())
    data[8192 : len(data) - 4096] = b"\xa5" * (len(data) - 12288)
    path.write_bytes(data)
    with pytest.raises(EnvironmentLackError, match="storage-database-damaged"):  # noqa: PT012 - wherever it is noticed
        journal = SqliteJournal(path)
        assert journal.database.damage() != []
        list(journal.scans())
    journal.close()


def test_an_empty_file_is_a_new_journal(path: Path) -> None:
    path.touch()
    journal = SqliteJournal(path)
    journal.record(captured("s-1"))
    journal.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE facts SET body = '{}'", "DELETE FROM facts WHERE sequence = 1"]
)
def test_facts_can_neither_be_changed_nor_removed(path: Path, statement: str) -> None:
    journal = SqliteJournal(path)
    journal.record(captured("s-1"))
    with pytest.raises(sqlite3.IntegrityError, match="facts never"), journal.database.writing() as connection:
        connection.execute(statement)
    assert journal.facts("s-1") == [captured("s-1")]
    journal.close()


def test_standings_that_went_wrong_are_found_and_made_again_from_the_facts(path: Path) -> None:
    journal = SqliteJournal(path)
    journal.record(*whole_life("s-1"), captured("s-2"))
    with journal.database.writing() as connection:
        connection.execute(
            "UPDATE standings SET bucket = 'waiting', body = replace(body, 'stored', 'sealed')"
        )
    assert differences(journal.database) == ["s-1"]
    assert rebuild(journal.database) == 2
    assert differences(journal.database) == []
    assert journal.ledger(NOON.date()).of_day == Tally(captured=2, stored=1, waiting=1)
    journal.close()


def test_it_is_as_durable_as_sqlite_can_be(path: Path) -> None:
    journal = SqliteJournal(path)
    with journal.database.writing() as connection:
        settings = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["wal", 2, 1]
    journal.close()


def test_a_writer_that_finds_the_file_locked_may_try_again(path: Path) -> None:
    journal = SqliteJournal(path, busy_seconds=0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TryAgainError, match="storage-file-in-use"):
            journal.record(captured("s-1"))
        assert journal.scan("s-1") is None
        other.execute("COMMIT")
    assert [scan.id for scan in journal.record(captured("s-1"))] == ["s-1"]
    journal.close()


def test_writers_in_many_threads_and_two_programs_lose_nothing(path: Path) -> None:
    journals = [SqliteJournal(path, busy_seconds=30), SqliteJournal(path, busy_seconds=30)]
    refused: list[IllegalFactError] = []

    def work(number: int) -> None:
        journal = journals[number % 2]
        for turn in range(5):
            journal.record(captured(f"s-{number}-{turn}"))
            journal.ledger(NOON.date())
            try:
                journal.record(captured("the same"))
            except IllegalFactError as trouble:
                refused.append(trouble)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for journal in journals:
        assert journal.ledger(NOON.date()).total == Tally(captured=31, waiting=31)
        journal.close()
    assert len(refused) == 29


def test_scans_can_be_looked_through_while_they_change(path: Path) -> None:
    journal = SqliteJournal(path)
    journal.record(*(captured(f"s-{number:04}", NOON + timedelta(seconds=number)) for number in range(1200)))
    seen = []
    for scan in journal.scans():
        seen.append(scan.id)
        if len(seen) % 400 == 0:
            journal.record(held(scan.id))
    assert seen == [f"s-{number:04}" for number in range(1200)]
    assert len(list(journal.scans(limit=700, offset=300))) == 700
    journal.close()


def test_a_script_without_an_end_is_noticed() -> None:
    with pytest.raises(ValueError, match="without an end"):
        list(statements("CREATE TABLE x (y);\nCREATE TABLE z (y"))
