"""The spool keeps bytes by their digest, and knows when they are not what they were."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import NeedsPersonError
from app.domain.page import CaptureShape, PageReading, Reading
from app.storage.spool import FolderSpool

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
BYTES = b"%PDF-1.7 a capture"
DIGEST = hashlib.sha256(BYTES).hexdigest()
READING = Reading(
    CaptureShape("image/png", 1), (PageReading(1, 2480, 3508, 300, 0, 0.1, False, 0.9),), "tesseract"
)


@pytest.fixture
def spool(tmp_path: Path) -> FolderSpool:
    return FolderSpool(tmp_path / "spool")


def _files(spool: FolderSpool) -> list[Path]:
    return [path for path in spool.workroom().parent.rglob("*") if path.is_file()]


def test_bytes_are_found_again_by_their_digest(spool: FolderSpool) -> None:
    assert spool.put([BYTES[:4], b"", BYTES[4:]]) == (DIGEST, len(BYTES))
    assert spool.path(DIGEST).read_bytes() == BYTES
    assert spool.path(DIGEST).parent.name == DIGEST[:2]


def test_the_same_bytes_twice_are_one_file(spool: FolderSpool) -> None:
    spool.put([BYTES])
    spool.put([BYTES])
    assert _files(spool) == [spool.path(DIGEST)]


def test_no_bytes_are_a_file_too(spool: FolderSpool) -> None:
    digest, size = spool.put([])
    assert size == 0
    assert spool.path(digest).read_bytes() == b""


def test_a_file_from_the_workroom_is_moved_in(spool: FolderSpool) -> None:
    made = spool.workroom() / "sealed.pdf"
    made.write_bytes(BYTES)
    assert spool.adopt(made) == (DIGEST, len(BYTES))
    assert _files(spool) == [spool.path(DIGEST)]


def test_when_the_source_breaks_off_its_error_comes_through_and_nothing_stays(spool: FolderSpool) -> None:
    def broken() -> Iterator[bytes]:
        yield BYTES
        raise ConnectionResetError("the share is gone")

    with pytest.raises(ConnectionResetError):
        spool.put(broken())
    assert _files(spool) == []


def test_a_missing_file_is_for_a_person(spool: FolderSpool) -> None:
    with pytest.raises(NeedsPersonError, match="storage-file-missing"):
        spool.path(DIGEST)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", DIGEST[:-1], DIGEST.upper(), DIGEST + "\n", "x" * 64]
)
def test_what_is_no_digest_is_a_bug_and_reaches_no_file(spool: FolderSpool, name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the name is all it can say
        spool.path(name)


def test_check_names_what_is_altered_missing_or_not_ours(spool: FolderSpool) -> None:
    kept, _ = spool.put([b"kept"])
    altered, _ = spool.put([b"altered"])
    spool.path(altered).write_bytes(b"altereD")
    stranger = spool.path(kept).with_name("Thumbs.db")
    stranger.write_bytes(b"")
    found = {(flaw.problem, flaw.digest) for flaw in spool.check([kept, altered, DIGEST])}
    assert found == {("altered", altered), ("missing", DIGEST), ("foreign", "")}
    assert {flaw.message.id for flaw in spool.check()} == {"storage-file-altered", "storage-file-foreign"}


def test_bytes_that_arrive_again_mend_an_altered_file(spool: FolderSpool) -> None:
    spool.put([BYTES])
    spool.path(DIGEST).write_bytes(b"%PDF")
    spool.put([BYTES])
    assert list(spool.check([DIGEST])) == []


def test_a_reading_comes_back_as_it_was(spool: FolderSpool) -> None:
    assert spool.reading(spool.put_reading(READING)) == READING


def test_an_altered_reading_is_for_a_person(spool: FolderSpool) -> None:
    digest = spool.put_reading(READING)
    spool.path(digest).write_bytes(spool.path(digest).read_bytes()[:-1])
    with pytest.raises(NeedsPersonError, match="storage-file-altered"):
        spool.reading(digest)
    other, _ = spool.put([b"not a reading at all"])
    with pytest.raises(NeedsPersonError, match="storage-file-altered"):
        spool.reading(other)


def _aged(path: Path, age: timedelta) -> Path:
    moment = (NOW - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_the_workroom_is_emptied_of_what_was_left_behind_only(spool: FolderSpool) -> None:
    room = spool.workroom()
    (room / "seal").mkdir()
    for name in ("old.part", "seal/old.pdf", "new.part"):
        (room / name).write_bytes(b"x")
    for name in ("old.part", "seal/old.pdf", "seal"):
        _aged(room / name, timedelta(days=2))
    _aged(room / "new.part", timedelta(minutes=5))
    spool.put([BYTES])
    _aged(spool.path(DIGEST), timedelta(days=400))
    spool.empty_workroom(NOW)
    assert [path.name for path in room.rglob("*")] in (
        ["new.part"],
        ["seal", "new.part"],
        ["new.part", "seal"],
    )
    assert spool.path(DIGEST).read_bytes() == BYTES


def test_two_programs_may_use_one_spool(spool: FolderSpool, tmp_path: Path) -> None:
    other = FolderSpool(tmp_path / "spool")
    digest, _ = other.put([b"from the other"])
    assert spool.path(digest).read_bytes() == b"from the other"
