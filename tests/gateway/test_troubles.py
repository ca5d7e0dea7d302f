"""What goes wrong on the way to the gateway, or there: looked up before it is sent again, listed, kept, and mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.server.sync.errors import Asked, attempts, resend
from app.server.sync.parcels import Links
from app.server.sync.sender import Sender
from tests.gateway.national import NationalPortal
from tests.gateway.office import LINKS, Office, code, office, rules
from tests.gateway.peer import Fault, always, once, sent


@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.LOSE_ORDER])
def test_a_lost_answer_is_followed_by_a_look_up_and_the_order_is_repeated_only_when_it_was_lost_too(
    room: Office, portal: NationalPortal, fault: Fault
) -> None:
    dossier = room.register(1)
    room.deposit(dossier, b"one")
    portal.plan = once("CapNhatTienDoHoSoMC", fault)
    room.send()
    assert room.causes() == {dossier: "lost-answer"}
    room.later(minutes=2)
    assert room.send().equal == 1
    assert sent(portal) == ["DongBoHoSoMC", "CapNhatTienDoHoSoMC"], (
        "it was equal already: nothing is sent again"
    )
    other = room.register(2)
    room.deposit(other, b"two")
    portal.plan = once("DongBoHoSoMC", fault)
    room.send()
    room.later(minutes=2)
    assert room.send().equal == 1
    assert len(portal.records[other]) == 1
    again = sent(portal)[2:]
    assert again.count("DongBoHoSoMC") == (1 if fault is Fault.LOSE_ANSWER else 2)


def test_an_answer_that_comes_too_late_is_a_lost_one(tmp_path: Path, portal: NationalPortal) -> None:
    with office(tmp_path, portal, timeout=0.2) as room:
        dossier = room.register(1)
        room.deposit(dossier, b"one")
        portal.plan = once("DongBoHoSoMC", Fault.DELAY)
        room.send()
        assert room.causes() == {dossier: "lost-answer"}
        portal.release.set()
        room.later(minutes=2)
        assert room.send().equal == 1


def test_an_expired_session_is_renewed_and_no_dossier_notices(room: Office, portal: NationalPortal) -> None:
    for operation in ("TraCuuHoSo", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"):
        number = room.number + 1
        room.deposit(room.register(number), b"one")
        portal.plan = once(operation, Fault.EXPIRE)
        assert room.send().equal == 1, operation
    assert room.causes() == {}


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (Fault.DROP_RESULTS, "missing-link"),
        (Fault.SHIFT_DATE, "date-differs"),
        (Fault.DOUBLE, "duplicate"),
        (Fault.REFUSE, "refused"),
    ],
)
def test_what_goes_wrong_there_is_listed_with_its_cause_and_heals_when_it_is_sent_again(
    room: Office, portal: NationalPortal, fault: Fault, cause: str
) -> None:
    dossier = room.register(1)
    room.deposit(dossier, b"one")
    portal.plan = once("DongBoHoSoMC", fault)
    room.send()
    assert room.causes() == {dossier: cause}
    if fault is Fault.DOUBLE:
        portal.records[dossier].pop()  # mended there, by its people
    assert resend(room.store, None, Asked(cause=cause)) == 1
    assert room.send().equal == 1
    assert room.causes() == {}


def test_a_refusal_is_kept_with_code_message_request_and_answer_but_without_session_and_password(
    room: Office, portal: NationalPortal
) -> None:
    dossier = room.register(1)
    room.deposit(dossier, b"one")
    portal.plan = always("DongBoHoSoMC", Fault.REFUSE)
    room.send()
    with room.store.database.reading() as connection:
        (tried,) = attempts(connection, dossier)
    assert tried["differences"][0]["theirs"] == "07 Hệ thống đang bảo trì chức năng này"
    last = tried["exchanges"][-1]
    assert last["request"]["data"][0]["MaHoSo"] == dossier
    assert last["answer"]["error_code"] == "07"
    (row,) = room.rows("SELECT exchanges FROM sync_attempts")
    assert not any(secret in row["exchanges"] for secret in (*portal.sessions, "bí mật"))


def test_an_unknown_procedure_and_a_register_that_lacks_something_are_the_units_to_mend(
    room: Office, portal: NationalPortal
) -> None:
    unknown, lacking = room.register(1, MaTTHC="9.999999"), room.register(2, MaTTHC="")
    for dossier in (unknown, lacking, code(3)):
        room.deposit(dossier, b"one")
    room.send()
    assert room.causes() == {unknown: "unknown-procedure", lacking: "unfit", code(3): "unfit"}
    assert {told["mender"] for told in room.errors()} == {"unit"}
    room.later(days=2)
    before = len(portal.calls)
    room.send()
    assert len(portal.calls) == before, "what would be wrong again is not tried again"
    room.register(1)
    room.register(2)
    room.register(3)
    assert room.send().equal == 3, "what was mended in the register is sent by itself"


def test_while_the_gateway_is_in_trouble_one_dossier_is_tried_and_the_others_wait(
    room: Office, portal: NationalPortal
) -> None:
    for number in range(1, 21):
        room.deposit(room.register(number), b"one")
    portal.plan = always("TraCuuHoSo", Fault.TROUBLE)
    assert room.send().stood_back == "unreachable"
    assert len(portal.calls) == 1
    portal.plan = always("TraCuuHoSo", Fault.GARBAGE)
    assert room.send().stood_back == "unreachable"
    portal.plan = lambda *_: None
    room.later(hours=1)
    assert room.send(4).equal == 20
    assert room.causes() == {}


def test_a_login_that_is_refused_stops_the_sending_and_is_told(room: Office, portal: NationalPortal) -> None:
    room.gateway._login["password"] = "khác"  # type: ignore[attr-defined]
    room.deposit(room.register(1), b"one")
    assert room.send().stood_back == "login-refused"
    assert portal.records == {}
    assert set(room.causes().values()) == {"login-refused"}


def test_what_is_longer_than_the_form_allows_is_the_units_to_mend_and_never_cut(
    room: Office, portal: NationalPortal
) -> None:
    (field,) = [one for one in room.gateway._form["fields"] if one["name"] == "ChuHoSo"]  # type: ignore[attr-defined]
    field["longest"] = 10
    dossier = room.register(1, ChuHoSo="Nguyễn Thị Minh Khai")
    room.deposit(dossier, b"one")
    room.send()
    assert room.causes() == {dossier: "unfit"}
    assert portal.records == {}


def test_a_link_behind_which_other_bytes_lie_is_told(room: Office) -> None:
    dossier = room.register(1)
    room.deposit(dossier, b"one")
    Sender(room.store, room.gateway, rules(), Links(room.store.key, LINKS), lambda _: "0" * 64).until_idle(1)
    assert room.causes() == {dossier: "digest-differs"}
    assert room.errors()[0]["mender"] == "administrator"


def test_requests_that_ended_well_are_let_go_after_their_time_and_those_that_failed_stay(
    room: Office, portal: NationalPortal
) -> None:
    good, bad = room.register(1), room.register(2)
    for dossier in (good, bad):
        room.deposit(dossier, b"one")
    portal.plan = lambda operation, dossier: (
        Fault.REFUSE if (operation, dossier) == ("DongBoHoSoMC", bad) else None
    )
    room.send()
    room.later(days=31)
    room.send()
    with room.store.database.reading() as connection:
        (ended_well,), failed = attempts(connection, good), attempts(connection, bad)
    assert (ended_well["cause"], ended_well["exchanges"]) == (None, [])
    assert all(one["exchanges"] for one in failed)
