"""Counts dossiers of the register into both roll-ups by the hundred, where counting one by one would take long.

Dossiers whose numbers lie in `figures_uncounted` are in no roll-up yet, and the triggers leave them alone: those of a
register from before there were roll-ups, until `count_some` has come to them, and those of a portion that is being
imported, until its end. A portion is one transaction, so nobody else ever sees it half counted; of the register,
`uncounted` tells whether its roll-ups may be believed.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from app.storage import figures_schema, groups_schema
from app.storage.database import Database

AT_ONCE = 20_000  # dossiers of one transaction: others who write wait for so many, about a second
_LAST = (1 << 63) - 1
# By their numbers: an index that has the groups in order would be walked from end to end.
_WITHIN = "(SELECT * FROM dossiers NOT INDEXED WHERE id > :after AND id <= :last) AS some"
_COUNTING = (*figures_schema.filling("sqlite", _WITHIN), *groups_schema.filling("sqlite", _WITHIN))
_OF_ROW = "NOT EXISTS (SELECT 1 FROM figures_uncounted WHERE {alias}.id > after AND {alias}.id <= last)"
_OF_RESULT = (
    "NOT EXISTS (SELECT 1 FROM figures_uncounted JOIN dossiers ON id > after AND id <= last"
    " WHERE code = {alias}.dossier)"
)
_ONLY_WHAT_IS_COUNTED = {
    "insert": _OF_ROW.format(alias="NEW"),
    "update": _OF_ROW.format(alias="NEW"),
    "delete": _OF_ROW.format(alias="OLD"),
    "stored": _OF_RESULT.format(alias="NEW"),
    "withdrawn": _OF_RESULT.format(alias="OLD"),
}


def step() -> list[str]:
    """Return the statements that make the register's table and change its triggers.

    Where the second roll-up is empty, neither is believed: both are emptied, and every dossier waits to be counted.
    """
    parts = [*figures_schema.parts("sqlite"), *groups_schema.parts("sqlite")]
    wanted = "NOT EXISTS (SELECT 1 FROM group_figures)"
    return [
        "CREATE TABLE figures_uncounted (after INTEGER NOT NULL, last INTEGER NOT NULL) STRICT",
        f"DELETE FROM day_figures WHERE {wanted}",  # noqa: S608 - texts of ours
        f"INSERT INTO figures_uncounted SELECT 0, max(id) FROM dossiers WHERE {wanted} GROUP BY 1",  # noqa: S608
        *(f"DROP TRIGGER {name}" for name, _, _ in parts),
        *figures_schema.triggers(
            "sqlite", [(name, _guarded(name, event), body) for name, event, body in parts]
        ),
    ]


def _guarded(name: str, event: str) -> str:
    counted = _ONLY_WHAT_IS_COUNTED[name.rpartition("_")[2]]
    return f"{event} AND {counted}" if " WHEN " in event else f"{event} WHEN {counted}"


@contextlib.contextmanager
def counted_together(connection: sqlite3.Connection) -> Iterator[None]:
    """Count the dossiers that the block inserts all at once at its end. Only within one transaction of the writer."""
    newest = connection.execute("SELECT coalesce(max(id), 0) FROM dossiers").fetchone()[0]
    connection.execute("INSERT INTO figures_uncounted VALUES (?, ?)", (newest, _LAST))
    yield
    _count(connection, newest, _LAST)
    connection.execute("DELETE FROM figures_uncounted WHERE after = ? AND last = ?", (newest, _LAST))


def count_some(database: Database) -> float | None:
    """Count some of the dossiers that are not counted yet; return which part of them is done, None when all are.

    TryAgainError when the file is locked or the disk is full: nothing is lost, and the next call goes on.
    """
    if uncounted(database) is None:
        return None
    with database.writing() as connection:
        row = connection.execute("SELECT after, last FROM figures_uncounted").fetchone()
        if row is None:  # another program was faster
            return None
        after, last = row
        upto = min(after + AT_ONCE, last)
        _count(connection, after, upto)
        if upto == last:
            connection.execute("DELETE FROM figures_uncounted")
            return None
        connection.execute("UPDATE figures_uncounted SET after = ?", (upto,))
    return float(upto / last)


def uncounted(database: Database) -> float | None:
    """Return which part of the register is counted, None when all of it is and the roll-ups may be believed."""
    with database.reading() as connection:
        row = connection.execute("SELECT after, last FROM figures_uncounted").fetchone()
    return None if row is None else float(row[0] / row[1])


def _count(connection: sqlite3.Connection, after: int, last: int) -> None:
    for statement in _COUNTING:
        connection.execute(statement, {"after": after, "last": last})
