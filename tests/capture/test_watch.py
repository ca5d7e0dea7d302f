"""Watching a scanner folder, as scanners, people and networks treat it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from app.capture.pickup import Outcome, Taken
from tests.capture.folder import WatchedBox


@pytest.fixture
def box(tmp_path: Path) -> WatchedBox:
    root = tmp_path / "scanner"
    root.mkdir()
    return WatchedBox(root)


def test_what_lies_there_at_the_start_is_found(box: WatchedBox) -> None:
    (box.root / "old.pdf").write_bytes(b"x")
    box.pass_time(2)
    assert box.offered == ["old.pdf"]


def test_a_file_is_offered_only_when_it_has_stopped_growing(box: WatchedBox) -> None:
    path = box.drop("scan.bin")
    for _ in range(10):
        box.pass_time(0.5)
        with path.open("ab") as out:
            out.write(b"more")
    assert box.offered == []
    box.pass_time(2)
    assert box.offered == ["scan.bin"]


def test_a_whole_picture_is_offered_well_within_a_second(box: WatchedBox) -> None:
    Image.new("RGB", (300, 200)).save(box.root / "scan.jpg")
    box.watch.wake()
    box.pass_time(0.6)
    assert box.offered == ["scan.jpg"]


def test_a_picture_that_its_writer_closed_is_offered_at_once(box: WatchedBox) -> None:
    Image.new("RGB", (300, 200)).save(box.root / "scan.png")
    box.watch.wake(closed=str(box.root / "scan.png"))
    box.pass_time(0.25)
    assert box.offered == ["scan.png"]


def test_half_a_picture_waits_while_the_scanner_pauses(box: WatchedBox) -> None:
    Image.effect_noise((300, 200), 50).save(box.root / "whole.jpg")
    whole = (box.root / "whole.jpg").read_bytes()
    (box.root / "whole.jpg").unlink()
    path = box.drop("scan.jpg", whole[: len(whole) // 2])
    box.pass_time(6)
    assert box.offered == []
    with path.open("ab") as out:
        out.write(whole[len(whole) // 2 :])
    box.watch.wake()
    box.pass_time(0.6)
    assert box.offered == ["scan.jpg"]


def test_an_empty_file_is_offered_after_a_long_wait(box: WatchedBox) -> None:
    box.drop("empty.pdf", b"")
    box.pass_time(10)
    assert box.offered == []
    assert not box.watch.idle()
    box.pass_time(10)
    assert box.offered == ["empty.pdf"]


def test_a_partial_name_is_passed_over_until_it_gets_its_real_one(box: WatchedBox) -> None:
    path = box.drop("scan.pdf.tmp")
    box.pass_time(30)
    assert box.offered == []
    path.rename(box.root / "scan.pdf")
    box.watch.wake()
    box.pass_time(2)
    assert box.offered == ["scan.pdf"]


def test_links_and_pipes_are_told_of_once_and_never_offered(box: WatchedBox, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(b"x")
    (box.root / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    (box.root / "loop").symlink_to(box.root)
    os.mkfifo(box.root / "pipe.pdf")
    box.pass_time(60)
    assert box.offered == []
    assert sorted(box.said) == ["capture-not-a-file"] * 3
    assert box.watch.idle()


def test_hidden_files_and_done_are_not_offered(box: WatchedBox) -> None:
    for name in (".hidden.pdf", "Thumbs.db", "done/old.pdf", ".git/x.pdf"):
        box.drop(name)
    box.pass_time(30)
    assert box.offered == []
    assert box.told == []


def test_a_file_that_vanishes_while_it_waits_is_forgotten(box: WatchedBox) -> None:
    path = box.drop("scan.pdf")
    box.pass_time(0.3)
    assert not box.watch.idle()
    path.unlink()
    box.pass_time(2)
    assert box.offered == []
    assert box.watch.idle()


def test_a_kept_file_is_offered_once_and_again_when_it_changes(box: WatchedBox) -> None:
    box.answer = box.keep
    path = box.drop("scan.bin")
    box.pass_time(60)
    assert box.offered == ["scan.bin"]
    path.write_bytes(b"another paper")
    box.watch.wake()
    box.pass_time(5)
    assert box.offered == ["scan.bin", "scan.bin"]


def test_a_file_that_grows_in_done_is_offered_again_and_the_folder_learns(box: WatchedBox) -> None:
    box.answer = box.to_done
    box.drop("scan.bin")
    box.pass_time(1.5)
    assert box.offered == ["scan.bin"]
    with (box.root / "done" / "scan.bin").open("ab") as out:
        out.write(b"the scanner had not finished")
    box.pass_time(8)
    assert box.offered == ["scan.bin", "done/scan.bin"]
    box.drop("next.bin")
    box.pass_time(1.3)
    assert "next.bin" not in box.offered  # the folder waits longer now
    box.pass_time(5)
    assert "next.bin" in box.offered


def test_an_original_that_is_to_be_deleted_rests_first_and_then_goes(box: WatchedBox) -> None:
    box.answer = box.leave
    path = box.drop("scan.bin")
    box.pass_time(5)
    assert path.exists()
    assert not box.watch.idle()
    box.pass_time(10)
    assert not path.exists()
    assert box.watch.idle()
    assert box.offered == ["scan.bin"]


def test_an_original_that_grows_before_it_is_deleted_is_offered_again_first(box: WatchedBox) -> None:
    box.answer = box.leave
    path = box.drop("scan.bin")
    box.pass_time(9)
    with path.open("ab") as out:
        out.write(b"one more page")
    box.watch.wake()
    box.pass_time(5)
    assert path.exists()
    box.pass_time(20)
    assert box.offered == ["scan.bin", "scan.bin"]
    assert not path.exists()


def test_an_original_that_cannot_be_deleted_is_told_of_and_is_not_offered_again(
    box: WatchedBox, monkeypatch
) -> None:
    box.answer = box.leave
    path = box.drop("scan.bin")
    monkeypatch.setattr(
        Path, "unlink", lambda self, missing_ok=False: (_ for _ in ()).throw(PermissionError())
    )
    box.pass_time(60)
    assert box.said == ["capture-file-trouble"]
    assert box.offered == ["scan.bin"]
    assert path.exists()
    assert box.watch.idle()


def test_trouble_with_one_file_holds_up_no_other_and_it_is_tried_again(box: WatchedBox) -> None:
    box.answer = lambda s: Taken(Outcome.LATER) if s.path.name == "bad.pdf" else box.remove(s)
    box.drop("bad.pdf")
    box.drop("good.pdf")
    box.pass_time(3)
    assert "good.pdf" in box.offered
    box.pass_time(300)
    assert 5 < box.offered.count("bad.pdf") < 20
    assert box.watch.idle()  # a person was told; --until-idle need not wait for ever


def test_a_full_disk_stops_all_offers_until_it_has_room_again(box: WatchedBox) -> None:
    box.answer = lambda s: Taken(Outcome.ALL_LATER)
    for number in range(50):
        box.drop(f"{number}.pdf")
    box.pass_time(60)
    assert len(box.offered) < 12
    assert box.watch.idle()
    box.offered.clear()
    box.answer = box.remove
    box.pass_time(40)
    assert len(set(box.offered)) == 50


def test_a_file_that_never_rests_is_told_of(box: WatchedBox) -> None:
    box.answer = lambda s: Taken(Outcome.CHANGED)
    box.drop("scan.pdf")
    box.pass_time(120)
    assert box.said == ["capture-restless"]


def test_many_files_are_offered_in_the_order_they_were_written_with_few_listings(
    box: WatchedBox, monkeypatch
) -> None:
    for number in range(2000):
        path = box.root / f"{(number * 7919) % 2000:04}.pdf"
        path.write_bytes(b"%PDF-1.4 %%EOF")
        os.utime(path, ns=(0, number * 1_000_000_000))
    listings = 0
    real = os.scandir

    def counting(path: str):
        nonlocal listings
        listings += 1
        return real(path)

    monkeypatch.setattr(os, "scandir", counting)

    def slowly(settled):
        box.time += 0.02
        box.watch.wake()  # as the events of our own moving would
        return box.remove(settled)

    box.answer = slowly
    box.pass_time(90)
    assert len(box.offered) == 2000
    assert box.offered == [f"{(number * 7919) % 2000:04}.pdf" for number in range(2000)]
    assert listings < 150


def test_a_new_file_is_not_starved_by_one_that_always_grows(box: WatchedBox) -> None:
    growing = box.drop("endless.bin")
    box.drop("scan.bin")
    for _ in range(10):
        box.pass_time(0.4)
        with growing.open("ab") as out:
            out.write(b"x")
    assert box.offered == ["scan.bin"]


def test_names_in_nfd_and_with_broken_bytes_are_offered(box: WatchedBox) -> None:
    nfd = unicodedata.normalize("NFD", "Trích lục.pdf")
    box.drop(nfd)
    (box.root / os.fsdecode(b"a\xff\n.pdf")).write_bytes(b"x")
    box.pass_time(3)
    assert sorted(box.offered) == sorted([nfd, os.fsdecode(b"a\xff\n.pdf")])
