"""One SQLite file: a single writer at a time, any number of readers, its schema brought up to date when opened.

SQLite's own troubles are told apart here: full disk, locks and read or write errors pass by themselves
(TryAgainError); a damaged, foreign or newer file is something a person must mend (EnvironmentLackError).
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import EnvironmentLackError, SohoaError, TryAgainError
from app.domain.messages import Message
from app.storage.durable import make_folder, sync_folder
from app.storage.migrations import Schema, bring_up_to_date

CACHE_KIB = 2048
_PRIMARY = 0xFF  # SQLite's extended codes keep the primary one in the low byte
_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_ROOM_TO_READ_BYTES = 1 << 16  # the index beside a write-ahead log takes half of it
_NO_ENTRY = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}


def meaning(trouble: sqlite3.Error, path: Path) -> SohoaError | None:
    """Return what SQLite's trouble with the file at `path` means to people, or None when it is a bug of ours."""
    code = getattr(trouble, "sqlite_errorcode", 0) & _PRIMARY
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _no_room(path)):
        return TryAgainError(Message.of("storage-disk-full", folder=str(path.parent)))
    if code in _PASSING:
        return TryAgainError(Message.of("storage-file-in-use", file=str(path)))
    if code == sqlite3.SQLITE_IOERR:
        return TryAgainError(Message.of("storage-disk-trouble", file=str(path), detail=str(trouble)))
    if code in _DAMAGE:
        return EnvironmentLackError(Message.of("storage-database-damaged", file=str(path)))
    if code in _NO_ENTRY:
        return EnvironmentLackError(
            Message.of("storage-database-closed-to-us", file=str(path), detail=str(trouble))
        )
    return None


def _no_room(path: Path) -> bool:
    """Whether the disk is so full that SQLite can't even make the small files it reads with."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(path.parent).free < _ROOM_TO_READ_BYTES
    return False


@contextlib.contextmanager
def understood(path: Path) -> Iterator[None]:
    """Turn SQLite's expected troubles with the file at `path` into the errors of `meaning`."""
    try:
        yield
    except sqlite3.Error as trouble:
        told = meaning(trouble, path)
        if told is None:
            raise
        raise told from trouble


class Database:
    """An open SQLite file in WAL mode with synchronous=FULL. Safe to use from any thread."""

    def __init__(
        self, path: Path, schema: Schema, *, busy_seconds: float = 5.0, cache_kib: int = CACHE_KIB
    ) -> None:
        """Open or make the file and bring it up to date; EnvironmentLackError when it is damaged, foreign or newer.

        `cache_kib`: memory that each connection may take for pages; there are as many as threads that ask at a time.
        """
        self.path = path
        self._busy_seconds = busy_seconds
        self._cache_kib = cache_kib
        self._write_lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        make_folder(path.parent)
        with understood(path):
            schema.refuse_what_it_does_not_know(path)
            self._writer = self._connect()
            try:
                bring_up_to_date(self._writer, schema)
            except BaseException:
                self._writer.close()
                raise
        sync_folder(path.parent)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute(f"PRAGMA cache_size=-{self._cache_kib}")
            connection.execute("PRAGMA temp_store=MEMORY")
        except BaseException:
            connection.close()
            raise
        return connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the one writing connection inside BEGIN IMMEDIATE; commit at the end, or roll back when it fails."""
        with self._write_lock, understood(self.path):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:  # SQLite has rolled back by itself when the disk was full
                    self._writer.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one state of the file throughout."""
        with understood(self.path):
            connection = self._take()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._idle.append(connection)

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def damage(self) -> list[str]:
        """Return what SQLite finds wrong in the file (reads all of it); empty when it is sound."""
        try:
            with self.reading() as connection:
                said = [str(line) for (line,) in connection.execute("PRAGMA quick_check(20)")]
        except EnvironmentLackError as trouble:
            return [str(trouble)]
        return [] if said == ["ok"] else said

    def close(self) -> None:
        """Close every connection; nothing may be asked afterwards."""
        with self._write_lock:
            while self._idle:
                self._idle.pop().close()
            self._writer.close()
