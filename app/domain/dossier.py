"""The dossier (hồ sơ): the case file that a result belongs to, as the register knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum


class DossierState(IntEnum):
    """TrangThaiHoSo of the national gateway."""

    REGISTERED = 1
    RECEIVED = 2
    REFUSED = 3
    IN_PROCESS = 4
    SUPPLEMENT_ASKED = 5
    PAYMENT_ASKED = 6
    WITHDRAWN = 7
    STOPPED = 8
    PROCESSED = 9
    RESULT_RETURNED = 10


@dataclass(frozen=True, slots=True)
class Dossier:
    """One row of the register. Comments name the column of the national gateway; times are aware, or None."""

    code: str  # MaHoSo
    other_codes: tuple[str, ...] = ()  # MaHoSoKhac
    procedure_code: str = ""  # MaTTHC
    procedure_name: str = ""  # TenTTHC
    field_code: str = ""  # MaLinhVuc
    owner_name: str = ""  # ChuHoSo
    owner_number: str = ""  # SoDinhDanh: personal number, or tax code of a firm
    owner_kind: int | None = None  # LoaiDoiTuong: 1 person, 2 firm, 3 agency, 4 other
    channel: int | None = None  # KenhThucHien: 1 in person, 2 online, 3 post
    unit_name: str = ""  # DonViXuLy
    unit_code: str = ""  # MaDonVi
    received_at: datetime | None = None  # NgayTiepNhan
    due_at: datetime | None = None  # NgayHenTra
    solved_at: datetime | None = None  # NgayKetThucXuLy
    returned_at: datetime | None = None  # NgayTra
    state: DossierState | None = None  # TrangThaiHoSo
    has_result: bool = True  # CoKetQua; absent means 1
    fee: int | None = None  # PhiLePhi, VND
    paid_online: int | None = None  # DuocThanhToanTrucTuyen: 0 no; 1, 2 online
    birth_date: str = ""  # an optional column of some offices: dd/mm/yyyy or yyyy
    extra: dict[str, str] = field(
        default_factory=dict, hash=False
    )  # columns not known here, kept as they came

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code this dossier is known by, its own first."""
        return (self.code, *self.other_codes)
