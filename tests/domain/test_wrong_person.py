"""Which of two, and whether it is the wrong person's: abstaining, and the stop before sealing and deposit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.decision import disagreements
from app.domain.face import look
from tests.domain.offices import MARRIAGE_STATUS, dossier, opinion, paper, said
from tests.domain.readings import page

SEN = dossier("H15.41-260302-0005", "Trần Thị Sen", "066150001234")
TU = dossier("H15.41-260302-0006", "Nguyễn Văn Tư", "066060007777")
WAN = dossier("H15.41-260305-0002", "H' Wan Niê Kdăm", "066168007891")
OFFICE = (SEN, TU, WAN)

# --- two that fit ---


def test_two_open_dossiers_that_fit_are_held_naming_both() -> None:
    again = replace(SEN, code="H15.41-260304-0007")
    decision = opinion((SEN, again, TU), paper())[2]
    assert said(decision) == "hold-two-fit"
    assert decision.hold is not None
    assert set(decision.hold.arguments.values()) == {SEN.code, again.code}


def test_a_second_dossier_of_another_procedure_does_not_stand_in_the_way() -> None:
    other = replace(SEN, code="H15.41-260304-0007", procedure_name=MARRIAGE_STATUS, procedure_code="1.004873")
    assert said(opinion((SEN, other), paper())[2]) == SEN.code


def test_a_second_dossier_received_after_the_paper_does_not_stand_in_the_way() -> None:
    later = replace(dossier("H15.41-260325-0001", "Trần Thị Sen", "066150001234"))
    assert said(opinion((SEN, later), paper())[2]) == SEN.code


def test_two_namesakes_without_a_number_on_the_paper_are_held() -> None:
    namesake = dossier("H15.41-260301-0009", "Trần Thị Sen", "066150009999")
    assert said(opinion((SEN, namesake), paper(number=""))[2]) == "hold-two-fit"


def test_a_name_alone_is_proposed_but_never_linked() -> None:
    _, candidates, decision = opinion(OFFICE, paper(number="", born="năm 1950"))
    assert candidates[0].dossier == SEN.code
    assert said(decision) == "hold-not-exact"


def test_a_printed_code_is_doubted_where_one_digit_leads_to_the_same_persons_other_dossier() -> None:
    again = replace(SEN, code="H15.41-260302-0006")
    far = replace(SEN, code="H15.41-260302-0071")
    assert said(opinion((SEN, again), paper(code=SEN.code))[2]) == "hold-two-fit"
    assert said(opinion((SEN, far), paper(code=SEN.code))[2]) == SEN.code
    assert said(opinion((SEN, again), paper(), slip_codes=[SEN.code])[2]) == SEN.code


def test_a_list_of_many_people_is_nobodys_own_paper() -> None:
    rows = [f"{n} Lê Văn Mười {n} 06606000{n}111 Thôn {n}" for n in range(4, 9)]
    assert said(opinion(OFFICE, paper(more=rows))[2]) == "hold-not-exact"


@pytest.mark.parametrize(
    "owner",
    [
        "Hộ bà Trần Thị Sen",
        "Trần Thị Sen và ông Lê Văn Ba",
        "Hộ gia đình bà Trần Thị Sen",
        "Trần Thị Sen (đại diện)",
    ],
)
def test_a_household_a_couple_and_a_proxy_are_looked_for_by_each_name(owner: str) -> None:
    known = (replace(SEN, owner_name=owner), TU)
    assert said(opinion(known, paper())[2]) == SEN.code
    assert (
        said(opinion(known, paper("Lê Thị Mơ", "066150004444"), slip_codes=[SEN.code])[2])
        == "stop-number-differs"
    )


def test_a_firm_is_known_by_its_name_whatever_form_of_business_is_written() -> None:
    firm = dossier("H15.41-260302-0008", "Cty TNHH MTV Cà phê Ban Mê", "0100109106")
    made = page([
        "GIẤY PHÉP", "Về việc trợ cấp xã hội hàng tháng", "Ea Kar, ngày 20 tháng 3 năm 2026",
        "1. Cấp cho: Công ty TNHH Một thành viên Cà phê Ban Mê, mã số thuế 0100109106",
    ])  # fmt: skip
    assert disagreements(look([made]), firm) == ()
    assert said(opinion((firm, TU), made)[2]) == firm.code


# --- the stop against the wrong person ---


def test_the_stop_names_what_was_read_and_what_was_wanted() -> None:
    stops = disagreements(look([paper()]), TU)
    assert {message.id for message in stops} == {"stop-number-differs", "stop-name-differs"}
    assert stops[0].arguments == {"dossier": TU.code, "wanted": TU.owner_number, "read": "066150001234"}


def test_the_right_dossier_is_not_stopped() -> None:
    assert disagreements(look([paper()]), SEN) == ()


@pytest.mark.parametrize("owner", ["Tran Thi Sen", "Trần Thi Sen", "Trấn Thị Sen"])
def test_marks_lost_in_reading_stop_nothing(owner: str) -> None:
    assert disagreements(look([paper(owner=owner)]), SEN) == ()


def test_a_parent_as_owner_of_a_childs_paper_is_not_stopped() -> None:
    lines = ["TRÍCH LỤC KHAI SINH", "Họ, chữ đệm, tên: TRẦN BẢO AN", "Số định danh cá nhân: 066325000111"]
    made = paper(owner="", number="", title="", more=[*lines, "Họ, chữ đệm, tên người mẹ: Trần Thị Sen"])
    assert disagreements(look([made]), SEN) == ()


def test_a_page_on_which_nothing_could_be_read_stops_nothing_and_links_nothing() -> None:
    nothing = paper(owner="", number="", day="", title="")
    assert disagreements(look([nothing]), SEN) == ()
    assert opinion(OFFICE, nothing)[2].link is None


def test_a_cooperative_is_not_the_company_of_the_same_name() -> None:
    company = dossier("H15.41-260302-0008", "Công ty TNHH Cà phê Ban Mê", "0100109106")
    made = page(["GIẤY PHÉP XÂY DỰNG", "1. Cấp cho: Hợp tác xã Cà phê Ban Mê, trụ sở: Thôn 4"])
    assert [message.id for message in disagreements(look([made]), company)] == ["stop-name-differs"]
