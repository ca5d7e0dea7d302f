"""The form of a paper's metadata: filled from reading and register, each entry at its place, checked as it is typed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.domain.errors import UsageError
from app.domain.face import look
from app.domain.paper import PERMANENT
from app.domain.paper_describing import Digitized, PaperRules, PaperType
from app.domain.paper_form import ENTRIES, Entry, entered, form_of
from app.settings.paper_rules import paper_rules_on
from tests.domain.offices import dossier, paper

TODAY = date(2026, 3, 31)
RULES = paper_rules_on(TODAY)
OFFICE = Digitized("", datetime(2026, 3, 31, tzinfo=UTC), "", "", "UBND xã Ea Kar")
SEN = dossier("H15.41-260302-0005", "Trần Thị Sen", "066150001234")


def form(corrections: dict[str, str] | None = None, rules: PaperRules = RULES) -> dict[str, Entry]:
    entries = form_of(look([paper()]), SEN, OFFICE, rules, corrections or {})
    assert tuple(entry.name for entry in entries) == ENTRIES
    return {entry.name: entry for entry in entries}


def test_every_entry_is_filled_from_paper_and_register() -> None:
    values = {name: entry.value for name, entry in form().items()}
    assert values == {
        "number": "41/QĐ-UBND", "issued_on": "2026-03-20", "agency": "Xã Ea Kar", "signer": "Phan Đình Lộc",
        "summary": "Về việc trợ cấp xã hội hàng tháng", "owner_name": "Trần Thị Sen", "owner_number": "066150001234",
        "result_type": "", "validity": "",
    }  # fmt: skip


@pytest.mark.parametrize("name", ENTRIES)
def test_every_entry_knows_its_place_on_the_page(name: str) -> None:
    place = form()[name].place
    assert place is not None
    assert place.page == 1
    assert place.box is not None


def test_a_correction_counts_and_what_was_read_stays_known() -> None:
    number = form({"number": "14/QĐ-UBND"})["number"]
    assert (number.value, number.proposed, number.corrected) == ("14/QĐ-UBND", "41/QĐ-UBND", True)
    assert not form()["number"].corrected
    assert form({"signer": ""})["signer"].value == ""


def test_a_type_that_a_person_chose_brings_its_validity() -> None:
    rules = PaperRules((PaperType("KQ.G15.000032", PERMANENT, ("nothing",)),), (), {})
    assert form({"result_type": "KQ.G15.000032"}, rules)["validity"].value == PERMANENT


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("issued_on", "05/02/2026", "2026-02-05"),
        ("issued_on", " ngày 05 tháng 02 năm 2026 ", "2026-02-05"),
        ("issued_on", "2026-02-05", "2026-02-05"),
        ("issued_on", "", ""),
        ("number", " 12 / QĐ-UBND ", "12 / QĐ-UBND"),
        ("validity", PERMANENT, PERMANENT),
        ("validity", "31.12.2036", "2036-12-31"),
        ("owner_number", "066 150 001 234", "066150001234"),
        ("owner_number", "0100109106", "0100109106"),
        ("result_type", "KQ.G15.000032", "KQ.G15.000032"),
        ("signer", "  Phan   Đình Lộc", "Phan Đình Lộc"),
    ],
)
def test_what_is_typed_is_kept_in_one_form(name: str, typed: str, kept: str) -> None:
    assert entered(name, typed, RULES, TODAY) == kept


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("issued_on", "31/02/2026", "paper-wrong-day"),
        ("issued_on", "05/02/2026 và sau", "paper-wrong-day"),
        ("issued_on", "01/04/2026", "paper-day-ahead"),
        ("validity", "mãi mãi", "paper-wrong-day"),
        ("number", "không số", "paper-wrong-number"),
        ("owner_number", "000000001", "paper-wrong-owner-number"),
        ("owner_number", "06615000123", "paper-wrong-owner-number"),
        ("result_type", "giấy", "paper-wrong-type"),
        ("signer", "n" * 51, "paper-too-long"),
    ],
)
def test_what_can_not_be_is_refused_with_its_reason(name: str, typed: str, why: str) -> None:
    with pytest.raises(UsageError) as refused:
        entered(name, typed, RULES, TODAY)
    assert refused.value.message.id == why
