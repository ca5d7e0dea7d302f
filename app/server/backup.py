"""Backup, restore and check of a whole store; each proves itself by reading every byte again.

A backup is a folder: one file of JSON lines for each table (whatever the database), the objects by digest, the store's
keys, and `manifest.json` with the digest of every table file, written last.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from app.domain.errors import NeedsPersonError, UsageError
from app.domain.messages import Message
from app.server.audit import verify
from app.server.blobs import FolderBlobs
from app.server.database import Clock, ServerDatabase, do, many, one
from app.server.parts import Place, ServedStore, blobs_of, open_store
from app.server.signing import PUBLIC_KEYS
from app.storage.durable import make_folder, write_file

# What a store is, in an order in which rows may refer to earlier ones. Uploads under way and closed doors are not.
_TABLES = (
    "store",
    "accounts",
    "tokens",
    "units",
    "dossiers",
    "results",
    "paper_codes",
    "audit",
    "stored_results",
    "sync_targets",
    "sync_changes",
    "outbox",
    "sync_attempts",
    "acts",
)
_NUMBERED = {
    "dossiers": "id",
    "accounts": "id",
    "results": "sequence",
    "sync_changes": "id",
    "sync_attempts": "id",
    "acts": "sequence",
}
_ROWS_AT_ONCE = 1000
_KEY = "signing.key"


@dataclass(frozen=True, slots=True)
class StoreFlaw:
    """What does not agree: `problem` is missing, altered, unreadable, foreign, extra, or one of the audit's."""

    problem: str
    subject: str


def check(store: ServedStore) -> Iterator[StoreFlaw]:
    """Re-read every object against its digest, name those missing and those no result speaks of; verify the audit."""
    with store.database.reading() as connection:
        expected = {row["digest"] for row in many(connection, "SELECT DISTINCT digest FROM results")}
    for flaw in store.blobs.check(sorted(expected)):
        yield StoreFlaw(flaw.problem, flaw.digest or flaw.path.name)
    for digest in store.blobs.digests():
        if digest not in expected:
            yield StoreFlaw("extra", digest)  # its result was never made: a server was killed in between
    for found in verify(store.database, store.public_keys):
        yield StoreFlaw(f"audit-{found.problem}", found.subject or str(found.sequence))


def back_up(store: ServedStore, target: Path) -> int:
    """Write a backup into an empty or new folder while the store goes on; return how many objects it holds.

    NeedsPersonError when an object is missing or altered: the backup has no manifest then, and is none.
    """
    if target.exists() and any(target.iterdir()):
        raise UsageError(Message.of("export-target-not-empty", folder=str(target)))
    make_folder(target)
    digests: set[str] = set()
    manifest: dict[str, dict[str, str]] = {"tables": {}}
    with store.database.snapshot() as connection:
        for table in _TABLES:
            lines = _lines(connection, table, digests)
            manifest["tables"][table], _ = write_file(target / f"{table}.jsonl", lines)
    kept = FolderBlobs(target / "objects")
    for digest in sorted(digests):
        kept.put(store.blobs.read(digest), digest)
    for name in (_KEY, PUBLIC_KEYS):
        _copy_key(store.place.home / name, target / name)
    write_file(target / "manifest.json", [json.dumps(manifest, indent=1).encode()])
    return len(digests)


def _lines(connection: Connection, table: str, digests: set[str]) -> Iterator[bytes]:
    rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(
        text(f"SELECT * FROM {table}")  # noqa: S608 - a table of ours
    )
    for row in rows.mappings():
        if table == "results":
            digests.add(row["digest"])
        yield json.dumps(dict(row)).encode() + b"\n"


def restore(place: Place, source: Path, clock: Clock) -> int:
    """Make a store of a backup in an empty place, and prove it; return how many objects it holds.

    UsageError when the place is not empty; NeedsPersonError when the backup is not whole, or not what it was.
    """
    manifest = _manifest(source)
    database = ServerDatabase(place.database, clock)
    try:
        database.upgrade()
        with database.writing() as connection:
            if (place.home / _KEY).exists() or one(connection, "SELECT 1 FROM accounts"):
                raise UsageError(Message.of("serve-restore-not-empty"))
            for table in _TABLES:
                _load(connection, table, source / f"{table}.jsonl", manifest[table], database.dialect)
            digests = [row["digest"] for row in many(connection, "SELECT DISTINCT digest FROM results")]
            blobs, kept = blobs_of(place), FolderBlobs(source / "objects")
            for digest in digests:
                blobs.put(kept.read(digest), digest)
            make_folder(place.home)
            for name in (_KEY, PUBLIC_KEYS):
                _copy_key(source / name, place.home / name)
    finally:
        database.close()
    _prove(place, clock)
    return len(digests)


def _prove(place: Place, clock: Clock) -> None:
    store = open_store(place, clock)
    try:
        flaw = next(check(store), None)
    finally:
        store.close()
    if flaw:
        raise NeedsPersonError(Message.of("serve-backup-broken", part=f"{flaw.problem} {flaw.subject}"))


def _manifest(source: Path) -> dict[str, str]:
    try:
        tables: dict[str, str] = json.loads((source / "manifest.json").read_bytes())["tables"]
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise NeedsPersonError(Message.of("serve-backup-broken", part="manifest.json")) from trouble
    return tables


def _load(connection: Connection, table: str, file: Path, expected: str, dialect: str) -> None:
    found, portion = hashlib.sha256(), []
    with file.open("rb") as lines:
        for line in lines:
            found.update(line)
            portion.append(_row(line, file))
            if len(portion) == _ROWS_AT_ONCE:
                _insert(connection, table, portion)
                portion = []
    _insert(connection, table, portion)
    if found.hexdigest() != expected:
        raise NeedsPersonError(Message.of("serve-backup-broken", part=file.name))
    if dialect == "postgresql" and table in _NUMBERED:
        number = _NUMBERED[table]
        do(
            connection,
            f"SELECT setval(pg_get_serial_sequence('{table}', '{number}'),"  # noqa: S608 - names of ours
            f" (SELECT coalesce(max({number}), 0) + 1 FROM {table}), false)",
        )


def _row(line: bytes, file: Path) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
    except ValueError as trouble:
        raise NeedsPersonError(Message.of("serve-backup-broken", part=file.name)) from trouble
    return row


def _insert(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = list(rows[0])
        values = ", ".join(f":{name}" for name in names)
        connection.execute(text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"), rows)  # noqa: S608


def _copy_key(source: Path, target: Path) -> None:
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(source.read_bytes())
        out.flush()
        os.fsync(out.fileno())
