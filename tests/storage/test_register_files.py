"""Registers come as CSV in many dialects, as spreadsheets and as JSON; what is none of these is refused whole."""

from __future__ import annotations

import json
import unicodedata
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.domain.errors import UsageError
from app.storage.register import SqliteRegister
from tests.storage.register_samples import CODE, DOSSIER, ROW, table, take


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


@pytest.mark.parametrize("more", [3, 1000])
def test_a_quotation_mark_that_nobody_closed_costs_its_own_row_only(
    register: SqliteRegister, tmp_path: Path, more: int
) -> None:
    rows = [f"H15.12-260310-{number:06},Lê Văn {number}" for number in range(more)]
    rows.insert(1, 'H15.12-260310-9999,"Công ty ABC')
    added, _, _, reasons = take(register, tmp_path, "MaHoSo,ChuHoSo\n" + "\n".join(rows) + "\n")
    assert (added, reasons) == (more, {3: "register-row-misshapen"})


def test_quotation_marks_inside_a_plain_cell_are_letters(register: SqliteRegister, tmp_path: Path) -> None:
    take(register, tmp_path, f'MaHoSo,ChuHoSo\n{CODE},Công ty "Đại Phát"\n')
    dossier = register.by_code(CODE)
    assert dossier is not None
    assert dossier.owner_name == 'Công ty "Đại Phát"'


def test_a_spreadsheet_that_would_unpack_to_gigabytes_is_refused(
    register: SqliteRegister, tmp_path: Path
) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 1000)
    data = path.read_bytes()
    size = (1000).to_bytes(4, "little")
    path.write_bytes(data.replace(size, (0xF0000000).to_bytes(4, "little")))
    with pytest.raises(UsageError, match="register-file-unreadable"):
        register.import_file(path)
