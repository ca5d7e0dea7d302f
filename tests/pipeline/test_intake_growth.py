"""Files that go on growing after they were picked up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.capture.pickup import Outcome
from app.domain.facts import Read, Separated, SplitOff
from app.domain.scan import Lane, ScanState
from tests.pipeline.intake_room import IntakeRoom

PAGE = bytes(range(256)) * 40


@pytest.fixture
def room(tmp_path: Path) -> Iterator[IntakeRoom]:
    room = IntakeRoom(tmp_path)
    yield room
    room.close()


def grow(path: Path, more: bytes = b"the second page") -> Path:
    with path.open("ab") as out:
        out.write(more)
    return path


def split(room: IntakeRoom) -> None:
    """Let the first scan's capture hold two results."""
    scan = room.scans()[0]
    room.record(
        Read(scan=scan.id, at=room.now(), reading="r"),
        Separated(scan=scan.id, at=room.now(), pages=(1,)),
        SplitOff(
            scan="part-2", at=room.now(), origin=scan.id, capture=scan.capture, bytes=1, source=scan.source,
            folder=scan.folder, lane=Lane.COUNTER, reading="r", pages=(2,),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("restart", [False, True])
def test_a_file_that_grows_in_done_is_a_revision_of_its_scan(room: IntakeRoom, restart: bool) -> None:
    taken = room.take(room.drop("scan.pdf", PAGE))
    if restart:
        room.reopen()
    assert taken.lies_at
    assert room.take(grow(taken.lies_at)).outcome is Outcome.LEFT
    (scan,) = room.scans()
    assert (scan.revision, scan.state) == (1, ScanState.CAPTURED)
    assert (scan.source, scan.folder) == ("scan.pdf", str(room.box))
    assert room.bytes_of(scan) == PAGE + b"the second page"
    assert room.in_done == {"scan.pdf": PAGE + b"the second page"}


def test_a_file_may_grow_again_and_again(room: IntakeRoom) -> None:
    lies_at = room.take(room.drop("scan.pdf", PAGE)).lies_at
    for _ in range(3):
        assert lies_at
        lies_at = room.take(grow(lies_at)).lies_at
    assert room.scans()[0].revision == 3
    room.assert_balanced(1)


def test_a_file_written_anew_with_the_old_bytes_first_is_a_revision(room: IntakeRoom) -> None:
    room.take(room.drop("scan.pdf", PAGE))
    room.take(room.drop("scan.pdf", PAGE + PAGE))
    room.assert_balanced(1)
    assert room.kinds("scan-1") == ["Captured", "Revised"]


def test_a_file_written_anew_after_a_long_time_is_a_new_scan(room: IntakeRoom) -> None:
    room.take(room.drop("scan.pdf", PAGE))
    room.ahead += timedelta(minutes=11)
    room.take(room.drop("scan.pdf", PAGE + PAGE))
    room.assert_balanced(2)


def test_an_empty_file_that_gets_its_content_late_is_a_revision(room: IntakeRoom) -> None:
    room.take(room.drop("scan.pdf", b""))
    room.take(room.drop("scan.pdf", PAGE))
    room.assert_balanced(1)
    assert room.bytes_of(room.scans()[0]) == PAGE


def test_a_file_that_grows_between_journal_and_move_is_a_revision(room: IntakeRoom) -> None:
    path = room.drop("scan.pdf", PAGE)

    class GrowingThen:
        def __getattr__(self, name: str):
            return getattr(room.real_journal, name)

        def record(self, *facts):
            changed = room.real_journal.record(*facts)
            if facts[0].scan == "scan-1" and len(room.kinds("scan-1")) == 1:
                grow(path)
            return changed

    room.intake.close()
    room.open(journal=GrowingThen())
    assert room.take(path).outcome is Outcome.CHANGED
    assert room.take(path).outcome is Outcome.LEFT
    room.assert_balanced(1)
    assert room.kinds("scan-1") == ["Captured", "Revised"]
    assert room.in_done == {"scan.pdf": PAGE + b"the second page"}


def test_a_file_that_grew_after_its_scan_was_finished_is_a_new_scan_held_for_a_person(
    room: IntakeRoom,
) -> None:
    taken = room.take(room.drop("scan.pdf", PAGE))
    room.reject("scan-1")
    assert taken.lies_at
    room.take(grow(taken.lies_at))
    room.assert_balanced(2)
    new = room.scans()[1]
    assert new.hold
    assert new.hold.message.id == "hold-capture-grew"
    assert new.hold.message.arguments["scan"] == "scan-1"
    assert new.source == "scan.pdf"


def test_a_file_that_grew_after_its_capture_was_separated_into_several_is_held(room: IntakeRoom) -> None:
    taken = room.take(room.drop("scan.pdf", PAGE))
    split(room)
    assert taken.lies_at
    room.take(grow(taken.lies_at))
    room.assert_balanced(3)
    assert [bool(scan.hold) for scan in room.scans()] == [False, False, True]


def test_a_kept_file_that_grows_is_a_revision_and_one_written_over_is_a_new_scan(tmp_path: Path) -> None:
    room = IntakeRoom(tmp_path, "keep")
    path = room.drop("scan.pdf", PAGE)
    room.take(path)
    room.take(grow(path))
    assert room.kinds("scan-1") == ["Captured", "Revised"]
    path.write_bytes(PAGE[::-1] * 2)  # the same inode, another paper
    assert room.take(path).outcome is Outcome.KEPT
    room.assert_balanced(2)
    room.close()


def test_another_paper_that_took_the_place_during_the_move_is_captured_too(room: IntakeRoom) -> None:
    taken = room.take(room.drop("scan.pdf", PAGE))
    assert taken.lies_at
    taken.lies_at.write_bytes(b"another paper altogether")
    room.take(taken.lies_at)
    room.assert_balanced(2)
    assert [scan.source for scan in room.scans()] == ["scan.pdf", "scan.pdf"]


def test_growth_that_the_program_did_not_live_to_see_is_a_revision_when_it_is_back(room: IntakeRoom) -> None:
    path = room.drop("scan.pdf", PAGE)
    (room.box / "done").write_bytes(b"")  # captured, but it can't leave
    room.take(path)
    grow(path)
    (room.box / "done").unlink()
    room.reopen()
    room.take(path)
    room.assert_balanced(1)
    assert room.kinds("scan-1") == ["Captured", "Revised"]
