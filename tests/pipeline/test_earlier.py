"""A sheet scanned before and a second result of a dossier are questions, and each answer is one act in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import IllegalFactError, UsageError
from app.domain.facts import Rejected, Related
from app.domain.scan import Relation, Scan, ScanState
from app.pipeline.desk import Desk
from app.pipeline.earlier import Earlier
from tests.domain.offices import paper
from tests.pipeline.road import SEN, Road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    road = Road.at(tmp_path, [SEN])
    yield road
    road.close()


def desk(road: Road) -> Desk:
    return Desk(
        road.journal, road.spool, road.register, None, None, road.clock, "lan", lambda _: None, road.new_id  # type: ignore[arg-type]
    )  # fmt: skip


def again(road: Road) -> Scan:
    """The sheet comes once more, in other bytes."""
    scan = road.linked(replace(paper(), skew_degrees=1.5))
    assert scan.hold
    assert scan.hold.message.id == "hold-same-paper"
    return scan


def stored(road: Road) -> Scan:
    return road.deposit(road.deposit(road.seal(road.linked(paper()))))


def test_keeping_both_takes_the_new_one_for_a_paper_of_its_own(road: Road) -> None:
    first = road.linked(paper())
    second = Earlier(desk(road)).keep_both(again(road).id)
    assert (second.relation, second.related) == (Relation.BESIDE, first.id)
    second = road.match(second)
    assert second.dossier == SEN.code, "the question of a second result was answered with it"
    assert [road.seal(scan).state for scan in (first, second)] == [ScanState.SEALED] * 2


def test_replacing_ends_the_first_and_takes_its_dossier_over(road: Road) -> None:
    first = road.linked(paper())
    second = Earlier(desk(road)).replace(again(road).id)
    assert (second.dossier, second.linked_by) == (SEN.code, "lan")
    ended = road.journal.facts(first.id)[-1]
    assert isinstance(ended, Rejected)
    assert (ended.reason, ended.by) == ("rejected-replaced", "lan")
    assert road.seal(second).state is ScanState.SEALED


def test_replacing_what_is_stored_makes_a_new_version_and_the_old_one_stays(road: Road) -> None:
    first = stored(road)
    second = road.deposit(road.deposit(road.seal(Earlier(desk(road)).replace(again(road).id))))
    assert road.now(first.id).state is ScanState.STORED
    receipts = road.store.receipts(SEN.code)
    assert [receipt.version for receipt in receipts] == [1, 2]
    told = road.store.metadata(receipts[1].id)
    assert (second.state, told["relation"], told["related"]) == (ScanState.STORED, "version", first.id)


def test_what_is_on_its_way_to_the_store_can_not_be_replaced_at_that_moment(road: Road) -> None:
    road.deposit(road.seal(road.linked(paper())))
    second = again(road)
    with pytest.raises(IllegalFactError):
        Earlier(desk(road)).replace(second.id)
    assert road.now(second.id).hold, "nothing was written"


def test_discarding_ends_the_new_one_and_leaves_the_first_alone(road: Road) -> None:
    first = road.linked(paper())
    second = Earlier(desk(road)).discard(again(road).id)
    assert (second.state, second.rejected_because) == (ScanState.REJECTED, "rejected-same-sheet")
    assert road.now(first.id) == first


def test_an_answer_to_a_question_that_was_not_asked_is_refused(road: Road) -> None:
    scan = road.linked(paper())
    with pytest.raises(UsageError):
        Earlier(desk(road)).discard(scan.id)


@pytest.mark.parametrize("relation", [Relation.VERSION, Relation.BESIDE])
def test_a_second_result_is_linked_only_as_a_new_version_or_another_paper(
    road: Road, relation: Relation
) -> None:
    first = stored(road)
    second = road.linked(paper(day="21 tháng 3 năm 2026", more=["Điều 3. Bổ sung."]))
    assert second.hold
    assert second.hold.message.id == "hold-result-already-there"
    with pytest.raises(UsageError):
        desk(road).link(second.id, SEN.code)
    second = desk(road).link(second.id, SEN.code, relation=relation)
    assert any(isinstance(fact, Related) for fact in road.journal.facts(second.id))
    assert (second.related, road.deposit(road.deposit(road.seal(second))).state) == (
        first.id,
        ScanState.STORED,
    )
    assert len(road.store.receipts(SEN.code)) == 2


def test_a_link_taken_back_takes_the_answer_back_with_it(road: Road) -> None:
    road.linked(paper())
    second = Earlier(desk(road)).replace(again(road).id)
    assert desk(road).unlink(second.id).relation is None
