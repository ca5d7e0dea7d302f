"""The local register follows the store's: page by page, across kills, and for hours without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.dossier import Dossier
from app.domain.errors import TryAgainError
from app.pipeline.ports import Event, StoreTold
from app.pipeline.store_watch import StoreWatch
from app.storage.http.register_copy import RegisterCopy
from app.storage.register import SqliteRegister
from tests.storage.http.peer import Answer, Asked, Peer, problem
from tests.storage.http.room import Workstation


@pytest.fixture
def register(tmp_path: Path) -> Iterator[SqliteRegister]:
    register = SqliteRegister(tmp_path / "register.sqlite")
    yield register
    register.close()


def _copy(workstation: Workstation, register: SqliteRegister) -> RegisterCopy:
    return RegisterCopy(workstation.store.connection, workstation.store.memory, register)


def _dossier(number: int, owner: str = "Nguyễn Văn An") -> Dossier:
    return Dossier(f"H15.12-260310-{number:04}", owner_name=owner, extra={"GhiChu": "khẩn"})


def test_what_one_workstation_sends_the_other_finds(
    workstation: Workstation, peer: Peer, register: SqliteRegister
) -> None:
    copy = _copy(workstation, register)
    assert copy.send([_dossier(number) for number in range(5)]) == 5
    assert copy.refresh() == 5
    assert list(register.dossiers()) == [_dossier(number) for number in range(5)]
    assert copy.as_of is not None
    assert copy.refresh() == 0


def test_a_change_replaces_what_was_known(
    workstation: Workstation, peer: Peer, register: SqliteRegister
) -> None:
    copy = _copy(workstation, register)
    copy.send([_dossier(1)])
    copy.refresh()
    copy.send([_dossier(1, owner="Trần Thị Bình")])
    assert copy.refresh() == 1
    assert register.by_code("H15.12-260310-0001") == _dossier(1, owner="Trần Thị Bình")


def test_a_copy_that_was_cut_between_pages_goes_on_there_after_a_restart(
    workstation: Workstation, peer: Peer, register: SqliteRegister
) -> None:
    copy = _copy(workstation, register)
    copy.send([_dossier(number) for number in range(7)])

    def down_at_the_third(asked: Asked, go_on) -> Answer:  # type: ignore[no-untyped-def]
        return problem(503, "down") if asked.query.get("cursor") == "4" else go_on()

    peer.meddle = down_at_the_third
    with pytest.raises(TryAgainError):
        copy.refresh()
    assert register.count() == 4
    late = copy.send([_dossier(99)])  # it comes while this look is under way, and must not be missed
    peer.meddle = lambda _, go_on: go_on()
    workstation.restart()
    copy = _copy(workstation, register)
    assert copy.refresh() == 7 - 4 + late
    copy.refresh()
    assert register.count() == 8


def test_a_dossier_that_is_not_understood_costs_only_itself(
    workstation: Workstation, peer: Peer, register: SqliteRegister
) -> None:
    rows = [{"MaHoSo": "H15.12-260310-0001"}, {"MaHoSo": "?", "updated_at": ""}, {"TenTTHC": "x"}]
    peer.dossiers = [{"updated_at": "2026-01-01T00:00:00+00:00"} | row for row in rows]
    assert _copy(workstation, register).refresh() == 1
    assert register.count() == 1


def test_receipts_of_other_counters_are_known_without_the_network(
    workstation: Workstation, peer: Peer, register: SqliteRegister, tmp_path: Path
) -> None:
    other = Workstation(tmp_path / "other", peer.url, peer.public_key)
    receipts = [other.store.deposit(other.result(10 + n, f"s-{n}")) for n in range(3)]
    other.store.close()
    assert _copy(workstation, register).refresh_receipts() == 3
    assert workstation.store.memory.receipts(receipts[0].dossier) == receipts


def test_the_watch_tells_when_the_store_goes_and_comes_and_nothing_twice() -> None:
    events: list[Event] = []
    told = [StoreTold(reachable=True)]

    def refresh() -> int:
        if not told[0].reachable:
            from app.domain.messages import Message

            raise TryAgainError(Message("store-unreachable", {"store": "x", "detail": "y"}))
        return 0

    watch = StoreWatch(refresh, refresh, lambda: told[0], events.append)
    for reachable in (True, True, False, False, True):
        told[0] = StoreTold(reachable=reachable)
        watch.round(1)
    assert events == [StoreTold(reachable=True), StoreTold(reachable=False), StoreTold(reachable=True)]
