"""The embedded data store: objects by digest in a folder, results and receipts in SQLite."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.errors import NeedsPersonError
from app.domain.messages import Message
from app.domain.paper_code import paper_code
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.domain.scan import Clock
from app.storage.database import Database
from app.storage.durable import chunks_of, patient
from app.storage.objects import Flaw, ObjectFolder
from app.storage.store_schema import STORE

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COLUMNS = "id, dossier, digest, bytes, version, stored_at"
_ROWS_AT_ONCE = 500


class EmbeddedStore:
    """Port DataStore in one folder. Safe to call from any thread, and from several programs."""

    def __init__(self, root: Path, clock: Clock) -> None:
        """Open or make the folder; EnvironmentLackError when its database is damaged, foreign or newer."""
        self._objects = ObjectFolder(root / "objects")
        self._database = Database(root / "store.sqlite", STORE)
        self._clock = clock
        with self._database.writing() as connection:
            row = connection.execute("SELECT id FROM store").fetchone()
            if row is None:
                row = (f"embedded:{uuid.uuid4()}",)
                connection.execute("INSERT INTO store VALUES (?)", row)
        self.name = str(row[0])

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def deposit(self, deposit: Deposit) -> Receipt:
        """Store the bytes durably as the dossier's next version; the same key gives the same receipt again.

        NeedsPersonError when the bytes do not have the digest, are missing, or the key was used for another deposit;
        TryAgainError when the disk is full, locked or in trouble. Nothing is ever overwritten.
        """
        with self._database.reading() as connection:
            receipt = self._deposited(connection, deposit)
        if receipt is not None and self._objects.place(deposit.digest).is_file():
            return receipt
        _, size = self._objects.put(_source(Path(deposit.path)), expected=deposit.digest)
        with self._database.writing() as connection:
            receipt = self._deposited(connection, deposit)
            return receipt or self._add(connection, deposit, size)

    def content(self, receipt_id: str) -> Iterator[bytes]:
        """Yield the bytes held for this receipt, withdrawn or not; NeedsPersonError when they are missing."""
        digest = self._column("digest", receipt_id)
        path = self._objects.existing(digest)
        with patient(path):
            yield from chunks_of(path)

    def receipts(self, dossier: str) -> list[Receipt]:
        """Return the receipts of a dossier, oldest version first (withdrawn ones left out)."""
        query = f"SELECT {_COLUMNS} FROM results WHERE dossier = ? AND withdrawn_at IS NULL ORDER BY version"  # noqa: S608
        with self._database.reading() as connection:
            return [self._receipt(row) for row in connection.execute(query, (dossier,))]

    def all_receipts(self, since: datetime | None = None) -> Iterator[Receipt]:
        """Yield every receipt not withdrawn, in the order of storing; with `since`, those stored then or later."""
        earliest = -(1 << 62) if since is None else _ticks(since)
        last = 0
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(
                    f"SELECT sequence, {_COLUMNS} FROM results WHERE sequence > ? AND stored_at >= ?"  # noqa: S608
                    " AND withdrawn_at IS NULL ORDER BY sequence LIMIT ?",
                    (last, earliest, _ROWS_AT_ONCE),
                ).fetchall()
            if not rows:
                return
            yield from (self._receipt(row[1:]) for row in rows)
            last = rows[-1][0]

    def everything(self) -> Iterator[tuple[Receipt, str | None]]:
        """Yield every receipt in the order of storing, and why its result was withdrawn (None: it was not)."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT withdrawn_at, withdrawn_reason, {_COLUMNS} FROM results ORDER BY sequence"  # noqa: S608
            ).fetchall()
        for withdrawn_at, reason, *row in rows:
            yield self._receipt(tuple(row)), None if withdrawn_at is None else str(reason)

    def place(self, receipt: Receipt) -> Path:
        """Return where the bytes lie; NeedsPersonError when they are missing."""
        return self._objects.existing(receipt.digest)

    def metadata(self, receipt_id: str) -> dict[str, str]:
        """Return what was deposited beside the bytes."""
        return dict(json.loads(self._column("metadata", receipt_id)))

    def withdraw(self, receipt_id: str, reason: str) -> None:
        """Recall a result: it stays in the store, but no receipt speaks of it any more. Again does nothing."""
        with self._database.writing() as connection:
            self._row(connection, "id", receipt_id)
            connection.execute(
                "UPDATE results SET withdrawn_at = ?, withdrawn_reason = ? WHERE id = ? AND withdrawn_at IS NULL",
                (_ticks(self._clock()), reason, receipt_id),
            )

    def paper_code(self, prefix: str, key: str) -> str:
        """Return `<prefix>.<NN>`: NN counts the codes with exactly this prefix; the same key gives the same code.

        NeedsPersonError when the key was used for another prefix; TryAgainError when the file is locked or full.
        """
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO paper_codes SELECT ?1, 1 + count(*), ?2 FROM paper_codes WHERE prefix = ?1"
                " ON CONFLICT (key) DO NOTHING",
                (prefix, key),
            )
            query = "SELECT prefix, number FROM paper_codes WHERE key = ?"
            first, number = connection.execute(query, (key,)).fetchone()
        if first != prefix:
            raise NeedsPersonError(Message.of("store-code-key-used", prefix=first))
        return paper_code(prefix, number)

    def check(self) -> Iterator[Flaw]:
        """Re-read every object against its digest; name altered, missing and misnamed ones. Reads everything."""
        with self._database.reading() as connection:
            expected = [digest for (digest,) in connection.execute("SELECT DISTINCT digest FROM results")]
        return self._objects.check(expected)

    def empty_workroom(self, unchanged_since: datetime) -> int:
        """Delete unfinished copies last changed before that moment; return how many."""
        return self._objects.empty_work(unchanged_since.timestamp())

    def _deposited(self, connection: sqlite3.Connection, deposit: Deposit) -> Receipt | None:
        row = connection.execute(f"SELECT {_COLUMNS} FROM results WHERE key = ?", (deposit.key,)).fetchone()  # noqa: S608
        if row is None:
            return None
        receipt = self._receipt(row)
        if (receipt.dossier, receipt.digest) != (deposit.dossier, deposit.digest):
            raise NeedsPersonError(Message.of("store-key-used", dossier=receipt.dossier, receipt=receipt.id))
        return receipt

    def _add(self, connection: sqlite3.Connection, deposit: Deposit, size: int) -> Receipt:
        version = connection.execute(
            "SELECT coalesce(max(version), 0) + 1 FROM results WHERE dossier = ?", (deposit.dossier,)
        ).fetchone()[0]
        now = _ticks(self._clock())
        number = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.name} {deposit.key}"))
        connection.execute(
            "INSERT INTO results (id, key, dossier, version, digest, bytes, stored_at, metadata)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, deposit.key, deposit.dossier, version, deposit.digest, size, now,
             json.dumps(deposit.metadata, ensure_ascii=False)),
        )  # fmt: skip
        return self._receipt((number, deposit.dossier, deposit.digest, size, version, now))

    def _receipt(self, row: tuple[str, str, str, int, int, int]) -> Receipt:
        number, dossier, digest, size, version, stored_at = row
        return Receipt(
            number, dossier, digest, size, version, _EPOCH + stored_at * _MICROSECOND, store=self.name
        )

    def _column(self, column: str, receipt_id: str) -> str:
        with self._database.reading() as connection:
            return self._row(connection, column, receipt_id)

    @staticmethod
    def _row(connection: sqlite3.Connection, column: str, receipt_id: str) -> str:
        row = connection.execute(f"SELECT {column} FROM results WHERE id = ?", (receipt_id,)).fetchone()  # noqa: S608
        if row is None:
            raise NeedsPersonError(Message.of("store-no-such-receipt", receipt=receipt_id))
        return str(row[0])


def _source(path: Path) -> Iterator[bytes]:
    """Yield the bytes to deposit; NeedsPersonError when they are gone, TryAgainError when they can't be read now."""
    try:
        with patient(path):
            yield from chunks_of(path)
    except FileNotFoundError as gone:
        raise NeedsPersonError(Message.of("store-source-missing", file=str(path))) from gone


def _ticks(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
