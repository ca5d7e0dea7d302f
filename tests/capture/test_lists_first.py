"""A table dropped together with scans is their list: it is taken before them, however long it takes to settle."""

from __future__ import annotations

import os
from pathlib import Path

from app.capture.listing import list_files
from app.capture.pickup import Outcome, Taken
from app.capture.settle import Completeness, Pace
from app.capture.waiting import Waiting


def dropped(folder: Path, *names: str) -> Waiting:
    """Files written one after the other; a scan's end shows, a table's does not."""
    for place, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, ns=(place * 10**9, place * 10**9))
    ends = {".pdf": Completeness.COMPLETE}
    waiting = Waiting(Pace(), lambda path: ends.get(Path(path).suffix, Completeness.UNKNOWN))
    waiting.found(list_files(folder, frozenset()), 0.0)
    return waiting


def taken_at(waiting: Waiting, now: float) -> list[str]:
    waiting.look(now - 0.2)
    waiting.look(now)
    return [settled.path.name for settled in waiting.ready()]


def test_scans_wait_for_the_list_beside_them_and_it_goes_first(tmp_path: Path) -> None:
    waiting = dropped(tmp_path, "001.pdf", "002.pdf", "danh-sách.csv")
    assert taken_at(waiting, 0.5) == [], "the scans have settled, their list has not"
    assert taken_at(waiting, 1.5) == ["danh-sách.csv", "001.pdf", "002.pdf"]


def test_scans_of_another_folder_do_not_wait_for_it(tmp_path: Path) -> None:
    waiting = dropped(tmp_path, "a/001.pdf", "b/danh-sách.xlsx")
    assert taken_at(waiting, 0.5) == ["001.pdf"]


def test_a_list_that_can_not_be_taken_again_and_again_holds_nobody_up(tmp_path: Path) -> None:
    waiting = dropped(tmp_path, "001.pdf", "danh-sách.csv")
    offered = []
    for tries in range(1, 4):
        assert taken_at(waiting, 10.0 * tries)[0] == "danh-sách.csv"
        waiting.outcome(waiting.ready()[0], Taken(Outcome.LATER), 10.0 * tries)
        offered.append([settled.path.name for settled in waiting.ready()])
    assert offered == [[], [], ["001.pdf"]]
