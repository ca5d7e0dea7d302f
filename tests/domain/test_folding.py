"""Names and texts that people mean to be the same come out the same, others do not."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import find_days, parse_birth
from app.domain.folding import fold, fold_in_place, fold_name, name_key, syllables, without_marks
from app.domain.name_likeness import distance, marks_differ

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵŭĭŏñ"
WORDS = st.text(alphabet=LETTERS, min_size=1, max_size=7)
NAMES = st.lists(WORDS, min_size=2, max_size=5).map(
    lambda words: " ".join(word.capitalize() for word in words)
)


@given(NAMES)
def test_case_composition_and_lost_marks_do_not_change_a_name(name: str) -> None:
    key = name_key(name)
    assert name_key(name.upper()) == key
    assert name_key(unicodedata.normalize("NFD", name)) == key
    assert name_key(f"  {name.replace(' ', '   ')} ") == key
    assert key.isascii()


@given(NAMES)
def test_a_title_before_a_name_changes_nothing(name: str) -> None:
    assert fold_name(f"ông {fold_name(name)}") == fold_name(fold_name(name)) or len(syllables(name)) < 2


@given(st.text(max_size=80))
def test_folding_in_place_keeps_every_place(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(fold_in_place(composed)) == len(composed)


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert without_marks(without_marks(text)) == without_marks(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ông NGUYỄN VĂN ÂN", "nguyen van an"), ("bà Hoà", "ba Hòa"), ("ông/bà: Lê Thị Đào", "LÊ THỊ ĐÀO"),
        ("H' Blui Niê", "H'Blui Niê"), ("H’BLUI NIÊ", "H Blui Nie"), ("Y Bhăm Ayŭn", "Y BHAM AYUN"),
        ("M'Nông Dú", "M Nông Du"), ("Nguyễn  Thị-Hoa", "Nguyễn Thị Hoa"),
    ],
)  # fmt: skip
def test_ways_to_write_one_name_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Lê Văn An", "Lê Văn Anh"), ("Bá Thị Hoà", "Thị Hoà"), ("Chu Văn An", "Văn An")]
)
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=14), st.text(max_size=14), st.integers(0, 5))
def test_distance_is_symmetric_and_never_more_than_one_above_its_limit(
    left: str, right: str, most: int
) -> None:
    assert distance(left, right, most) == distance(right, left, most) <= most + 1
    assert (distance(left, right, most) == 0) == (left == right)


def test_marks_that_differ_are_told_and_the_place_of_a_mark_is_not_one() -> None:
    assert marks_differ("Trần Thị Hoa", "Trần Thị Hòa")
    assert not marks_differ("Trần Thị Hoà", "Trần Thị Hòa")


LONG = "ngày {:02d} tháng {:02d} năm {}"


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from([LONG, "{:02d}/{:02d}/{}", "{:02d}-{:02d}-{}", "{}.{}.{}"]),
)
def test_every_day_is_read_in_every_way_it_is_written(day: date, form: str) -> None:
    text = fold_in_place("Ea Kar, " + form.format(day.day, day.month, day.year) + ".")
    assert [seen.day for seen in find_days(text)] == [day]


@pytest.mark.parametrize(
    "text", ["ngày 31 tháng 02 năm 2026", "30/02/2026", "00/01/2026", "12/13/2026", "1/1/26"]
)
def test_days_that_do_not_exist_are_not_read(text: str) -> None:
    assert list(find_days(fold_in_place(text))) == []


@pytest.mark.parametrize(
    ("text", "birth"),
    [("05/02/1990", date(1990, 2, 5)), ("1990-02-05", date(1990, 2, 5)), ("1990", 1990), ("", None), ("abc", None),
     ("ngày 5 tháng 2 năm 1990", date(1990, 2, 5)), ("31/02/1990", None), ("1990-02-05T00:00:00", date(1990, 2, 5))],
)  # fmt: skip
def test_a_registers_birth_is_a_day_a_year_or_nothing(text: str, birth: date | int | None) -> None:
    assert parse_birth(text) == birth
