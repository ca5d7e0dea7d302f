"""Cut cables, lost answers, killed programs: every result arrives once, and little is sent twice."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path

import pytest

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.receipt import Receipt
from app.storage.http import pace
from tests.storage.http.peer import Peer
from tests.storage.http.room import CODE, Workstation
from tests.storage.http.wire import Line

SIZE = 1_000_000
HEADERS_BYTES = 900  # of the calls before the first chunk, about


def _patiently(workstation: Workstation, size: int = SIZE, key: str = "s-1") -> Receipt:
    """Deposit as the runner does: again after every trouble that passes."""
    deposit = workstation.result(size, key)
    for _ in range(20):
        try:
            return workstation.store.deposit(deposit)
        except TryAgainError:
            workstation.hands.sleep(60)
    pytest.fail("it never arrived")


@pytest.mark.parametrize("tenths", range(11))
def test_an_upload_cut_at_any_tenth_goes_on_and_arrives_once(
    workstation: Workstation, peer: Peer, line: Line, tenths: int
) -> None:
    line.cut_after = lambda number: HEADERS_BYTES + SIZE * tenths // 10 if number == 0 else None
    receipt = _patiently(workstation)
    assert workstation.holds(receipt)
    assert list(peer.store.all_receipts()) == [dataclasses.replace(receipt, signature="")]
    assert line.cuts == 1
    resent = workstation.store.traffic.sent_bytes - SIZE
    assert resent <= pace.LARGEST_BYTES
    assert resent <= max(pace.FIRST_BYTES, SIZE - pace.FIRST_BYTES)  # never what had been acknowledged


def test_a_reset_at_99_percent_loses_the_last_chunk_only(
    workstation: Workstation, peer: Peer, line: Line
) -> None:
    line.cut_after = lambda number: HEADERS_BYTES + SIZE * 99 // 100 if number == 0 else None
    acknowledged = []

    def listen(asked, go_on):  # type: ignore[no-untyped-def]
        answer = go_on()
        if asked.method == "PATCH":
            acknowledged.append(len(asked.body))
        return answer

    peer.meddle = listen
    assert workstation.holds(_patiently(workstation))
    assert sum(acknowledged) == SIZE


def test_a_line_cut_again_and_again_makes_the_chunks_smaller(workstation: Workstation, line: Line) -> None:
    line.cut_after = lambda number: 150_000 if number < 30 else None
    assert workstation.holds(_patiently(workstation))
    assert line.cuts >= 5


def test_a_program_killed_in_mid_upload_goes_on_at_the_exact_byte(
    workstation: Workstation, peer: Peer
) -> None:
    def kill_at_the_third(asked, go_on):  # type: ignore[no-untyped-def]
        return go_on() if asked.method != "PATCH" or asked.number < 3 else None

    peer.meddle = kill_at_the_third
    with pytest.raises(TryAgainError):
        workstation.store.deposit(workstation.result(4_000_000))
    there = workstation.store.traffic.arrived_bytes
    assert 0 < there < 4_000_000
    workstation.restart()
    peer.meddle = lambda _, go_on: go_on()
    receipt = _patiently(workstation, 4_000_000)
    assert workstation.holds(receipt)
    assert workstation.store.traffic.sent_bytes == 4_000_000 - there
    assert peer.count("POST", "/uploads") == 1


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_an_answer_lost_after_the_store_has_done_its_work_makes_no_second_result(
    workstation: Workstation, peer: Peer, method: str
) -> None:
    lost = []

    def lose(asked, go_on):  # type: ignore[no-untyped-def]
        answer = go_on()
        if asked.method == method and "sessions" not in asked.path and asked.path not in lost:
            lost.append(asked.path)
            return None
        return answer

    peer.meddle = lose
    receipt = _patiently(workstation)
    assert workstation.holds(receipt)
    assert lost
    assert len(list(peer.store.all_receipts())) == 1
    assert workstation.store.traffic.sent_bytes == SIZE  # it had arrived: nothing is sent again


def test_a_post_that_a_proxy_repeats_makes_no_second_result(workstation: Workstation, peer: Peer) -> None:
    def twice(asked, go_on):  # type: ignore[no-untyped-def]
        if asked.method == "POST" and asked.path.endswith("/results"):
            go_on()
        return go_on()

    peer.meddle = twice
    receipt = _patiently(workstation)
    assert receipt.version == 1
    assert len(list(peer.store.all_receipts())) == 1


def test_two_workstations_on_one_dossier_at_once_make_two_versions(
    workstation: Workstation, peer: Peer, tmp_path: Path
) -> None:
    other = Workstation(tmp_path / "other", peer.url, peer.public_key)
    receipts: list[Receipt] = []
    threads = [
        threading.Thread(
            target=lambda one=one, size=size: receipts.append(_patiently(one, size, f"s-{size}"))
        )
        for one, size in ((workstation, 700_000), (other, 800_000))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(receipt.version for receipt in receipts) == [1, 2]
    assert all(workstation.holds(receipt) for receipt in receipts)
    assert [one.version for one in workstation.store.receipts(CODE)] == [1, 2]
    other.store.close()


def test_reading_back_over_a_cut_line_goes_on_where_it_stopped(
    workstation: Workstation, peer: Peer, line: Line
) -> None:
    receipt = _patiently(workstation)
    ranges = []

    def half(asked, go_on):  # type: ignore[no-untyped-def]
        if not asked.path.endswith("/content"):
            return go_on()
        ranges.append(asked.headers.get("range"))
        status, headers, body = go_on()
        if len(ranges) > 1:
            return status, headers, body
        return status, {"Content-Length": str(len(body)), "Connection": "close"}, body[: SIZE // 2]

    peer.meddle = half
    assert workstation.holds(receipt)
    first, then = ranges
    assert first is None
    assert SIZE // 3 < int(then.removeprefix("bytes=").removesuffix("-")) <= SIZE // 2


def test_a_store_that_cannot_be_reached_is_not_asked_by_every_scan(tmp_path: Path, peer: Peer) -> None:
    nowhere = Workstation(tmp_path / "nowhere", "http://127.0.0.1:1", peer.public_key)
    for _ in range(50):
        with pytest.raises(TryAgainError, match="store-unreachable"):
            nowhere.store.deposit(nowhere.result(10))
    assert nowhere.store.connection.reachable is False
    nowhere.hands.sleep(60)
    with pytest.raises(TryAgainError, match="ConnectionError"):
        nowhere.store.deposit(nowhere.result(10))  # it is tried once more after a while
    nowhere.store.close()


def test_a_file_that_vanished_in_mid_upload_is_for_a_person(workstation: Workstation, peer: Peer) -> None:
    deposit = workstation.result(SIZE)
    path = Path(deposit.path)

    def shorten(asked, go_on):  # type: ignore[no-untyped-def]
        if asked.method == "PATCH" and asked.number == 1:
            with path.open("r+b") as file:
                file.truncate(10)
        return go_on()

    peer.meddle = shorten
    with pytest.raises(NeedsPersonError, match="store-source-missing"):
        workstation.store.deposit(deposit)
