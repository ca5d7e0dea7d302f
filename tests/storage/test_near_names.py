"""Names that reading damaged still find their dossiers; names that somebody bears are taken as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dossier import Dossier
from app.domain.folding import name_key
from app.domain.name_likeness import distance
from app.domain.near_names import near_keys
from app.domain.requests import Clues
from app.storage.register import SqliteRegister

NAMES = ("Nguyễn Thị Hồng Hạnh", "Y Bhăm Ayŭn", "Trần Văn Lộc", "Trần Văn Lợi", "Phạm Thị Lài")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> SqliteRegister:
    register = SqliteRegister(tmp_path_factory.mktemp("near") / "register.sqlite")
    register.put(
        Dossier(f"H15.12-260105-{place:04}", owner_name=name, owner_number=f"06619000{place:04}")
        for place, name in enumerate(NAMES)
    )
    return register


def owners(register: SqliteRegister, **clues: tuple[str, ...]) -> list[str]:
    return [found.owner_name for found in register.answering(Clues(**clues))]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Nguyễn Thị Hồng Hanb", "Nguyễn Thị Hồng Hạnh"),
        ("Nguyên Thi Hổng Hạn", "Nguyễn Thị Hồng Hạnh"),
        ("Ngurễn Thị Hồng Hạnh", "Nguyễn Thị Hồng Hạnh"),
        ("Nguyễn Thị Hòng Hạuh", "Nguyễn Thị Hồng Hạnh"),
        ("Y Bhăm Avũn", "Y Bhăm Ayŭn"),
        ("Y Bhărn Ayŭn", "Y Bhăm Ayŭn"),
        ("Pham Thl Lài", "Phạm Thị Lài"),
    ],
)
def test_a_name_read_with_one_wrong_letter_or_two_look_alikes_finds_its_dossier(
    register: SqliteRegister, read: str, meant: str
) -> None:
    assert meant in owners(register, names=(read,))


def test_a_name_that_somebody_bears_is_not_taken_for_a_misread_one(register: SqliteRegister) -> None:
    assert owners(register, names=("Trần Văn Lộc",)) == ["Trần Văn Lộc"]


def test_where_a_code_or_a_number_points_to_a_dossier_no_neighbours_are_asked_for(
    register: SqliteRegister,
) -> None:
    assert owners(register, numbers=("066190000004",), names=("Trần Văn Lộq",)) == ["Phạm Thị Lài"]


def test_a_strangers_name_finds_nobody(register: SqliteRegister) -> None:
    assert owners(register, names=("Lương Quốc Khánh",)) == []


@given(st.sampled_from(NAMES), st.data())
def test_every_single_letter_changed_lost_or_added_leads_back_to_the_name(
    name: str, data: st.DataObject
) -> None:
    key = name_key(name)
    place = data.draw(st.integers(0, len(key) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    way = data.draw(st.sampled_from(("changed", "lost", "added")))
    rest = key[place:] if way == "added" else key[place + 1 :]
    read = key[:place] + ("" if way == "lost" else letter) + rest
    assert read == key or key in near_keys(read)


@given(st.text(alphabet="abcdefghiklmnopqrstuvxy", max_size=34))
def test_neighbours_are_never_far_and_never_too_many(key: str) -> None:
    keys = near_keys(key)
    assert len(keys) < 12_000
    assert all(distance(key, one, 2) <= 2 for one in keys[:400])
