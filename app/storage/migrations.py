"""Numbered steps that bring a SQLite file from any earlier form to the present one, each all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import EnvironmentLackError
from app.domain.messages import Message


@dataclass(frozen=True, slots=True)
class Schema:
    """The steps of one kind of file. `application_id` marks the file as ours, the number of steps is its version.

    A step that has been released is never changed: a new one is added behind it.
    """

    application_id: int
    steps: tuple[str, ...]

    def refuse_what_it_does_not_know(self, path: Path) -> None:
        """Raise EnvironmentLackError for a file of another program or of a later version; the file is not touched."""
        if not path.exists() or path.stat().st_size == 0:
            return
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            application, version, tables = _marks(connection)
        if version > len(self.steps) and application == self.application_id:
            raise EnvironmentLackError(
                Message.of("storage-database-newer", file=str(path), found=version, known=len(self.steps))
            )
        if application != self.application_id and (application or version or tables):
            raise EnvironmentLackError(Message.of("storage-database-foreign", file=str(path)))


def bring_up_to_date(connection: sqlite3.Connection, schema: Schema) -> None:
    """Apply the steps that the file has not seen yet. Two programs may do so at once: the second finds it done."""
    while _marks(connection)[1] < len(schema.steps):
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = _marks(connection)[1]
            if version < len(schema.steps):
                for statement in statements(schema.steps[version]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {schema.application_id}")
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one (`executescript` would end the transaction); triggers stay whole."""
    begun = ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            yield begun.strip()
            begun = ""
    if begun.strip():
        raise ValueError(f"a statement without an end: {begun.strip()}")


def _marks(connection: sqlite3.Connection) -> tuple[int, int, int]:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return int(application), int(version), int(tables)
