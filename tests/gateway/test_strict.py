"""The simulators refuse what the real systems would: whatever passes them is rightly made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from tests.gateway.igate_peer import CLIENT, SECRET, IGatePeer
from tests.gateway.national import ACCOUNT, PASSWORD, UNIT, NationalPortal
from tests.gateway.office import Office, code
from tests.gateway.peer import standing

Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
def good(room: Office, portal: NationalPortal) -> dict[str, Any]:
    """A record as our adapter sends it, of a dossier that the portal does not hold yet."""
    room.deposit(room.register(1), b"one")
    room.send()
    (record,) = portal.records.pop(code(1))
    return record


def call(portal: NationalPortal, service: str, **order: Any) -> dict[str, Any]:
    told = requests.post(
        f"{portal.url}/auth", json={"username": ACCOUNT, "password": PASSWORD}, timeout=20
    ).json()
    body = {"session": told["session"], "madonvi": UNIT, "service": service} | order
    answer: dict[str, Any] = requests.post(portal.url, json=body, timeout=20).json()
    return answer


def take(portal: NationalPortal, record: dict[str, Any], updating: str = "False") -> str:
    return str(call(portal, "DongBoHoSoMC", isUpdating=updating, data=[record])["error_code"])


def paper(record: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = record["DanhSachGiayToKetQua"][0]
    return found


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda record: record.update(TenHoSo="lạ"), "03"),
        (lambda record: record.pop("TaiLieuNop"), "03"),
        (lambda record: paper(record).update(IdTepTin="1"), "03"),
        (lambda record: paper(record).pop("GiayToId"), "03"),
        (lambda record: record.update(TrangThaiHoSo=9), "04"),
        (lambda record: record.update(TrangThaiHoSo="11"), "04"),
        (lambda record: record.pop("MaTTHC"), "04"),
        (lambda record: record.update(NgayHenTra="2026-03-10T17:00:00"), "04"),
        (lambda record: record.update(NgayHenTra="20260231170000"), "04"),
        (lambda record: record.update(ChuHoSo="Ân" * 300), "04"),
        (lambda record: record.update(MaHoSo="1"), "04"),
        (lambda record: paper(record).update(TenGiayTo="a" * 2001), "04"),
        (lambda record: paper(record).update(MaThanhPhanHoSo="TP01"), "04"),
        (lambda record: paper(record).update(DuongDanTepTinKetQua=""), "04"),
        (lambda record: record["DanhSachGiayToKetQua"].append(paper(record)), "04"),
        (lambda record: record.update(MaTTHC="9.999999"), "09"),
    ],
)
def test_a_record_with_one_thing_wrong_is_refused(
    portal: NationalPortal, good: dict[str, Any], spoil: Spoil, refusal: str
) -> None:
    spoil(good)
    assert take(portal, good) == refusal
    assert portal.records == {}


def test_updates_need_a_record_and_new_ones_none_and_states_follow_each_other(
    portal: NationalPortal, good: dict[str, Any]
) -> None:
    assert take(portal, good, "True") == "06"
    assert take(portal, good) == "00"
    assert take(portal, good) == "05"
    assert take(portal, good | {"TrangThaiHoSo": "4"}, "True") == "08"
    assert take(portal, good | {"TrangThaiHoSo": "10"}, "True") == "00"
    assert call(portal, "CapNhatTienDoHoSoMC", data=[{"MaHoSo": good["MaHoSo"]}])["error_code"] == "03"
    assert call(portal, "TraCuuHoSo", maHoSo=good["MaHoSo"])["error_code"] == "03"
    assert call(portal, "XoaHoSo")["error_code"] == "03"
    assert call(portal, "TraCuuHoSo", mahoso=good["MaHoSo"], madonvi="H45")["error_code"] == "02"
    assert call(portal, "TraCuuHoSo", mahoso=good["MaHoSo"], session="old")["error_code"] == "-1"


@pytest.fixture
def igate() -> Iterator[IGatePeer]:
    with standing(IGatePeer()) as peer:
        assert isinstance(peer, IGatePeer)
        peer.open_dossier("a", 9)
        yield peer


@pytest.mark.parametrize(
    ("spoil", "status"),
    [
        (lambda order: None, 200),
        (lambda order: order.update(NgayTra="x"), 400),
        (lambda order: order.pop("IdHoSo"), 400),
        (lambda order: order.update(IdHoSo="x"), 400),
        (lambda order: order.update(TrangThai=4), 400),
        (lambda order: order.update(TrangThai=10), 400),
        (lambda order: order["DanhSachGiayToKetQua"][0].update(IdGiayTo="x"), 400),
        (lambda order: order["DanhSachGiayToKetQua"][0].update(HashTepTin="0" * 64), 400),
    ],
)
def test_igate_refuses_orders_with_one_thing_wrong(igate: IGatePeer, spoil: Spoil, status: int) -> None:
    told = requests.post(
        f"{igate.url}/token", json={"client_id": CLIENT, "client_secret": SECRET}, timeout=20
    ).json()
    headers = {"Authorization": f"Bearer {told['data']['access_token']}"}
    kept = requests.post(
        f"{igate.url}/UploadFile", files={"files": ("a.pdf", b"x")}, headers=headers, timeout=20
    )
    (file,) = kept.json()["data"]
    result = {
        "IdGiayTo": file["IdTepTin"],
        "TenGiayTo": "a",
        "MaKetQua": "",
        "HashTepTin": file["HashTepTin"],
    }
    order: dict[str, Any] = {
        "IdHoSo": igate.dossiers["a"]["IdHoSo"], "MaHoSo": "a", "TrangThai": 9, "DanhSachGiayToKetQua": [result],
    }  # fmt: skip
    spoil(order)
    answer = requests.post(f"{igate.url}/CapNhatTrangThai", json=[order], headers=headers, timeout=20)
    assert answer.status_code == status
    refused = requests.post(f"{igate.url}/CapNhatTrangThai", json=[order], timeout=20)
    assert refused.status_code == 401
