"""Lists of batches come under many headers, with titles above and signatures below, or as bare codes."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.manifest_table import Entry, Manifest, columns_in, parse

A, B = "H15.12-260310-0001", "H15.12-260310-0002"


def listed(*rows: list[str], wanted: dict[str, str] | None = None) -> Manifest:
    return parse(enumerate(rows, 1), wanted)


def test_the_codes_are_expected_in_the_order_of_the_rows_each_once() -> None:
    table = listed(["STT", "Mã hồ sơ"], ["1", B], ["2", A], ["3", B])
    assert table.expected == (B, A)


def test_titles_above_and_signatures_below_the_table_are_passed_over() -> None:
    table = listed(
        ["DANH SÁCH BÀN GIAO"],
        [],
        ["STT", "Mã hồ sơ", "Họ tên"],
        ["1", A, "Trần Thị Sen"],
        ["Tổng", ""],
        ["", "", "Người lập"],
    )
    assert table.entries == (Entry(4, A, owner_name="Trần Thị Sen"),)
    assert table.refused == ()


def test_a_list_without_any_header_is_its_codes() -> None:
    assert listed(["1", A], ["2", B]).expected == (A, B)
    assert listed([A], [B]).headers == ()


def test_a_code_typed_with_look_alike_letters_and_long_dashes_is_put_right() -> None:
    assert listed(["MaHoSo"], ["H15.12–26O310–0001"]).expected == (A,)


def test_a_row_whose_code_or_day_is_none_is_refused_with_its_number_and_the_others_count() -> None:
    table = listed(["Mã hồ sơ", "Ngày ký"], ["chưa có", ""], [A, "31/02/2026"], [B, "05/02/2026"])
    assert [(one.row, one.reason.id) for one in table.refused] == [
        (2, "manifest-row-wrong-code"),
        (3, "manifest-row-wrong-day"),
    ]
    assert table.entries == (Entry(4, B, issued_on=date(2026, 2, 5)),)


def test_columns_that_a_person_has_mapped_are_taken_instead_of_known_ones() -> None:
    rows = (["Tên scan", "Mã hồ sơ", "Mã cũ"], ["hop1/001.pdf", A, B])
    assert listed(*rows, wanted={"file": "tên SCAN", "code": "Mã cũ"}).entries == (
        Entry(2, B, "hop1/001.pdf"),
    )
    assert listed(*rows, wanted={"code": "không có cột này"}) == Manifest()


def test_a_file_alone_is_promised_too_where_the_code_is_not_known() -> None:
    assert listed(["Tên tệp", "Mã hồ sơ"], ["001.pdf", ""]).entries == (Entry(2, file="001.pdf"),)


def test_a_row_of_a_list_is_no_header() -> None:
    assert columns_in(["1", A, "Trần Thị Sen"]) is None


@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=40))
def test_no_table_makes_it_fail_and_nothing_is_promised_without_code_or_file(rows: list[list[str]]) -> None:
    assert all(entry.code or entry.file for entry in parse(enumerate(rows, 1)).entries)
