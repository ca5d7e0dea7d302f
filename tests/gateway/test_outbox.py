"""No change is lost or sent twice: transactions, claims, several senders, both databases, switching on and off."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.server.backup import back_up, restore
from app.server.database import ServerDatabase
from app.server.outbox import claim, switch
from app.server.sync.sender import Sender
from tests.gateway.national import NationalPortal
from tests.gateway.office import Office, office
from tests.server.served import place_in
from tests.supervision.postgres import cluster


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield ""
        return
    with cluster() as place:
        yield f"postgresql://postgres@/postgres?host={place.split()[0].removeprefix('host=')}"


@pytest.fixture
def both(portal: NationalPortal, database: str, tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, portal, database) as room:
        yield room


def test_several_senders_share_the_work_and_none_sends_what_another_has(
    both: Office, portal: NationalPortal
) -> None:
    numbers = range(1, 41)
    for number in numbers:
        both.deposit(both.register(number), b"%d" % number)
    with ThreadPoolExecutor(3) as pool:
        sums = list(pool.map(lambda sender: sender.until_idle(2), [both.sender() for _ in range(3)]))
    assert sum(done.equal for done in sums) == len(numbers)
    assert both.causes() == {}
    sent = [call for call in portal.calls if call.startswith("DongBoHoSoMC")]
    assert len(sent) == len(set(sent)) == len(numbers)


def test_a_claim_of_a_sender_that_died_is_free_again_after_its_lease(room: Office) -> None:
    room.deposit(room.register(1), b"one")
    assert len(claim(room.store.database, "dvcqg", "dead", 10)) == 1
    assert claim(room.store.database, "dvcqg", "alive", 10) == []
    assert room.send().equal == 0
    room.later(minutes=16)
    assert room.send().equal == 1


def test_what_a_sender_sent_before_it_died_is_found_and_not_sent_again(
    room: Office, portal: NationalPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.deposit(room.register(1), b"one")
    monkeypatch.setattr(Sender, "_write_down", _die)
    with pytest.raises(KeyboardInterrupt):
        room.send()
    monkeypatch.undo()
    room.later(minutes=16)
    assert room.send().equal == 1
    assert [call.split()[0] for call in portal.calls].count("DongBoHoSoMC") == 1


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_sender_told_to_end_takes_nothing_more(room: Office) -> None:
    room.deposit(room.register(1), b"one")
    end = threading.Event()
    end.set()
    assert room.sender().until_idle(1, end).equal == 0
    assert room.send().equal == 1, "and has left it to others"


def test_a_change_that_comes_while_its_dossier_is_sent_is_sent_too(
    room: Office, portal: NationalPortal
) -> None:
    dossier = room.register(1)
    first = room.deposit(dossier, b"one")
    later: list[str] = []

    def deposit_meanwhile(operation: str, _: str) -> None:
        if operation == "CapNhatTienDoHoSoMC" and not later:
            later.append(room.deposit(dossier, b"two"))

    portal.plan = deposit_meanwhile
    assert room.send().equal == 2
    assert [
        paper["DuongDanTepTinKetQua"] for paper in portal.records[dossier][0]["DanhSachGiayToKetQua"]
    ] == room.links(first, *later)


def test_what_is_switched_on_gets_all_that_is_stored_and_what_is_off_gets_nothing(
    room: Office, portal: NationalPortal
) -> None:
    switch(room.store.database, set())
    room.deposit(room.register(1), b"one")
    assert room.rows("SELECT * FROM outbox") == []
    assert room.rows("SELECT * FROM sync_changes") == []
    switch(room.store.database, {"dvcqg"})
    assert room.send().equal == 1
    switch(room.store.database, set())
    room.deposit(room.register(2), b"two")
    assert room.send().equal == 0
    assert len(portal.records) == 1


def test_a_deposit_that_fails_leaves_nothing_to_send(room: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = room.register(1)

    def no_audit(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("app.server.results.write_down", no_audit)
    with pytest.raises(RuntimeError):
        room.deposit(dossier, b"one")
    assert room.rows("SELECT * FROM outbox") == room.rows("SELECT * FROM results") == []


def test_a_backup_keeps_what_waits_and_what_was_tried(room: Office, tmp_path: Path) -> None:
    room.deposit(room.register(1), b"one")
    room.send()
    room.deposit(room.register(2), b"two")
    back_up(room.store, tmp_path / "backup")
    place = place_in(tmp_path / "second")
    restore(place, tmp_path / "backup", lambda: room.now)
    again = ServerDatabase(place.database, lambda: room.now)
    assert [row.dossier for row in claim(again, "dvcqg", "me", 10)] == ["H15.12-260302-00002"]
    again.close()


def test_a_sender_that_runs_sends_what_comes_and_ends_when_told(room: Office, portal: NationalPortal) -> None:
    end, arrived = threading.Event(), threading.Event()

    def notice(operation: str, _: str) -> None:
        if operation == "CapNhatTienDoHoSoMC":
            arrived.set()

    portal.plan = notice
    room.deposit(room.register(1), b"one")
    running = threading.Thread(target=room.sender().forever, args=(2, end))
    running.start()
    assert arrived.wait(60)
    end.set()
    running.join()
    assert room.causes() == {}
