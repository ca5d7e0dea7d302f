"""What can be taken back is found in the journal again: after a restart, until the deposit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.facts import DepositBegan
from app.domain.scan import Scan, ScanState
from app.pipeline.page_editor import PageEditor
from app.pipeline.paper_desk import PaperDesk
from app.pipeline.undoing import Done, acts_left
from tests.pipeline.road import BON, SEN, Road
from tests.pipeline.test_page_editor import COLOURS, Bench, QuickReader


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    road = Road.at(tmp_path, [SEN, BON])
    yield Bench(road, QuickReader())
    road.close()


def left(bench: Bench) -> list[Done]:
    """What a program that was started just now finds."""
    return acts_left(bench.desk, bench.road.clock())


def told(acts: list[Done]) -> list[tuple[str, str]]:
    return [(act.act, act.scan_id) for act in acts]


def places(scan: Scan) -> list[int]:
    return [ref.page for ref in scan.arranged.pages]


def test_acts_on_several_scans_come_in_the_order_in_which_they_were_done(bench: Bench) -> None:
    one, two, three = bench.scan("red"), bench.scan("green"), bench.scan("blue")
    bench.desk.link(two.id, SEN.code)
    bench.desk.hold(one.id, "hỏi lại")
    bench.desk.reject(three.id, "trang trắng")
    assert told(left(bench)) == [("link", two.id), ("hold", one.id), ("reject", three.id)]
    for act in reversed(left(bench)):
        act.back()
    assert [bench.road.now(scan.id).state for scan in (one, two, three)] == [ScanState.SEPARATED] * 3
    assert left(bench) == []


def test_what_was_taken_back_before_the_restart_is_not_offered_again(bench: Bench) -> None:
    scan = bench.scan("red")
    bench.desk.link(scan.id, SEN.code)
    bench.desk.unlink(scan.id)
    bench.desk.link(scan.id, BON.code)
    PaperDesk(bench.desk).take_back(PaperDesk(bench.desk).correct(scan.id, "number", "12/GXN"))
    acts = left(bench)
    assert told(acts) == [("link", scan.id)]
    assert acts[0].what == BON.code


def test_a_correction_goes_back_to_what_was_said_before_it(bench: Bench) -> None:
    scan, papers = bench.scan("red"), PaperDesk(bench.desk)
    papers.correct(scan.id, "number", "12/GXN")
    papers.correct(scan.id, "number", "13/GXN")
    papers.correct(scan.id, "signer", "Lê Văn Ký")
    acts = left(bench)
    assert told(acts) == [("paper", scan.id)] * 3
    acts[2].back()
    acts[1].back()
    assert bench.road.now(scan.id).corrections == {"number": "12/GXN"}


def test_edits_of_pages_are_taken_back_one_after_the_other(bench: Bench) -> None:
    scan, editor = bench.scan(*COLOURS), PageEditor(bench.desk)
    moved = editor.move(scan, frozenset({3}), 0).scan
    editor.remove(moved, frozenset({0, 1}))
    assert places(bench.road.now(scan.id)) == [2, 3]
    acts = left(bench)
    assert told(acts) == [("pages", scan.id)] * 2
    acts[1].back()
    assert places(bench.road.now(scan.id)) == [4, 1, 2, 3]
    acts[0].back()
    assert places(bench.road.now(scan.id)) == [1, 2, 3, 4]
    assert left(bench) == []


def test_a_split_and_a_merge_are_taken_back_with_both_their_scans(bench: Bench) -> None:
    scan, other, editor = bench.scan(*COLOURS), bench.scan("red"), PageEditor(bench.desk)
    born = editor.split(scan, 2).born[0]
    (split,) = left(bench)
    split.back()
    assert places(bench.road.now(scan.id)) == [1, 2, 3, 4]
    assert bench.road.now(born).state is ScanState.REJECTED
    editor.merge(bench.road.now(scan.id), other.id)
    assert bench.road.now(other.id).state is ScanState.REJECTED
    (merge,) = [act for act in left(bench) if act.scan_id == scan.id]
    merge.back()
    assert places(bench.road.now(scan.id)) == [1, 2, 3, 4]
    assert bench.road.now(other.id).state is not ScanState.REJECTED


def test_nothing_is_offered_of_what_is_on_its_way_to_the_store_or_was_done_by_others(bench: Bench) -> None:
    scan, other = bench.scan("red"), bench.scan("green")
    bench.desk.link(other.id, BON.code)
    bench.sealed(scan)
    assert told(acts_left(replace(bench.desk, who="minh"), bench.road.clock())) == []
    assert told(left(bench)) == [("link", other.id), ("link", scan.id)]


def test_a_deposit_that_began_ends_it(bench: Bench) -> None:
    scan = bench.scan("red")
    desk = bench.desk
    desk.link(scan.id, SEN.code)
    sealed = bench.road.seal(replace(bench.road.now(scan.id), confirmed=True))
    assert told(left(bench)) == [("link", scan.id)]
    bench.road.journal.record(DepositBegan(scan=sealed.id, at=bench.road.clock()))
    assert left(bench) == []


def test_only_what_was_done_before_the_moment_is_told(bench: Bench) -> None:
    scan = bench.scan("red")
    opened = bench.road.clock()
    bench.desk.link(scan.id, SEN.code)
    assert acts_left(bench.desk, opened) == []
