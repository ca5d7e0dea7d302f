"""Faults of disk, share, clock and journal while an import runs, each stepped by hand: nothing lost, nothing twice."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.batch import FileState
from app.domain.ledger import local_day
from app.storage import durable
from tests.faults.powercut import SyncedDisk
from tests.faults.share import share
from tests.pipeline.batch_room import BATCH, MemorySource, Room

FILES = {f"hop {n % 3}/{n}.pdf".encode(): f"result {n}".encode() for n in range(share(60, 12))}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path / "before", MemorySource(dict(FILES)))
    yield made
    made.close()


def all_is_there(room: Room) -> None:
    """Every file is captured once, its bytes lie in the spool, and the sums agree."""
    assert sorted(room.captures()) == sorted(os.fsdecode(path) for path in FILES)
    scans = list(room.journal.scans())
    assert sorted(scan.capture for scan in scans) == sorted(
        hashlib.sha256(data).hexdigest() for data in FILES.values()
    )
    assert list(room.spool.check(scan.capture for scan in scans)) == []
    assert set(room.states().values()) == {FileState.TAKEN}
    assert room.journal.ledger(local_day(scans[0].captured_at)).total.balanced


def test_a_power_cut_after_any_step_leaves_every_journaled_capture_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SyncedDisk(tmp_path / "before" / "spool", monkeypatch)
    room = Room(tmp_path / "before", MemorySource(dict(FILES)))
    feeder = room.feeder()
    for step in range(len(FILES) + 1):
        feeder.step()
        after = tmp_path / f"after {step}"
        disk.cut(after / "spool")
        for book in (tmp_path / "before").glob("*.sqlite*"):
            shutil.copy(book, after / book.name)
        again = Room(after, MemorySource(dict(FILES)))
        assert list(again.spool.check(scan.capture for scan in again.journal.scans())) == []
        again.first_id = 1000 * (step + 1)
        again.run()
        all_is_there(again)
        again.close()
    room.close()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_in_trouble_at_any_write_is_told_and_the_import_goes_on(
    room: Room, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    write_all = durable.write_all
    for failing in range(len(FILES)):
        calls = iter(range(10_000))

        def trouble(out: object, chunk: bytes, failing: int = failing, calls: Iterator[int] = calls) -> None:
            if next(calls) == failing:
                raise OSError(number, os.strerror(number))
            write_all(out, chunk)  # type: ignore[arg-type]

        with monkeypatch.context() as during:
            during.setattr(durable, "write_all", trouble)
            room.run(most=failing + 3)
    room.run()
    all_is_there(room)
    assert any(told.startswith("storage-") for told in room.told)
    assert list(room.spool.workroom().iterdir()) == []


def test_a_journal_locked_by_another_program_only_delays(room: Room) -> None:
    feeder = room.feeder()
    room.run(feeder, most=3)
    room.journal.close()
    room.journal = type(room.journal)(room.folder / "journal.sqlite", busy_seconds=0.01)
    feeder = room.feeder()
    other = sqlite3.connect(room.folder / "journal.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waits = room.run(feeder, most=6)
    assert [wait for wait in waits if wait] == [2.0, 4.0, 8.0]
    assert room.told == ["storage-file-in-use"]
    other.execute("ROLLBACK")
    other.close()
    room.run(feeder)
    all_is_there(room)


@pytest.mark.parametrize(
    "times",
    [
        [
            datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC) + timedelta(seconds=n) for n in range(200)
        ],  # the new year
        [datetime(2026, 3, 10, 12, tzinfo=UTC) - timedelta(hours=3 * n) for n in range(200)],  # backwards
        [datetime(2026 + 9 * (n % 2), 1 + n % 12, 1, tzinfo=UTC) for n in range(200)],  # back and forth
    ],
)
def test_a_clock_that_jumps_neither_loses_a_file_nor_unbalances_the_ledger(
    room: Room, times: list[datetime]
) -> None:
    moments = iter(times)
    room.clock = lambda: next(moments)
    room.run()
    room.run()
    all_is_there(room)
    days = {local_day(scan.captured_at) for scan in room.journal.scans()}
    assert len(days) > 1
    assert sum(room.journal.ledger(day).of_day.captured for day in days) == len(FILES)


def test_an_inventory_that_is_damaged_is_named_and_not_touched(room: Room) -> None:
    from app.domain.errors import EnvironmentLackError
    from app.storage.batches import BatchBook

    room.run()
    room.book.close()
    path = room.folder / "imports.sqlite"
    for beside in room.folder.glob("imports.sqlite-*"):
        beside.unlink()
    damaged = b"not a database, but long enough to look at" * 100
    path.write_bytes(damaged)
    with pytest.raises(EnvironmentLackError) as refused:
        BatchBook(path)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == damaged
    path.unlink()
    room.book = BatchBook(path)
    room.book.put(BATCH)
    room.run()
    all_is_there(room)


def test_a_share_that_vanishes_at_any_step_and_comes_back_loses_nothing(room: Room) -> None:
    feeder = room.feeder()
    for _ in range(len(FILES)):
        feeder.step()
        files, room.source.files = room.source.files, {}  # back, but empty
        room.source.away = True
        feeder.step()
        room.source.files, room.source.away = files, False
    room.run(feeder)
    all_is_there(room)
