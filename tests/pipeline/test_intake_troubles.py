"""Trouble with files, disk and journal: told once, nothing lost, and taken up again."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from app.capture.pickup import Identity, Outcome
from app.capture.waiting import Settled
from app.domain.errors import EnvironmentLackError, TryAgainError
from app.domain.messages import Message
from tests.conftest import ErrorLog
from tests.pipeline.intake_room import IntakeRoom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[IntakeRoom]:
    room = IntakeRoom(tmp_path)
    yield room
    room.close()


class FullDisk:
    """A spool on a disk without room, that reads what it is given like the real one."""

    def __init__(self, room: IntakeRoom) -> None:
        self.full = True
        self._room = room

    def __getattr__(self, name: str):
        return getattr(self._room.real_spool, name)

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        if self.full:
            next(iter(chunks))
            raise TryAgainError(Message.of("storage-disk-full", folder="/spool"))
        return self._room.real_spool.put(chunks)


def test_a_full_disk_is_told_of_once_the_originals_stay_and_it_goes_on_when_there_is_room(
    room: IntakeRoom,
) -> None:
    disk = FullDisk(room)
    room.intake.close()
    room.open(spool=disk)
    paths = [room.drop(f"{n}.pdf", b"%d" % n) for n in range(3)]
    assert [room.take(path).outcome for path in paths] == [Outcome.ALL_LATER] * 3
    assert room.told == ["storage-disk-full", "capture-originals-stay"]
    assert all(path.exists() for path in paths)
    room.assert_balanced(0)
    disk.full = False
    assert [room.take(path).outcome for path in paths] == [Outcome.LEFT] * 3
    assert room.told[2:] == ["capture-goes-on"]
    room.assert_balanced(3)


@pytest.mark.parametrize(
    "trouble",
    [
        TryAgainError(Message.of("storage-file-in-use", file="journal")),
        EnvironmentLackError(Message.of("storage-database-damaged", file="journal")),
    ],
)
def test_a_journal_that_cannot_be_written_keeps_the_originals_where_they_are(
    room: IntakeRoom, trouble: Exception
) -> None:
    class Refusing:
        def __getattr__(self, name: str):
            return getattr(room.real_journal, name)

        def record(self, *facts):
            raise trouble

    path = room.drop("scan.pdf")
    room.intake.close()
    room.open(journal=Refusing())
    assert room.take(path).outcome is Outcome.ALL_LATER
    assert path.exists()
    room.reopen()
    assert room.take(path).outcome is Outcome.LEFT
    room.assert_balanced(1)
    assert room.kinds(room.scans()[0].id) == ["Captured"]


def test_a_file_without_permission_is_told_of_once_and_tried_again(room: IntakeRoom, monkeypatch) -> None:
    path = room.drop("scan.pdf")
    real = os.open

    def forbidden(name, *arguments, **options):
        if Path(name) == path:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(name, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", forbidden)
        assert [room.take(path).outcome for _ in range(3)] == [Outcome.LATER] * 3
    assert room.told == ["capture-file-trouble"]
    assert room.take(path).outcome is Outcome.LEFT


def test_a_read_error_of_the_scanners_disk_is_told_of_and_leaves_nothing_in_the_spool(
    room: IntakeRoom, monkeypatch
) -> None:
    path = room.drop("scan.pdf")

    def broken(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("app.capture.pickup.os.read", broken)
        assert room.take(path).outcome is Outcome.LATER
    assert room.told == ["capture-file-trouble"]
    assert list(room.real_spool.workroom().iterdir()) == []
    room.assert_balanced(0)


def test_a_file_that_vanished_before_it_was_opened_is_nothing_to_tell(room: IntakeRoom) -> None:
    path = room.drop("scan.pdf")
    settled = Settled(path, Identity.of(path.lstat()))
    path.unlink()
    assert room.intake.take(settled, room.folder).outcome is Outcome.GONE
    assert room.told == []


def test_a_file_that_changed_since_it_was_looked_at_waits_again(room: IntakeRoom) -> None:
    path = room.drop("scan.pdf")
    settled = Settled(path, Identity.of(path.lstat()))
    path.write_bytes(b"more bytes than before")
    assert room.intake.take(settled, room.folder).outcome is Outcome.CHANGED
    room.assert_balanced(0)


def test_a_file_that_became_a_link_is_refused_and_its_target_is_not_read(room: IntakeRoom) -> None:
    secret = room.root / "secret"
    secret.write_bytes(b"secret")
    path = room.drop("scan.pdf")
    settled = Settled(path, Identity.of(path.lstat()))
    path.unlink()
    path.symlink_to(secret)
    assert room.intake.take(settled, room.folder).outcome is Outcome.REFUSED
    assert room.told == ["capture-not-a-file"]
    room.assert_balanced(0)


def test_a_defect_is_logged_the_file_stays_and_the_next_one_is_taken(
    room: IntakeRoom, error_log: ErrorLog
) -> None:
    error_log.expect("a file could not be taken")

    class Defective:
        def __getattr__(self, name: str):
            return getattr(room.real_spool, name)

        def put(self, chunks):
            raise ZeroDivisionError

    path = room.drop("scan.pdf")
    room.intake.close()
    room.open(spool=Defective())
    assert room.take(path).outcome is Outcome.LATER
    assert room.told == ["capture-defect"]
    room.reopen()
    assert room.take(path).outcome is Outcome.LEFT


def test_the_same_id_drawn_twice_only_draws_again(room: IntakeRoom) -> None:
    room.take(room.drop("1.pdf", b"1"))
    room.numbers = iter([1, 2])
    path = room.drop("2.pdf", b"2")
    assert room.take(path).outcome is Outcome.CHANGED
    assert room.take(path).outcome is Outcome.LEFT
    room.assert_balanced(2)


def test_a_thread_that_comes_back_after_the_end_records_nothing_more(room: IntakeRoom) -> None:
    path = room.drop("scan.pdf")
    room.intake.close()
    assert room.take(path).outcome is Outcome.CHANGED
    room.assert_balanced(0)
    assert path.exists()
