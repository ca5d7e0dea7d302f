"""Uploads under way (tus): each chunk is a file of its own, and counts once the database has taken it over.

So no lock is held while bytes come in: whoever brings the same chunk second is told the new offset, and a killed server
leaves nothing but a file that no row speaks of.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from app.server.accounts import Account
from app.server.database import Row, ServerDatabase, do, many, one
from app.server.problems import ProblemError
from app.storage.durable import discard, make_folder, patient, sync_file, write_all

LARGEST_BYTES = 10 << 30
LIFE = timedelta(hours=24)  # from the last byte
_LIFE = LIFE // timedelta(microseconds=1)
_PIECE_BYTES = 1 << 20
_SWEPT_AT_ONCE = 200
_RETRY_SECONDS = "60"
_CREATIONS_A_SWEEP = 50


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload: how long the file is, how much of it has arrived, and until when it is kept."""

    id: str
    length: int
    arrived: int
    expires_at: int

    @property
    def whole(self) -> bool:
        """Whether every byte has arrived."""
        return self.arrived == self.length


@dataclass(slots=True)
class Chunk:
    """Bytes on their way into an upload, not counted yet. `digest` is that of the bytes that came so far."""

    upload: str
    begins: int
    path: Path
    out: BinaryIO
    size: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        """Add bytes; TryAgainError when the disk is full."""
        with patient(self.path):
            write_all(self.out, data)
        self.digest.update(data)
        self.size += len(data)

    def close(self) -> None:
        """Wait until the bytes are on the disk."""
        if not self.out.closed:
            with patient(self.path):
                sync_file(self.out)
            self.out.close()

    def discard(self) -> None:
        """Forget the bytes."""
        self.out.close()
        discard(self.path)


@dataclass(frozen=True, slots=True)
class Part:
    """A file of an upload, on the disk. `digest`: SHA-256 of its bytes as they came ("" from an older form)."""

    path: Path
    size: int
    digest: str

    def content(self) -> Iterator[bytes]:
        """Yield its bytes; ProblemError 410 when they are gone from the disk."""
        rest = self.size
        try:
            with patient(self.path), self.path.open("rb") as file:
                while piece := file.read(min(_PIECE_BYTES, rest)):
                    rest -= len(piece)
                    yield piece
        except FileNotFoundError:
            raise ProblemError(410, "upload-expired") from None
        if rest:
            raise ProblemError(410, "upload-expired")


_INSERT_ALWAYS = """
INSERT INTO uploads (id, account_id, length, arrived, expires_at) VALUES
    (:id, :account, :length, :arrived, {now} + :life) RETURNING expires_at"""
_INSERT = """
INSERT INTO uploads (id, account_id, length, arrived, expires_at)
SELECT :id, :account, CAST(:length AS BIGINT), CAST(:arrived AS BIGINT), {now} + :life
WHERE (SELECT coalesce(sum(length), 0) FROM uploads WHERE account_id = :account AND expires_at > {now})
    + :length <= :most RETURNING expires_at"""
_ADVANCE = """
UPDATE uploads SET arrived = :arrived, expires_at = {now} + :life WHERE id = :id AND arrived = :begins
RETURNING expires_at"""
_FIND = """
SELECT id, length, arrived, expires_at, {now} AS now FROM uploads WHERE id = :id AND account_id = :account"""
_FIND_PARTS = """
SELECT uploads.id, length, arrived, expires_at, {now} AS now, parts.name, parts.bytes, parts.digest
FROM uploads LEFT JOIN parts ON parts.upload = uploads.id
WHERE uploads.id = :id AND account_id = :account ORDER BY parts.begins"""


class Uploads:
    """The uploads of one store; their files lie in one folder that all its processes share."""

    def __init__(self, database: ServerDatabase, folder: Path, most_bytes: int = 0) -> None:
        """Open or make the folder; `most_bytes` of one account may be under way (0: no limit)."""
        self._database, self._folder, self._most_bytes = database, folder, most_bytes
        make_folder(folder)

    def create(self, account: Account, length: int, data: bytes = b"") -> Upload:
        """Begin an upload of `length` bytes, the first of which may be given and are on the disk from now on.

        Now and then those whose time is over make room. ProblemError 507 when the account has too many under way.
        """
        if not secrets.randbelow(_CREATIONS_A_SWEEP):
            self.sweep()
        upload_id = secrets.token_urlsafe(18)
        (self._folder / upload_id).mkdir()
        try:
            chunk = self._written(Upload(upload_id, length, 0, 0), data) if data else None
            with self._database.passing() as connection:
                end = self._insert(connection, account, upload_id, (length, len(data)))
                if chunk:
                    _insert_part(connection, chunk)
        except BaseException:
            self.clear(upload_id)
            raise
        return Upload(upload_id, length, len(data), end)

    def _insert(
        self, connection: Connection, account: Account, upload_id: str, sizes: tuple[int, int]
    ) -> int:
        """Add the row and return until when the upload is kept; 507 when the account has no room for it."""
        if (
            self._most_bytes and self._database.dialect == "postgresql"
        ):  # one at a time, as SQLite has it anyway
            do(connection, "SELECT 1 FROM accounts WHERE id = :id FOR UPDATE", id=account.id)
        row = one(
            connection,
            self._database.timed(_INSERT if self._most_bytes else _INSERT_ALWAYS),
            id=upload_id, account=account.id, length=sizes[0], arrived=sizes[1], life=_LIFE, most=self._most_bytes,
        )  # fmt: skip
        if row is None:
            raise ProblemError(507, "quota-reached", {"Retry-After": _RETRY_SECONDS})
        return int(row["expires_at"])

    def find(self, account: Account, upload_id: str) -> Upload:
        """Return an upload of this account; ProblemError 404 for another's or none, 410 when its time is over."""
        with self._database.reading() as connection:
            row = one(connection, self._database.timed(_FIND), id=upload_id, account=account.id)
        return _alive(row)

    def find_whole(self, account: Account, upload_id: str) -> list[Part]:
        """Return the files of an upload of this account, in order; ProblemError 409 when bytes are missing yet."""
        with self._database.reading() as connection:
            rows = many(connection, self._database.timed(_FIND_PARTS), id=upload_id, account=account.id)
        if not _alive(rows[0] if rows else None).whole:
            raise ProblemError(409, "upload-incomplete")
        return [
            Part(self._folder / upload_id / row["name"], row["bytes"], row["digest"])
            for row in rows
            if row["name"] is not None
        ]

    def append(self, upload: Upload, data: bytes) -> tuple[int, int]:
        """Take bytes that are in memory already as the upload's next ones, as `take` does."""
        return self.take(self._written(upload, data))

    def _written(self, upload: Upload, data: bytes) -> Chunk:
        """Write bytes to a file of their own; it is on the disk then."""
        chunk = self.begin_chunk(upload)
        with discarded_on_failure(chunk):
            chunk.write(data)
            chunk.close()
        return chunk

    def begin_chunk(self, upload: Upload) -> Chunk:
        """Open a file for the next bytes; 410 when the upload's folder is gone."""
        path = self._folder / upload.id / f"{upload.arrived}-{secrets.token_hex(8)}.part"
        try:
            return Chunk(upload.id, upload.arrived, path, path.open("xb", buffering=0))
        except FileNotFoundError:
            raise ProblemError(410, "upload-expired") from None

    def take(self, chunk: Chunk) -> tuple[int, int]:
        """Count the chunk's bytes, on the disk from now on; return the new offset and the end of the upload's life.

        ProblemError 409 when others of the same place were faster.
        """
        with discarded_on_failure(chunk):
            chunk.close()
            arrived = chunk.begins + chunk.size
            with self._database.passing() as connection:
                taken = one(
                    connection,
                    self._database.timed(_ADVANCE),
                    arrived=arrived, life=_LIFE, id=chunk.upload, begins=chunk.begins,
                )  # fmt: skip
                if taken is None:
                    raise ProblemError(409, "offset-differs")
                _insert_part(connection, chunk)
        return arrived, int(taken["expires_at"])

    def clear(self, upload_id: str) -> None:
        """Remove the files of an upload of which no row speaks any more."""
        shutil.rmtree(self._folder / upload_id, ignore_errors=True)

    def sweep(self) -> None:
        """Remove some uploads whose time is over, and folders that a killed server left without a row."""
        oldest = (self._database.clock() - 2 * LIFE).timestamp()
        left = [entry.name for entry in os.scandir(self._folder) if entry.stat().st_mtime < oldest]
        for name in left[:_SWEPT_AT_ONCE]:
            with self._database.reading() as connection:
                known = one(connection, "SELECT 1 FROM uploads WHERE id = :id", id=name)
            if known is None:
                self.clear(name)
        with self._database.reading() as connection:
            now = self._database.now(connection)
            sql = "SELECT id FROM uploads WHERE expires_at < :now LIMIT :most"
            old = [row["id"] for row in many(connection, sql, now=now, most=_SWEPT_AT_ONCE)]
        for upload_id in old:
            with self._database.changing() as connection:
                do(
                    connection,
                    "DELETE FROM uploads WHERE id = :id AND expires_at < :now",
                    id=upload_id,
                    now=now,
                )
            self.clear(upload_id)

    def reachable(self) -> bool:
        """Return whether bytes could be taken now."""
        return self._folder.is_dir()


def _alive(row: Row | None) -> Upload:
    if row is None:
        raise ProblemError(404, "upload-not-found")
    if row["expires_at"] <= row["now"]:
        raise ProblemError(410, "upload-expired")
    return Upload(row["id"], row["length"], row["arrived"], row["expires_at"])


def _insert_part(connection: Connection, chunk: Chunk) -> None:
    do(
        connection,
        "INSERT INTO parts (upload, begins, bytes, name, digest) VALUES (:id, :begins, :bytes, :name, :digest)",
        id=chunk.upload, begins=chunk.begins, bytes=chunk.size, name=chunk.path.name, digest=chunk.digest.hexdigest(),
    )  # fmt: skip


@contextlib.contextmanager
def discarded_on_failure(chunk: Chunk) -> Iterator[Chunk]:
    """Remove the chunk's file unless the block comes to its end."""
    try:
        yield chunk
    except BaseException:
        chunk.discard()
        raise
