"""Watching folders: done/, sub-folders, shares that come and go."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.capture.watch import LIST_SECONDS
from tests.capture.folder import WatchedBox


@pytest.fixture
def box(tmp_path: Path) -> WatchedBox:
    root = tmp_path / "scanner"
    root.mkdir()
    return WatchedBox(root)


def test_done_is_not_watched_whatever_its_case(box: WatchedBox) -> None:
    box.drop("Done/old.pdf")
    box.pass_time(10)
    assert box.offered == []


def test_a_folder_named_done_further_down_is_an_ordinary_one(box: WatchedBox) -> None:
    box.drop("box/done/scan.pdf")
    box.pass_time(10)
    assert box.offered == ["box/done/scan.pdf"]


def test_the_first_file_of_a_folder_made_a_moment_ago_is_found(box: WatchedBox) -> None:
    box.pass_time(1)
    (box.root / "new" / "deep").mkdir(parents=True)
    (box.root / "new" / "deep" / "first.pdf").write_bytes(b"x")
    box.watch.wake()
    box.pass_time(2)
    assert box.offered == ["new/deep/first.pdf"]


def test_what_no_event_told_of_is_found_by_the_regular_listing(box: WatchedBox) -> None:
    box.pass_time(1)
    (box.root / "silent.pdf").write_bytes(b"x")
    box.pass_time(LIST_SECONDS + 2)
    assert box.offered == ["silent.pdf"]


def test_a_network_folder_is_listed_every_second_without_any_listener(tmp_path: Path) -> None:
    box = WatchedBox(tmp_path, network=True)
    box.pass_time(1)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 %%EOF")
    box.pass_time(3)
    assert box.listeners == []
    assert box.offered == ["scan.pdf"]


def test_a_folder_that_vanished_is_told_of_once_and_watched_again_when_it_is_back(box: WatchedBox) -> None:
    box.pass_time(1)
    away = box.root.with_name("away")
    box.root.rename(away)
    box.watch.wake()
    box.pass_time(30)
    assert box.said == ["capture-folder-away"]
    assert box.listeners == []
    assert box.watch.idle()
    away.rename(box.root)
    (box.root / "scan.pdf").write_bytes(b"x")
    box.pass_time(6)
    assert box.said == ["capture-folder-away", "capture-folder-back"]
    assert len(box.listeners) == 1
    assert box.offered == ["scan.pdf"]


def test_an_unmounted_share_is_not_taken_for_an_empty_folder(box: WatchedBox, monkeypatch) -> None:
    mounted = True
    monkeypatch.setattr(os.path, "ismount", lambda path: mounted)
    box.pass_time(1)
    mounted = False
    box.watch.wake()
    box.pass_time(5)
    assert box.said == ["capture-folder-away"]
    mounted = True
    box.pass_time(5)
    assert box.said == ["capture-folder-away", "capture-folder-back"]


def test_a_folder_missing_at_the_start_is_told_of_and_found_later(tmp_path: Path) -> None:
    box = WatchedBox(tmp_path / "later")
    box.pass_time(5)
    assert box.said == ["capture-folder-away"]
    box.drop("scan.pdf")
    box.pass_time(6)
    assert box.offered == ["scan.pdf"]


def test_a_sub_folder_watched_by_itself_is_left_to_its_own_watch(tmp_path: Path) -> None:
    box = WatchedBox(tmp_path, skip=frozenset({str(tmp_path / "own")}))
    box.drop("own/scan.pdf")
    box.drop("scan.pdf")
    box.pass_time(3)
    assert box.offered == ["scan.pdf"]


def test_a_sub_folder_that_is_removed_with_its_files_does_no_harm(box: WatchedBox) -> None:
    box.drop("sub/scan.pdf")
    box.pass_time(0.3)
    shutil.rmtree(box.root / "sub")
    box.pass_time(3)
    assert box.offered == []
    assert box.watch.idle()


def test_no_file_is_taken_before_the_settle_time_of_its_folder(box: WatchedBox) -> None:
    box.watch.settle(5.0)
    box.drop("whole.pdf")
    box.pass_time(4)
    assert box.offered == []
    box.pass_time(3)
    assert box.offered == ["whole.pdf"]
