"""The stop against the wrong person, before sealing and before the deposit, and a register that changes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.dossier import DossierState
from app.domain.errors import NeedsPersonError
from app.domain.facts import Confirmed, Held, Linked, Released
from app.domain.scan import ScanState, Severity
from tests.domain.offices import paper, slip
from tests.pipeline.road import BON, NOW, SEN, Road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    road = Road.at(tmp_path, [SEN, BON])
    yield road
    road.close()


def test_a_link_that_the_paper_speaks_against_is_stopped_before_sealing(road: Road) -> None:
    (scan,) = road.separate(road.read(paper()))
    road.journal.record(Linked(scan=scan.id, at=NOW, dossier=BON.code, by="lan"))
    with pytest.raises(NeedsPersonError) as stop:
        road.seal(road.now(scan.id))
    assert stop.value.message.id == "stop-number-differs"


def test_a_person_may_confirm_a_stopped_link_with_a_reason(road: Road) -> None:
    (scan,) = road.separate(road.read(paper()))
    road.journal.record(Linked(scan=scan.id, at=NOW, dossier=BON.code, by="lan"))
    with pytest.raises(NeedsPersonError) as stop:
        road.seal(road.now(scan.id))
    road.journal.record(
        Held(scan=scan.id, at=NOW, message=stop.value.message, severity=Severity.BLOCKS),
        Confirmed(scan=scan.id, at=NOW, by="hoa", reason="người được ủy quyền"),
    )
    assert road.seal(road.now(scan.id)).state is ScanState.SEALED


def test_a_dossier_that_changed_between_seal_and_deposit_stops_the_deposit(road: Road) -> None:
    scan = road.seal(road.linked(paper()))
    road.register.put([replace(SEN, owner_name="Phạm Thị Lài", owner_number="066190009999")])
    with pytest.raises(NeedsPersonError) as stop:
        road.deposit(scan)
    assert stop.value.message.id == "stop-number-differs"


@pytest.mark.parametrize("state", [DossierState.WITHDRAWN, DossierState.REFUSED, DossierState.STOPPED])
def test_a_dossier_withdrawn_while_its_linked_scan_waits_is_stopped_before_the_deposit(
    road: Road, state: DossierState
) -> None:
    scan = road.seal(road.linked(paper()))
    road.register.put([replace(SEN, state=state)])
    with pytest.raises(NeedsPersonError) as stop:
        road.deposit(scan)
    assert stop.value.message.id == "hold-dossier-closed"


def test_a_code_replaced_while_the_scan_waits_still_leads_to_its_dossier(road: Road) -> None:
    (scan,) = road.separate(road.read(slip("H15.12-260310-0077", 1), paper(first=2)))
    held = road.match(scan).hold
    assert held
    assert held.message.id == "hold-code-not-in-register"
    road.register.put([replace(SEN, other_codes=("H15.12-260310-0077",))])
    road.journal.record(Released(scan=scan.id, at=NOW, by="lan"))
    assert road.match(road.now(scan.id)).dossier == SEN.code


def test_two_scans_linked_to_one_dossier_at_the_same_moment_are_both_stopped(road: Road) -> None:
    one = road.linked(paper())
    (other,) = road.separate(road.read(paper(BON.owner_name, BON.owner_number)))
    road.journal.record(Linked(scan=other.id, at=NOW, dossier=SEN.code, by="rule"))
    with pytest.raises(NeedsPersonError) as stop:
        road.seal(one)
    assert stop.value.message.id == "stop-second-result"
