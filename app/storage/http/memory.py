"""What must outlive the program on the road to a served store: upload addresses, cursors, receipts seen, what moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.receipt import Receipt
from app.storage.database import Database
from app.storage.migrations import Schema

_TABLES = """
CREATE TABLE uploads (
    key      TEXT NOT NULL PRIMARY KEY,  -- of the deposit
    digest   TEXT NOT NULL,
    url      TEXT NOT NULL,
    begun_at REAL NOT NULL               -- seconds since 1970
) STRICT;
CREATE TABLE marks (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE moved (receipt TEXT NOT NULL PRIMARY KEY, became TEXT NOT NULL) STRICT;
CREATE TABLE results (                   -- a copy of what the store said, for hours without it
    id        TEXT    NOT NULL PRIMARY KEY,
    dossier   TEXT    NOT NULL,
    digest    TEXT    NOT NULL,
    bytes     INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    stored_at TEXT    NOT NULL,
    store     TEXT    NOT NULL,
    signature TEXT    NOT NULL
) STRICT;
CREATE INDEX results_of_dossier ON results (dossier);
"""
ROAD = Schema(application_id=0x536F6857, steps=(_TABLES,))  # "SohW", the way there
_KEPT = timedelta(
    days=60
)  # longer than any server keeps an upload, and than a scan waits between receipt and journal


class RoadMemory:
    """One SQLite file. Losing it loses no result: uploads begin anew, and the copies are fetched again."""

    def __init__(self, path: Path, now: datetime) -> None:
        """Open or make the file, and forget uploads that began long before `now`."""
        self._database = Database(path, ROAD)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM uploads WHERE begun_at < ?", ((now - _KEPT).timestamp(),))

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def upload(self, key: str, digest: str) -> str | None:
        """Return the address of the upload of these bytes under this key, begun earlier; None when there is none."""
        query = "SELECT url FROM uploads WHERE key = ? AND digest = ?"
        with self._database.reading() as connection:
            row = connection.execute(query, (key, digest)).fetchone()
        return str(row[0]) if row else None

    def keep_upload(self, key: str, digest: str, url: str) -> None:
        """Remember, durably, where an upload goes on."""
        now = datetime.now(UTC).timestamp()
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?, ?)", (key, digest, url, now))

    def forget_upload(self, key: str) -> None:
        """Forget an upload that the store does not know any more."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM uploads WHERE key = ?", (key,))

    def mark(self, name: str) -> str:
        """Return what was kept under a name, or ""."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def keep_marks(self, **values: str) -> None:
        """Keep values under their names, together."""
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?)", list(values.items()))

    def moved(self, receipt_id: str) -> str | None:
        """Return the id of the receipt that a moved result has now, or None."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT became FROM moved WHERE receipt = ?", (receipt_id,)).fetchone()
        return str(row[0]) if row else None

    def keep_moved(self, receipt_id: str, became: str) -> None:
        """Remember that a result was moved, verified."""
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO moved VALUES (?, ?)", (receipt_id, became))

    def receipts(self, dossier: str) -> list[Receipt]:
        """Return the receipts of a dossier as last heard of, oldest version first."""
        query = "SELECT * FROM results WHERE dossier = ? ORDER BY version"
        with self._database.reading() as connection:
            rows = connection.execute(query, (dossier,)).fetchall()
        return [
            Receipt(number, code, digest, size, version, datetime.fromisoformat(stored_at), store, signature)
            for number, code, digest, size, version, stored_at, store, signature in rows
        ]

    def keep_receipts(self, receipts: Iterable[Receipt]) -> None:
        """Copy receipts that the store told of."""
        rows = [
            (one.id, one.dossier, one.digest, one.bytes, one.version, one.stored_at.isoformat(), one.store,
             one.signature)
            for one in receipts
        ]  # fmt: skip
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def forget_store(self) -> None:
        """Forget whatever belongs to the store known so far: another one is connected."""
        with self._database.writing() as connection:
            for table in ("uploads", "marks", "moved", "results"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
