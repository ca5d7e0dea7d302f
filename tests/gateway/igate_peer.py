"""iGate's newer interface, strict: UploadFile, CapNhatTrangThai, a look-up. Its rules are its own copy."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import uuid
from typing import Any

from tests.gateway.national import _NEXT
from tests.gateway.peer import Cut, Fault, Peer, Refusal

CLIENT, SECRET = "h15.kho", "bí mật của iGate"
_ORDER = {"IdHoSo", "MaHoSo", "TrangThai", "DanhSachGiayToKetQua"}
_PAPER = {"IdGiayTo", "TenGiayTo", "MaKetQua", "HashTepTin"}
_WITH_RESULTS = {5, 6, 9}


def _need(condition: object, code: str, message: str) -> None:
    if not condition:
        raise Refusal(code, message)


class IGatePeer(Peer):
    """What it holds: dossiers by code (it makes them itself), and files by their number."""

    def __init__(self) -> None:
        super().__init__()
        self.dossiers: dict[str, dict[str, Any]] = {}
        self.files: dict[str, str] = {}  # number: digest
        self.tokens: set[str] = set()
        self.answers_empty = True  # to a look-up in vain, instead of refusing it

    def open_dossier(self, code: str, state: int) -> None:
        """Let it know a dossier, as the one-stop counter makes it."""
        self.dossiers[code] = {
            "IdHoSo": uuid.uuid4().hex, "MaHoSo": code, "TrangThai": state, "DanhSachGiayToKetQua": [],
        }  # fmt: skip

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        if path == "token":
            good = json.loads(body) == {"client_id": CLIENT, "client_secret": SECRET}
            token = uuid.uuid4().hex
            self.tokens |= {token} if good else set()
            return (200, {"code": 200, "data": {"access_token": token}}) if good else (401, {"code": 401})
        with self.lock:
            fault = self.plan(path, "")
            self.calls.append(path)
            if fault is Fault.LOSE_ORDER:
                raise Cut
            if fault is Fault.EXPIRE:
                self.tokens.clear()
            if headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
                return 401, {"code": 401, "message": "token"}
            try:
                _need(fault is not Fault.REFUSE, "500", "Lỗi hệ thống")
                data = self._serve(path, headers, body, fault)
            except Refusal as refusal:
                return 400, {"code": refusal.code, "message": refusal.message}
            if fault is Fault.LOSE_ANSWER:
                raise Cut
            return 200, {"code": 200, "message": "OK", "data": data}

    def _serve(self, path: str, headers: dict[str, str], body: bytes, fault: Fault | None) -> Any:
        match path:
            case "UploadFile":
                return [self._keep(headers, body)]
            case "TraCuuHoSo":
                found = self.dossiers.get(json.loads(body)["MaHoSo"])
                _need(found or self.answers_empty, "404", "Không tìm thấy hồ sơ")
                return [json.loads(json.dumps(found))] if found else []
            case "CapNhatTrangThai":
                (order,) = json.loads(body)
                return self._take(order, fault)
        raise Refusal("404", "Không có dịch vụ này")

    def _keep(self, headers: dict[str, str], body: bytes) -> dict[str, str]:
        head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
        (part,) = email.message_from_bytes(head + body, policy=email.policy.default).iter_parts()
        _need(part.get_param("name", header="Content-Disposition") == "files", "400", "Sai tên phần")
        number, data = uuid.uuid4().hex, part.get_payload(decode=True)
        assert isinstance(data, bytes)
        self.files[number] = hashlib.sha256(data).hexdigest()
        return {"IdTepTin": number, "HashTepTin": self.files[number]}

    def _take(self, order: dict[str, Any], fault: Fault | None) -> None:
        _need(set(order) <= _ORDER and {"IdHoSo", "MaHoSo", "TrangThai"} <= set(order), "400", "Sai trường")
        dossier = self.dossiers.get(order["MaHoSo"])
        _need(dossier and dossier["IdHoSo"] == order["IdHoSo"], "404", "Không có hồ sơ")
        assert dossier
        before, after = dossier["TrangThai"], order["TrangThai"]
        _need(
            after == before or str(after) in _NEXT[str(before)].split(),
            "409",
            f"Không chuyển {before} sang {after}",
        )
        papers = order.get("DanhSachGiayToKetQua", [])
        _need(not papers or after in _WITH_RESULTS, "409", "Trạng thái này không nhận kết quả")
        for paper in papers:
            _need(set(paper) == _PAPER and 0 < len(paper["TenGiayTo"]) <= 500, "400", "Sai giấy tờ kết quả")
            _need(
                self.files.get(paper["IdGiayTo"]) == paper["HashTepTin"],
                "400",
                "Tệp không có hoặc sai mã băm",
            )
        dossier["TrangThai"] = 9 if fault is Fault.MAP_STATE else after
        if "DanhSachGiayToKetQua" in order and fault is not Fault.DROP_RESULTS:
            dossier["DanhSachGiayToKetQua"] = papers
