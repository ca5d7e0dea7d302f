"""The folder of an import: what is listed, what is refused, and how a vanished share is told from an empty one."""

from __future__ import annotations

import os
from pathlib import Path

import fsspec
import pytest

from app.capture.legacy import LocalSource, SourceAwayError
from app.capture.legacy_remote import RemoteSource
from app.domain.batch import Listed

UGLY = [
    b"\xff\xfe.pdf", b"xu\nng d\xc3\xb2ng.pdf", b" cach .pdf", b"-rf", b"%2e%2e.pdf", b"a" * 255, b"con.pdf",
    "Hộp số 1 – bản sao.pdf".encode(), "nfd o\u0302\u0323.pdf".encode(), b"'; DROP TABLE facts;--.pdf", b"\x01.pdf",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "kho"
    (made / "2024" / "done").mkdir(parents=True)
    (made / "2024" / "done" / "b.pdf").write_bytes(b"bb")
    (made / "a.pdf").write_bytes(b"a")
    return made


def listed(folder: Path) -> dict[bytes, Listed]:
    return {entry.path: entry for entry in LocalSource(folder).entries()}


def test_everything_below_is_listed_also_what_the_watch_would_pass_over_as_done(folder: Path) -> None:
    assert {path: entry.size for path, entry in listed(folder).items()} == {
        b"a.pdf": 1,
        b"2024/done/b.pdf": 2,
    }


def test_links_pipes_and_litter_are_accounted_for_but_never_taken(folder: Path) -> None:
    (folder / "link.pdf").symlink_to(folder / "a.pdf")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.pdf")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / ".hidden").mkdir()
    refused = {path: entry.refused.id for path, entry in listed(folder).items() if entry.refused}
    assert refused == {
        b"link.pdf": "import-not-a-file",
        b"loop": "import-not-a-file",
        b"pipe.pdf": "import-not-a-file",
        b"Thumbs.db": "import-passed-over",
        b".hidden": "import-passed-over",
    }


def test_names_of_every_ugly_kind_are_listed_and_opened(tmp_path: Path) -> None:
    for name in UGLY:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(name)
    source = LocalSource(tmp_path)
    entries = list(source.entries())
    assert sorted(entry.path for entry in entries) == sorted(UGLY)
    for entry in entries:
        opened = source.open(entry.path)
        assert b"".join(opened.chunks()) == entry.path
        opened.close()


def test_a_missing_folder_and_one_that_is_suddenly_empty_are_away(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceAwayError):
        LocalSource(tmp_path / "nowhere").check(held_files=False)
    empty = tmp_path / "empty"
    empty.mkdir()
    LocalSource(empty).check(held_files=False)
    with pytest.raises(SourceAwayError):
        LocalSource(empty).check(held_files=True)
    LocalSource(folder).check(held_files=True)


def test_a_share_that_is_no_longer_mounted_is_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = LocalSource(folder)
    monkeypatch.setattr(os.path, "ismount", lambda _: True)
    source.check(held_files=True)
    monkeypatch.setattr(os.path, "ismount", lambda _: False)
    with pytest.raises(SourceAwayError):
        source.check(held_files=True)


def test_a_folder_by_its_address_is_listed_and_read_the_same_way() -> None:
    files = fsspec.filesystem("memory")
    files.pipe("/kho/2024/a.pdf", b"abc")
    files.pipe("/kho/Thumbs.db", b"x")
    source = RemoteSource("memory:///kho")
    source.check(held_files=True)
    entries = {entry.path: entry for entry in source.entries()}
    assert entries[b"Thumbs.db"].refused
    assert entries[b"2024/a.pdf"].size == 3
    opened = source.open(b"2024/a.pdf")
    assert b"".join(opened.chunks()) == b"abc"
    opened.close()
    files.rm("/kho", recursive=True)
    with pytest.raises(SourceAwayError):
        source.check(held_files=True)
