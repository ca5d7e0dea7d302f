"""Opening, reading and moving one original, with whatever may lie under its name."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from app.capture import pickup
from app.capture.pickup import (
    FileChangedError,
    Identity,
    NotAFileError,
    SourceError,
    delete,
    move_to_done,
    open_file,
)


def identity(path: Path) -> Identity:
    return Identity.of(path.lstat())


def test_a_link_is_refused_even_when_it_leads_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "scan.pdf").symlink_to(tmp_path / "secret")
    with pytest.raises(NotAFileError):
        open_file(tmp_path / "scan.pdf")


def test_a_link_that_took_the_name_a_moment_ago_is_refused_too(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "scan.pdf").symlink_to(tmp_path / "secret")
    monkeypatch.setattr(pickup, "is_link", lambda found: False)
    with pytest.raises(NotAFileError):
        open_file(tmp_path / "scan.pdf")


def test_a_pipe_a_socket_and_a_folder_are_refused_without_waiting_for_anybody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as ear:
        ear.bind(str(tmp_path / "socket"))
        for name in ("pipe", "folder", "socket"):
            with pytest.raises(NotAFileError):
                open_file(tmp_path / name)


def test_a_file_that_vanished_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as trouble:
        open_file(tmp_path / "gone.pdf")
    assert trouble.value.vanished


def test_a_file_that_grows_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"a" * 3_000_000)
    opened = open_file(path)
    chunks = opened.chunks()
    next(chunks)
    with path.open("ab") as more:
        more.write(b"b")
    with pytest.raises(FileChangedError):
        list(chunks)
    opened.close()


def test_a_file_that_was_replaced_while_it_was_read_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"a" * 3_000_000)
    opened = open_file(path)
    chunks = opened.chunks()
    next(chunks)
    (tmp_path / "other").write_bytes(b"b" * 3_000_000)
    (tmp_path / "other").replace(path)
    with pytest.raises(FileChangedError):
        list(chunks)
    opened.close()


def test_a_read_error_of_the_disk_is_the_sources_trouble(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"a")
    opened = open_file(path)

    def broken(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", broken)
        with pytest.raises(SourceError, match="Input/output error"):
            list(opened.chunks())
    opened.close()


def test_the_original_moves_to_done_under_its_own_name_with_its_sub_folder(tmp_path: Path) -> None:
    (tmp_path / "box 1").mkdir()
    path = tmp_path / "box 1" / "scan.pdf"
    path.write_bytes(b"1")
    assert move_to_done(path, tmp_path, identity(path)) == tmp_path / "done" / "box 1" / "scan.pdf"
    assert not path.exists()


def test_a_name_that_done_has_already_gets_a_number_and_nothing_is_overwritten(tmp_path: Path) -> None:
    for content in (b"1", b"2", b"3"):
        path = tmp_path / "scan.pdf"
        path.write_bytes(content)
        move_to_done(path, tmp_path, identity(path))
    names = {p.name: p.read_bytes() for p in (tmp_path / "done").iterdir()}
    assert names == {"scan.pdf": b"1", "scan (2).pdf": b"2", "scan (3).pdf": b"3"}


def test_a_name_as_long_as_the_disk_allows_is_shortened_when_it_needs_a_number(tmp_path: Path) -> None:
    name = "k" * 251 + ".pdf"
    for content in (b"1", b"2"):
        path = tmp_path / name
        path.write_bytes(content)
        moved = move_to_done(path, tmp_path, identity(path))
        assert moved.suffix == ".pdf"
        assert moved.read_bytes() == content


@pytest.mark.parametrize("raw", [b"a\nb.pdf", b"a\xff\xfe.pdf", "Trích lục é.pdf".encode(), b"-rf *.pdf"])
def test_ugly_names_move_as_they_are(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / os.fsdecode(raw)
    path.write_bytes(b"1")
    assert os.fsencode(move_to_done(path, tmp_path, identity(path)).name) == raw


def test_a_file_that_is_no_longer_what_was_captured_stays(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"1")
    captured = identity(path)
    path.write_bytes(b"12")
    for leave in (lambda: move_to_done(path, tmp_path, captured), lambda: delete(path, captured)):
        with pytest.raises(FileChangedError):
            leave()
    assert path.read_bytes() == b"12"


def test_a_done_folder_on_another_disk_gets_a_whole_copy_and_the_original_goes(
    tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"1" * 2_000_000)
    captured = identity(path)

    def other_disk(self: Path, target: Path) -> Path:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "rename", other_disk)
    moved = move_to_done(path, tmp_path, captured)
    assert moved.read_bytes() == b"1" * 2_000_000
    assert moved.stat().st_mtime_ns == captured.mtime_ns
    assert not path.exists()


def test_a_copy_on_another_disk_goes_again_when_the_original_cannot_be_deleted(
    tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"1")
    real = Path.unlink

    def other_disk(self: Path, target: Path) -> Path:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    def read_only(self: Path, missing_ok: bool = False) -> None:
        if self == path:
            raise PermissionError(errno.EROFS, "Read-only file system")
        real(self, missing_ok)

    monkeypatch.setattr(Path, "rename", other_disk)
    monkeypatch.setattr(Path, "unlink", read_only)
    for _ in range(3):
        with pytest.raises(SourceError):
            move_to_done(path, tmp_path, identity(path))
    assert list((tmp_path / "done").iterdir()) == []
    assert path.exists()


def test_a_done_that_is_a_file_is_trouble_and_the_original_stays(tmp_path: Path) -> None:
    (tmp_path / "done").write_bytes(b"")
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"1")
    with pytest.raises(SourceError):
        move_to_done(path, tmp_path, identity(path))
    assert path.exists()


def test_an_original_that_the_office_wants_deleted_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"1")
    delete(path, identity(path))
    assert not path.exists()
