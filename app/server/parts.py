"""A store opened for serving: its database, key, blobs and uploads, put together once for a process."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.server.accounts import Accounts
from app.server.blobs import Blobs, FolderBlobs, S3Place
from app.server.database import Clock, ServerDatabase, do, one
from app.server.limits import Allowances, Limits
from app.server.paper_codes import PaperCodes
from app.server.register import ServedRegister
from app.server.results import Results
from app.server.signing import StoreKey, known_keys, store_key
from app.server.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store lies. `home` holds its key and what is being uploaded, shared by all processes of the store."""

    database: str
    blobs: Path | S3Place
    home: Path
    translations: Path
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class ServedStore:
    """Everything a call needs. It keeps nothing in memory that another process would have to know."""

    place: Place
    database: ServerDatabase
    key: StoreKey
    public_keys: Sequence[str]
    blobs: Blobs
    allowances: Allowances
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
        return [
            {"id": uuid.uuid5(uuid.NAMESPACE_OID, key).hex[:16], "algorithm": "Ed25519", "public_key": key}
            for key in self.public_keys
        ]

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def blobs_of(place: Place) -> Blobs:
    """Open where the bytes lie; EnvironmentLackError when S3 can't be used."""
    if isinstance(place.blobs, Path):
        return FolderBlobs(place.blobs)
    from app.server.s3 import S3Blobs  # noqa: PLC0415 - boto3 takes half a second to load

    return S3Blobs(place.blobs, place.home / "to-s3")


def open_store(place: Place, clock: Clock) -> ServedStore:
    """Open a store, or make it: tables, name, key. EnvironmentLackError when database or key can't be used."""
    key = store_key(place.home / "signing.key")
    database = ServerDatabase(place.database, clock)
    database.upgrade()
    with database.writing() as connection:
        if one(connection, "SELECT name FROM store") is None:
            do(connection, "INSERT INTO store VALUES (:name)", name=f"store:{uuid.uuid4()}")
    blobs = blobs_of(place)
    register = ServedRegister(database, key)
    uploads = Uploads(database, place.home / "uploads", place.limits.upload_bytes)
    results = Results(database, uploads, blobs, key)
    return ServedStore(
        place,
        database,
        key,
        known_keys(place.home, key),
        blobs,
        Allowances(database, place.limits),
        Accounts(database, key),
        register,
        uploads,
        results,
        PaperCodes(database, key),
    )
