"""Registers come in many files; each is taken as far as it makes sense, and every row left out has its reason."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.domain.dossier import Dossier, DossierState
from app.domain.errors import UsageError
from app.domain.ledger import VIETNAM
from app.storage.register import SqliteRegister

CODE = "H15.12-260310-0003"
ROW = {
    "MaHoSo": CODE,
    "MaHoSoKhac": "000.00.12.H15-260310-9001; 000.00.12.H15-260310-9002",
    "MaTTHC": "1.004859",
    "TenTTHC": "Cấp bản sao trích lục hộ tịch",
    "MaLinhVuc": "HT",
    "ChuHoSo": "Đặng Thị Hoà",
    "SoDinhDanh": "066190001234",
    "LoaiDoiTuong": "1",
    "KenhThucHien": "2",
    "DonViXuLy": "UBND xã Ea Kao",
    "MaDonVi": "H15.12",
    "NgayTiepNhan": "20260310083015",
    "NgayHenTra": "20260312",
    "NgayKetThucXuLy": "2026-03-11T16:00:00",
    "NgayTra": "11/03/2026 16:30",
    "TrangThaiHoSo": "10",
    "CoKetQua": "1",
    "PhiLePhi": "8000",
    "DuocThanhToanTrucTuyen": "2",
    "NgaySinh": "01/02/1990",
    "Ghi chú": "Nộp hộ",
}
DOSSIER = Dossier(
    code=CODE,
    other_codes=("000.00.12.H15-260310-9001", "000.00.12.H15-260310-9002"),
    procedure_code="1.004859",
    procedure_name="Cấp bản sao trích lục hộ tịch",
    field_code="HT",
    owner_name="Đặng Thị Hoà",
    owner_number="066190001234",
    owner_kind=1,
    channel=2,
    unit_name="UBND xã Ea Kao",
    unit_code="H15.12",
    received_at=datetime(2026, 3, 10, 8, 30, 15, tzinfo=VIETNAM),
    due_at=datetime(2026, 3, 12, tzinfo=VIETNAM),
    solved_at=datetime(2026, 3, 11, 16, tzinfo=VIETNAM),
    returned_at=datetime(2026, 3, 11, 16, 30, tzinfo=VIETNAM),
    state=DossierState.RESULT_RETURNED,
    has_result=True,
    fee=8000,
    paid_online=2,
    birth_date="01/02/1990",
    extra={"Ghi chú": "Nộp hộ"},
)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[SqliteRegister]:
    register = SqliteRegister(tmp_path / "register.sqlite")
    yield register
    register.close()


def table(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def take(
    register: SqliteRegister, tmp_path: Path, content: str | bytes
) -> tuple[int, int, int, dict[int, str]]:
    """Import the content as a file; return added, updated, unchanged, and the reasons by row."""
    path = tmp_path / "danh sách.dat"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    report = register.import_file(path)
    reasons = {refusal.row: refusal.reason.id for refusal in report.refused}
    return report.added, report.updated, report.unchanged, reasons


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_every_dialect_of_the_offices(
    register: SqliteRegister, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    assert take(register, tmp_path, table([ROW], delimiter).encode(encoding)) == (1, 0, 0, {})
    assert register.by_code(CODE) == DOSSIER


@pytest.mark.parametrize("envelope", [True, False])
def test_json_as_the_gateway_sends_it_or_as_a_bare_list(
    register: SqliteRegister, tmp_path: Path, envelope: bool
) -> None:
    rows: list[dict[str, Any]] = [ROW | {"TrangThaiHoSo": 10, "PhiLePhi": 8000, "SoDinhDanh": 66190001234}]
    rows[0]["TaiLieuNop"] = [{"TenGiayTo": "Đơn"}]
    document = (
        {"session": "x", "service": "DongBoHoSoMC", "isUpdating": "False", "data": rows} if envelope else rows
    )
    assert take(register, tmp_path, json.dumps(document, ensure_ascii=False)) == (1, 0, 0, {})
    dossier = register.by_code(CODE)
    assert dossier is not None
    assert dossier.extra.pop("TaiLieuNop") == '[{"TenGiayTo": "Đơn"}]'
    assert dossier == DOSSIER


def _workbook(path: Path, rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    book.active.append(["hướng dẫn"])
    sheet = book.create_sheet("Hồ sơ")
    for row in rows:
        sheet.append(row)
    book.save(path)
    book.close()


def test_a_spreadsheet_with_numbers_dates_and_titles_above_the_table(
    register: SqliteRegister, tmp_path: Path
) -> None:
    values: dict[str, Any] = ROW | {
        "SoDinhDanh": 66190001234,
        "NgayTiepNhan": datetime(2026, 3, 10, 8, 30, 15),  # noqa: DTZ001 - as Excel has it
        "NgayHenTra": date(2026, 3, 12),
        "NgayTra": 20260311163000,
        "TrangThaiHoSo": 10,
        "PhiLePhi": 8000,
        "NgaySinh": date(1990, 2, 1),
    }
    second = values | {"MaHoSo": "H15.12-260310-0004", "MaTTHC": 1.00119, "SoDinhDanh": "0100109106"}
    path = tmp_path / "ds.xlsx"
    _workbook(
        path, [[], ["DANH SÁCH HỒ SƠ"], [], list(values), list(values.values()), [], list(second.values())]
    )
    report = register.import_file(path)
    assert (report.added, report.refused) == (2, [])
    assert register.by_code(CODE) == DOSSIER
    other = register.by_code("H15.12-260310-0004")
    assert other is not None
    assert (other.procedure_code, other.owner_number) == ("1.001190", "0100109106")


def test_a_row_refused_in_a_spreadsheet_has_the_number_that_excel_shows(
    register: SqliteRegister, tmp_path: Path
) -> None:
    path = tmp_path / "ds.xlsx"
    _workbook(
        path, [[], ["x"], ["MaHoSo", "NgayHenTra"], [CODE, "20260312"], ["", "20260312"], [CODE, "soon"]]
    )
    assert [refusal.row for refusal in register.import_file(path).refused] == [5, 6]


@pytest.mark.parametrize(
    "headers", ["mahoso;chuhoso", "MÃ HỒ SƠ;CHỦ HỒ SƠ", " Ma_Ho_So ;Chủ  hồ sơ", "Mã hồ sơ;chuhoso"]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_headers_are_known_without_case_spaces_and_tone_marks(
    register: SqliteRegister, tmp_path: Path, headers: str, form: str
) -> None:
    text = unicodedata.normalize(form, f"{headers}\n{CODE};Đặng Thị Hoà\n")
    assert take(register, tmp_path, text) == (1, 0, 0, {})
    dossier = register.by_code(CODE)
    assert dossier is not None
    assert dossier.owner_name == unicodedata.normalize("NFC", "Đặng Thị Hoà")


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


def test_quotes_newlines_and_empty_lines_do_not_shift_the_rows(
    register: SqliteRegister, tmp_path: Path
) -> None:
    text = f'MaHoSo,TenTTHC,ChuHoSo\r\n\r\n{CODE},"Cấp, đổi ""bản""\nsao",Lê A\r\n,,\r\n{CODE},x,y,z,\r\nbad,x,y\r\n'
    added, _, _, reasons = take(register, tmp_path, text)
    assert (added, reasons) == (1, {5: "register-row-too-wide", 6: "register-row-code-malformed"})
    dossier = register.by_code(CODE)
    assert dossier is not None
    assert (dossier.procedure_name, dossier.owner_name) == ('Cấp, đổi "bản" sao', "Lê A")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "register-file-without-code"),
        (b"a,b\n1,2\n", "register-file-without-code"),
        (b"[]x", "register-file-unreadable"),
        (b'{"rows": []}', "register-file-without-code"),
        (b"PK\x03\x04 not a workbook", "register-file-unreadable"),
        (b"\xd0\xcf\x11\xe0 not one either", "register-file-unreadable"),
        ("MaHoSo,ChuHoSo\nH15.12-260310-0003,Đặng".encode("cp1258", "replace"), "register-file-encoding"),
        (b"MaHoSo\n" + b"H15.12-260310-0003\n" * 9000 + b"\xff", "register-file-encoding"),
        (b"[" * 100_000, "register-file-unreadable"),
        (bytes(range(256)) * 10, "register-file-encoding"),
    ],
)
def test_a_file_that_is_no_register_is_refused_whole(
    register: SqliteRegister, tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        take(register, tmp_path, content)
    assert register.count() == 0


def test_a_file_that_is_not_there_or_a_folder_is_refused(register: SqliteRegister, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UsageError, match="register-file-unreadable"):
            register.import_file(path)


def test_odd_things_in_json_refuse_their_row_only(register: SqliteRegister, tmp_path: Path) -> None:
    odd_name = '{"MaHoSo": "H15.12-260310-0003", "ChuHoSo": "\\ud800\\u0000A"}'
    text = f'[3, null, {{"ChuHoSo": "x"}}, {{"MaHoSo": ["x"]}}, {odd_name}]'
    added, _, _, reasons = take(register, tmp_path, text)
    assert added == 1
    assert reasons == {
        1: "register-row-misshapen",
        2: "register-row-misshapen",
        3: "register-row-without-code",
        4: "register-row-code-malformed",
    }


def test_progress_is_told(register: SqliteRegister, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("MaHoSo\n" + "".join(f"H15.12-260310-{n:06}\n" for n in range(5001)))
    told: list[int] = []
    register.import_file(path, told.append)
    assert told == [5001, 5002]
