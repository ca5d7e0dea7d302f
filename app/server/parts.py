"""A store opened for serving: its database, key, blobs and uploads, put together once for a process."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

from app.server.accounts import Accounts
from app.server.blobs import FolderBlobs
from app.server.database import Clock, ServerDatabase, do, many, one
from app.server.paper_codes import PaperCodes
from app.server.register import ServedRegister
from app.server.results import Results
from app.server.signing import StoreKey, store_key
from app.server.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store lies. `home` holds its key and what is being uploaded, shared by all processes of the store."""

    database: str
    blobs: Path
    home: Path
    translations: Path


@dataclass(frozen=True, slots=True)
class ServedStore:
    """Everything a call needs. It keeps nothing in memory that another process would have to know."""

    place: Place
    database: ServerDatabase
    key: StoreKey
    blobs: FolderBlobs
    accounts: Accounts
    register: ServedRegister
    uploads: Uploads
    results: Results
    paper_codes: PaperCodes

    @property
    def translations(self) -> Path:
        """The folder of the texts."""
        return self.place.translations

    def shown_keys(self) -> list[dict[str, str]]:
        """Return every key that this store has signed with, the newest first, as `GET /keys` shows them."""
        with self.database.reading() as connection:
            rows = many(connection, "SELECT id, public_key FROM keys ORDER BY since DESC, id")
        return [{"id": row["id"], "algorithm": "Ed25519", "public_key": row["public_key"]} for row in rows]

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def open_store(place: Place, clock: Clock) -> ServedStore:
    """Open a store, or make it: tables, name, key. EnvironmentLackError when database or key can't be used."""
    key = store_key(place.home / "signing.key")
    database = ServerDatabase(place.database, clock)
    database.upgrade()
    with database.writing() as connection:
        if one(connection, "SELECT name FROM store") is None:
            do(connection, "INSERT INTO store VALUES (:name)", name=f"store:{uuid.uuid4()}")
        do(
            connection,
            "INSERT INTO keys VALUES (:id, :key, :now) ON CONFLICT DO NOTHING",
            id=uuid.uuid5(uuid.NAMESPACE_OID, key.public).hex[:16],
            key=key.public,
            now=database.now(connection),
        )
    blobs = FolderBlobs(place.blobs)
    register = ServedRegister(database, key)
    uploads = Uploads(database, place.home / "uploads")
    results = Results(database, register, uploads, blobs, key)
    return ServedStore(
        place,
        database,
        key,
        blobs,
        Accounts(database, key),
        register,
        uploads,
        results,
        PaperCodes(database, key),
    )
