"""What a clerk corrected is read back: from the XMP of the sealed file, and from what the store keeps beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from app.domain.facts import Linked
from app.pipeline.paper_desk import PaperDesk
from app.pipeline.papers import Papers
from app.pipeline.stages.deposit import DepositStage
from app.pipeline.stages.seal import SealStage, SealWay
from app.sealing import door as sealer
from app.settings.paper_rules import paper_rules_on
from tests.pipeline.road import SEN, InlineCrew, Road
from tests.pipeline.test_page_editor import Bench, QuickReader

CORRECTED = {
    "number": "14/QĐ-UBND",
    "issued_on": "2026-03-20",
    "agency": "UBND xã Ea Kao",
    "signer": "Phan Văn Lộc",
    "summary": "Về việc xác nhận tình trạng hôn nhân",
    "owner_name": "Trần Thị Sen",
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    road = Road.at(tmp_path, [SEN])
    yield Bench(road, QuickReader())
    road.close()


def test_every_correction_stands_in_the_sealed_file_and_in_the_store(bench: Bench) -> None:
    road, scan = bench.road, bench.scan("red")
    for name, value in CORRECTED.items():
        PaperDesk(bench.desk).correct(scan.id, name, value)
    road.journal.record(Linked(scan=scan.id, at=road.clock(), dossier=SEN.code, by="lan"))
    papers = Papers(road.register, road.store, paper_rules_on)
    stage = SealStage(
        road.spool, road.stop, sealer, InlineCrew(), road.clock, SealWay(), bench.arranger, papers
    )
    (sealed,) = road.journal.record(*stage.work(replace(road.now(scan.id), confirmed=True)))
    assert sealed.sealed is not None
    with pikepdf.open(road.spool.path(sealed.sealed.digest)) as pdf, pdf.open_metadata() as xmp:
        assert list(xmp["dc:creator"]) == [CORRECTED["agency"], CORRECTED["signer"]]
        assert list(xmp["dc:date"]) == [CORRECTED["issued_on"]]
        assert CORRECTED["number"] in xmp["dc:type"]
        assert set(xmp["dc:subject"]) == {CORRECTED["summary"]}
        assert f"owner-name:{CORRECTED['owner_name']}" in xmp["dc:relation"]
    deposit = DepositStage(road.spool, road.store, road.stop, road.clock)
    for _ in range(2):
        now = replace(road.now(scan.id), confirmed=True)
        (stored,) = road.journal.record(*deposit.work(now))
    assert stored.receipt is not None
    kept = road.store.metadata(stored.receipt.id)
    assert {name: kept.get(name) for name in CORRECTED} == CORRECTED
