"""A station joins a served store while it is at work: by the first steps, through the door that they use."""

from __future__ import annotations

import hashlib
import json
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.compose.side_windows import first_doors
from app.compose.station import Station, open_station
from app.domain.errors import SohoaError
from app.domain.requests import Deposit
from app.language import Translator
from app.settings import load, open_workspace, resources
from app.storage.http.store import HttpStore
from app.storage.store import EmbeddedStore
from app.ui.store_step import StoreLogin
from tests.storage.http.served import LOGIN, served_at
from tests.storage.http.test_office import KeyringInMemory, ring

__all__ = ["ring"]
CODE = "H15.12-260310-0003"


def now() -> datetime:
    return datetime.now(UTC)


def opened(folder: Path) -> AbstractContextManager[Station]:
    workspace = open_workspace(folder)
    return open_station(workspace, Translator("vi", resources() / "translations"))


def deposited(station: Station, folder: Path, key: str) -> str:
    path = folder / f"{key}.pdf"
    path.write_bytes(key.encode())
    digest = hashlib.sha256(key.encode()).hexdigest()
    return station.books.store.deposit(Deposit(key, CODE, digest, str(path), {})).store


def test_deposits_go_to_the_joined_store_at_once_and_after_the_next_start(
    tmp_path: Path, ring: KeyringInMemory
) -> None:
    office = tmp_path / "office"
    with served_at(tmp_path / "server", now) as (url, key):
        with opened(office) as station:
            assert isinstance(station.books.store, EmbeddedStore)
            own = deposited(station, tmp_path, "một")
            login = StoreLogin(url, None, LOGIN.account or "", LOGIN.password or "")
            station.use_settings(first_doors(station).join(login))
            assert isinstance(station.books.store, HttpStore)
            served = deposited(station, tmp_path, "hai")
            assert served != own
            assert station.store_watch is not None
        assert json.loads(ring.kept["sohoa-store", url])["password"] == LOGIN.password
        saved = load(office / "sohoa.toml", {})
        assert (saved.store_url, saved.store_key.split()) == (url, [key])
        with opened(office) as again:
            assert deposited(again, tmp_path, "hai") == served, "the same key is the same deposit"


def test_a_wrong_login_changes_nothing(tmp_path: Path, ring: KeyringInMemory) -> None:
    office = tmp_path / "office"
    with served_at(tmp_path / "server", now) as (url, _), opened(office) as station:
        with pytest.raises(SohoaError):
            first_doors(station).join(StoreLogin(url, None, LOGIN.account or "", "sai"))
        assert isinstance(station.books.store, EmbeddedStore)
        assert ring.kept == {}
    assert not load(office / "sohoa.toml", {}).store_url
