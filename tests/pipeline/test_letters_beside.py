"""A letter about a dossier and the dossier's result: each goes its own way, and neither is taken for the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.facts import Linked, Related, Separated
from app.domain.scan import Relation, Scan, ScanState
from tests.domain.offices import paper, slip
from tests.domain.readings import page
from tests.pipeline.road import SEN, Road

LETTER = [
    "ỦY BAN NHÂN DÂN", "XÃ EA KAR", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "Số: 12/PXL", "Ea Kar, ngày 20 tháng 3 năm 2026", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
    f"Kính gửi: {SEN.owner_name}", f"Mã hồ sơ: {SEN.code}", "Lý do: Hồ sơ cần thẩm tra, xác minh thêm.",
]  # fmt: skip


def letter(road: Road) -> Scan:
    """A letter as the office's own door takes it in (pipeline.letter_entry)."""
    scan = road.read(page(LETTER), source="letter.pdf")
    return road.journal.record(
        Separated(scan=scan.id, at=road.clock(), pages=(1,)),
        Related(scan=scan.id, at=road.clock(), other="", relation=Relation.LETTER, by="lan"),
        Linked(scan=scan.id, at=road.clock(), dossier=SEN.code, by="lan"),
    )[-1]


@pytest.mark.parametrize("stored", [False, True], ids=["on its way", "stored"])
def test_the_result_is_linked_by_rule_as_if_there_were_no_letter(road: Road, stored: bool) -> None:
    sent = letter(road)
    assert sent.candidates == (), "nothing was matched"
    if stored:
        sent = road.deposit(road.deposit(road.seal(sent)))
        assert sent.state is ScanState.STORED
    result = road.linked(slip(SEN.code, 1), paper(first=2))
    assert (result.dossier, result.hold) == (SEN.code, None)
    again = road.linked(slip(SEN.code, 1), replace(paper(day="21 tháng 3 năm 2026", first=2), page=2))
    assert again.hold is not None, "a second result is asked about"


@pytest.mark.parametrize("with_slip", [False, True])
def test_a_letter_that_comes_back_through_the_scanner_is_not_linked_as_the_result(
    road: Road, with_slip: bool
) -> None:
    sheets = (slip(SEN.code, 1), replace(page(LETTER), page=2)) if with_slip else (page(LETTER),)
    scan = road.linked(*sheets)
    assert scan.dossier is None
    assert scan.hold is not None
    assert scan.hold.message.id == "hold-letter"
    assert [one.dossier for one in scan.candidates] == [SEN.code], "a person sees whose letter it is"
