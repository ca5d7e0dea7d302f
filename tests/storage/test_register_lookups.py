"""How the register is asked: by code, by clues as reading gives them, by any part as a person types it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.dossier import Dossier, DossierState
from app.domain.folding import fold
from app.domain.ledger import VIETNAM
from app.domain.requests import Clues
from app.storage.register import SqliteRegister
from app.storage.register_schema import from_row, to_row

START = datetime(2026, 1, 5, 8, tzinfo=VIETNAM)


def dossier(serial: int, name: str = "", number: str = "", *other_codes: str) -> Dossier:
    return Dossier(
        f"H15.12-260105-{serial:04}",
        other_codes,
        owner_name=name,
        owner_number=number,
        received_at=START + timedelta(minutes=serial),
    )


PEOPLE = [
    dossier(1, "Nguyễn Văn An", "066090001234"),
    dossier(2, "Nguyễn Văn Anh", "066190005678", "H45.03-250704-0107"),
    dossier(3, "Trần Thị Hòa", "240123456"),
    dossier(4, "H'Blui Niê", "066190999999"),
    dossier(5, "Y Điệp Ayŭn", "000000001"),
    dossier(6, "CÔNG TY TNHH MTV Đại Phát", "0100109106-001"),
    dossier(7, "Nguyễn Văn An", "000000001"),
    dossier(8, "Bà Lê Thị Ân", "888.9545300"),
]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[SqliteRegister]:
    register = SqliteRegister(tmp_path / "register.sqlite")
    register.put(PEOPLE)
    yield register
    register.close()


def serials(dossiers: list[Dossier]) -> list[int]:
    return [int(found.code[-4:]) for found in dossiers]


def test_a_dossier_is_found_by_its_own_and_by_its_other_code(register: SqliteRegister) -> None:
    assert register.by_code("H15.12-260105-0002") == PEOPLE[1]
    assert register.by_code(" h15.12-260105-0002 ") == PEOPLE[1]
    assert register.by_code("H45.03-250704-0107") == PEOPLE[1]
    assert register.by_code("H15.12-260105-9999") is None
    assert register.by_code("H15.12-260105-00") is None
    assert register.by_code("") is None


def test_an_own_code_goes_before_another_dossiers_other_code(register: SqliteRegister) -> None:
    register.put([dossier(20, "X", "", "H15.12-260105-0001")])
    assert register.by_code("H15.12-260105-0001") == PEOPLE[0]
    assert serials(register.answering(Clues(codes=("H15.12-260105-0001",)))) == [20, 1]


@pytest.mark.parametrize(
    "code", ["H15.12-260105-0003", "HI5.I2-26OIO5-OOO3", "h15,12 – 260105 – 0003", "H1512.2601050003"]
)
def test_a_code_is_found_as_reading_gives_it(register: SqliteRegister, code: str) -> None:
    assert serials(register.answering(Clues(codes=(code,)))) == [3]


@pytest.mark.parametrize(
    ("number", "found"),
    [("066090001234", [1]), ("066 090 001 234", [1]), ("O66O9OOOI234", [1]), ("0100109106-001", [6]),
     ("8889545300", [8]), ("240123456", [3]), ("000000001", []), ("0", []), ("", []), ("999999999", [])],
)  # fmt: skip
def test_a_number_is_found_as_reading_gives_it_but_never_a_placeholder(
    register: SqliteRegister, number: str, found: list[int]
) -> None:
    assert serials(register.answering(Clues(numbers=(number,)))) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [("NGUYEN VAN AN", [7, 1]), ("Ông Nguyễn Văn Ân", [7, 1]), ("Trần Thị Hoà", [3]), ("tran thi hoa", [3]),
     ("H Blui Niê", [4]), ("HBlui Niê", [4]), ("H' Blui Nie", [4]), ("y diep ayun", [5]), ("Lê Thị Ân", [8]),
     ("Nguyễn Văn", []), ("", [])],
)  # fmt: skip
def test_a_name_is_found_without_its_marks_and_titles(
    register: SqliteRegister, name: str, found: list[int]
) -> None:
    for form in ("NFC", "NFD"):
        assert serials(register.answering(Clues(names=(unicodedata.normalize(form, name),)))) == found


def test_each_dossier_is_answered_once_in_the_order_of_the_clues(register: SqliteRegister) -> None:
    clues = Clues(
        codes=("H15.12-260105-0003",), numbers=("066090001234",), names=("Nguyễn Văn An", "Trần Thị Hòa")
    )
    assert serials(register.answering(clues)) == [3, 1, 7]
    assert register.answering(Clues()) == []


def test_a_common_name_is_answered_by_the_latest_received(register: SqliteRegister) -> None:
    register.put(dossier(100 + number, "Lê Văn Tám") for number in range(80))
    register.put([Dossier("H15.12-260105-0999", owner_name="Lê Văn Tám")])
    assert serials(register.answering(Clues(names=("le van tam",)), 3)) == [179, 178, 177]
    assert len(register.answering(Clues(names=("le van tam",)))) == 50


def test_names_are_counted_folded(register: SqliteRegister) -> None:
    assert register.name_counts(["Nguyễn Văn An", "NGUYEN VAN AN", "Nguyễn Văn Bình"]) == {
        "Nguyễn Văn An": 2,
        "NGUYEN VAN AN": 2,
        "Nguyễn Văn Bình": 0,
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("H15.12-260105-0003", [3]), ("260105-0003", [3]), ("0003", [3]), ("h45.03", [2]), ("250704", [2]),
        ("0107", [2]), ("nguyen van", [7, 2, 1]), ("Nguyễn Văn An", [7, 1, 2]), ("van anh", [2]), ("hoà", [3]),
        ("HÒA", [3]), ("an nguyen", [7, 1, 2]), ("blui", [4]), ("h'blui", [4]), ("hblui", [4]), ("h blui nie", [4]),
        ("diep", [5]), ("y diep", [5]), ("dai phat", [6]), ("tnhh", [6]), ("0660900", [1]), ("5678", [2]),
        ("066 190 005 678", [2]), ("0100109106", [6]), ("9545300", [8]), ("le an", [8]), ("bà lê", [8]),
        ("Ông Lê Thị Ân", [8]),
        ("zzz", []), ("", []),
        ("%", []), ("'; DROP TABLE", []), ('"', []), ("*", []), ("AND", []), ("an OR le", []),
    ],
)  # fmt: skip
def test_search_finds_by_any_part_best_first(register: SqliteRegister, text: str, found: list[int]) -> None:
    assert serials(register.search(text)) == found


def test_search_answers_short_texts_and_keeps_to_its_limit(register: SqliteRegister) -> None:
    assert 5 in serials(register.search("y"))
    assert len(register.search("h15", limit=3)) == 3
    assert register.search("h15", limit=0) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text(alphabet="hH15.- 0'\"*()^:ANDORTnguyễnĐ", max_size=20))
def test_no_text_makes_search_or_look_up_fail(register: SqliteRegister, text: str) -> None:
    register.search(text)
    register.answering(Clues((text,), (text,), (text,)))
    register.by_code(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_part_of_code_name_and_number_is_found(register: SqliteRegister, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(PEOPLE))
    whole = data.draw(st.sampled_from([one.code, one.owner_name, one.owner_number.replace(".", "")]))
    start = data.draw(st.integers(0, len(whole) - 3))
    part = whole[start : data.draw(st.integers(start + 3, len(whole)))]
    if len(fold(part)) >= 3 and "-" not in one.owner_number:
        assert one in register.search(part, limit=100)


DOSSIERS = st.builds(
    Dossier,
    code=st.text("H0123456789.-", min_size=1, max_size=20),
    other_codes=st.lists(st.text("H0123456789.-", min_size=1), max_size=2).map(tuple),
    received_at=st.none()
    | st.datetimes(min_value=datetime(1900, 1, 1)).map(lambda t: t.replace(tzinfo=VIETNAM)),  # noqa: DTZ001
    state=st.none() | st.sampled_from(DossierState),
    has_result=st.booleans(),
    fee=st.none() | st.integers(0, 10**15),
    extra=st.dictionaries(st.text(), st.text(), max_size=3),
)


@given(DOSSIERS)
def test_a_dossier_comes_back_from_its_row_as_it_was(one: Dossier) -> None:
    assert from_row(to_row(one)) == one
