"""Results reach the national gateway whole, in order and once; what differs there is found and told with its cause."""

from __future__ import annotations

import pytest

from tests.gateway.national import NationalPortal
from tests.gateway.office import Office
from tests.gateway.peer import Fault, always, once, sent

LINK = "DuongDanTepTinKetQua"


def there(portal: NationalPortal, dossier: str) -> list[str]:
    return [paper[LINK] for paper in portal.records[dossier][0]["DanhSachGiayToKetQua"]]


def test_a_stored_result_is_sent_with_its_dossier_as_the_register_has_it(
    room: Office, portal: NationalPortal
) -> None:
    dossier = room.register(1)
    result = room.deposit(dossier, b"one")
    assert room.send().equal == 1
    (record,) = portal.records[dossier]
    assert (record["TrangThaiHoSo"], record["NgayHenTra"], record["MaDonVi"]) == (
        "9",
        "20260310170000",
        "H15.12",
    )
    assert there(portal, dossier) == room.links(result)
    assert room.causes() == {}
    room.send()
    assert sent(portal) == ["DongBoHoSoMC", "CapNhatTienDoHoSoMC"], "nothing is sent twice"


def test_a_portal_that_refuses_to_look_up_what_it_has_not_gets_it_all_the_same(
    room: Office, portal: NationalPortal
) -> None:
    portal.refuses_absent = True
    room.deposit(room.register(1), b"one")
    assert room.send().equal == 1


@pytest.mark.parametrize("state", ["5", "6", "8"])
def test_a_state_is_sent_as_it_is_and_one_mapped_there_is_told(
    room: Office, portal: NationalPortal, state: str
) -> None:
    dossier = room.register(1, TrangThaiHoSo=state, NgayKetThucXuLy="")
    room.deposit(dossier, b"one")
    room.send()
    assert portal.records[dossier][0]["TrangThaiHoSo"] == state
    other = room.register(2, TrangThaiHoSo=state, NgayKetThucXuLy="")
    room.deposit(other, b"two")
    portal.plan = always("DongBoHoSoMC", Fault.MAP_STATE)
    room.send()
    assert room.causes() == {other: "state-differs"}
    (told,) = room.errors()
    assert (told["differences"][0]["ours"], told["differences"][0]["theirs"]) == (state, "9")


def test_results_stand_in_their_order_and_a_second_one_does_not_overwrite_the_first(
    room: Office, portal: NationalPortal
) -> None:
    dossier = room.register(1)
    first = room.deposit(dossier, b"one", scan="a")
    room.send()
    second = room.deposit(dossier, b"two", scan="b", relation="beside", related="a")
    room.send()
    assert there(portal, dossier) == room.links(first, second)


def test_a_new_version_takes_the_place_of_the_old_one_and_a_withdrawn_result_is_shown_no_more(
    room: Office, portal: NationalPortal
) -> None:
    dossier = room.register(1)
    room.deposit(dossier, b"one", scan="a")
    room.send()
    signed = room.deposit(dossier, b"one, signed", scan="a")
    corrected = room.deposit(dossier, b"corrected", scan="b", relation="version", related="a")
    other = room.deposit(dossier, b"another paper", scan="c")
    room.send()
    assert there(portal, dossier) == room.links(corrected, other)
    room.store.results.withdraw(room.clerk, other, "wrong paper")
    room.send()
    assert there(portal, dossier) == room.links(corrected)
    assert room.links(signed)[0] not in there(portal, dossier)
    room.store.results.withdraw(room.clerk, corrected, "wrong paper")
    room.send()
    assert there(portal, dossier) == []


def test_a_change_in_the_register_is_sent_and_what_others_attached_there_stays(
    room: Office, portal: NationalPortal
) -> None:
    dossier = room.register(1, TrangThaiHoSo="4", NgayKetThucXuLy="")
    result = room.deposit(dossier, b"one")
    room.send()
    (record,) = portal.records[dossier]
    foreign = record["DanhSachGiayToKetQua"][0] | {LINK: "https://igate.example.vn/1", "GiayToId": "1"}
    record["DanhSachGiayToKetQua"].insert(0, foreign)
    record["TaiLieuNop"] = [{"TenTepDinhKem": "Đơn"}]
    room.register(1, TrangThaiHoSo="9")
    room.send()
    assert portal.records[dossier][0]["TrangThaiHoSo"] == "9"
    assert there(portal, dossier) == ["https://igate.example.vn/1", *room.links(result)]
    assert portal.records[dossier][0]["TaiLieuNop"] == [{"TenTepDinhKem": "Đơn"}], (
        "components stay components"
    )


def test_a_code_minted_beside_ours_becomes_the_dossiers_other_code(
    room: Office, portal: NationalPortal
) -> None:
    dossier = room.register(1)
    room.deposit(dossier, b"one")
    portal.plan = once("DongBoHoSoMC", Fault.MINT)
    assert room.send().equal == 1
    assert room.rows("SELECT code, other_codes FROM dossiers") == [
        {"code": dossier, "other_codes": "000.00.00.G15-60302-00001"}
    ]
    room.deposit(dossier, b"two")
    room.send()
    (record,) = portal.records[dossier]
    assert record["MaHoSoKhac"] == "000.00.00.G15-60302-00001", "and is told with it"


def test_a_code_that_was_replaced_is_an_error_and_never_taken_over(
    room: Office, portal: NationalPortal
) -> None:
    dossier = room.register(1)
    room.deposit(dossier, b"one")
    portal.plan = once("DongBoHoSoMC", Fault.REPLACE)
    room.send()
    assert room.causes() == {dossier: "code-replaced"}
    assert room.errors()[0]["mender"] == "gateway"
    (row,) = room.rows("SELECT code, other_codes FROM dossiers")
    assert (row["code"], row["other_codes"]) == (dossier, "000.00.00.G15-60302-00001")
    before = len(sent(portal))
    room.deposit(dossier, b"two")
    room.send()
    assert len(sent(portal)) == before, "nothing is sent that would make a second dossier there"


def test_a_record_that_we_do_not_know_everything_of_is_not_emptied(
    room: Office, portal: NationalPortal
) -> None:
    dossier = room.register(1)
    room.deposit(dossier, b"one")
    room.send()
    portal.records[dossier][0]["TrichYeuHoSo"] = "told there only"
    room.deposit(dossier, b"two")
    room.send()
    assert portal.records[dossier][0]["TrichYeuHoSo"] == "told there only"
