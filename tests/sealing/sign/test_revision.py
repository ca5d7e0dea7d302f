"""A file that is signed reaches the disk once, when it is whole, and leaves nothing behind when it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.errors import TryAgainError
from app.sealing.sign.revision import new_revision


def test_the_whole_file_is_on_the_disk_when_the_block_ends_and_the_disk_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "source.pdf", tmp_path / "target.pdf"
    source.write_bytes(b"%PDF " + bytes(3_000_000))
    sizes: list[int] = []
    real = os.fsync

    def watched(file: int) -> None:
        real(file)
        sizes.append(os.fstat(file).st_size)

    monkeypatch.setattr(os, "fsync", watched)
    with new_revision(source, target) as out:
        assert out.read() == source.read_bytes()
        out.write(b"signature")
    assert sizes == [source.stat().st_size + len(b"signature")]
    assert target.read_bytes() == source.read_bytes() + b"signature"


def test_a_disk_that_does_not_take_it_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "source.pdf", tmp_path / "target.pdf"
    source.write_bytes(b"%PDF ")

    def refuses(_file: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuses)
    with pytest.raises(TryAgainError):
        _add_to(source, target)
    assert not target.exists()
    assert source.read_bytes() == b"%PDF "


def _add_to(source: Path, target: Path) -> None:
    with new_revision(source, target) as out:
        out.seek(0, os.SEEK_END)
        out.write(b"signature")
