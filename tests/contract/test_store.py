"""What every data store must do. A store joins by one more line in STORES."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from app.domain.errors import NeedsPersonError
from app.domain.requests import Deposit
from app.domain.scan import Clock
from app.pipeline.ports import DataStore
from app.server.blobs import S3Place
from app.storage.http.connection import Connection, Credential
from app.storage.http.memory import RoadMemory
from app.storage.http.pace import Pace
from app.storage.http.store import HttpStore
from app.storage.store import EmbeddedStore
from tests.contract.fake_store import FakeStore
from tests.server.s3_server import bucket, swift
from tests.storage.http.peer import peer_at
from tests.storage.http.served import LOGIN, served_at
from tests.supervision.postgres import Cluster, stoppable

CODE, OTHER = "H15.12-260310-0003", "H15.12-260310-0004"


class Store(DataStore, Protocol):
    """The port, and the act of recalling that a person has on every store."""

    def withdraw(self, receipt_id: str, reason: str) -> None: ...


@dataclass
class Watch:
    """A clock that goes on by a second with every look."""

    now: datetime = datetime(2026, 3, 10, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def _embedded(folder: Path, clock: Clock) -> Iterator[Store]:
    store = EmbeddedStore(folder / "store", clock)
    yield store
    store.close()


def _fake(folder: Path, clock: Clock) -> Iterator[Store]:
    yield FakeStore(clock)


def _to_a_peer(folder: Path, clock: Clock) -> Iterator[Store]:
    with peer_at(folder / "peer", clock) as peer:
        yield from _over_http(folder, peer.url, peer.public_key, Credential(account="lan", password="đúng"))


def _served(folder: Path, clock: Clock) -> Iterator[Store]:
    with served_at(folder / "server", clock) as (url, key):
        yield from _over_http(folder, url, key, LOGIN)


def _served_outgrown(folder: Path, clock: Clock, servers: Servers) -> Iterator[Store]:
    blobs = bucket(servers.s3, uuid.uuid4().hex)
    with served_at(folder / "server", clock, servers.postgres.new_database(), blobs) as (address, key):
        yield from _over_http(folder, address, key, LOGIN)


def _over_http(folder: Path, url: str, key: str, login: Credential) -> Iterator[Store]:
    connection = Connection(url, lambda: login)
    memory = RoadMemory(folder / "road.sqlite", datetime.now(UTC))
    store = HttpStore(connection, memory, Pace(time.monotonic, time.sleep), (key,))
    yield store
    store.close()


@dataclass(frozen=True)
class Servers:
    """The servers beneath an outgrown store: each test has a database and a bucket of its own on them."""

    postgres: Cluster
    s3: S3Place


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with stoppable() as postgres, swift() as s3:
        yield Servers(postgres, s3)


STORES: dict[str, Callable[..., Iterator[Store]]] = {
    "embedded": _embedded,
    "fake": _fake,
    "HTTP to a peer": _to_a_peer,
    "HTTP, SQLite, folder": _served,
    "HTTP, PostgreSQL, S3": _served_outgrown,
}


@pytest.fixture(params=list(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    beneath = [request.getfixturevalue("servers")] if request.param == "HTTP, PostgreSQL, S3" else []
    yield from STORES[request.param](tmp_path, Watch(), *beneath)


@pytest.fixture
def result(tmp_path: Path) -> Callable[..., Deposit]:
    def make(key: str = "s-1", dossier: str = CODE, data: bytes = b"%PDF result", **metadata: str) -> Deposit:
        path = tmp_path / f"{key}.pdf"
        path.write_bytes(data)
        return Deposit(key, dossier, hashlib.sha256(data).hexdigest(), str(path), metadata)

    return make


Result = Callable[..., Deposit]


def test_a_receipt_tells_what_is_held_and_the_bytes_can_be_read_back(store: Store, result: Result) -> None:
    deposit = result(data=b"x" * 3_000_000, owner="Đặng Thị Ân")
    receipt = store.deposit(deposit)
    assert (receipt.dossier, receipt.digest, receipt.bytes, receipt.version) == (
        CODE,
        deposit.digest,
        3_000_000,
        1,
    )
    assert receipt.stored_at.tzinfo is not None
    assert receipt.store
    assert hashlib.sha256(b"".join(store.content(receipt.id))).hexdigest() == deposit.digest
    assert store.metadata(receipt.id) == {"owner": "Đặng Thị Ân"}


def test_the_same_key_gives_the_same_receipt_again(store: Store, result: Result) -> None:
    deposit = result()
    first = store.deposit(deposit)
    assert store.deposit(deposit) == first
    assert store.receipts(CODE) == [first]


def test_the_same_key_is_answered_even_when_the_file_is_gone_meanwhile(store: Store, result: Result) -> None:
    deposit = result()
    first = store.deposit(deposit)
    Path(deposit.path).unlink()
    assert store.deposit(deposit) == first


@pytest.mark.parametrize("change", [{"dossier": OTHER}, {"digest": hashlib.sha256(b"other").hexdigest()}])
def test_a_key_used_for_another_deposit_is_refused_and_overwrites_nothing(
    store: Store, result: Result, change: dict[str, str]
) -> None:
    first = store.deposit(result())
    other = result(data=b"other") if "digest" in change else result()
    with pytest.raises(NeedsPersonError, match="store-key-used"):
        store.deposit(replace(other, **change))
    assert list(store.all_receipts()) == [first]
    assert b"".join(store.content(first.id)) == b"%PDF result"


def test_bytes_that_do_not_have_the_digest_are_refused_and_not_kept(store: Store, result: Result) -> None:
    deposit = result()
    Path(deposit.path).write_bytes(b"%PDF resulT")
    with pytest.raises(NeedsPersonError, match="storage-digest-differs"):
        store.deposit(deposit)
    assert list(store.all_receipts()) == []


def test_a_missing_file_is_for_a_person(store: Store, result: Result) -> None:
    deposit = result()
    Path(deposit.path).unlink()
    with pytest.raises(NeedsPersonError, match="store-source-missing"):
        store.deposit(deposit)


def test_a_corrected_result_is_a_new_version_and_the_old_one_stays(store: Store, result: Result) -> None:
    first = store.deposit(result("s-1", data=b"first"))
    second = store.deposit(result("s-2", data=b"second"))
    elsewhere = store.deposit(result("s-3", dossier=OTHER, data=b"first"))
    assert [receipt.version for receipt in (first, second, elsewhere)] == [1, 2, 1]
    assert store.receipts(CODE) == [first, second]
    assert b"".join(store.content(first.id)) == b"first"
    assert b"".join(store.content(elsewhere.id)) == b"first"
    assert len({first.id, second.id, elsewhere.id}) == 3


def test_receipts_come_in_the_order_of_storing(store: Store, result: Result) -> None:
    receipts = [store.deposit(result(f"s-{n}", dossier=f"H15.12-260310-{n:04}")) for n in range(5)]
    assert list(store.all_receipts()) == receipts
    assert list(store.all_receipts(since=receipts[3].stored_at)) == receipts[3:]
    assert list(store.all_receipts(since=receipts[-1].stored_at + timedelta(seconds=1))) == []


def test_a_withdrawn_result_is_spoken_of_no_more_but_stays(store: Store, result: Result) -> None:
    first, second = store.deposit(result("s-1")), store.deposit(result("s-2", data=b"second"))
    store.withdraw(first.id, "nhầm hồ sơ")
    store.withdraw(first.id, "lần nữa")
    assert store.receipts(CODE) == list(store.all_receipts()) == [second]
    assert b"".join(store.content(first.id)) == b"%PDF result"
    assert store.deposit(result("s-4", data=b"third")).version == 3


@pytest.mark.parametrize("ask", ["content", "metadata", "withdraw"])
def test_a_receipt_that_is_not_known_is_for_a_person(store: Store, ask: str) -> None:
    arguments = ("nonsense", "reason") if ask == "withdraw" else ("nonsense",)
    with pytest.raises(NeedsPersonError, match="store-no-such-receipt"):
        list(getattr(store, ask)(*arguments) or ())


def test_a_dossier_without_results_has_no_receipts(store: Store) -> None:
    assert store.receipts(CODE) == []
    assert list(store.all_receipts()) == []


@pytest.mark.parametrize("dossier", ["../../etc/passwd", "H15\n12", "Đ 'OR 1=1--", "x" * 500])
def test_no_name_of_a_dossier_leads_astray(store: Store, result: Result, dossier: str) -> None:
    receipt = store.deposit(result(dossier=dossier, note="\u202e\x00'\"", empty=""))
    assert store.receipts(dossier) == [receipt]
    assert store.metadata(receipt.id) == {"note": "\u202e\x00'\"", "empty": ""}


PREFIX = "066090001234.KQ.G15.000032.12/2025"


def test_codes_of_papers_are_counted_in_each_prefix_and_the_same_key_gets_the_same_code(store: Store) -> None:
    first = store.paper_code(PREFIX, "s-1")
    second = store.paper_code(PREFIX, "s-2")
    assert (first, second) == (f"{PREFIX}.01", f"{PREFIX}.02")
    assert [store.paper_code(PREFIX, key) for key in ("s-1", "s-2")] == [first, second]


def test_only_the_very_same_prefix_counts(store: Store) -> None:
    """A known program counts by `LIKE prefix%`: 12/2025 would count for 1, percent signs for anything."""
    alike = (f"{PREFIX}6", PREFIX[:-1], PREFIX.lower(), PREFIX.replace("12/", "%/"), PREFIX.replace(".", "_"))
    for number, prefix in enumerate(alike):
        assert store.paper_code(prefix, f"s-{number}") == f"{prefix}.01"
    assert store.paper_code(PREFIX, "s-own") == f"{PREFIX}.01"


def test_a_key_used_for_another_code_of_paper_is_refused(store: Store) -> None:
    store.paper_code(PREFIX, "s-1")
    with pytest.raises(NeedsPersonError):
        store.paper_code(PREFIX.replace("12/", "13/"), "s-1")
    assert store.paper_code(PREFIX, "s-1") == f"{PREFIX}.01"


def test_a_hundredth_code_has_three_digits(store: Store) -> None:
    codes = [store.paper_code(PREFIX, f"s-{n}") for n in range(100)]
    assert codes[98:] == [f"{PREFIX}.99", f"{PREFIX}.100"]


def test_no_two_get_the_same_code_however_many_ask_at_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as asking:
        codes = list(asking.map(lambda n: store.paper_code(PREFIX, f"s-{n % 20}"), range(60)))
    assert set(codes) == {f"{PREFIX}.{n:02}" for n in range(1, 21)}
    assert codes[:20] == codes[20:40] == codes[40:]
