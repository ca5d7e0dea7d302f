"""A disk that is full somewhere on the road: the file waits where it is safe, a person is told, and work goes on."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event as Flag

import pytest

from app.compose.station import Station, open_station, stages
from app.domain.facts import Fact
from app.domain.scan import Scan, ScanState
from app.language import Translator
from app.pipeline.ports import Event, Notice, ScanChanged, WorkDelayed
from app.pipeline.runner import Stage
from app.settings import resources
from tests.faults.road import DIGITAL, Office, open_office
from tests.storage.disks import small_disk

DISK_KILOBYTES = 16_000
PATIENCE_SECONDS = 300.0

pytestmark = pytest.mark.timeout(2 * PATIENCE_SECONDS)


class Room:
    """The free room of a small disk, which can be taken and given back."""

    def __init__(self, disk: Path) -> None:
        self._ballast = disk / "ballast"
        self.was_filled = False

    def fill(self) -> None:
        """Take every byte that is left, once."""
        if self.was_filled:
            return
        self.was_filled = True
        with self._ballast.open("ab", buffering=0) as out:
            for size in (1 << 20, 1 << 14, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while True:
                        out.write(bytes(size))

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", DISK_KILOBYTES) as folder:
        yield folder


@pytest.fixture
def office(tmp_path: Path, disk: Path) -> Office:
    """An office whose workspace lies on the small disk; its scanner folder does not."""
    return open_office(tmp_path, disk / "workspace")


class Listener:
    """Frees the room when trouble was told, and knows when a scan was stored."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.troubles: list[str] = []
        self.told = Flag()
        self.stored = Flag()

    def __call__(self, event: Event) -> None:
        match event:
            case WorkDelayed(message=message) | Notice(message=message) if "-disk-" in message.id:
                self.troubles.append(message.id)
                self.told.set()
                self._room.free()
            case ScanChanged(scan=scan) if scan.state is ScanState.STORED:
                self.stored.set()


def without_room(stage: Stage, moment: str, room: Room) -> Stage:
    """The stage, with the disk filled before it works or before its facts are written."""

    def work(scan: Scan) -> Sequence[Fact]:
        if moment == "before":
            room.fill()
        facts = stage.work(scan)
        if moment == "after":
            room.fill()
        return facts

    return Stage(stage.name, work)


@contextlib.contextmanager
def station_of(office: Office, listener: Callable[[Event], None]) -> Iterator[Station]:
    with open_station(office.workspace, Translator("en", resources() / "translations")) as station:
        station.news.subscribe(listener)
        yield station


def everything_is_stored_once(station: Station, office: Office) -> None:
    (scan,) = station.desk.scans()
    assert scan.receipt is not None
    assert scan.capture == hashlib.sha256(DIGITAL.read_bytes()).hexdigest()
    assert [receipt.id for receipt in station.books.store.all_receipts()] == [scan.receipt.id]
    sums = station.desk.ledger().total
    assert (sums.captured, sums.stored, sums.balanced) == (1, 1, True)
    assert list(station.books.spool.check([scan.capture, scan.receipt.digest])) == []
    assert [one.name for one in (office.inbox / "done").iterdir()] == [DIGITAL.name]


@pytest.mark.parametrize("name", ["read", "match", "seal", "deposit"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_full_disk_delays_a_stage_and_loses_nothing(
    office: Office, disk: Path, name: str, moment: str
) -> None:
    room = Room(disk)
    listener = Listener(room)
    office.scan(DIGITAL)
    with station_of(office, listener) as station:
        table = stages(station.books, station.crew, station.news.announce)
        station.runner.use(
            {
                state: without_room(one, moment, room) if one.name == name else one
                for state, one in table.items()
            }
        )
        station.start()
        assert listener.stored.wait(PATIENCE_SECONDS), listener.troubles
        assert room.was_filled
        if moment == "before" and name in (
            "read",
            "seal",
            "deposit",
        ):  # a match writes little: it may still fit
            assert listener.troubles
        everything_is_stored_once(station, office)


def test_a_scan_that_does_not_fit_stays_in_the_scanner_folder_until_there_is_room(
    office: Office, disk: Path
) -> None:
    room = Room(disk)
    listener = Listener(room)
    with station_of(office, listener) as station:
        seen: list[tuple[int, bool]] = []

        def look(event: Event) -> None:  # before the listener behind it frees the room
            if isinstance(event, Notice) and not seen:
                seen.append((station.desk.ledger().total.captured, (office.inbox / DIGITAL.name).exists()))

        station.news.unsubscribe(listener)
        station.news.subscribe(look)
        station.news.subscribe(listener)
        room.fill()
        office.scan(DIGITAL)
        station.start()
        assert listener.stored.wait(PATIENCE_SECONDS), listener.troubles
        assert seen == [(0, True)]
        assert listener.troubles[0] == "storage-disk-full"
        everything_is_stored_once(station, office)


def test_a_full_disk_is_told_by_doctor_and_by_whatever_needs_room(office: Office, disk: Path) -> None:
    Room(disk).fill()
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        (disk / "one more").write_bytes(b"byte")
    answer = office("doctor")
    assert answer.code == 3
    assert [check["ok"] for check in answer.records if check["check"] == "disk"] == [False]
    told = office("ledger")
    assert (told.code, told.out) == (3, "")
    assert "disk is full" in told.err
    (disk / "ballast").unlink()
    assert office("ledger").record["balanced"]


def test_nothing_starts_on_a_disk_that_is_full_and_the_next_start_is_whole(
    office: Office, disk: Path
) -> None:
    room = Room(disk)
    room.fill()
    office.scan(DIGITAL)
    refused = office("run", "--until-idle")
    assert refused.code == 3
    assert "disk is full" in refused.err
    assert "Traceback" not in refused.err
    assert (office.inbox / DIGITAL.name).exists()
    room.free()
    assert office("run", "--until-idle").record["total"]["stored"] == 1
