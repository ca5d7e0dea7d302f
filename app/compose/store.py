"""Which store a workspace deposits in: its own, or the served one that the settings name."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Protocol

from app.domain.scan import Clock
from app.pipeline.ports import Announce, DataStore, StoreTold
from app.pipeline.store_watch import StoreWatch
from app.settings import Settings, Workspace
from app.storage.http.connection import Connection
from app.storage.http.credentials import KeptCredential
from app.storage.http.memory import RoadMemory
from app.storage.http.pace import Pace
from app.storage.http.register_copy import RegisterCopy
from app.storage.http.store import HttpStore
from app.storage.register import SqliteRegister
from app.storage.store import EmbeddedStore

_BYTES_PER_KBIT = 125


class ClosingStore(DataStore, Protocol):
    """A store, and the end of its use."""

    def close(self) -> None:
        """Close files and connections."""


def open_store(workspace: Workspace, clock: Clock) -> ClosingStore:
    """Return the store of the settings, not asked anything yet."""
    if not workspace.settings.store_url:
        return EmbeddedStore(workspace.store, clock)
    return http_store(workspace, clock)


def http_store(workspace: Workspace, clock: Clock) -> HttpStore:
    """Return the served store of the settings."""
    settings = workspace.settings
    connection = Connection(settings.store_url, kept_credential(workspace), settings.store_ca)
    pace = Pace(time.monotonic, time.sleep, settings.store_limit_kbit * _BYTES_PER_KBIT)
    return HttpStore(connection, RoadMemory(workspace.road, clock()), pace, pinned(settings))


def pinned(settings: Settings) -> tuple[str, ...]:
    """Return the keys with which the store may sign: those it showed when it was connected."""
    return tuple(settings.store_key.split())


def kept_credential(workspace: Workspace) -> KeptCredential:
    """Return where the login lies."""
    in_file = workspace.settings.store_credential == "file"
    return KeptCredential(workspace.settings.store_url, workspace.store_login if in_file else None)


def store_watch(store: DataStore, register: SqliteRegister, announce: Announce) -> StoreWatch | None:
    """Return the watch over a served store, not started; None for the workspace's own."""
    if not isinstance(store, HttpStore):
        return None
    copy = RegisterCopy(store.connection, store.memory, register)

    def look() -> StoreTold:
        uploads, there, size = store.traffic.now()
        as_of = copy.as_of
        return StoreTold(
            reachable=store.connection.reachable is not False,
            uploads=uploads,
            there_bytes=there,
            size_bytes=size,
            register_as_of=as_of.replace(second=0, microsecond=0) if as_of else None,
        )

    return StoreWatch(copy.refresh, copy.refresh_receipts, look, announce)


@contextlib.contextmanager
def own_store(workspace: Workspace, clock: Clock) -> Iterator[EmbeddedStore]:
    """Yield the store that lies in the workspace, whichever the settings name."""
    store = EmbeddedStore(workspace.store, clock)
    try:
        yield store
    finally:
        store.close()
