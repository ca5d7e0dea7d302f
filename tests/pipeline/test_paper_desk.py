"""Corrections of a paper's metadata: facts in the journal that can be taken back, and that go into file and store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import IllegalFactError, UsageError
from app.domain.facts import Described
from app.domain.scan import Scan, ScanState
from app.pipeline.desk import Desk
from app.pipeline.paper_desk import PaperDesk
from tests.domain.offices import paper
from tests.pipeline.road import SEN, InlineCrew, Road
from tests.pipeline.test_page_editor import QuickReader


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    road = Road.at(tmp_path, [SEN])
    yield road
    road.close()


def desk(road: Road) -> PaperDesk:
    return PaperDesk(
        Desk(
            road.journal, road.spool, road.register, QuickReader(), InlineCrew(), road.clock, "lan",
            lambda _: None, road.new_id,
        )
    )  # fmt: skip


def stored(road: Road, scan: Scan) -> dict[str, str]:
    """What the store holds beside the bytes."""
    receipt = road.deposit(road.deposit(scan)).receipt
    assert receipt is not None
    return road.store.metadata(receipt.id)


def test_what_a_clerk_corrected_is_in_the_store_s_metadata_and_in_the_paper_s_code(road: Road) -> None:
    scan = road.linked(paper())
    desk(road).correct(scan.id, "number", "14/QĐ-UBND")
    desk(road).correct(scan.id, "signer", "")
    sealed = road.seal(road.now(scan.id))
    assert sealed.paper is not None
    assert (sealed.paper.number, sealed.paper.signer) == ("14/QĐ-UBND", "")
    kept = stored(road, sealed)
    assert kept["number"] == "14/QĐ-UBND"
    assert "signer" not in kept
    assert kept["code"].endswith(".14/QĐ-UBND.01")


def test_a_sealed_result_is_sealed_anew_with_what_was_corrected(road: Road) -> None:
    sealed = road.seal(road.linked(paper()))
    back = desk(road).correct(sealed.id, "number", "14/QĐ-UBND").scan
    assert (back.state, back.dossier, back.sealed) == (ScanState.LINKED, SEN.code, None)
    again = road.seal(back)
    assert again.paper is not None
    assert again.paper.number == "14/QĐ-UBND"


def test_corrections_are_taken_back_one_by_one(road: Road) -> None:
    papers, scan = desk(road), road.linked(paper())
    first = papers.correct(scan.id, "number", "14/QĐ-UBND")
    second = papers.correct(scan.id, "number", "15/QĐ-UBND")
    assert papers.take_back(second).corrections == {"number": "14/QĐ-UBND"}
    assert papers.take_back(first).corrections == {}
    assert [type(fact) for fact in road.journal.facts(scan.id)].count(Described) == 4


def test_corrections_outlive_a_link_that_is_taken_back_and_the_program(road: Road) -> None:
    scan = road.linked(paper())
    desk(road).correct(scan.id, "signer", "Phan Văn Lộc")
    desk(road).desk.unlink(scan.id)
    assert road.now(scan.id).corrections == {"signer": "Phan Văn Lộc"}


def test_on_its_way_or_in_the_store_nothing_is_corrected_any_more(road: Road) -> None:
    sealed = road.seal(road.linked(paper()))
    for state in (ScanState.SEALED, ScanState.STORED):
        assert road.deposit(road.now(sealed.id)).state is state
        with pytest.raises(IllegalFactError):
            desk(road).correct(sealed.id, "number", "14/QĐ-UBND")


def test_an_entry_that_there_is_not_is_refused(road: Road) -> None:
    scan = road.linked(paper())
    with pytest.raises(UsageError, match="paper-no-such-entry"):
        desk(road).correct(scan.id, "capture", "x")
