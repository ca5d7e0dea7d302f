"""The right dossier first, never the wrong citizen: every rule of linking, a sentence each."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from app.domain.decision import LinkPolicy
from app.domain.dossier import DossierState
from app.domain.evidence import EvidenceKind
from app.domain.scan import Severity
from tests.domain.offices import dossier, opinion, paper, said

SEN = dossier("H15.41-260302-0005", "Trần Thị Sen", "066150001234")
TU = dossier("H15.41-260302-0006", "Nguyễn Văn Tư", "066060007777")
WAN = dossier("H15.41-260305-0002", "H' Wan Niê Kdăm", "066168007891")
OFFICE = (SEN, TU, WAN)
STRANGER = "H15.41-260302-0099"


# --- exact evidence links ---


def test_a_slip_with_a_known_code_links() -> None:
    assert said(opinion(OFFICE, paper(number=""), slip_codes=[SEN.code])[2]) == SEN.code


def test_a_code_printed_on_the_face_links_when_the_name_says_so_too() -> None:
    assert said(opinion(OFFICE, paper(number="", code=SEN.code))[2]) == SEN.code


def test_another_code_of_the_dossier_links_as_well() -> None:
    other = replace(SEN, other_codes=("000.00.41.H15-260302-9001",))
    assert said(opinion((other, TU), paper(number="", code=other.other_codes[0]))[2]) == SEN.code


def test_a_code_read_with_letters_for_digits_links_once_found_in_the_register() -> None:
    assert said(opinion(OFFICE, paper(number="", code="HI5.4l – 26O3O2 – OOO5"))[2]) == SEN.code


def test_number_name_procedure_and_dates_link_without_a_code() -> None:
    _, candidates, decision = opinion(OFFICE, paper())
    assert said(decision) == SEN.code
    kinds = {one.kind for one in candidates[0].evidence}
    assert kinds >= {
        EvidenceKind.PERSONAL_NUMBER,
        EvidenceKind.NAME,
        EvidenceKind.PROCEDURE,
        EvidenceKind.DATE,
    }
    assert all(one.box for one in candidates[0].evidence if one.kind is not EvidenceKind.BARCODE)


@pytest.mark.parametrize(
    "written",
    [
        "TRẦN THỊ SEN",
        "Tran Thi Sen",
        "bà Trần Thị Sen",
        unicodedata.normalize("NFD", "Trần Thị Sen"),
        "TRAN THI SEN",
    ],
)
def test_names_in_capitals_without_marks_with_titles_or_in_nfd_are_the_same_name(written: str) -> None:
    known = (replace(SEN, owner_name=written), TU)
    assert said(opinion(known, paper())[2]) == SEN.code
    assert said(opinion(OFFICE, paper(owner=written))[2]) == SEN.code


@pytest.mark.parametrize("written", ["H'Wan Niê Kdăm", "H Wan Niê Kdăm", "HWan Niê Kdăm", "H’ WAN NIÊ KDĂM"])
def test_the_ways_to_write_an_ede_name_are_one_name(written: str) -> None:
    made = paper(owner=written, number="066168007891", born="năm 1968")
    assert said(opinion(OFFICE, made)[2]) == WAN.code


def test_the_place_on_the_batchs_list_links_when_the_name_says_so_too() -> None:
    crowd = [dossier(f"H15.41-260301-{n:04d}", "Trần Thị Sen") for n in range(100, 103)]
    known = (dossier(SEN.code, "Trần Thị Sen"), TU)
    assert said(opinion(known, paper(number=""), expected=[SEN.code, TU.code])[2]) == SEN.code
    assert (
        said(opinion((*known, *crowd), paper(number=""), expected=[SEN.code, TU.code])[2]) == "hold-two-fit"
    )


def test_a_list_that_is_out_of_step_links_nothing_to_the_wrong_person() -> None:
    candidates, decision = opinion(OFFICE, paper(number=""), expected=[TU.code, SEN.code])[1:]
    assert candidates[0].dossier == SEN.code
    assert decision.link is None


# --- contradictions hold ---


def test_a_slip_before_another_persons_paper_is_stopped() -> None:
    decision = opinion(OFFICE, paper(), slip_codes=[TU.code])[2]
    assert said(decision).startswith("stop-")
    assert decision.severity is Severity.BLOCKS


def test_a_code_one_digit_off_that_exists_is_stopped_by_the_name() -> None:
    assert said(opinion(OFFICE, paper(number="", code=TU.code))[2]) == "stop-name-differs"


def test_a_misread_code_on_a_paper_without_names_is_not_believed_unless_read_surely() -> None:
    unsure = paper(owner="", number="", code=SEN.code, confidence=0.6)
    assert said(opinion(OFFICE, unsure)[2]) == "hold-not-exact"


def test_a_code_that_is_not_in_the_register_is_held_and_never_forced_to_the_nearest() -> None:
    assert said(opinion(OFFICE, paper(code=STRANGER))[2]) == "hold-code-not-in-register"
    assert said(opinion(OFFICE, paper(), slip_codes=[STRANGER])[2]) == "hold-code-not-in-register"


def test_slip_and_face_with_codes_of_two_dossiers_are_held() -> None:
    assert said(opinion(OFFICE, paper(code=WAN.code), slip_codes=[SEN.code])[2]) == "hold-codes-disagree"


def test_a_printed_code_misread_by_one_digit_does_not_disturb_the_slip() -> None:
    assert said(opinion(OFFICE, paper(code=TU.code), slip_codes=[SEN.code])[2]) == SEN.code


def test_a_namesake_with_another_number_is_stopped() -> None:
    namesake = dossier("H15.41-260301-0009", "Trần Thị Sen", "066150009999")
    assert said(opinion((namesake, TU), paper())[2]) == "stop-number-differs"


def test_a_twin_whose_number_is_one_digit_off_does_not_link() -> None:
    twin = dossier("H15.41-260301-0009", "Trần Thị Thu", "066150001235")
    assert opinion((twin, TU), paper())[2].link is None


def test_a_paper_older_than_the_dossier_is_stopped() -> None:
    assert said(opinion(OFFICE, paper(day="20 tháng 02 năm 2026"))[2]) == "stop-date-before-received"


def test_a_stranger_is_held_with_his_name() -> None:
    decision = opinion(OFFICE, paper("Hoàng Thị Mơ", "066155004321", born="năm 1955"))[2]
    assert said(decision) == "hold-person-not-in-register"
    assert decision.hold is not None
    assert decision.hold.arguments == {"name": "Hoàng Thị Mơ"}


def test_a_signers_number_or_name_points_nowhere() -> None:
    signer = dossier("H15.41-260301-0011", "Phan Đình Lộc", "066070001111")
    _, candidates, decision = opinion((signer,), paper())
    assert decision.link is None
    assert all(one.dossier != signer.code or one.score < 0.01 for one in candidates)


def test_another_persons_card_on_the_paper_does_not_link_to_its_bearer() -> None:
    husband = dossier("H15.41-260301-0012", "Nguyễn Văn Hai", "066048002222")
    made = paper(more=["Người nhận thay: ông Nguyễn Văn Hai, số định danh cá nhân 066048002222"])
    assert said(opinion((SEN, husband), made)[2]) in {SEN.code, "hold-two-fit"}
    assert opinion((husband, TU), made)[2].link is None


# --- the state of the dossier ---


@pytest.mark.parametrize("state", [DossierState.WITHDRAWN, DossierState.REFUSED, DossierState.STOPPED])
def test_a_dossier_withdrawn_refused_or_stopped_while_the_scan_waited_is_held(state: DossierState) -> None:
    assert (
        said(opinion((replace(SEN, state=state), TU), paper(), slip_codes=[SEN.code])[2])
        == "hold-dossier-closed"
    )


def test_a_second_result_for_a_dossier_is_a_question() -> None:
    assert said(opinion(OFFICE, paper(), stored=[SEN.code])[2]) == "hold-result-already-there"


def test_a_procedure_without_a_result_is_a_question() -> None:
    assert said(opinion((replace(SEN, has_result=False), TU), paper())[2]) == "hold-no-result-due"


def test_a_replaced_code_leads_to_the_dossier_by_its_other_code() -> None:
    renamed = replace(SEN, code="H15.41-260302-0500", other_codes=(SEN.code,))
    assert said(opinion((renamed, TU), paper(), slip_codes=[SEN.code])[2]) == renamed.code


def test_an_empty_register_says_so() -> None:
    assert said(opinion((), paper())[2]) == "hold-register-empty"
    assert said(opinion((), paper(), slip_codes=[SEN.code])[2]) == "hold-register-empty"


# --- the office's choice ---


def test_an_office_that_confirms_every_link_gets_proposals_only() -> None:
    assert (
        said(opinion(OFFICE, paper(), slip_codes=[SEN.code], policy=LinkPolicy("off"))[2])
        == "hold-to-confirm"
    )


def test_an_office_may_link_what_is_probable_but_never_what_is_contradicted() -> None:
    probable = LinkPolicy("probable", 0.9)
    assert said(opinion(OFFICE, paper(number=""), policy=probable)[2]) == SEN.code
    assert said(opinion(OFFICE, paper(number="", day="20 tháng 02 năm 2026"), policy=probable)[2]).startswith(
        "stop-"
    )


# --- scores ---


def test_a_common_name_weighs_less_than_a_rare_one() -> None:
    crowd = [dossier(f"H15.41-260301-{n:04d}", "Trần Thị Sen", f"0661500{n:05d}") for n in range(100, 130)]
    rare = opinion(OFFICE, paper(number=""))[1][0]
    common = opinion((*crowd, SEN), paper(number="", born="năm 1950"))[1][0]
    weight = {one.kind: one.weight for one in rare.evidence}[EvidenceKind.NAME]
    assert {one.kind: one.weight for one in common.evidence}[EvidenceKind.NAME] < weight
    assert common.score < rare.score


def test_scores_are_probabilities_and_best_comes_first() -> None:
    _, candidates, _ = opinion((SEN, replace(SEN, code="H15.41-260304-0007"), TU), paper())
    scores = [one.score for one in candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 1.0001
