"""Naming rules: what an office's file names say of the results in them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.domain.batch import Nights
from app.domain.batch_expected import Expectations
from app.domain.batch_naming import Named, Naming
from app.domain.errors import UsageError
from app.domain.manifest_table import Entry

CODE = "H15.12-250715-0012"
OTHER = "H15.12-250715-0013"


@pytest.mark.parametrize(
    ("rule", "path", "said"),
    [
        ("{code}", f"{CODE}.pdf", Named(CODE)),
        ("**{code}*", f"2024/Hộp 1/{CODE} (ký).pdf", Named(CODE)),
        ("**/{code}", "a/b/H15.12_250715_0012.tif", Named(CODE)),
        ("Hộp {box}/{code}", f"Hộp 12/{CODE}.jpg", Named(CODE, box="12")),
        ("hộp {box}/*", "HỘP 3/tờ 1.jpg", Named(box="3")),
        ("*/{number}", "QĐ 2024/123_QĐ-UBND.pdf", Named(number="123/QĐ-UBND")),
        ("{number} ngày {date}", "45_2020_BS ngày 05.02.2020.pdf", Named("", "45/2020/BS", date(2020, 2, 5))),
        ("{date}", "20240131.pdf", Named(issued_on=date(2024, 1, 31))),
        ("{date}", "31012024.pdf", Named(issued_on=date(2024, 1, 31))),
        ("{date:dmy}*", "1-2-2024 a.pdf", Named(issued_on=date(2024, 2, 1))),
        (r"re:(?P<box>\d+)/.*", "7/x.pdf", Named(box="7")),
    ],
)  # fmt: skip
def test_a_rule_reads_what_it_names(rule: str, path: str, said: Named) -> None:
    assert Naming([rule]).read(path) == said


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("{code}", "không tên.pdf"),
        ("{code}", "H15.12-259915-0012.pdf"),  # no such day
        ("{date}", "99999999.pdf"),
        ("Hộp {box}/{code}", f"{CODE}.pdf"),
        ("*", "a/b.pdf"),
    ],
)
def test_a_name_that_does_not_fit_says_nothing(rule: str, path: str) -> None:
    assert Naming([rule]).read(path) is None


def test_rules_are_tried_in_order_and_names_may_be_written_in_parts() -> None:
    naming = Naming(["Hộp {box}/{code}", "{code}"])
    assert naming.read(f"{CODE}.pdf") == Named(CODE)
    assert naming.read(f"Ho\u0302\u0323p 1/{CODE}.pdf") == Named(CODE, box="1")  # NFD


@pytest.mark.parametrize("rule", ["{owner}", "{code", "re:(", "re:(?P<who>.)", "}"])
def test_a_rule_that_is_none_is_refused_by_its_text(rule: str) -> None:
    with pytest.raises(UsageError) as refused:
        Naming([rule])
    assert refused.value.message.arguments["rule"] == rule


def test_the_list_wins_over_the_name_and_finds_files_by_the_end_of_their_path() -> None:
    rows = [Entry(1, OTHER, file=r"hop 1\a.pdf"), Entry(2, CODE, file="b"), Entry(3, OTHER, file="B")]
    known = Expectations(Naming(["**{code}"]), rows)
    assert known.codes("2024/Hộp 1/a.pdf") == (OTHER,)
    assert known.codes("x/b.pdf") == (CODE, OTHER)  # two rows of one file: two results in it
    assert known.codes(f"x/{CODE}.pdf") == (CODE,)
    assert known.codes("x/c.pdf") == ()


def test_a_row_is_found_by_the_document_s_number_only_where_it_is_the_only_one() -> None:
    rows = [
        Entry(1, CODE, document_number="123/QĐ-UBND", issued_on=date(2024, 1, 1)),
        Entry(2, OTHER, document_number="123/QĐ-UBND", issued_on=date(2025, 1, 1)),
    ]
    known = Expectations(Naming(["{number} {date}", "{number}"]), rows)
    assert known.codes("123_QĐ-UBND 01.01.2025.pdf") == (OTHER,)
    assert known.codes("123_QĐ-UBND.pdf") == ()


@pytest.mark.parametrize(
    ("hour", "is_open"), [(18, False), (19, True), (23, True), (0, True), (5, True), (6, False)]
)
def test_nights_go_over_midnight(hour: int, is_open: bool) -> None:
    moment = datetime(2026, 3, 10, hour, 30 if hour == 5 else 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert Nights.parse("19:00-06:00").open_at(moment) is is_open


@pytest.mark.parametrize("text", ["", "19-", "25:00-06:00", "19:00", "19:00-19:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its text is of the standard library
        Nights.parse(text)
