"""What an administrator does: connects a workstation, moves what it holds, looks, proves a receipt."""

from __future__ import annotations

import hashlib
import io
import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import keyring
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from keyring.backend import KeyringBackend

from app.compose.store import open_store
from app.domain.requests import Deposit
from app.settings import open_workspace
from app.storage.http.store import HttpStore
from app.storage.store import EmbeddedStore
from tests.commands.calls import Line
from tests.storage.http.peer import Peer, problem

NOW = datetime(2026, 3, 10, tzinfo=UTC)


class KeyringInMemory(KeyringBackend):
    """A keyring that keeps."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[KeyringInMemory]:
    before, ring = keyring.get_keyring(), KeyringInMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    (tmp_path / "office").mkdir()
    return Line(tmp_path / "office", capsys)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr("sys.stdin", io.StringIO("đúng\n"))
    return monkeypatch


def _results(office: Line, count: int) -> EmbeddedStore:
    store = EmbeddedStore(office.workspace / "store", lambda: NOW)
    for number in range(count):
        path = office.workspace / f"{number}.pdf"
        path.write_bytes(b"%PDF" + bytes([number]) * 100)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        store.deposit(
            Deposit(f"s-{number}", "H15.12-260310-0003", digest, str(path), {"scan": f"s-{number}"})
        )
    return store


def test_a_workstation_is_connected_and_from_then_on_deposits_there(
    office: Line, peer: Peer, ring: KeyringInMemory, typed: pytest.MonkeyPatch
) -> None:
    said = office("store", "connect", peer.url, "--account", "lan")
    assert (said.code, said.record["keys"]) == (0, [peer.public_key])
    assert "đúng" not in (office.workspace / "sohoa.toml").read_text("utf-8")
    assert json.loads(ring.kept["sohoa-store", peer.url])["password"] == "đúng"
    store = open_store(open_workspace(office.workspace), lambda: NOW)
    assert isinstance(store, HttpStore)
    assert store.receipts("H15.12-260310-0003") == []
    store.close()
    assert office("store", "status").record["ok"] is True


def test_without_a_keyring_nothing_is_kept_unless_the_administrator_chooses_a_file(
    office: Line, peer: Peer, typed: pytest.MonkeyPatch
) -> None:
    said = office("store", "connect", peer.url, "--account", "lan")  # the tests' own keyring keeps nothing
    assert said.code == 2
    assert not (office.workspace / "sohoa.toml").exists()
    typed.setattr("sys.stdin", io.StringIO("đúng\n"))
    assert office("store", "connect", peer.url, "--account", "lan", "--credential", "file").code == 0
    file = office.workspace / "store-login.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["http://store.example", "ftp://127.0.0.1", "127.0.0.1:8000", "https://"])
def test_an_address_that_is_not_safe_is_refused(office: Line, url: str, typed: pytest.MonkeyPatch) -> None:
    assert office("store", "connect", url, "--account", "lan").code == 2
    assert not (office.workspace / "sohoa.toml").exists()


def test_a_wrong_password_changes_nothing(
    office: Line, peer: Peer, ring: KeyringInMemory, typed: pytest.MonkeyPatch
) -> None:
    typed.setattr("sys.stdin", io.StringIO("sai\n"))
    assert office("store", "connect", peer.url, "--account", "lan").code == 3
    assert ring.kept == {}
    assert not (office.workspace / "sohoa.toml").exists()


def test_a_store_that_shows_another_key_is_refused_until_somebody_says_so(
    office: Line, peer: Peer, ring: KeyringInMemory, typed: pytest.MonkeyPatch
) -> None:
    office("store", "connect", peer.url, "--account", "lan")
    old = peer.public_key
    peer.key = Ed25519PrivateKey.generate()
    assert office("store", "status").record["key_known"] is False
    for more, code in ((), 2), (("--new-key",), 0):
        typed.setattr("sys.stdin", io.StringIO("đúng\n"))
        assert office("store", "connect", peer.url, "--account", "lan", *more).code == code
    settings = open_workspace(office.workspace).settings
    assert settings.store_key.split() == [old, peer.public_key]  # earlier receipts stay provable


def test_what_the_workspace_holds_is_moved_whole_and_may_be_interrupted(
    office: Line, peer: Peer, ring: KeyringInMemory, typed: pytest.MonkeyPatch
) -> None:
    own = _results(office, 4)
    first, second, *_ = (receipt for receipt, _ in own.everything())
    own.withdraw(second.id, "nhầm")
    own.close()
    office("store", "connect", peer.url, "--account", "lan")
    assert office("store", "status").record["left_here"] == 4
    peer.meddle = lambda asked, go_on: (
        problem(503, "down")
        if asked.method == "POST" and "/results" in asked.path and asked.number > 7
        else go_on()
    )
    assert office("store", "move").code == 3
    peer.meddle = lambda _, go_on: go_on()
    uploaded = peer.count("POST", "/uploads")
    said = office("store", "move")
    assert (said.code, len(said.records)) == (0, 4)
    assert peer.count("POST", "/uploads") < uploaded + 4  # what was moved is not sent again
    assert [receipt.version for receipt in peer.store.all_receipts()] == [
        1,
        3,
        4,
    ]  # the second is withdrawn there too
    metadata = peer.store.metadata(said.records[0]["became"])
    assert (metadata["scan"], metadata["moved_receipt"]) == ("s-0", first.id)
    assert office("store", "status").record["left_here"] == 0
    assert len(list((office.workspace / "store" / "objects").rglob("*"))) > 4  # nothing is taken away here


def test_a_damaged_result_is_told_and_the_others_are_moved(
    office: Line, peer: Peer, ring: KeyringInMemory, typed: pytest.MonkeyPatch
) -> None:
    own = _results(office, 3)
    damaged, _ = next(iter(own.everything()))
    own.place(damaged).write_bytes(b"other")
    own.close()
    office("store", "connect", peer.url, "--account", "lan")
    said = office("store", "move")
    assert said.code == 1
    assert [bool(one["problem"]) for one in said.records] == [True, False, False]


def test_a_receipt_is_proved_without_the_network_and_a_changed_one_is_not(
    office: Line, peer: Peer, ring: KeyringInMemory, typed: pytest.MonkeyPatch
) -> None:
    own = _results(office, 1)
    own.close()
    office("store", "connect", peer.url, "--account", "lan")
    office("store", "move")
    receipt = next(peer.store.all_receipts())
    file = office.workspace / "receipt.json"
    for changes, ok in (({}, True), ({"version": 2}, False), ({"digest": "0" * 64}, False)):
        file.write_text(json.dumps(peer.published(receipt) | changes), encoding="utf-8")
        said = office("verify", file)
        assert (said.record["ok"], said.code) == (ok, 0 if ok else 1)
    file.write_text("[]", encoding="utf-8")
    assert office("verify", file).record["receipt"] is None
    assert replace(receipt, version=1) == receipt


def test_a_register_that_is_imported_here_is_known_to_every_workstation(
    office: Line, peer: Peer, ring: KeyringInMemory, typed: pytest.MonkeyPatch
) -> None:
    office("store", "connect", peer.url, "--account", "lan")
    file = office.workspace / "register.csv"
    file.write_text("MaHoSo,ChuHoSo\nH15.12-260310-0003,Đặng Thị Ân\n?,\n", encoding="utf-8")
    said = office("register", "import", file)
    assert (said.record["added"], len(said.record["refused"])) == (1, 1)
    assert [(row["MaHoSo"], row["ChuHoSo"]) for row in peer.dossiers] == [
        ("H15.12-260310-0003", "Đặng Thị Ân")
    ]
