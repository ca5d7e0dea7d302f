"""What a personal number links, where the paper's first name is not, or not quite, its owner's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from app.domain.dossier import Dossier
from app.domain.page import PageReading
from tests.domain.offices import dossier, opinion, paper, said
from tests.domain.readings import page

CODE, OTHER = "H15.12-260317-0004", "H15.12-260318-0001"
CHILD, MOTHER, FATHER = "066224045555", "066187001234", "066085005678"
SOLVED = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)


def extract(
    child: str = "Trần Gia Việt",
    number: str = CHILD,
    *,
    day: str = "20 tháng 3 năm 2026",
    unit: str = "XÃ EA KAR",
    parents: Sequence[str] = (
        "Họ và tên Nguyễn Diệp Ý Trần Thế Tiến",
        f"Số định danh {MOTHER} {FATHER}",
    ),
) -> PageReading:
    """A birth extract that names its child by a label, and the parents in the columns of a table."""
    return page(
        [
            "ỦY BAN NHÂN DÂN", unit, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 950/TLKS-BS",
            f"Ea Kar, ngày {day}", "BẢN SAO TRÍCH LỤC KHAI SINH",
            f"1. Họ, chữ đệm, tên của người được khai sinh: {child}",
            "2. Ngày sinh: 13/12/2024, giới tính Nam, dân tộc Kinh", f"3. Số định danh cá nhân: {number}",
            "Người mẹ Người cha", *parents, "CHỦ TỊCH", "Phan Đình Lộc",
        ]
    )  # fmt: skip


def asked_by(owner: str, number: str, code: str = CODE) -> Dossier:
    """A dossier of a birth extract that this person asked for."""
    name = "Cấp bản sao Trích lục khai sinh"
    return dossier(code, owner, number, procedure_name=name, solved_at=SOLVED)


def test_a_minors_extract_is_linked_to_the_dossier_of_the_parent_it_names() -> None:
    assert said(opinion([asked_by("Nguyễn Diệp Ý", MOTHER)], extract())[2]) == CODE


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        ("an adult's extract", extract(number="066085045555")),
        ("an extract of another day", extract(day="28 tháng 3 năm 2026")),
        ("another unit's extract", extract(unit="XÃ CƯ PƠNG")),
        ("a parent without his number", extract(parents=("Họ và tên Nguyễn Diệp Ý",))),
    ],
)
def test_it_is_held_where_anything_may_be_another_matter_of_the_parent(what: str, shown: PageReading) -> None:
    assert said(opinion([asked_by("Nguyễn Diệp Ý", MOTHER)], shown)[2]).startswith(("hold-", "stop-")), what


def test_it_is_held_where_both_parents_or_the_child_have_a_dossier() -> None:
    mother = asked_by("Nguyễn Diệp Ý", MOTHER)
    for other in (asked_by("Trần Thế Tiến", FATHER, OTHER), asked_by("Nguyễn Diệp Ý", MOTHER, OTHER)):
        assert said(opinion([mother, other], extract())[2]).startswith("hold-")
    child = asked_by("Trần Gia Việt", CHILD, OTHER)
    assert said(opinion([mother, child], extract())[2]) != CODE


def sen(**other: object) -> Dossier:
    return dossier(CODE, "Trần Thị Sen", "066150001234", solved_at=SOLVED, **other)


def test_a_name_nearly_read_before_its_bearers_number_is_the_owners() -> None:
    assert said(opinion([sen()], paper("Trận Thị Scn"))[2]) == CODE


def test_a_number_that_a_misread_digit_may_have_made_links_no_name_nearly_read() -> None:
    twin = dossier(OTHER, "Trần Thị Sơn", "066150001235", solved_at=SOLVED)
    decision = opinion([sen(), twin], paper("Trận Thị Scn", more=("Kèm theo: bà Trần Thị Sơn",)))[2]
    assert said(decision).startswith(("hold-", "stop-"))


def test_the_only_number_of_a_paper_without_any_name_is_its_owners() -> None:
    nameless = paper("", more=("ngày sinh 1950, số định danh cá nhân 066150001234",))
    assert said(opinion([sen()], nameless)[2]) == CODE
    elsewhere = sen(unit_name="Xã Cư Pơng")
    assert said(opinion([elsewhere], nameless)[2]) == "hold-not-exact"


def test_a_bare_form_speaks_against_no_procedure() -> None:
    bare = page(["GIẤY XÁC NHẬN", "Họ và tên: Trần Thị Sen", "* w"])
    (candidate,) = opinion([sen()], bare)[1]
    assert not any(one.contradicts for one in candidate.evidence)


def test_a_firm_cut_off_by_its_cell_stops_nothing() -> None:
    firm = "Công ty TNHH Cơ khí Bình Minh"
    known = dossier(CODE, f"{firm} Xanh", "")
    cut = page(["QUYẾT ĐỊNH", f"{firm} 6084704762 Thôn 4", "Ea Kar, ngày 20 tháng 3 năm 2026"])
    assert said(opinion([known], cut, slip_codes=[CODE])[2]) == CODE
    other = page(["QUYẾT ĐỊNH", "Công ty TNHH Cơ khí Hoàng Gia"])
    assert said(opinion([known], other, slip_codes=[CODE])[2]) == "stop-name-differs"
