"""One file after the other, from the scanner folder into spool and journal."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.capture.pickup import Outcome
from app.domain.facts import Captured, SeenAgain
from app.domain.scan import ScanState
from app.pipeline.scan_ids import new_scan_id
from tests.pipeline.intake_room import IntakeRoom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[IntakeRoom]:
    room = IntakeRoom(tmp_path)
    yield room
    room.close()


def keeping(tmp_path: Path) -> IntakeRoom:
    return IntakeRoom(tmp_path, "keep")


def test_a_file_becomes_a_scan_and_its_original_moves_to_done(room: IntakeRoom) -> None:
    taken = room.take(room.drop("scan.pdf", b"abc"))
    (scan,) = room.scans()
    assert (scan.state, scan.source, scan.folder, scan.bytes) == (
        ScanState.CAPTURED, "scan.pdf", str(room.box), 3,
    )  # fmt: skip
    assert room.bytes_of(scan) == b"abc"
    assert taken.outcome is Outcome.LEFT
    assert room.in_done == {"scan.pdf": b"abc"}
    assert not (room.box / "scan.pdf").exists()
    assert room.changed == [scan]


def test_the_original_leaves_only_after_the_journal_knows(room: IntakeRoom) -> None:
    path = room.drop("scan.pdf")
    lay_there = []

    class Watching:
        def __getattr__(self, name: str):
            return getattr(room.real_journal, name)

        def record(self, *facts):
            lay_there.append(path.exists())
            return room.real_journal.record(*facts)

    room.intake.close()
    room.open(journal=Watching())
    room.take(path)
    assert lay_there == [True]
    assert not path.exists()


def test_a_file_of_a_sub_folder_keeps_its_sub_folder_in_done(room: IntakeRoom) -> None:
    room.take(room.drop("box 3/scan.pdf", b"x"))
    assert room.in_done == {"box 3/scan.pdf": b"x"}
    assert room.scans()[0].folder == str(room.box / "box 3")


def test_an_office_may_keep_originals_and_they_are_not_captured_again(tmp_path: Path) -> None:
    room = keeping(tmp_path)
    path = room.drop("scan.pdf")
    assert room.take(path).outcome is Outcome.KEPT
    assert path.exists()
    assert room.take(path).outcome is Outcome.KEPT
    room.reopen()
    assert [Path(p.lies_at) for p in room.intake.captured_of(room.folder)] == [path]
    assert room.take(path).outcome is Outcome.KEPT
    room.assert_balanced(1)
    assert room.kinds("scan-1") == ["Captured"]
    room.close()


def test_a_kept_original_is_known_by_its_digest_when_the_memory_was_lost(tmp_path: Path) -> None:
    room = IntakeRoom(tmp_path, "keep", remembers=False)
    path = room.drop("scan.pdf")
    room.take(path)
    path.chmod(0o600)  # a new time of the inode, as a backup makes it
    room.reopen()
    assert room.take(path).outcome is Outcome.KEPT
    assert room.kinds("scan-1") == ["Captured"]
    room.close()


def test_an_office_may_have_originals_deleted_which_then_rest_before_they_leave(tmp_path: Path) -> None:
    room = IntakeRoom(tmp_path, "delete")
    path = room.drop("scan.pdf")
    taken = room.take(path)
    assert (taken.outcome, taken.lies_at) == (Outcome.LEAVING, path)
    room.reopen()
    assert room.take(path).outcome is Outcome.LEAVING
    assert room.kinds("scan-1") == ["Captured"]
    room.close()


def test_the_same_bytes_make_no_second_scan_and_are_announced(room: IntakeRoom) -> None:
    room.take(room.drop("scan.pdf", b"same"))
    room.take(room.drop("copy.pdf", b"same"))
    room.assert_balanced(1)
    (again,) = [f for f in room.real_journal.facts("scan-1") if isinstance(f, SeenAgain)]
    assert again.source == "copy.pdf"
    assert room.told == ["capture-seen-again"]
    assert room.in_done == {"scan.pdf": b"same", "copy.pdf": b"same"}


@pytest.mark.parametrize("remembers", [True, False])
def test_the_same_file_dropped_twice_is_seen_again_even_when_its_time_was_kept(
    tmp_path: Path, remembers: bool
) -> None:
    room = IntakeRoom(tmp_path, remembers=remembers)
    path = room.drop("scan.pdf", b"same")
    old = path.stat()
    room.take(path)
    path = room.drop("scan.pdf", b"same")
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    room.reopen()
    room.take(path)
    assert room.kinds("scan-1") == ["Captured", "SeenAgain"]
    assert room.in_done == {"scan.pdf": b"same", "scan (2).pdf": b"same"}
    room.close()


def test_the_same_file_dropped_twice_is_seen_again_when_the_clock_was_set_back(room: IntakeRoom) -> None:
    from datetime import timedelta

    room.ahead = timedelta(minutes=9)
    room.take(room.drop("scan.pdf", b"same"))
    room.ahead = timedelta()
    room.take(room.drop("scan.pdf", b"same"))
    assert room.kinds("scan-1") == ["Captured", "SeenAgain"]


def test_bytes_whose_scans_were_all_rejected_make_a_new_scan(room: IntakeRoom) -> None:
    room.take(room.drop("scan.pdf", b"same"))
    room.reject("scan-1")
    room.take(room.drop("again.pdf", b"same"))
    room.assert_balanced(2)
    assert [scan.state for scan in room.scans()] == [ScanState.REJECTED, ScanState.CAPTURED]


def test_the_same_name_with_other_bytes_is_a_new_scan(room: IntakeRoom) -> None:
    room.take(room.drop("scan.pdf", b"first paper"))
    room.take(room.drop("scan.pdf", b"second paper, longer"))
    room.assert_balanced(2)
    assert room.in_done == {"scan.pdf": b"first paper", "scan (2).pdf": b"second paper, longer"}


@pytest.mark.parametrize("remembers", [True, False])
def test_a_file_left_behind_by_a_crash_is_only_moved(tmp_path: Path, remembers: bool) -> None:
    room = IntakeRoom(tmp_path, remembers=remembers)
    path = room.drop("scan.pdf", b"x")
    done = room.box / "done"
    done.write_bytes(b"")  # no folder can be made: the original can't leave
    assert room.take(path).outcome is Outcome.LATER
    room.assert_balanced(1)
    done.unlink()
    room.reopen()
    assert room.take(path).outcome is Outcome.LEFT
    room.assert_balanced(1)
    assert room.kinds("scan-1") == ["Captured"]
    assert room.in_done == {"scan.pdf": b"x"}
    room.close()


@pytest.mark.parametrize("remembers", [True, False])
def test_a_file_left_behind_and_rejected_meanwhile_is_only_moved(tmp_path: Path, remembers: bool) -> None:
    room = IntakeRoom(tmp_path, remembers=remembers)
    path = room.drop("scan.pdf", b"x")
    (room.box / "done").write_bytes(b"")
    room.take(path)
    room.reject("scan-1")
    (room.box / "done").unlink()
    room.reopen()
    assert room.take(path).outcome is Outcome.LEFT
    room.assert_balanced(1)
    room.close()


def test_an_original_that_cannot_leave_is_not_read_again_and_told_of_once(room: IntakeRoom) -> None:
    path = room.drop("scan.pdf")
    (room.box / "done").write_bytes(b"")
    for _ in range(3):
        assert room.take(path).outcome is Outcome.LATER
    assert room.told == ["capture-file-trouble"]
    assert room.kinds("scan-1") == ["Captured"]


def test_any_bytes_are_captured_as_they_are(room: IntakeRoom) -> None:
    for name, content in (("empty.pdf", b""), ("text.jpg", b"no picture"), ("big", bytes(5_000_001))):
        room.take(room.drop(name, content))
    assert [(scan.source, scan.bytes) for scan in room.scans()] == [
        ("empty.pdf", 0), ("text.jpg", 10), ("big", 5_000_001),
    ]  # fmt: skip


def test_names_are_written_down_in_nfc_and_without_what_cannot_be_shown(room: IntakeRoom) -> None:
    nfc = "Trích lục khai sinh.pdf"
    room.take(room.drop(unicodedata.normalize("NFD", nfc), b"1"))
    room.take(room.drop("a\nb.pdf", b"2"))
    room.take(room.drop(os.fsdecode(b"c\xff.pdf"), b"3"))
    room.take(room.drop("d" * 200 + ".pdf", b"4"))
    assert [scan.source for scan in room.scans()] == [nfc, "a\\x0ab.pdf", "c\\xff.pdf", "d" * 200 + ".pdf"]
    assert os.fsdecode(b"c\xff.pdf") in room.in_done


def test_a_scan_id_has_the_day_in_vietnam_and_eight_letters_without_look_alikes() -> None:
    from datetime import UTC, datetime

    made = new_scan_id(datetime(2026, 11, 23, 18, 0, tzinfo=UTC), lambda n: n - 1)
    assert made == "261124-zzzzzzzz"
    assert not set("ilou") & {
        new_scan_id(datetime(2026, 1, 1, tzinfo=UTC), lambda n, k=k: k)[-1] for k in range(32)
    }


def test_the_fact_says_where_the_file_came_from(room: IntakeRoom) -> None:
    room.take(room.drop("scan.pdf", b"abc"))
    (fact,) = room.real_journal.facts("scan-1")
    assert isinstance(fact, Captured)
    assert (fact.source, fact.folder, fact.bytes) == ("scan.pdf", str(room.box), 3)
