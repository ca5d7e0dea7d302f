"""The database stops, the disk fills, servers are killed or are many: no receipt is lost, nothing is there twice."""

from __future__ import annotations

import contextlib
import hashlib
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.domain.errors import TryAgainError
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.server.backup import check
from app.storage.http.connection import Credential
from app.storage.http.store import HttpStore
from tests.server.served import Served, address, end, opened, served, start
from tests.storage.disks import small_disk
from tests.storage.http.room import Workstation
from tests.supervision.postgres import Cluster, stoppable

UNIT = "H15.80"
DOSSIER = f"{UNIT}-260310-0001"
MOST_TRIES = 100  # each waits for an answer; a store that never comes back fails the test


@pytest.fixture(scope="module")
def postgres() -> Iterator[Cluster]:
    with stoppable() as one:
        yield one


@pytest.fixture
def store(postgres: Cluster, tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, postgres.new_database()) as one:
        yield one


def _workstation(store: Served, folder: Path, url: str = "") -> Workstation:
    folder.mkdir(exist_ok=True)
    token = store.token("clerk", UNIT)
    one = Workstation(folder, url or store.url, store.inside.key.public, lambda: Credential(token=token))
    one.start()
    return one


def _result(folder: Path, key: str, size: int = 1000, dossier: str = DOSSIER) -> Deposit:
    path = folder / f"{key}.pdf"
    path.write_bytes((key.encode() * size)[:size])
    return Deposit(key, dossier, hashlib.sha256(path.read_bytes()).hexdigest(), str(path), {})


def _patiently(workstation: HttpStore, deposit: Deposit) -> Receipt:
    for _ in range(MOST_TRIES):
        try:
            return workstation.deposit(deposit)
        except TryAgainError:
            continue
    return workstation.deposit(deposit)


def _whole(store: Served, receipts: list[Receipt]) -> bool:
    """Whether the store holds exactly these receipts' results, each once, and nothing in it disagrees."""
    told = store.ask("GET", "results", store.token("clerk", UNIT), params={"limit": "1000"}).json()["results"]
    same = sorted(one["id"] for one in told) == sorted({one.id for one in receipts})
    fresh = opened(store.inside.place)  # its lines to the database were not cut
    problems = {flaw.problem for flaw in check(fresh)}
    fresh.close()
    return same and problems <= {"extra"}


def test_deposits_wait_while_the_database_is_gone_and_go_on_when_it_is_back(
    store: Served, postgres: Cluster, tmp_path: Path
) -> None:
    office = _workstation(store, tmp_path / "office").store
    results = [_result(tmp_path, f"k{number}") for number in range(6)]
    given = [office.deposit(one) for one in results[:3]]
    postgres.stop()
    try:
        for one in results[3:]:
            with pytest.raises(TryAgainError, match="store-in-trouble"):
                office.deposit(one)
        health = store.ask("GET", "health")
        assert (health.status_code, health.json()["database"]) == (503, False)
    finally:
        postgres.start()
    given += [_patiently(office, one) for one in results[3:]]
    assert [one.version for one in given] == [1, 2, 3, 4, 5, 6]
    assert [_patiently(office, one) for one in results] == given
    assert _whole(store, given)
    office.close()


def test_a_database_that_crashes_under_load_loses_no_receipt(
    store: Served, postgres: Cluster, tmp_path: Path
) -> None:
    office = _workstation(store, tmp_path / "office").store
    given: list[Receipt] = []
    some, back = threading.Event(), threading.Event()

    def deposit(number: int) -> None:
        one = _result(tmp_path, f"k{number}", dossier=f"{UNIT}-260310-{number:04}")
        try:
            given.append(office.deposit(one))
        except TryAgainError:
            assert back.wait(60)
            given.append(_patiently(office, one))
        if len(given) > 10:
            some.set()

    with ThreadPoolExecutor(4) as pool:
        works = [pool.submit(deposit, number) for number in range(80)]
        assert some.wait(60)
        postgres.stop()
        postgres.start()
        back.set()
        for work in works:
            work.result()
    assert _whole(store, given)
    assert {one.version for one in given} == {1}
    office.close()


def test_a_full_disk_of_the_server_gives_no_receipt_and_the_deposit_goes_on_when_there_is_room(
    postgres: Cluster, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", 3000) as disk, served(disk, postgres.new_database()) as store:
        office = _workstation(store, tmp_path / "office").store
        given = [office.deposit(_result(tmp_path, "k1", 300_000))]
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as out, contextlib.suppress(OSError):
            while True:  # until there is no space
                out.write(bytes(4096))
        second = _result(tmp_path, "k2", 300_000)
        with pytest.raises(TryAgainError, match="store-full"):
            office.deposit(second)
        assert _whole(store, given)
        filler.unlink()
        given.append(_patiently(office, second))
        assert _whole(store, given)
        assert b"".join(office.content(given[1].id)) == Path(second.path).read_bytes()
        office.close()


def test_a_server_killed_while_it_writes_to_postgresql_keeps_every_receipt(
    store: Served, tmp_path: Path
) -> None:
    office = _workstation(store, tmp_path / "office").store
    given: dict[str, Receipt] = {}
    some = threading.Event()
    results = [
        _result(tmp_path, f"k{number}", dossier=f"{UNIT}-260310-{number % 7:04}") for number in range(200)
    ]

    def deposit(number: int) -> None:
        one = results[number]
        try:
            given[one.key] = office.deposit(one)
        except TryAgainError:
            return  # killed in between
        if len(given) > 10:
            some.set()

    with ThreadPoolExecutor(4) as pool:
        works = [pool.submit(deposit, number) for number in range(200)]
        assert some.wait(60)
        store.process.send_signal(signal.SIGKILL)
        for work in works:
            work.result()
    store.process.wait()
    again = start(tmp_path, store.inside.place)
    try:
        office.close()
        store.url = address(again)
        office = _workstation(store, tmp_path / "next").store
        late = {one.key: _patiently(office, one) for one in results[:20]}
        assert all(_patiently(office, one) == given[one.key] for one in results if one.key in given)
        told = list(office.all_receipts())
        assert {one.id for one in (given | late).values()} <= {one.id for one in told}
        _versions_are_in_rows(told)
        assert _whole(store, told)
        office.close()
    finally:
        end(again)


def _versions_are_in_rows(told: list[Receipt]) -> None:
    for dossier in {one.dossier for one in told}:
        versions = sorted(one.version for one in told if one.dossier == dossier)
        assert versions == list(range(1, len(versions) + 1))


def test_several_programs_with_several_processes_give_one_dossier_one_row_of_versions(
    postgres: Cluster, tmp_path: Path
) -> None:
    with ExitStack() as programs:
        store = programs.enter_context(served(tmp_path, postgres.new_database(), ("--workers", "2")))
        second = start(tmp_path, store.inside.place)
        programs.callback(end, second)
        urls = (store.url, address(second))
        offices = [_workstation(store, tmp_path / str(number), url).store for number, url in enumerate(urls)]
        programs.callback(lambda: [one.close() for one in offices])

        def deposit(number: int) -> Receipt:
            return _patiently(offices[number % 2], _result(tmp_path, f"k{number}"))

        shared = _result(tmp_path, "shared")  # the same deposit, brought by both at once
        with ThreadPoolExecutor(6) as pool:
            same = [pool.submit(_patiently, office, shared) for office in offices]
            own = list(pool.map(deposit, range(16)))
        assert same[0].result() == same[1].result()
        every = [*own, same[0].result()]
        assert sorted(one.version for one in every) == list(range(1, 18))
        assert all(one in offices[1].receipts(DOSSIER) for one in every)
        assert _whole(store, every)
