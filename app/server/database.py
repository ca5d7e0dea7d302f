"""The store's database, SQLite or PostgreSQL: one writer at a time on both, so that both behave alike.

What is written under `writing` is serialised by the database itself (BEGIN IMMEDIATE; an advisory lock), whatever the
number of server processes: versions have no gaps, the audit is one chain, and nobody can miss a change.
"""

from __future__ import annotations

import contextlib
import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, RowMapping, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from app.domain.errors import EnvironmentLackError, UsageError
from app.domain.messages import Message

Clock = Callable[[], datetime]
Row = RowMapping

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WRITER_LOCK = 0x536F6853  # "SohS": the advisory lock of PostgreSQL that the one writer holds
_BUSY_SECONDS = 30
_AT_ONCE = 20  # connections of one process
_ONE_WRITER = "SELECT set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(:lock)"
_TIME = {"postgresql": "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint", "sqlite": "sohoa_ticks()"}
_ON_DISK = "SELECT pg_logical_emit_message(true, 'sohoa', '')"  # the least that is written and waited for
_ALL_ON_DISK = "SELECT pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn()"
_NEWEST = {
    "dossiers": "SELECT max(updated_at) AS at FROM dossiers",
    "results": "SELECT max(stored_at) AS at FROM results",
}


def ticks(moment: datetime) -> int:
    """Return a moment as the database keeps it: microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(ticks_: int) -> datetime:
    """Return the moment of microseconds since 1970, in UTC."""
    return _EPOCH + ticks_ * _MICROSECOND


_question = lru_cache(maxsize=1000)(text)  # reading the :names of a question costs as much as asking it


def many(connection: Connection, sql: str, **values: Any) -> list[Row]:
    """Return the rows of a question with :names."""
    return list(connection.execute(_question(sql), values).mappings())


def one(connection: Connection, sql: str, **values: Any) -> Row | None:
    """Return the first row, or None."""
    return connection.execute(_question(sql), values).mappings().first()


def next_change(connection: Connection, table: str) -> int:
    """Return the earliest moment that a later change of `dossiers` or `results` can be dated; all before are told."""
    newest = one(connection, _NEWEST[table])
    return int((newest and newest["at"]) or 0) + 1


def within(column: str, units: Iterable[str], name: str = "own") -> tuple[str, dict[str, str]]:
    """Return the condition that a unit's code is one of these or under one, and its values. (LIKE ignores case.)"""
    values = {f"{name}{number}": unit for number, unit in enumerate(units)}
    each = (f"{column} = :{key} OR substr({column}, 1, length(:{key}) + 1) = :{key} || '.'" for key in values)
    return f"({' OR '.join(each) or '1 = 0'})", values


def do(connection: Connection, sql: str, **values: Any) -> int:
    """Run a statement; return how many rows it changed."""
    return connection.execute(_question(sql), values).rowcount


class ServerDatabase:
    """One database of a store. Safe to use from any thread and from several processes."""

    def __init__(self, url: str, clock: Clock) -> None:
        """Prepare connections to `url` (sqlite:///… or postgresql://…); UsageError when it is neither."""
        try:
            address = make_url(url)
        except ArgumentError as trouble:
            raise UsageError(Message.of("serve-database-unknown")) from trouble
        self.dialect = address.get_backend_name()
        if self.dialect not in ("sqlite", "postgresql"):
            raise UsageError(Message.of("serve-database-unknown"))
        if self.dialect == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        self.url, self.clock = address, clock
        # No ping before each use: after a restart of the database one call is answered 503, and the pool is renewed.
        # hide_parameters: what was asked of the database holds names of people, and errors are logged.
        self._engine = create_engine(address, pool_size=_AT_ONCE, max_overflow=0, hide_parameters=True)
        if self.dialect == "sqlite":
            event.listen(self._engine, "connect", self._prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection each of whose questions sees what is committed then."""
        if self.dialect == "sqlite":
            with self._engine.begin() as connection:
                yield connection
        else:  # without BEGIN and COMMIT around each question: half the ways to the server
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                yield connection

    @contextlib.contextmanager
    def telling(self) -> Iterator[Connection]:
        """Give a connection for what others are told of: when the block has ended, all that it saw is on the disk.

        What a writer has committed can be seen before it is there (`writing`); a crash would take back what was told.
        """
        with self.reading() as connection:
            yield connection
            sure = self.dialect == "sqlite" or bool(connection.execute(_question(_ALL_ON_DISK)).scalar_one())
        if not sure:
            self.make_sure()

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection all of whose questions see what is committed now."""
        level = {} if self.dialect == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with self._engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def changing(self) -> Iterator[Connection]:
        """Give a transaction for changes that need no order among themselves (sessions, limits)."""
        with self._engine.connect().execution_options(immediate=True) as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def passing(self) -> Iterator[Connection]:
        """Give a transaction for what a client repeats when a power cut loses it (uploads): PostgreSQL does not wait
        for the disk. It is sure after the next `make_sure`.
        """
        with self.changing() as connection:
            if self.dialect == "postgresql":
                do(connection, "SET LOCAL synchronous_commit = off")
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the transaction of the one writer; it is durable when the block has ended.

        PostgreSQL waits for the disk after the next writer has been let in: so many writers share one wait.
        """
        with self.changing() as connection:
            if self.dialect == "postgresql":
                do(connection, _ONE_WRITER, lock=_WRITER_LOCK)
            yield connection
        self.make_sure()

    def make_sure(self) -> None:
        """Return when everything committed before is on the disk (PostgreSQL's log is written in order)."""
        if self.dialect == "postgresql":
            with self.reading() as connection:
                do(connection, _ON_DISK)

    def now(self, connection: Connection) -> int:
        """Return the time by the database's own clock, so that servers on several machines have but one."""
        return int(connection.execute(_question(self.timed("SELECT {now}"))).scalar_one())

    def timed(self, sql: str) -> str:
        """Return the statement with the time of `now` in the place of each {now}: that asks once less."""
        return sql.replace("{now}", _TIME[self.dialect])

    def clock_ticks(self) -> int:
        """Return the time by this process's clock."""
        return ticks(self.clock())

    def dated(self, connection: Connection, table: str) -> int:
        """Return the date of a change that is written now: later than every change before, also when the clock is not.

        Only within `writing`.
        """
        return max(self.now(connection), next_change(connection, table))

    def _prepare_sqlite(self, connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by Python's driver
        connection.create_function("sohoa_ticks", 0, self.clock_ticks)
        for pragma in (
            f"busy_timeout = {_BUSY_SECONDS * 1000}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    # --- its form ---

    def upgrade(self) -> None:
        """Bring the tables to this program's form; EnvironmentLackError when they are newer, or out of reach."""
        try:
            with self.writing() as connection:
                self._require_known(connection)
                config = _config(self.dialect)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except DBAPIError as trouble:
            raise EnvironmentLackError(
                Message.of("serve-database-unreachable", detail=_first_line(trouble))
            ) from trouble

    def pending(self) -> list[str]:
        """Return the steps that `upgrade` would take."""
        script = ScriptDirectory.from_config(_config(self.dialect))
        with self.reading() as connection:
            self._require_known(connection)
            at = MigrationContext.configure(connection).get_current_revision() or "base"
        return [step.revision for step in reversed(list(script.iterate_revisions("head", at)))]

    def dry_run(self) -> str:
        """Return the SQL that `upgrade` would run, "" when there is nothing to do."""
        steps = self.pending()
        if not steps:
            return ""
        out = io.StringIO()
        config = _config(self.dialect, out)
        before = ScriptDirectory.from_config(config).get_revision(steps[0]).down_revision or "base"
        command.upgrade(config, f"{before}:head", sql=True)
        return out.getvalue()

    def _require_known(self, connection: Connection) -> None:
        known = {
            step.revision for step in ScriptDirectory.from_config(_config(self.dialect)).walk_revisions()
        }
        at = MigrationContext.configure(connection).get_current_revision()
        if at is not None and at not in known:
            raise EnvironmentLackError(Message.of("serve-database-newer", found=at, known=max(known)))


def _config(dialect: str, out: io.StringIO | None = None) -> Config:
    config = Config(output_buffer=out, stdout=io.StringIO())
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("sohoa_dialect", dialect)
    return config


def _first_line(trouble: DBAPIError) -> str:
    return (str(trouble.orig).splitlines() or [type(trouble.orig).__name__])[0][:200]


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
