"""What an administrator does with a served store: connect a workstation, move what it holds, look how it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.compose.books import utc_now
from app.compose.store import http_store, kept_credential, own_store, pinned
from app.domain.errors import NeedsPersonError, SohoaError, UsageError
from app.domain.messages import Message
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.domain.scan import ScanState
from app.settings import Settings, Workspace, save
from app.storage.durable import write_file
from app.storage.http.connection import Connection, Credential
from app.storage.http.keys import keys_of
from app.storage.http.memory import RoadMemory
from app.storage.http.store import HttpStore
from app.storage.journal import SqliteJournal
from app.storage.lock import workspace_lock
from app.storage.store import EmbeddedStore

_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a workstation is to be connected. `authority`: PEM file; `new_key`: the store's key may have changed."""

    url: str
    credential: Credential
    authority: Path | None = None
    in_file: bool = False
    new_key: bool = False


def connect(workspace: Workspace, wanted: Wanted) -> Settings:
    """Try address, authority, login and key, then keep them; return the settings as saved.

    UsageError for an address without encryption, a key other than the pinned one, no keyring, a station at work;
    TryAgainError when the store does not answer, or refuses the login. Nothing is kept then.
    """
    with workspace_lock(workspace.lock, utc_now):
        settings = join(workspace, wanted)
        save(workspace.settings_file, settings)
    return settings


def join(workspace: Workspace, wanted: Wanted) -> Settings:
    """Do what `connect` does, but saving the settings: the program that holds the workspace saves them itself."""
    url = _safe_address(wanted.url)
    authority = _kept_authority(workspace, wanted.authority)
    keys = _tried(url, wanted.credential, authority)
    before = workspace.settings
    known = set(pinned(before)) if before.store_url == url else set()
    if known and not known & set(keys) and not wanted.new_key:
        raise UsageError(Message.of("store-key-changed", store=url))
    settings = replace(
        before,
        store_url=url,
        # Receipts given before a key was replaced must still be provable: the old ones stay pinned.
        store_key=" ".join(dict.fromkeys([*pinned(before), *keys])),
        store_ca=authority,
        store_credential="file" if wanted.in_file else "keyring",
    )
    kept_credential(replace(workspace, settings=settings)).keep(wanted.credential)
    if before.store_url != url:
        _forget_the_road(workspace)
    return settings


def _safe_address(url: str) -> str:
    parts = urlsplit(url.rstrip("/"))
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise UsageError(Message.of("store-no-address", store=url))
    if parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
        raise UsageError(Message.of("store-not-encrypted", store=url))
    return parts.geturl()


def _kept_authority(workspace: Workspace, authority: Path | None) -> str:
    if authority is None:
        return workspace.settings.store_ca
    if not authority.is_file():
        raise UsageError(Message.of("no-such-file", file=str(authority)))
    kept = workspace.root / "store-ca.pem"
    if authority.absolute() != kept:
        write_file(kept, [authority.read_bytes()])
    return str(kept)


def _tried(url: str, credential: Credential, authority: str) -> tuple[str, ...]:
    """Return the store's keys, after a call that needs the login."""
    connection = Connection(url, lambda: credential, authority)
    try:
        keys = keys_of(connection)
        connection.json("GET", "dossiers", params={"limit": "1"})
    finally:
        connection.close()
    return keys


def _forget_the_road(workspace: Workspace) -> None:
    memory = RoadMemory(workspace.road, utc_now())
    memory.forget_store()
    memory.close()


# --- moving ---


@dataclass(frozen=True, slots=True)
class Moved:
    """One result of the workspace's own store: the receipt that the served store gave, or the trouble."""

    receipt: Receipt
    became: str | None = None
    trouble: Message | None = None


def move(workspace: Workspace) -> Iterator[Moved]:
    """Bring every result of the workspace's own store to the served one, in the order of storing; yield each.

    A result counts as moved when it was read back with the same digest. May be stopped and begun again at any moment:
    what was moved is not sent again. Nothing is taken away from the own store. TryAgainError ends it.
    """
    if not workspace.settings.store_url:
        raise UsageError(Message.of("store-not-connected"))
    store = http_store(workspace, utc_now)
    try:
        with own_store(workspace, utc_now) as own:
            for receipt, withdrawn in own.everything():
                became = store.memory.moved(receipt.id)
                try:
                    yield Moved(receipt, became or _moved(own, store, receipt, withdrawn))
                except NeedsPersonError as trouble:
                    yield Moved(receipt, trouble=trouble.message)
    finally:
        store.close()


def _moved(own: EmbeddedStore, store: HttpStore, receipt: Receipt, withdrawn: str | None) -> str:
    told = {"moved_from": receipt.store, "moved_receipt": receipt.id}
    deposit = Deposit(
        key=f"moved:{receipt.id}",
        dossier=receipt.dossier,
        digest=receipt.digest,
        path=str(own.place(receipt)),
        metadata=own.metadata(receipt.id) | told | {"first_stored_at": receipt.stored_at.isoformat()},
        first=False,
    )
    became = store.deposit(deposit)
    read_back = hashlib.sha256()
    for chunk in store.content(became.id):
        read_back.update(chunk)
    if read_back.hexdigest() != receipt.digest:
        raise NeedsPersonError(Message.of("read-back-differs", receipt=became.id))
    if withdrawn is not None:
        store.withdraw(became.id, withdrawn or "-")
    store.memory.keep_moved(receipt.id, became.id)
    return became.id


# --- looking ---


@dataclass(frozen=True, slots=True)
class RoadStatus:
    """How the road to the store is. `trouble`: why it can't be used now; `left_here`: results not moved yet."""

    url: str
    trouble: Message | None
    key_known: bool | None
    waiting: int
    oldest: datetime | None
    register_as_of: datetime | None
    left_here: int


def status(workspace: Workspace) -> RoadStatus:
    """Ask the store and look at what waits; works without the network. UsageError when none is connected."""
    if not workspace.settings.store_url:
        raise UsageError(Message.of("store-not-connected"))
    store = http_store(workspace, utc_now)
    try:
        trouble, keys = _asked(store)
        with own_store(workspace, utc_now) as own:
            left = sum(store.memory.moved(receipt.id) is None for receipt, _ in own.everything())
        since = store.memory.mark("dossiers-since")
    finally:
        store.close()
    waiting, oldest = _waiting(workspace)
    known = bool(set(keys) & set(store.keys)) if keys else None
    as_of = datetime.fromisoformat(since) if since else None
    return RoadStatus(workspace.settings.store_url, trouble, known, waiting, oldest, as_of, left)


def _asked(store: HttpStore) -> tuple[Message | None, tuple[str, ...]]:
    keys: tuple[str, ...] = ()
    try:
        keys = keys_of(store.connection)
        store.connection.json("GET", "dossiers", params={"limit": "1"})
    except SohoaError as trouble:
        return trouble.message, keys
    return None, keys


def _waiting(workspace: Workspace) -> tuple[int, datetime | None]:
    """How many results wait for the store, and since when the oldest was captured."""
    journal = SqliteJournal(workspace.journal)
    try:
        scans = [
            scan
            for state in (ScanState.SEALED, ScanState.SIGNED)
            for scan in journal.scans(state=state, held=False)
        ]
    finally:
        journal.close()
    return len(scans), min((scan.captured_at for scan in scans), default=None)


def receipt_of_scan(workspace: Workspace, scan_id: str) -> Receipt:
    """Return the receipt of a stored scan; UsageError when there is none."""
    journal = SqliteJournal(workspace.journal)
    try:
        scan = journal.scan(scan_id)
    finally:
        journal.close()
    if scan is None or scan.receipt is None:
        raise UsageError(Message.of("store-scan-without-receipt", scan=scan_id))
    return scan.receipt
