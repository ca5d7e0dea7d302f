"""A dossier as the register's files have it, as the program has it, and how a test imports a file."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

from app.domain.dossier import Dossier, DossierState
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
