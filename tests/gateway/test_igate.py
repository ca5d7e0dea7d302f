"""Results are attached in iGate as the bytes that are stored, in the states that take them, and in no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.igate_peer import IGatePeer
from tests.gateway.office import Office, office
from tests.gateway.peer import Fault, always, once


@pytest.fixture
def peer() -> IGatePeer:
    return IGatePeer()


@pytest.fixture
def room(peer: IGatePeer, tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, peer) as one:
        yield one


def digests(peer: IGatePeer, dossier: str) -> list[str]:
    return [paper["HashTepTin"] for paper in peer.dossiers[dossier]["DanhSachGiayToKetQua"]]


def of(*data: bytes) -> list[str]:
    return [hashlib.sha256(one).hexdigest() for one in data]


def test_a_result_is_uploaded_once_and_attached_with_its_digest(room: Office, peer: IGatePeer) -> None:
    dossier = room.register(1)
    peer.open_dossier(dossier, 4)
    room.deposit(dossier, b"one")
    assert room.send().equal == 1
    assert (peer.dossiers[dossier]["TrangThai"], digests(peer, dossier)) == (9, of(b"one"))
    room.deposit(dossier, b"two")
    room.send()
    assert digests(peer, dossier) == of(b"one", b"two")
    assert peer.calls.count("UploadFile") == 2


def test_a_lost_answer_is_looked_up_and_nothing_is_attached_twice(room: Office, peer: IGatePeer) -> None:
    dossier = room.register(1)
    peer.open_dossier(dossier, 9)
    room.deposit(dossier, b"one")
    peer.plan = once("CapNhatTrangThai", Fault.LOSE_ANSWER)
    room.send()
    assert room.causes() == {dossier: "lost-answer"}
    room.later(minutes=2)
    assert room.send().equal == 1
    assert (digests(peer, dossier), peer.calls.count("UploadFile")) == (of(b"one"), 1)


def test_a_dossier_in_a_state_that_takes_no_result_is_told_and_not_moved_to_another(
    room: Office, peer: IGatePeer
) -> None:
    dossier = room.register(1, TrangThaiHoSo="10")
    peer.open_dossier(dossier, 9)
    room.deposit(dossier, b"one")
    room.send()
    assert room.causes() == {dossier: "state-takes-no-result"}
    assert peer.dossiers[dossier]["TrangThai"] == 9
    room.register(1, TrangThaiHoSo="9")  # it had been returned too early in the register
    assert room.send().equal == 1
    room.register(1, TrangThaiHoSo="10")
    assert room.send().equal == 1, "with its result there, it may be returned"
    assert (peer.dossiers[dossier]["TrangThai"], digests(peer, dossier)) == (10, of(b"one"))


@pytest.mark.parametrize(
    ("fault", "cause"),
    [(Fault.MAP_STATE, "state-differs"), (Fault.DROP_RESULTS, "missing-link"), (Fault.REFUSE, "refused")],
)
def test_what_goes_wrong_in_igate_is_listed(room: Office, peer: IGatePeer, fault: Fault, cause: str) -> None:
    dossier = room.register(1, TrangThaiHoSo="5", NgayKetThucXuLy="")
    peer.open_dossier(dossier, 4)
    room.deposit(dossier, b"one")
    peer.plan = always("CapNhatTrangThai", fault)
    room.send()
    assert room.causes() == {dossier: cause}


@pytest.mark.parametrize("answers_empty", [True, False])
def test_a_dossier_that_igate_does_not_know_and_an_expired_token(
    room: Office, peer: IGatePeer, answers_empty: bool
) -> None:
    peer.answers_empty = answers_empty
    known, unknown = room.register(1), room.register(2)
    peer.open_dossier(known, 9)
    for dossier in (known, unknown):
        room.deposit(dossier, b"one")
    peer.plan = once("UploadFile", Fault.EXPIRE)
    room.send()
    assert room.causes() == {unknown: "not-there"}
