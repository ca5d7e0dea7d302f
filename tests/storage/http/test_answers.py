"""What the store says, and what only looks like its answer: refusals, alarms, logins, portals."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.errors import NeedsPersonError, TryAgainError
from app.storage.http.connection import Credential
from tests.storage.http.peer import Answer, Asked, Peer, problem, told
from tests.storage.http.room import Workstation

GoOn = Callable[[], Answer]
SIZE = 600_000


def _at(method: str, path: str, answer: Answer) -> Callable[[Asked, GoOn], Answer]:
    """A meddling that answers so at one place, and lets the rest go on."""

    def meddle(asked: Asked, go_on: GoOn) -> Answer:
        return answer if asked.method == method and path in asked.path else go_on()

    return meddle


def _altering(**changes: Any) -> Callable[[Asked, GoOn], Answer]:
    def meddle(asked: Asked, go_on: GoOn) -> Answer:
        status, headers, body = go_on()
        if asked.method == "POST" and asked.path.endswith("/results"):
            return told(status, json.loads(body) | changes)
        return status, headers, body

    return meddle


# --- alarms: it would be wrong again, so nobody tries again for ever ---


@pytest.mark.parametrize(
    ("changes", "alarm"),
    [
        ({"digest": "0" * 64}, "receipt-differs"),
        ({"dossier": "H15.12-260310-9999"}, "receipt-differs"),
        ({"bytes": 1}, "receipt-not-signed"),
        ({"version": 7}, "receipt-not-signed"),
        ({"signature": ""}, "receipt-not-signed"),
        ({"signature": "đ"}, "receipt-not-signed"),
        ({"stored_at": "2020-01-01T00:00:00+00:00"}, "receipt-not-signed"),
    ],
)
def test_a_wrong_receipt_is_an_alarm(
    workstation: Workstation, peer: Peer, changes: dict[str, Any], alarm: str
) -> None:
    peer.meddle = _altering(**changes)
    with pytest.raises(NeedsPersonError, match=alarm):
        workstation.store.deposit(workstation.result(10))


def test_a_store_that_said_yes_and_stored_nothing_is_found_by_reading_back(
    workstation: Workstation, peer: Peer
) -> None:
    receipt = workstation.store.deposit(workstation.result(10))
    peer.meddle = _at("GET", "/content", problem(404, "not-found"))
    with pytest.raises(NeedsPersonError, match="store-no-such-receipt"):
        workstation.holds(receipt)


def test_a_result_that_can_never_be_read_back_becomes_an_alarm(workstation: Workstation, peer: Peer) -> None:
    receipt = workstation.store.deposit(workstation.result(10))
    peer.meddle = _at("GET", "/content", problem(500, "defect"))
    for _ in range(7):
        with pytest.raises(TryAgainError):
            workstation.holds(receipt)
    with pytest.raises(NeedsPersonError, match="store-cannot-read-back"):
        workstation.holds(receipt)


# --- refusals and passing troubles ---


@pytest.mark.parametrize(
    ("method", "path", "answer", "error", "message"),
    [
        ("POST", "/uploads", (413, {}, b""), NeedsPersonError, "store-too-large"),
        ("PATCH", "/uploads", (413, {}, b""), NeedsPersonError, "store-too-large"),
        ("POST", "/results", problem(403, "foreign-unit"), NeedsPersonError, "store-not-allowed"),
        ("POST", "/results", problem(422, "dossier-unknown"), NeedsPersonError, "store-refused"),
        ("POST", "/results", problem(503, "database"), TryAgainError, "store-in-trouble"),
        ("POST", "/results", problem(429, "slower"), TryAgainError, "store-in-trouble"),
        ("PATCH", "/uploads", problem(507, "full"), TryAgainError, "store-full"),
        (
            "POST",
            "/uploads",
            (302, {"Location": "http://portal/"}, b""),
            TryAgainError,
            "store-strange-answer",
        ),
        ("POST", "/results", (200, {}, b"<html>Wi-Fi</html>"), TryAgainError, "store-strange-answer"),
        ("POST", "/results", (404, {}, b"<html>proxy</html>"), TryAgainError, "store-strange-answer"),
        ("PATCH", "/uploads", (200, {}, b"<html>Wi-Fi</html>"), TryAgainError, "store-strange-answer"),
        (
            "PATCH",
            "/uploads",
            (204, {"Upload-Offset": "99999999"}, b""),
            TryAgainError,
            "store-strange-answer",
        ),
        ("PATCH", "/uploads", (204, {"Upload-Offset": "0"}, b""), TryAgainError, "store-upload-stuck"),
    ],
)
def test_every_answer_is_told_apart(
    workstation: Workstation, peer: Peer, method: str, path: str, answer: Answer, error: type, message: str
) -> None:
    peer.meddle = _at(method, path, answer)
    with pytest.raises(error, match=message):
        workstation.store.deposit(workstation.result(10))
    assert list(peer.store.all_receipts()) == []


def test_an_offset_that_does_not_fit_is_asked_for_and_followed(workstation: Workstation, peer: Peer) -> None:
    def conflict_once(asked: Asked, go_on: GoOn) -> Answer:
        return (409, {}, b"") if asked.method == "PATCH" and asked.number == 2 else go_on()

    peer.meddle = conflict_once
    assert workstation.holds(workstation.store.deposit(workstation.result(SIZE)))
    assert peer.count("HEAD") == 1


def test_a_chunk_damaged_on_its_way_is_sent_again(workstation: Workstation, peer: Peer) -> None:
    def damage_once(asked: Asked, go_on: GoOn) -> Answer:
        return problem(460, "checksum") if asked.method == "PATCH" and asked.number == 1 else go_on()

    peer.meddle = damage_once
    assert workstation.holds(workstation.store.deposit(workstation.result(SIZE)))


def test_an_upload_that_expired_begins_anew(workstation: Workstation, peer: Peer) -> None:
    def expire_once(asked: Asked, go_on: GoOn) -> Answer:
        return (410, {}, b"") if asked.method == "PATCH" and asked.number == 2 else go_on()

    peer.meddle = expire_once
    assert workstation.holds(workstation.store.deposit(workstation.result(SIZE)))
    assert peer.count("POST", "/uploads") == 2


def test_without_the_network_the_receipts_last_heard_of_are_told(
    workstation: Workstation, peer: Peer
) -> None:
    receipt = workstation.store.deposit(workstation.result(10))
    workstation.store.memory.keep_receipts([receipt])
    peer.meddle = _at("GET", "/results", problem(503, "database"))
    assert workstation.store.receipts(receipt.dossier) == [receipt]


# --- logins ---


def test_a_login_that_expires_in_mid_upload_is_renewed_without_asking_anybody(
    workstation: Workstation, peer: Peer
) -> None:
    def expire(asked: Asked, go_on: GoOn) -> Answer:
        if asked.method == "PATCH" and asked.number == 2:
            peer.tokens.clear()
        return go_on()

    peer.meddle = expire
    assert workstation.holds(workstation.store.deposit(workstation.result(SIZE)))
    assert peer.count("POST", "/sessions") == 2


def test_a_refused_password_is_not_tried_again_before_it_changes(
    workstation: Workstation, peer: Peer
) -> None:
    logins = [Credential(account="lan", password="cũ")]
    workstation.credential = lambda: logins[0]
    workstation.restart()
    for _ in range(20):
        with pytest.raises(TryAgainError, match="store-login-refused"):
            workstation.store.deposit(workstation.result(10))
    assert peer.count("POST", "/sessions") == 1  # twenty would have locked the account
    logins[0] = Credential(account="lan", password="đúng")
    assert workstation.holds(workstation.store.deposit(workstation.result(10)))


def test_a_workstation_token_that_is_taken_back_lets_the_queue_wait(
    workstation: Workstation, peer: Peer
) -> None:
    workstation.credential = lambda: Credential(token="token-0")
    workstation.restart()
    workstation.store.deposit(workstation.result(10))
    peer.tokens.clear()
    with pytest.raises(TryAgainError, match="store-login-refused"):
        workstation.store.deposit(workstation.result(11, "s-2"))


# --- pace ---


def test_a_limit_of_bandwidth_is_kept(workstation: Workstation) -> None:
    workstation.limit = 100_000
    workstation.restart()
    workstation.store.deposit(workstation.result(SIZE))
    assert sum(workstation.hands.slept) == pytest.approx(SIZE / 100_000, rel=0.5)


def test_the_counter_s_upload_goes_before_one_of_a_batch(workstation: Workstation, peer: Peer) -> None:
    """A batch's upload is under way when the counter's begins: it stands back until that is done."""
    import threading

    order: list[int] = []
    counter = workstation.result(500_000, "counter")
    batch = workstation.result(5_000_000, "batch", first=False)
    threads: list[threading.Thread] = []
    begun = threading.Event()

    def watch(asked: Asked, go_on: GoOn) -> Answer:
        if asked.method == "POST" and asked.path.endswith("/uploads") and len(threads) == 1:
            begun.set()
        answer = go_on()
        if asked.method == "PATCH":
            order.append(int(answer[1].get("Upload-Offset", "0")))
            if len(order) == 1:
                threads.append(threading.Thread(target=workstation.store.deposit, args=(counter,)))
                threads[0].start()
                begun.wait(30)
        return answer

    peer.meddle = watch
    workstation.store.deposit(batch)
    threads[0].join()
    assert order.index(500_000) < order.index(5_000_000)
    assert order.index(500_000) <= 3
