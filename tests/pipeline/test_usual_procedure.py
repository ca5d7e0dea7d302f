"""The procedure of a scanner folder orders proposals that fit alike, and does nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.decision import LinkPolicy
from app.domain.scan import Scan
from app.pipeline.stages.match import Matcher, MatchStage
from tests.domain.offices import dossier
from tests.domain.readings import page
from tests.pipeline.road import NOW, Road

BIRTH = replace(dossier("H15.12-260310-0001", "Trần Thị Sen", "066150001234"), procedure_code="1.001193")
MARRIED = replace(dossier("H15.12-260310-0002", "Trần Thị Sen", "066150001234"), procedure_code="1.004859")


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    road = Road.at(tmp_path, [BIRTH, MARRIED])
    yield road
    road.close()


def matched(road: Road, usual: str, *lines: str) -> Scan:
    (scan,) = road.separate(road.read(page(lines)))
    matcher = Matcher(road.register, LinkPolicy(), "", lambda: NOW)
    stage = MatchStage(road.spool, road.journal, road.store, matcher, road.lists, road.clock, lambda _: usual)
    return road.journal.record(*stage.work(scan))[-1]


def scores(scan: Scan) -> dict[str, float]:
    return {one.dossier: one.score for one in scan.candidates}


@pytest.mark.parametrize(("usual", "first"), [("1.001193", BIRTH), ("1.004859", MARRIED)])
def test_of_two_dossiers_that_fit_alike_that_of_the_folder_s_procedure_stands_first(
    road: Road, usual: str, first: object
) -> None:
    said = "Họ và tên: TRẦN THỊ SEN", "Số định danh: 066150001234"
    plain, ordered = matched(road, "", *said), matched(road, usual, *said)
    assert ordered.candidates[0].dossier == first.code  # type: ignore[attr-defined]
    assert scores(ordered) == pytest.approx(scores(plain)), "no score is changed by it"
    assert ordered.dossier is None, "nothing is linked by it"
    assert ordered.hold is not None


def test_a_dossier_that_fits_better_stays_first(road: Road) -> None:
    scan = matched(road, "1.004859", f"Mã hồ sơ: {BIRTH.code}", "Họ và tên: TRẦN THỊ SEN")
    assert scan.candidates[0].dossier == BIRTH.code
