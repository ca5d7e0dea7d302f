"""Whose a paper is, where a form names its owner in a table: by a label cell, a header above, or by neither."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.domain.face import clues, look
from app.domain.field_names import Role
from app.domain.identity import Looker
from app.domain.page import PageReading
from tests.domain.readings import page

HEAD = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Ea Kar, ngày 20 tháng 3 năm 2026",
    "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",
)
FOOT = (("CHỦ TỊCH", (0.6, 0.88, 0.2, 0.012)), ("Phan Đình Lộc", (0.6, 0.93, 0.2, 0.012)))


def form(rows: Sequence[str]) -> PageReading:
    """A form whose body, from the middle of the page, has these lines."""
    body = [(row, (0.1, 0.3 + 0.03 * place, 0.7, 0.012)) for place, row in enumerate(rows)]
    return page([*HEAD, *body, *FOOT])


@pytest.mark.parametrize(
    "rows",
    [
        ["Chủ hộ kinh doanh Lưu Nhật Việt", "Số định danh cá nhân 054082909866"],
        ["Chủ hộ kinh doanh", "Lưu Nhật Việt", "Ngày sinh", "01/02/1982"],
        ["Họ và tên Năm sinh Số định danh", "Lưu Nhật Việt 1982 054082909866 Thôn 4"],
        ["Họ và tên", "Năm sinh", "Số định danh", "Lưu Nhật Việt", "1982", "054082909866"],
    ],
    ids=["label and name in one line", "each cell a line", "a row under a header", "cells of a row as lines"],
)
def test_the_owner_in_a_table_is_its_subject(rows: list[str]) -> None:
    face = look([form(rows)])
    assert [one.found.value for one in face.named(Role.SUBJECT)] == ["Lưu Nhật Việt"]
    assert Looker.of(face).is_principal("Lưu Nhật Việt")


def test_a_lone_name_before_the_only_number_of_a_paper_is_its_owner() -> None:
    face = look([form(["Cấp theo hồ sơ của Lưu Nhật Việt, giấy tờ tùy thân 054082909866"])])
    assert not face.persons
    assert Looker.of(face).is_principal("Lưu Nhật Việt")


@pytest.mark.parametrize(
    "rows",
    [
        ["Cấp theo hồ sơ của Lưu Nhật Việt, giấy tờ tùy thân 054082909866 và 066150001234"],
        ["Giấy tờ tùy thân 054082909866, theo hồ sơ của Lưu Nhật Việt"],
        ["Họ và tên: Trần Thị Sen", "Cấp theo hồ sơ của Lưu Nhật Việt, giấy tờ tùy thân 054082909866"],
    ],
    ids=["two numbers", "the number before the name", "somebody else is the subject"],
)
def test_a_name_without_a_part_is_nobodys_paper_where_anything_else_may_be_meant(rows: list[str]) -> None:
    assert not Looker.of(look([form(rows)])).is_principal("Lưu Nhật Việt")


def test_a_name_alone_in_a_cell_is_asked_for_though_nothing_tells_whose_it_is() -> None:
    face = look([form(["Nội dung", "Lưu Nhật Việt", "O54O8Z9O986"])])
    assert clues(face).names == ("Lưu Nhật Việt",), "the signer is not asked for"


def test_a_firm_in_a_table_ends_where_its_tax_code_begins() -> None:
    face = look([form(["Công ty TNHH Cơ khí Thành Đô 4452204983 Thôn Hòa Bình"])])
    assert [one.found.value for one in face.persons] == ["Công ty TNHH Cơ khí Thành Đô"]


def test_a_row_whose_number_lost_its_first_digit_is_still_somebodys() -> None:
    face = look(
        [form(["Họ và tên Năm sinh Số định danh", "Lưu Nhật Việt 1982 54082909866 Thôn 4, xã Ea Kar"])]
    )
    assert [one.found.value for one in face.named(Role.SUBJECT)] == ["Lưu Nhật Việt"]


def test_a_mark_between_label_cell_and_name_is_passed_over() -> None:
    face = look([form(["Nội dung", "Chủ hộ kinh doanh b: Lưu Nhật Việt - D Ná"])])
    assert [one.found.value for one in face.named(Role.SUBJECT)] == ["Lưu Nhật Việt"]


def test_an_office_is_nobodys_name() -> None:
    assert not look([form(["Chủ đầu tư PHú CHỦ TỊCH"])]).named(Role.SUBJECT)
