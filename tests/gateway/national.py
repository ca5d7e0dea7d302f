"""The gateway of the national portal, strict: it refuses whatever is not as it must be. Its rules are its own copy."""

from __future__ import annotations

import json
import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from tests.gateway.peer import Cut, Fault, Peer, Refusal

_TEXTS = {
    "MaHoSo", "MaHoSoKhac", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "KenhThucHien", "ChuHoSo", "SoDinhDanh",
    "LoaiDoiTuong", "DonViXuLy", "MaDonVi", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra",
    "TrangThaiHoSo", "DuocThanhToanTrucTuyen", "TrichYeuHoSo", "HinhThuc",
}  # fmt: skip
_REQUIRED = ("MaHoSo", "MaTTHC", "NgayTiepNhan", "TrangThaiHoSo")
_DATES = ("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra")
_LISTS = {"TaiLieuNop", "DanhSachLePhi", "DanhSachGiayToKetQua"}
_PAPER = {"TenGiayTo", "MaThanhPhanHoSo", "GiayToId", "DuongDanTepTinKetQua", "MaGiayToKetQua"}
_PROGRESS = {"MaHoSo", "NguoiXuLy", "ThoiDiemXuLy", "PhongBanXuLy", "NoiDungXuLy", "TrangThai"}
_LONGEST = {"TenGiayTo": 2000, "MaHoSo": 60, "ChuHoSo": 500}
_CODE = re.compile(r"[0-9A-Z]+(\.[0-9]+)*-\d{6}-\d{4,6}")
_DATE = re.compile(r"\d{14}")
# From a state to those that may follow it; the same one may always be told again.
_NEXT = {
    "1": "2 3 4 5 6 7", "2": "3 4 5 6 7 8 9", "3": "", "4": "5 6 7 8 9 10", "5": "2 4 6 7 8 9", "6": "2 4 5 7 8 9",
    "7": "", "8": "4 9", "9": "10", "10": "",
}  # fmt: skip
PROCEDURES = {"1.004859", "1.001193", "2.000635"}
ACCOUNT, PASSWORD, UNIT = "h15", "bí mật của cổng", "H15"


def _need(condition: object, code: str, message: str) -> None:
    if not condition:
        raise Refusal(code, message)


class NationalPortal(Peer):
    """What it holds: records by their code, each a list, since real ones have been seen to keep one twice."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, list[dict[str, Any]]] = {}
        self.renamed: dict[str, str] = {}  # our code: the one it was replaced by
        self.refuses_absent = False  # a look-up in vain is refused, instead of answered empty
        self.sessions: set[str] = set()
        self.procedures = set(PROCEDURES)

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        asked = json.loads(body)
        if path == "auth":
            return 200, self._log_in(asked)
        operation = str(asked.get("service", ""))
        data = asked.get("data") or [{}]
        dossier = str(asked.get("mahoso") or data[0].get("MaHoSo", ""))
        with self.lock:
            self.calls.append(f"{operation} {dossier}")
            fault = self.plan(operation, dossier)
            return self._answer(operation, asked, fault)

    def _answer(self, operation: str, asked: dict[str, Any], fault: Fault | None) -> tuple[int, Any]:
        match fault:
            case Fault.LOSE_ORDER:
                raise Cut
            case Fault.TROUBLE:
                return 503, {}
            case Fault.GARBAGE:
                return 200, b"<html>proxy</html>"
            case Fault.EXPIRE:
                self.sessions.clear()
        try:
            _need(fault is not Fault.REFUSE, "07", "Hệ thống đang bảo trì chức năng này")
            answer = self._serve(operation, asked, fault)
        except Refusal as refusal:
            answer = {"error_code": refusal.code, "message": refusal.message}
        if fault is Fault.LOSE_ANSWER:
            raise Cut
        if fault is Fault.DELAY:
            self.lock.release()
            self.release.wait()
            self.lock.acquire()
        return 200, answer

    def _log_in(self, asked: dict[str, Any]) -> dict[str, str]:
        if asked != {"username": ACCOUNT, "password": PASSWORD}:
            return {"error_code": "01", "session": ""}
        session = uuid.uuid4().hex
        self.sessions.add(session)
        return {"error_code": "00", "session": session}

    def _serve(self, operation: str, asked: dict[str, Any], fault: Fault | None) -> dict[str, Any]:
        _need(asked.pop("session", "") in self.sessions, "-1", "session hết hạn")
        _need(asked.pop("madonvi", "") == UNIT, "02", "Sai mã đơn vị")
        del asked["service"]
        match operation:
            case "TraCuuHoSo":
                _need(set(asked) == {"mahoso"}, "03", "Sai trường")
                found = self.shown(asked["mahoso"])
                _need(found or not self.refuses_absent, "06", f"Không tìm thấy hồ sơ {asked['mahoso']}")
                return {"error_code": "00", "result": found}
            case "DongBoHoSoMC":
                _need(set(asked) == {"isUpdating", "data"} and len(asked["data"]) == 1, "03", "Sai trường")
                _need(asked["isUpdating"] in {"True", "False"}, "03", "Sai isUpdating")
                self._take(asked["data"][0], asked["isUpdating"] == "True", fault)
            case "CapNhatTienDoHoSoMC":
                _need(set(asked) == {"data"} and len(asked["data"]) == 1, "03", "Sai trường")
                self._progress(asked["data"][0])
            case _:
                raise Refusal("03", "Không có dịch vụ này")
        return {"error_code": "00", "message": "Thành công"}

    def shown(self, code: str) -> list[dict[str, Any]]:
        """The records found under a code, their own or another."""
        every = self.records.get(code, []) + self.records.get(self.renamed.get(code, ""), [])
        return json.loads(json.dumps(every))  # type: ignore[no-any-return]

    def _take(self, record: dict[str, Any], updating: bool, fault: Fault | None) -> None:
        _check(record)
        _need(record["MaTTHC"] in self.procedures, "09", f"Không tìm thấy MaTTHC {record['MaTTHC']}")
        code = record["MaHoSo"]
        before = self.records.get(code, [])
        _need(updating or not before, "05", f"Hồ sơ {code} đã tồn tại")
        _need(not updating or before, "06", f"Không có hồ sơ {code}")
        if before:
            _may_follow(before[0]["TrangThaiHoSo"], record["TrangThaiHoSo"])
        kept = _done_to(record, fault)
        if before and before[0].get("MaHoSoKhac"):
            kept.setdefault("MaHoSoKhac", before[0]["MaHoSoKhac"])
        if fault is Fault.REPLACE:
            kept["MaHoSoKhac"], kept["MaHoSo"] = code, f"000.00.00.G15-{code[-11:]}"
            self.records.pop(code, None)
            self.renamed[code] = kept["MaHoSo"]
            code = kept["MaHoSo"]
        self.records[code] = [kept, dict(kept)] if fault is Fault.DOUBLE else [kept]

    def _progress(self, told: dict[str, Any]) -> None:
        _need(
            set(told) == _PROGRESS and all(isinstance(one, str) for one in told.values()),
            "03",
            "Sai trường tiến độ",
        )
        _need(told["NguoiXuLy"] and _is_date(told["ThoiDiemXuLy"]), "04", "Thiếu người hoặc thời điểm xử lý")
        _need(told["MaHoSo"] in self.records or self.shown(told["MaHoSo"]), "06", "Không có hồ sơ")


def _may_follow(before: str, after: str) -> None:
    allowed = after == before or after in _NEXT[before].split()
    _need(allowed, "08", f"Trạng thái {before} không chuyển sang {after}")


def _check(record: dict[str, Any]) -> None:
    strange = set(record) - _TEXTS - _LISTS
    _need(not strange, "03", f"Trường lạ: {', '.join(sorted(strange))}")
    _need(set(record) >= _LISTS, "03", "Thiếu danh sách")
    for name in _TEXTS & set(record):
        _need(isinstance(record[name], str) and record[name], "04", f"{name} phải là chuỗi")
        _need(len(record[name]) <= _LONGEST.get(name, 4000), "04", f"{name} quá dài")
    for name in _REQUIRED:
        _need(record.get(name), "04", f"Thiếu {name}")
    for name in _DATES:
        _need(name not in record or _is_date(record[name]), "04", f"{name} sai định dạng ngày")
    _need(_CODE.fullmatch(record["MaHoSo"]), "04", "MaHoSo sai dạng")
    _need(record["TrangThaiHoSo"] in _NEXT, "04", "TrangThaiHoSo sai")
    papers = record["DanhSachGiayToKetQua"]
    _need(len({paper.get("DuongDanTepTinKetQua") for paper in papers}) == len(papers), "04", "Kết quả trùng")
    for paper in papers:
        _need(
            set(paper) == _PAPER and all(isinstance(one, str) for one in paper.values()),
            "03",
            "Sai trường kết quả",
        )
        _need(0 < len(paper["TenGiayTo"]) <= _LONGEST["TenGiayTo"], "04", "TenGiayTo sai độ dài")
        _need(paper["MaThanhPhanHoSo"] == "", "04", "Thành phần hồ sơ không phải là kết quả")
        _need(paper["DuongDanTepTinKetQua"].startswith("http"), "04", "Thiếu đường dẫn kết quả")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        return False
    return True


def _done_to(record: dict[str, Any], fault: Fault | None) -> dict[str, Any]:
    kept = dict(record)
    match fault:
        case Fault.DROP_RESULTS:
            kept["DanhSachGiayToKetQua"] = []
        case Fault.MAP_STATE:
            kept["TrangThaiHoSo"] = "9"
        case Fault.SHIFT_DATE:
            day = datetime.strptime(kept["NgayTiepNhan"], "%Y%m%d%H%M%S")  # noqa: DTZ007
            kept["NgayTiepNhan"] = (day + timedelta(hours=7)).strftime("%Y%m%d%H%M%S")
        case Fault.MINT:
            kept["MaHoSoKhac"] = f"000.00.00.G15-{kept['MaHoSo'][-11:]}"
    return kept
