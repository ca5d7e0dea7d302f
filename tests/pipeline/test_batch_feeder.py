"""Feeding an import: never far ahead, once only, and what becomes of troubles with files, share and disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.capture.pickup import FileChangedError, NotAFileError, SourceError
from app.domain.batch import FileState
from app.domain.errors import TryAgainError
from app.domain.facts import Rejected
from app.domain.messages import Message
from app.domain.scan import Lane, ScanState
from app.pipeline import batch_intake
from app.pipeline.batch_feeder import TRIES
from tests.pipeline.batch_room import BATCH, NOW, MemorySource, Room

EIO = SourceError(OSError(errno.EIO, os.strerror(errno.EIO)))
VANISHED = SourceError(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, MemorySource({b"a.pdf": b"aa", b"b/c.pdf": b"bb", b"b/d.pdf": b"aa"}))
    yield made
    made.close()


def test_each_content_is_captured_once_in_the_batch_s_lane_with_its_path(room: Room) -> None:
    room.run()
    assert room.captures() == ["a.pdf", "b/c.pdf"]
    assert room.states() == {
        b"a.pdf": FileState.TAKEN,
        b"b/c.pdf": FileState.TAKEN,
        b"b/d.pdf": FileState.KNOWN,
    }
    scan = room.journal.scan("s1")
    assert scan is not None
    assert (scan.lane, scan.batch, scan.folder, scan.source) == (Lane.BATCH, BATCH.id, "/kho", "a.pdf")
    known = room.file(b"b/d.pdf")
    assert (known.scan, known.reason and known.reason.arguments["source"]) == ("s1", "a.pdf")


def test_running_it_again_opens_nothing_that_is_as_it_was(room: Room) -> None:
    room.run()
    room.source.opened.clear()
    room.run()
    assert room.source.opened == []
    assert len(room.captures()) == 2


def test_a_lost_inventory_costs_reading_but_makes_no_second_scan(room: Room) -> None:
    room.run()
    room.book.close()
    for path in room.folder.glob("imports.sqlite*"):
        path.unlink()
    room.__post_init__()
    room.run()
    assert room.captures() == ["a.pdf", "b/c.pdf"]
    assert room.states()[b"a.pdf"] is FileState.TAKEN


def test_files_are_taken_only_while_the_pipeline_has_room(room: Room) -> None:
    room.free = 1
    feeder = room.feeder()
    assert room.run(feeder, most=50).count(0.0) == 2  # the listing, and one file
    assert room.captures() == ["a.pdf"]
    room.free = 9
    room.run(feeder)
    assert len(room.captures()) == 2


def test_a_pause_and_closed_hours_take_nothing(room: Room) -> None:
    feeder = room.feeder()
    feeder.pause()
    room.run(feeder, most=5)
    room.is_open = False
    feeder.go_on()
    room.run(feeder, most=5)
    assert room.source.opened == []
    room.is_open = True
    room.run(feeder)
    assert len(room.captures()) == 2


def test_a_file_that_cannot_be_read_is_tried_again_behind_the_others_and_set_aside_with_its_reason(
    room: Room,
) -> None:
    room.source.troubles[b"a.pdf"] = EIO
    room.run()
    assert room.source.opened.count(b"a.pdf") == TRIES
    assert room.source.opened[:3] == [b"a.pdf", b"b/c.pdf", b"b/d.pdf"]
    aside = room.file(b"a.pdf")
    assert (aside.state, aside.reason and aside.reason.id) == (FileState.UNREADABLE, "import-source-trouble")
    room.source.troubles.clear()
    room.run()
    assert room.states()[b"a.pdf"] is FileState.KNOWN  # its twin was taken instead


def test_a_file_that_changes_while_it_is_read_is_tried_again(room: Room) -> None:
    room.source.troubles[b"b/c.pdf"] = FileChangedError()
    feeder = room.feeder()
    room.run(feeder, most=4)
    room.source.troubles.clear()
    room.run(feeder)
    assert room.states()[b"b/c.pdf"] is FileState.TAKEN


def test_a_file_that_became_a_link_is_refused_and_one_that_left_is_gone(room: Room) -> None:
    room.source.troubles = {b"a.pdf": NotAFileError(), b"b/c.pdf": VANISHED}
    room.run()
    assert room.states() == {
        b"a.pdf": FileState.REFUSED,
        b"b/c.pdf": FileState.GONE,
        b"b/d.pdf": FileState.TAKEN,
    }


def test_a_vanished_share_is_a_pause_with_a_message_and_no_file_is_called_gone(room: Room) -> None:
    feeder = room.feeder()
    room.run(feeder, most=2)
    room.source.away = True
    room.source.troubles = dict.fromkeys((b"a.pdf", b"b/c.pdf", b"b/d.pdf"), VANISHED)
    waits = room.run(feeder, most=6)
    assert waits == [2.0, 4.0, 8.0, 16.0, 32.0, 60.0]
    assert room.told == ["import-source-away"]
    room.source.away, room.source.troubles = False, {}
    room.run(feeder)
    assert room.told == ["import-source-away", "import-goes-on"]
    assert FileState.GONE not in room.states().values()
    assert len(room.captures()) == 2


def test_a_share_that_comes_back_empty_is_not_an_empty_folder(room: Room) -> None:
    room.run()
    again = room.feeder(MemorySource())
    room.run(again, most=3)
    assert room.told == ["import-source-away"]
    assert FileState.GONE not in room.states().values()


def test_a_share_that_vanishes_during_the_listing_leaves_it_unfinished(room: Room) -> None:
    room.run()
    half = MemorySource({b"a.pdf": b"aa"})
    entries = half.entries

    def vanishing() -> Iterator[object]:
        yield from entries()
        half.away = True

    half.entries = vanishing  # type: ignore[method-assign,assignment]
    room.run(room.feeder(half), most=3)
    assert room.book.listings(BATCH.id) == 1
    assert FileState.GONE not in room.states().values()


def test_a_full_disk_is_told_once_and_the_same_file_is_taken_when_there_is_room(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = TryAgainError(Message.of("storage-disk-full", folder="/"))
    feeder = room.feeder()
    room.run(feeder, most=1)
    with monkeypatch.context() as during:
        during.setattr(type(room.spool), "put", lambda *_: (_ for _ in ()).throw(full))
        room.run(feeder, most=4)
    room.run(feeder)
    assert room.told == ["storage-disk-full", "import-goes-on"]
    assert room.captures() == ["a.pdf", "b/c.pdf"]


def test_a_file_that_has_changed_since_begins_its_scan_anew_or_asks_a_person(room: Room) -> None:
    room.run()
    room.source.files[b"a.pdf"], room.source.times[b"a.pdf"] = b"AAA", 5
    room.run()
    scan = room.journal.scan("s1")
    assert scan is not None
    assert (scan.revision, scan.state, scan.batch, scan.path) == (1, ScanState.CAPTURED, BATCH.id, "a.pdf")

    room.journal.record(Rejected(scan="s1", at=NOW, reason="x", by="lan"))
    room.source.files[b"a.pdf"], room.source.times[b"a.pdf"] = b"AAAA", 6
    room.run()
    newest = room.journal.scan(room.file(b"a.pdf").scan)
    assert newest is not None
    assert newest.hold is not None
    assert newest.hold.message.id == "hold-capture-grew"


def test_a_large_file_is_never_held_in_memory(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_intake, "ONE_READ_BYTES", 1)
    room.run()
    assert room.captures() == ["a.pdf", "b/c.pdf"]


def test_what_names_and_list_expect_stands_in_the_capture(room: Room) -> None:
    room.expected = lambda path: ("H15.12-250715-0012",) if path == "a.pdf" else ()
    room.run()
    scan = room.journal.scan("s1")
    assert scan is not None
    assert scan.expected == ("H15.12-250715-0012",)
