"""Results: made of a finished upload, durable before the receipt, idempotent by key, never overwritten."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.domain.errors import NeedsPersonError
from app.domain.receipt import Receipt, published
from app.domain.scan import Relation
from app.server.accounts import Account
from app.server.audit import BEFORE_ALL, LAST_ENTRY, Act, write_down
from app.server.blobs import Blobs
from app.server.database import Row, ServerDatabase, do, many, moment_of, one, within
from app.server.outbox import DEPOSITED, WITHDRAWN, note
from app.server.problems import ProblemError
from app.server.signing import StoreKey
from app.server.units import unit_in_code
from app.server.uploads import Uploads
from app.storage.figures_schema import NO_LETTER


@dataclass(frozen=True, slots=True)
class Handed:
    """What a workstation asks to be stored: the upload's bytes, of this digest, as a result of the dossier."""

    key: str
    dossier: str
    digest: str
    upload: str
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which results are asked for. `after`: moment (microseconds) and sequence behind which the page begins."""

    after: tuple[int, int] = (0, 0)
    dossier: str = ""
    withdrawn: bool = False
    limit: int = 100


@dataclass(frozen=True, slots=True)
class _New:
    """What is known when a result is added; `stand`: what the one writer has found (_STAND)."""

    unit: str
    size: int
    stand: Row

    @property
    def date(self) -> int:
        """The result's date: later than every one before, also when the clock is not (as ServerDatabase.dated)."""
        return max(int(self.stand["now"]), int(self.stand["newest"] or 0) + 1)


class Results:
    """The results of every unit. Each account sees its own units' only."""

    def __init__(
        self,
        database: ServerDatabase,
        uploads: Uploads,
        blobs: Blobs,
        key: StoreKey,
    ) -> None:
        """Put the parts together; the store's name is the one in the database."""
        self._database, self._uploads = database, uploads
        self._blobs, self._key = blobs, key
        with database.reading() as connection:
            self._store = str((one(connection, "SELECT name FROM store") or {"name": ""})["name"])

    def deposit(self, account: Account, handed: Handed) -> Receipt:
        """Store a result and return its receipt; the same key gives the same receipt again.

        ProblemError 409 key-used, digest-differs or upload-incomplete; 403 foreign-unit; 404 or 410 for the upload.
        """
        with self._database.reading() as connection:
            asked = one(connection, _ASKED, key=handed.key, dossier=handed.dossier)
        if asked and asked["given"] and (before := self._given_before(account, handed)):
            return before
        unit = str((asked and asked["unit"]) or unit_in_code(handed.dossier))
        if not account.answers_for(unit):
            raise ProblemError(403, "foreign-unit")
        try:
            size = self._keep_bytes(account, handed)
        except ProblemError:
            if before := self._given_before(account, handed):  # perhaps another call with this key was faster
                return before
            raise
        with self._database.writing() as connection:
            stand = one(connection, self._database.timed(_STAND), key=handed.key, dossier=handed.dossier)
            assert stand is not None
            if stand["given"] and (before := self._given(connection, account, handed)):
                return before
            receipt = self._add(connection, account, handed, _New(unit, size, stand))
        self._uploads.clear(handed.upload)
        return receipt

    def _keep_bytes(self, account: Account, handed: Handed) -> int:
        parts = self._uploads.find_whole(account, handed.upload)
        try:
            if len(parts) == 1 and parts[0].digest == handed.digest:
                return self._blobs.adopt(parts[0].path, handed.digest)
            return self._blobs.put((piece for part in parts for piece in part.content()), handed.digest)
        except FileNotFoundError:
            raise ProblemError(410, "upload-expired") from None
        except NeedsPersonError as trouble:
            found = trouble.message.arguments.get("found", "")
            raise ProblemError(409, "digest-differs", found=found) from trouble

    def _given_before(self, account: Account, handed: Handed) -> Receipt | None:
        with self._database.reading() as connection:
            before = self._given(connection, account, handed)
        if before:
            self._database.make_sure()  # whoever stored it may still wait for the disk
        return before

    def _given(self, connection: Connection, account: Account, handed: Handed) -> Receipt | None:
        row = one(connection, "SELECT * FROM results WHERE idempotency_key = :key", key=handed.key)
        if row is None:
            return None
        if not account.answers_for(row["unit"]):
            raise ProblemError(409, "key-used")
        if (row["dossier"], row["digest"]) != (handed.dossier, handed.digest):
            raise ProblemError(409, "key-used", receipt=row["id"], dossier=row["dossier"])
        return self._receipt(row)

    def _add(self, connection: Connection, account: Account, handed: Handed, new: _New) -> Receipt:
        stand, now, version = new.stand, new.date, (new.stand["version"] or 0) + 1
        receipt = self._key.signed(
            Receipt(
                str(uuid.uuid4()),
                handed.dossier,
                handed.digest,
                new.size,
                version,
                moment_of(now),
                self._store,
            )
        )
        do(
            connection,
            "INSERT INTO results (id, idempotency_key, dossier, unit, version, digest, bytes, stored_at, signature,"
            " metadata, account_id) VALUES (:id, :key, :dossier, :unit, :version, :digest, :bytes, :now, :signature,"
            " :metadata, :account)",
            id=receipt.id, key=handed.key, dossier=handed.dossier, unit=new.unit, version=version,
            digest=handed.digest, bytes=new.size, now=now, signature=receipt.signature,
            metadata=json.dumps(handed.metadata), account=account.id,
        )  # fmt: skip
        if handed.metadata.get("relation") != Relation.LETTER:
            do(
                connection,
                "INSERT INTO stored_results VALUES (:dossier) ON CONFLICT DO NOTHING",
                dossier=handed.dossier,
            )
            if stand["synchronised"]:
                note(connection, handed.dossier, new.unit, DEPOSITED, stand["now"])  # due at once
        do(connection, "DELETE FROM uploads WHERE id = :id", id=handed.upload)
        detail = {"dossier": handed.dossier, "digest": handed.digest, "version": version}
        act = Act(account.name, "deposited", receipt.id, new.unit, detail)
        last = BEFORE_ALL if stand["sequence"] is None else (stand["sequence"], stand["last_digest"])
        write_down(connection, self._key, act, now, last)
        return receipt

    def page(self, account: Account, wanted: Wanted) -> list[Row]:
        """Return the rows of one page in the order of storing; withdrawn ones only when asked for."""
        conditions = ["(stored_at, sequence) > (:at, :after)"]
        if not wanted.withdrawn:
            conditions.append("withdrawn_at IS NULL")
        values: dict[str, Any] = {"at": wanted.after[0], "after": wanted.after[1]}
        if wanted.dossier:
            conditions.append("dossier = :dossier")
            values["dossier"] = wanted.dossier
        if not account.everywhere:
            condition, units = within("unit", account.units)
            conditions.append(condition)
            values |= units
        sql = f"SELECT * FROM results WHERE {' AND '.join(conditions)} ORDER BY stored_at, sequence LIMIT :limit"  # noqa: S608
        with self._database.telling() as connection:
            return many(connection, sql, limit=wanted.limit, **values)

    def find(self, account: Account, result_id: str) -> Row:
        """Return the row of a result; ProblemError 404 when there is none for this account."""
        with self._database.telling() as connection:
            return self._row(connection, account, result_id)

    def content(self, account: Account, result_id: str, begin: int) -> tuple[Row, Iterator[bytes]]:
        """Return a result's row and its bytes from `begin` on; reading what others deposited is written down."""
        row = self.find(account, result_id)
        if begin and begin >= row["bytes"]:
            raise ProblemError(416, "range-not-there", {"Content-Range": f"bytes */{row['bytes']}"})
        if row["account_id"] != account.id:
            with self._database.writing() as connection:
                act = Act(account.name, "read", result_id, row["unit"], {"begin": begin})
                write_down(connection, self._key, act, self._database.now(connection))
        return row, self._blobs.read(row["digest"], begin)

    def withdraw(self, account: Account, result_id: str, reason: str) -> Row:
        """Recall a result: it stays, but is spoken of no more. Again changes nothing, and keeps the first reason."""
        with self._database.writing() as connection:
            row = self._row(connection, account, result_id)
            if row["withdrawn_at"] is None:
                now = self._database.now(connection)
                do(
                    connection,
                    "UPDATE results SET withdrawn_at = :now, withdrawn_why = :why WHERE id = :id",
                    now=now,
                    why=reason,
                    id=result_id,
                )
                do(connection, _NO_LONGER_STORED, dossier=row["dossier"])
                if self.metadata(row).get("relation") != Relation.LETTER:
                    note(connection, row["dossier"], row["unit"], WITHDRAWN, now)
                act = Act(account.name, "withdrawn", result_id, row["unit"], {"reason": reason})
                write_down(connection, self._key, act, now)
            return self._row(connection, account, result_id)

    @staticmethod
    def _row(connection: Connection, account: Account, result_id: str) -> Row:
        row = one(connection, "SELECT * FROM results WHERE id = :id", id=result_id)
        if row is None or not account.answers_for(row["unit"]):
            raise ProblemError(404, "not-found")
        return row

    def _receipt(self, row: Row) -> Receipt:
        return Receipt(
            row["id"], row["dossier"], row["digest"], row["bytes"], row["version"], moment_of(row["stored_at"]),
            self._store, row["signature"],
        )  # fmt: skip

    @staticmethod
    def metadata(row: Row) -> dict[str, str]:
        """Return what was deposited beside the bytes."""
        found: dict[str, str] = json.loads(row["metadata"])
        return found

    def shown(self, row: Row) -> dict[str, Any]:
        """Return a result as the API shows it: its receipt, and when it was withdrawn."""
        at = row["withdrawn_at"]
        told = {"withdrawn_at": None if at is None else moment_of(at).isoformat()}
        return published(self._receipt(row)) | told


_ASKED = """
SELECT (SELECT id FROM results WHERE idempotency_key = :key) AS given,
    (SELECT unit FROM dossiers WHERE lower(code) = lower(:dossier)) AS unit"""
_STAND = f"""
SELECT {{now}} AS now, (SELECT max(stored_at) FROM results) AS newest,
    (SELECT max(version) FROM results WHERE dossier = :dossier) AS version,
    (SELECT id FROM results WHERE idempotency_key = :key) AS given,
    EXISTS (SELECT 1 FROM sync_targets) AS synchronised, sequence, last.digest AS last_digest
FROM (SELECT 1 AS one) AS always LEFT JOIN ({LAST_ENTRY}) AS last ON 1 = 1"""  # noqa: S608 - texts of ours
_NO_LONGER_STORED = f"""
DELETE FROM stored_results WHERE dossier = :dossier AND NOT EXISTS
    (SELECT 1 FROM results WHERE results.dossier = :dossier AND withdrawn_at IS NULL AND {NO_LETTER})"""  # noqa: S608
