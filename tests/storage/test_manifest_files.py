"""Lists of batches as files: CSV and spreadsheets, damaged ones told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from app.domain.errors import UsageError
from app.domain.manifest_table import Entry
from app.storage.manifest_files import manifest_of

A, B = "H15.12-260310-0001", "H15.12-260310-0002"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_in_every_dialect_with_and_without_a_header(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = [["1", A, "Trần Thị Sen"], ["2", B, "Lê Văn Bốn"]]
    for header in ([["STT", "Mã hồ sơ", "Họ tên"]], []):
        file = tmp_path / "list.csv"
        file.write_text("\n".join(delimiter.join(row) for row in header + rows), encoding=encoding)
        assert manifest_of(file).expected == (A, B)


def test_the_sheet_with_the_list_is_found_and_its_days_and_numbers_are_texts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["hướng dẫn"])
    sheet = book.create_sheet("Danh sách")
    sheet.append(["Mã hồ sơ", "Ngày ký", "Số định danh"])
    sheet.append([A, datetime(2026, 3, 12), 66150001234])  # noqa: DTZ001 - as Excel has it
    book.save(tmp_path / "danh sách.xlsx")
    book.close()
    (entry,) = manifest_of(tmp_path / "danh sách.xlsx").entries
    assert (entry.code, str(entry.issued_on), entry.owner_number) == (A, "2026-03-12", "066150001234")


def test_a_quotation_mark_that_nobody_closed_refuses_its_own_row_only(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f'Mã hồ sơ,Tên\n{A},"Sen\n{B},Bốn\n', encoding="utf-8")
    made = manifest_of(tmp_path / "list.csv")
    assert made.entries == (Entry(3, B),)
    assert [one.row for one in made.refused] == [2]


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut short", b"\xff\xfeM\x00\x00", b"Ma ho so\n\xc3\x28"])
def test_a_file_that_is_no_table_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list.xlsx").write_bytes(content)
    with pytest.raises(UsageError):
        manifest_of(tmp_path / "list.xlsx")
