"""Codes and numbers: what is strict, what is tolerant, and that tolerance never makes two codes one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.codes import (
    code_day,
    code_key,
    codes_in_barcode,
    find_dossier_codes,
    is_dossier_code,
    parse_dossier_code,
)
from app.domain.numbers import (
    birth_year,
    is_document_number,
    is_female,
    is_old_card_number,
    is_personal_number,
    is_procedure_code,
    is_result_type_code,
    parse_owner_number,
    parse_tax_code,
    procedure_stem,
    tax_check_digit,
)

DAYS = st.dates(date(2015, 1, 1), date(2049, 12, 31))
UNITS = st.builds(
    lambda province, subs: ".".join([province, *subs]),
    st.sampled_from(["H15", "H45", "G09", "H29"]),
    st.lists(st.from_regex(r"[0-9]{2}", fullmatch=True), max_size=3),
)
SERIALS = st.from_regex(r"[0-9]{4,6}", fullmatch=True)
FRONTS = st.sampled_from(["", "", "000.00.12."])


@st.composite
def dossier_codes(draw: st.DrawFn) -> str:
    return f"{draw(FRONTS)}{draw(UNITS)}-{draw(DAYS):%y%m%d}-{draw(SERIALS)}"


@st.composite
def two_of_one_form(draw: st.DrawFn) -> tuple[str, str]:
    """Two codes with as many dots, made so and not filtered: random pairs rarely have one form."""
    dots = draw(st.integers(0, 6))
    fronts = [front for front in ("", "000.00.12.") if 0 <= dots - front.count(".") <= 3]

    def one() -> str:
        front = draw(st.sampled_from(fronts))
        parts = dots - front.count(".")
        places = draw(st.lists(st.from_regex(r"[0-9]{2}", fullmatch=True), min_size=parts, max_size=parts))
        unit = ".".join([draw(st.sampled_from(["H15", "H45", "G09", "H29"])), *places])
        return f"{front}{unit}-{draw(DAYS):%y%m%d}-{draw(SERIALS)}"

    return one(), one()


LOOKS = {
    "0": "0OoQ",
    "1": "1lI|",
    "5": "5S",
    "8": "8B",
    "2": "2Z",
    ".": [".", ",", ". "],
    "-": ["-", "–", " - ", "—", "- "],
}


@st.composite
def misread(draw: st.DrawFn, code: str) -> str:
    out = []
    for place, char in enumerate(code):
        looks = list(LOOKS.get(char, char))
        out.append(draw(st.sampled_from(looks)) if place else char)
    return "".join(out)


@given(dossier_codes())
def test_every_code_is_strict_parses_to_itself_and_names_its_day(code: str) -> None:
    assert is_dossier_code(code)
    assert parse_dossier_code(code) == code
    assert f"{code_day(code):%y%m%d}" == code.split("-")[1]


@given(st.data(), dossier_codes())
def test_a_code_survives_letters_for_digits_and_other_dashes(data: st.DataObject, code: str) -> None:
    read = data.draw(misread(code))
    assert parse_dossier_code(read) == code
    assert code_key(read) == code_key(code)


@given(
    st.data(), dossier_codes(), st.sampled_from(["Mã hồ sơ: {}.", "({})", "số {},", "{}\nngày", "HS {} ;"])
)
def test_a_code_is_found_inside_text(data: st.DataObject, code: str, around: str) -> None:
    assert [seen.code for seen in find_dossier_codes(around.format(data.draw(misread(code))))] == [code]


def test_a_stroke_of_the_h_read_as_a_letter_of_its_own_is_dropped() -> None:
    assert parse_dossier_code("HI15.68-251216-0002") == "H15.68-251216-0002"
    assert parse_dossier_code("HI5.68-251216-0002") == "H15.68-251216-0002"


@given(two_of_one_form())
def test_different_codes_of_one_form_never_share_a_key(codes: tuple[str, str]) -> None:
    one, other = codes
    assume(one != other)
    assert code_key(one) != code_key(other)


@given(dossier_codes(), st.integers(0, 20), st.sampled_from("0123456789"))
def test_one_digit_changed_is_another_key(code: str, place: int, digit: str) -> None:
    places = [index for index, char in enumerate(code) if char.isdigit()]
    at = places[place % len(places)]
    assume(code[at] != digit)
    assert code_key(code[:at] + digit + code[at + 1 :]) != code_key(code)


@pytest.mark.parametrize(
    "text",
    ["", "H15.12-251332-0012", "H15.12-250715-001", "H15.12-250715-0012345", "h15.12-250715-0012", "H15-12-250715",
     "H15.12-250230-0012", "8934563138165", "H15.12–250715–0012", "A15.12-250715-0012"],
)  # fmt: skip
def test_what_is_not_exactly_a_code_is_not_strict(text: str) -> None:
    assert not is_dossier_code(text)


@given(st.text(max_size=60))
def test_any_text_at_all_is_read_without_trouble(text: str) -> None:
    assert all(is_dossier_code(seen.code) for seen in find_dossier_codes(text))
    assert all(is_dossier_code(code) for code in codes_in_barcode(text))
    code_key(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("H15.12-250715-0012", ("H15.12-250715-0012",)),
        (" h15.12-250715-0012\r\n", ("H15.12-250715-0012",)),
        ("https://dvc.example/tc?MHS=H15.12-250715-0012&k=1", ("H15.12-250715-0012",)),
        ("https://dvc.example/tc?k=1&mhs=H15%2E12-250715-0012", ("H15.12-250715-0012",)),
        ("https://dvc.example/tc?MHS=12", ()),
        ("893456H15.12-250715-0012", ()),
        ("H15.12-25O715-0012", ()),
    ],
)
def test_a_barcode_gives_only_codes_of_the_strict_form(text: str, codes: tuple[str, ...]) -> None:
    assert codes_in_barcode(text) == codes


@pytest.mark.parametrize(
    "number",
    [
        "000000001",
        "00000000001",
        "000000000001",
        "066390001234x",
        "097090001234",
        "066490001234",
        "066090000000",
    ],
)
def test_what_can_be_no_personal_number_is_refused(number: str) -> None:
    assert not is_personal_number(number)


def test_a_personal_number_tells_year_and_sex() -> None:
    assert (birth_year("066090001234"), is_female("066090001234")) == (1990, False)
    assert (birth_year("054305009876"), is_female("054305009876")) == (2005, True)
    assert birth_year("240123456") is None


def test_an_old_card_number_has_nine_digits_and_is_no_placeholder() -> None:
    assert is_old_card_number("240987654")
    assert not any(map(is_old_card_number, ("000000001", "111111111", "24098765", "2409876543")))


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_exactly_one_check_digit_makes_a_tax_code_or_none_does(body: str) -> None:
    assume(int(body))
    good = [digit for digit in "0123456789" if parse_tax_code(body + digit)]
    check = tax_check_digit(body)
    assert good == ([] if check is None else [str(check)])


@pytest.mark.parametrize(
    ("text", "code"),
    [("0100109106", "0100109106"), ("888.9545300", "8889545300"), ("0100109106-001", "0100109106-001"),
     ("0100109106 - 001", "0100109106-001"), ("0100109107", None), ("0000000000", None), ("010010910", None)],
)  # fmt: skip
def test_tax_codes_are_known_by_their_check_digit(text: str, code: str | None) -> None:
    assert parse_tax_code(text) == code


@pytest.mark.parametrize(
    ("cell", "number"),
    [("066090001234", "066090001234"), ("'066090001234", "066090001234"), ("066 090 001 234", "066090001234"),
     ("000000001", None), ("", None), ("không có", None), ("8889545300", "8889545300")],
)  # fmt: skip
def test_a_registers_cell_gives_a_number_or_nothing(cell: str, number: str | None) -> None:
    assert parse_owner_number(cell) == number


@pytest.mark.parametrize(
    "number", ["123/QĐ-UBND", "143/TLKS-BS", "45/2020/TLKS-BS", "99/UBND-XNTTHN", "12/GPXD"]
)
def test_document_numbers_have_their_form(number: str) -> None:
    assert is_document_number(number)


@pytest.mark.parametrize("number", ["QĐ-UBND", "/QĐ-UBND", "123", "1234567/QĐ", "12/34", "12 /QĐ-UBND"])
def test_what_has_not_that_form_is_no_document_number(number: str) -> None:
    assert not is_document_number(number)


def test_procedure_and_result_codes_have_their_forms() -> None:
    assert all(map(is_procedure_code, ("1.004859", "2.000635.01", "1.001193.000.00.00.H15")))
    assert not any(map(is_procedure_code, ("0.004859", "1.0048", "H15.12")))
    assert procedure_stem("1.001193.000.00.00.H15") == procedure_stem("1.001193")
    assert all(map(is_result_type_code, ("KQ.G15.000032", "000.00.00.G09-KQ002269")))
    assert not is_result_type_code("KQ.15.32")
