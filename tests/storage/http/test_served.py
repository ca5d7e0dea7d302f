"""The client against the real server: killed in mid-upload, down and up again, and its register."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from app.domain.dossier import Dossier
from app.domain.errors import TryAgainError
from app.domain.receipt import Receipt
from app.storage.http.register_copy import RegisterCopy
from app.storage.register import SqliteRegister
from tests.storage.http.room import Hands, Watch, Workstation
from tests.storage.http.served import LOGIN, Program, served_at
from tests.storage.http.wire import line_to

SIZE = 2_000_000


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path / "server")
    program.start()
    yield program
    program.kill()


def _again_and_again(workstation: Workstation, key: str = "s-1", size: int = SIZE) -> Receipt:
    deposit = workstation.result(size, key)
    for _ in range(200):
        try:
            return workstation.store.deposit(deposit)
        except TryAgainError:
            workstation.hands.sleep(60)
    pytest.fail("it never arrived")


@pytest.mark.parametrize("tenths", [1, 5, 9])
def test_a_server_killed_in_mid_upload_and_started_again_gets_the_rest_only(
    program: Program, tmp_path: Path, tenths: int
) -> None:
    with line_to(program.url) as line:
        line.cut_after = lambda number: SIZE * tenths // 10 if number == 0 else None
        workstation = Workstation(tmp_path / "workstation", line.url, program.key, lambda: LOGIN)
        with pytest.raises(TryAgainError):
            _killed_when_cut(workstation, program, line)
        there = workstation.store.traffic.arrived_bytes
        program.start()
        workstation.hands.sleep(60)
        receipt = _again_and_again(workstation)
        assert workstation.holds(receipt)
        assert workstation.store.receipts(receipt.dossier) == [receipt]
        assert there == 0 or workstation.store.traffic.sent_bytes < 2 * SIZE
        workstation.store.close()


def _killed_when_cut(workstation: Workstation, program: Program, line) -> None:  # type: ignore[no-untyped-def]
    """Deposit, and kill the server at the moment the line is cut."""
    whole = line._cut

    def cut_and_kill(source, sink) -> None:  # type: ignore[no-untyped-def]
        program.kill()
        whole(source, sink)

    line._cut = cut_and_kill
    try:
        workstation.store.deposit(workstation.result(SIZE))
    finally:
        line._cut = whole


def test_an_answer_lost_by_a_cut_line_after_the_real_store_committed_is_asked_for_again(
    tmp_path: Path,
) -> None:
    with served_at(tmp_path / "server", Watch()) as (url, key), line_to(url) as line:
        workstation = Workstation(tmp_path / "workstation", line.url, key, lambda: LOGIN)
        deposit = workstation.result(1000)
        first = workstation.store.deposit(deposit)
        line.answers_lost = {line.connections}
        workstation.restart()  # a new connection, whose answers are all lost
        with pytest.raises(TryAgainError):
            workstation.store.deposit(deposit)
        line.answers_lost = set()
        assert workstation.store.deposit(deposit) == first
        assert workstation.store.receipts(first.dossier) == [first]
        workstation.store.close()


def test_two_counters_deposit_for_one_dossier_at_once(tmp_path: Path) -> None:
    with served_at(tmp_path / "server", Watch()) as (url, key):
        counters = [Workstation(tmp_path / name, url, key, lambda: LOGIN, Hands()) for name in "ab"]
        receipts: list[Receipt] = []
        threads = [
            threading.Thread(target=lambda n=n, one=one: receipts.append(_again_and_again(one, f"s-{n}")))
            for n, one in enumerate(counters)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(receipt.version for receipt in receipts) == [1, 2]
        assert all(counters[0].holds(receipt) for receipt in receipts)
        for one in counters:
            one.store.close()


def test_the_register_of_the_real_store_is_copied(tmp_path: Path) -> None:
    with served_at(tmp_path / "server", Watch()) as (url, key):
        workstation = Workstation(tmp_path / "workstation", url, key, lambda: LOGIN)
        register = SqliteRegister(tmp_path / "register.sqlite")
        copy = RegisterCopy(workstation.store.connection, workstation.store.memory, register)
        dossiers = [Dossier(f"H15.12-260310-{n:04}", owner_name="Đặng Thị Ân") for n in range(1200)]
        copy.send(dossiers)
        copy.refresh()
        assert list(register.dossiers()) == dossiers
        copy.send([Dossier("H15.12-260310-0003", owner_name="Trần Văn Bình")])
        assert copy.refresh() >= 1
        found = register.by_code("H15.12-260310-0003")
        assert found is not None
        assert found.owner_name == "Trần Văn Bình"
        register.close()
        workstation.store.close()


def test_a_short_file_goes_with_the_call_that_makes_its_upload_and_a_cut_costs_no_more_than_a_chunk(
    program: Program, tmp_path: Path
) -> None:
    with line_to(program.url) as line:
        line.cut_after = lambda number: 10_000 if number == 0 else None
        workstation = Workstation(tmp_path / "workstation", line.url, program.key, lambda: LOGIN)
        workstation.start()
        asked: list[str] = []
        send = workstation.store.connection.call

        def watched(method: str, path: str, **how: Any) -> requests.Response:
            asked.append(f"{method} {len(how.get('data') or b'')}")
            return send(method, path, **how)

        workstation.store.connection.call = watched  # type: ignore[method-assign]
        first = _again_and_again(workstation, "s-1", 20_000)
        assert asked[:3] == ["OPTIONS 0", "POST 20000", "POST 0"]  # cut: now the upload first, then its bytes
        assert asked[3] == "PATCH 16384"
        asked.clear()
        second = workstation.store.deposit(workstation.result(10_000, "s-2"))
        assert asked == ["POST 10000", "POST 0"]  # the upload with its bytes, and the result
        assert workstation.holds(first)
        assert workstation.holds(second)
        workstation.store.close()
