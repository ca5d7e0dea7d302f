"""Each row of a register is taken as far as it makes sense, and every row left out has its reason."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from app.domain.dossier import DossierState
from app.domain.ledger import VIETNAM
from app.storage.register import SqliteRegister
from tests.storage.register_samples import CODE, DOSSIER, ROW, table, take

MOMENTS = {
    "20260310083015": datetime(2026, 3, 10, 8, 30, 15),  # noqa: DTZ001 - the zone is added below, here as well
    "20260310": datetime(2026, 3, 10),  # noqa: DTZ001
    "2026-03-10": datetime(2026, 3, 10),  # noqa: DTZ001
    "2026-03-10T08:30:15": datetime(2026, 3, 10, 8, 30, 15),  # noqa: DTZ001
    "2026-03-10 08:30": datetime(2026, 3, 10, 8, 30),  # noqa: DTZ001
    "2026-03-10T01:30:15Z": datetime(2026, 3, 10, 8, 30, 15),  # noqa: DTZ001
    "2026-03-10T08:30:15.5+07:00": datetime(2026, 3, 10, 8, 30, 15, 500_000),  # noqa: DTZ001
    "10/03/2026": datetime(2026, 3, 10),  # noqa: DTZ001
    "10/03/2026 08:30": datetime(2026, 3, 10, 8, 30),  # noqa: DTZ001
    "10/03/2026 08:30:15": datetime(2026, 3, 10, 8, 30, 15),  # noqa: DTZ001
    "1/3/2026 8:05": datetime(2026, 3, 1, 8, 5),  # noqa: DTZ001
    "31/12/2025 23:59:59": datetime(2025, 12, 31, 23, 59, 59),  # noqa: DTZ001
    "29/02/2024": datetime(2024, 2, 29),  # noqa: DTZ001
    "": None,
    "0001-01-01T00:00:00": None,
    "00000000": None,
}


@pytest.mark.parametrize("text", MOMENTS)
def test_dates_in_every_form_are_times_of_vietnam(
    register: SqliteRegister, tmp_path: Path, text: str
) -> None:
    assert take(register, tmp_path, f"MaHoSo,NgayHenTra\n{CODE},{text}\n")[3] == {}
    dossier = register.by_code(CODE)
    expected = MOMENTS[text]
    assert dossier is not None
    assert dossier.due_at == (expected and expected.replace(tzinfo=VIETNAM))
    assert dossier.due_at is None or dossier.due_at.utcoffset() == VIETNAM.utcoffset(None)


WRONG = {
    "NgayHenTra": [
        "32/01/2026",
        "29/02/2026",
        "20261301",
        "12/2026",
        "soon",
        "2026",
        "20260310256000",
        "10/03/26",
    ],
    "TrangThaiHoSo": ["0", "11", "x", "-1", "9,5", "1e1"],
    "LoaiDoiTuong": ["5", "person"],
    "KenhThucHien": ["4", "0"],
    "CoKetQua": ["2", "maybe"],
    "PhiLePhi": ["-5", "free", "1.2.3", "9" * 30],
    "DuocThanhToanTrucTuyen": ["3", "yes"],
}


@pytest.mark.parametrize(
    ("column", "value"), [(column, value) for column, values in WRONG.items() for value in values]
)
def test_a_value_that_makes_no_sense_refuses_its_row_only(
    register: SqliteRegister, tmp_path: Path, column: str, value: str
) -> None:
    text = table(
        [
            ROW | {"MaHoSo": "H15.12-260310-0001"},
            ROW | {column: value},
            ROW | {"MaHoSo": "H15.12-260310-0005"},
        ]
    )
    assert take(register, tmp_path, text) == (2, 0, 0, {3: "register-row-wrong-value"})
    assert register.by_code(CODE) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [("", "without-code"), ("   ", "without-code"), ("không có", "code-malformed"), ("H15", "code-malformed"),
     ("H15.12-260310-0003'--", "code-malformed"), ("1" * 61, "code-malformed")],
)  # fmt: skip
def test_a_row_without_a_proper_code_is_refused(
    register: SqliteRegister, tmp_path: Path, code: str, reason: str
) -> None:
    assert take(register, tmp_path, table([ROW | {"MaHoSo": code}])) == (
        0,
        0,
        0,
        {2: f"register-row-{reason}"},
    )


def test_spaces_and_printed_dashes_in_a_code_are_put_right(register: SqliteRegister, tmp_path: Path) -> None:
    take(register, tmp_path, table([ROW | {"MaHoSo": " H15.12 – 260310 – 0003 "}]))
    assert register.by_code(CODE) == DOSSIER


def test_importing_again_says_what_changed(register: SqliteRegister, tmp_path: Path) -> None:
    new = ROW | {"MaHoSo": "H15.12-260310-0009"}
    assert take(register, tmp_path, table([ROW])) == (1, 0, 0, {})
    assert take(register, tmp_path, table([ROW])) == (0, 0, 1, {})
    assert take(register, tmp_path, table([ROW | {"ChuHoSo": "Lê Văn Bảy", "MaHoSoKhac": ""}, new])) == (
        1,
        1,
        0,
        {},
    )
    assert [dossier.code for dossier in register.search("le van bay")] == [CODE]
    assert [dossier.code for dossier in register.search("dang thi hoa")] == ["H15.12-260310-0009"]
    assert register.by_code("000.00.12.H15-260310-9001") == register.by_code("H15.12-260310-0009")
    assert register.count() == 2


def test_the_same_code_twice_in_one_file_is_one_dossier(register: SqliteRegister, tmp_path: Path) -> None:
    text = table([ROW, ROW | {"MaHoSo": CODE.lower(), "TrangThaiHoSo": "4"}, ROW | {"TrangThaiHoSo": "4"}])
    assert take(register, tmp_path, text) == (1, 1, 1, {})
    assert register.count() == 1


def test_columns_that_a_later_file_does_not_have_stay_as_they_were(
    register: SqliteRegister, tmp_path: Path
) -> None:
    take(register, tmp_path, table([ROW]))
    assert take(register, tmp_path, f"MaHoSo,TrangThaiHoSo,Kho\n{CODE},9,A1\n") == (0, 1, 0, {})
    dossier = register.by_code(CODE)
    assert dossier is not None
    assert dossier.state is DossierState.PROCESSED
    assert dossier.owner_name == DOSSIER.owner_name
    assert dossier.extra == {"Ghi chú": "Nộp hộ", "Kho": "A1"}


def test_an_empty_cell_empties_its_field(register: SqliteRegister, tmp_path: Path) -> None:
    take(register, tmp_path, table([ROW]))
    take(register, tmp_path, f"MaHoSo,NgayTra,CoKetQua\n{CODE},,\n")
    dossier = register.by_code(CODE)
    assert dossier is not None
    assert (dossier.returned_at, dossier.has_result) == (None, True)


@pytest.mark.parametrize(
    ("text", "amount"), [("0", 0), ("8.000", 8000), ("1,200,000 đ", 1_200_000), ("25000.00", 25_000)]
)
def test_amounts_are_understood_as_people_write_them(
    register: SqliteRegister, tmp_path: Path, text: str, amount: int
) -> None:
    take(register, tmp_path, table([ROW | {"PhiLePhi": text}]))
    dossier = register.by_code(CODE)
    assert dossier is not None
    assert dossier.fee == amount


def test_progress_is_told(register: SqliteRegister, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("MaHoSo\n" + "".join(f"H15.12-260310-{n:06}\n" for n in range(5001)))
    told: list[int] = []
    register.import_file(path, told.append)
    assert told == [5001, 5002]
