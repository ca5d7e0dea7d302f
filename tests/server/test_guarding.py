"""Doors, limits and order that hold while many ask at once: on both databases, within several threads and processes."""

from __future__ import annotations

import http.client
import socket
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.server.accounts import Role
from app.server.calls import change_and_time
from app.server.database import do, next_change, one, ticks
from app.server.limits import Limits
from app.server.parts import ServedStore, open_store
from app.server.problems import ProblemError
from app.server.register_search import Question
from app.server.results import Wanted
from tests.server.served import PASSWORD, TUS, Served, hand_in, place_in, served


def _allowed(store: ServedStore, name: str, password: str) -> str:
    try:
        store.accounts.log_in(name, password, "1.2.3.4")
    except ProblemError as problem:
        return problem.code
    return "in"


def test_wrong_passwords_tried_at_once_are_no_more_than_those_tried_one_by_one(store: Served) -> None:
    store.inside.accounts.add("bảo", Role.CLERK, ("H15",), PASSWORD)
    with ThreadPoolExecutor(12) as many:
        told = list(many.map(lambda n: _allowed(store.inside, "bảo", f"sai {n}"), range(24)))
    assert told.count("wrong-login") == 5
    assert told.count("too-many-attempts") == 19
    assert _allowed(store.inside, "bảo", PASSWORD) == "too-many-attempts"


def test_right_logins_open_the_account_and_do_not_wear_out_the_address(store: Served) -> None:
    store.inside.accounts.add("cúc", Role.CLERK, ("H15",), PASSWORD)
    for turn in range(2):
        assert [_allowed(store.inside, "cúc", "sai") for _ in range(4)] == ["wrong-login"] * 4, turn
        assert _allowed(store.inside, "cúc", PASSWORD) == "in"
    with store.inside.database.reading() as connection:
        row = one(connection, "SELECT failures FROM attempts WHERE subject = 'address 1.2.3.4'")
    assert row
    assert row["failures"] >= 8, "wrong attempts at the address still count, right ones never did"


def test_an_address_with_too_many_wrong_logins_is_shut_out_with_every_account(store: Served) -> None:
    now = ticks(datetime.now(UTC))
    with store.inside.database.changing() as connection:
        do(connection, "INSERT INTO attempts VALUES ('address 9.9.9.9', 48, :now, 0)", now=now)
    told = []
    for number in range(3):
        with pytest.raises(ProblemError) as refused:
            store.inside.accounts.log_in(f"ai {number}", "sai", "9.9.9.9")
        told.append(refused.value.status)
    assert told == [401, 401, 429]


class _Steps:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 10, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def stepping(tmp_path: Path) -> Iterator[tuple[ServedStore, _Steps]]:
    clock = _Steps()
    store = open_store(place_in(tmp_path), clock)
    yield store, clock
    store.close()


def test_a_clock_that_steps_back_hides_no_change_from_who_asks_for_changes(
    stepping: tuple[ServedStore, _Steps],
) -> None:
    store, clock = stepping
    account = store.accounts.add("an", Role.CLERK, ("H15.1",), None)
    store.register.take(account, [{"MaHoSo": "H15.1-260310-0001"}])
    as_of, now = change_and_time(store, "dossiers")
    assert now == ticks(clock.now)
    clock.now -= timedelta(hours=2)
    store.register.take(account, [{"MaHoSo": "H15.1-260310-0002"}])
    [row] = store.register.page(account, Question((as_of, 0)))
    assert row["code"] == "H15.1-260310-0002"


def test_results_keep_their_order_when_the_clock_steps_back(stepping: tuple[ServedStore, _Steps]) -> None:
    store, clock = stepping
    account = store.accounts.add("an", Role.CLERK, ("H15.1",), None)
    first = hand_in(store, account, "H15.1-260310-0001", b"1")
    clock.now -= timedelta(days=1)
    with store.database.reading() as connection:
        since = next_change(connection, "results")
    second = hand_in(store, account, "H15.1-260310-0001", b"2")
    assert second.stored_at > first.stored_at
    assert [row["id"] for row in store.results.page(account, Wanted((since, 0)))] == [second.id]


def test_a_clerk_cannot_give_a_new_dossier_another_units_code(store: Served) -> None:
    clerk, office = store.token("clerk", "H15.61"), store.token("administrator", "H15")
    row = {"MaHoSo": "H15.62-260310-0001", "MaDonVi": "H15.61", "ChuHoSo": "Kẻ lạ"}
    told = store.ask("POST", "dossiers", clerk, json=[row]).json()
    assert (told["added"], len(told["refused"])) == (0, 1)
    assert store.ask("POST", "dossiers", office, json=[row]).json()["added"] == 1
    changed = store.ask("POST", "dossiers", clerk, json=[row | {"ChuHoSo": "Lê Thị Hoa"}]).json()
    assert changed["updated"] == 1, "a dossier that was handed to the unit is the unit's"
    old = {"MaHoSo": "000.00.61.H15-210715-0012", "MaDonVi": "H15.61"}
    assert store.ask("POST", "dossiers", clerk, json=[old]).json()["added"] == 1


def test_units_are_told_apart_by_the_case_of_their_letters_on_both_databases(store: Served) -> None:
    lower, upper = store.token("clerk", "h15.63"), store.token("clerk", "H15.63")
    store.deposit(lower, "h15.63.01-260310-0001", b"theirs")
    told = store.ask("GET", "results", upper).json()["results"]
    assert told == []
    assert len(store.ask("GET", "results", lower).json()["results"]) == 1


def test_an_oversized_body_without_a_stated_length_is_answered_413(store: Served) -> None:
    address, token = urlsplit(store.url), store.token("clerk", "H15.61")
    with socket.create_connection((address.hostname, address.port), timeout=20) as line:
        head = f"POST /api/v1/dossiers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        piece = b"100000\r\n" + b" " * (1 << 20) + b"\r\n"
        for _ in range(16):
            line.sendall(piece)
        line.sendall(b"1\r\n \r\n")  # the byte over the limit; the body never ends
        answer = http.client.HTTPResponse(line)
        answer.begin()
        assert (answer.status, answer.headers["Content-Type"]) == (413, "application/problem+json")
        answer.close()


def test_every_answer_about_uploads_speaks_tus_also_when_it_refuses(store: Served) -> None:
    token = store.token("clerk", "H15.61")
    wrong = [
        store.ask("POST", "uploads", token, headers={"Upload-Length": "1"}),
        store.ask("POST", "uploads", token, headers=TUS | {"Upload-Length": "x"}),
        store.ask("POST", "uploads", "forged", headers=TUS | {"Upload-Length": "1"}),
        store.ask("HEAD", "uploads/none", token, headers=TUS),
        store.ask("DELETE", "uploads/none", token, headers=TUS),
    ]
    assert [one.status_code for one in wrong] == [412, 422, 401, 404, 405]
    assert {one.headers.get("Tus-Resumable") for one in wrong} == {"1.0.0"}


def test_a_table_that_is_missing_is_a_defect_and_no_passing_trouble(tmp_path: Path) -> None:
    with served(tmp_path) as store:
        with closing(sqlite3.connect(tmp_path / "server" / "store.sqlite")) as connection:
            connection.execute("DROP TABLE attempts")
        told = store.ask("POST", "sessions", json={"account": "a", "password": "b"})
        assert (told.status_code, told.json()["code"]) == (500, "defect")


def test_an_account_may_have_only_so_much_on_its_way(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    store = open_store(replace(place, limits=Limits(upload_bytes=100)), lambda: datetime.now(UTC))
    an = store.accounts.add("an", Role.CLERK, ("H15",), None)
    binh = store.accounts.add("bình", Role.CLERK, ("H15",), None)
    first = store.uploads.create(an, 60)
    with pytest.raises(ProblemError) as refused:
        store.uploads.create(an, 41)
    assert (refused.value.status, refused.value.code) == (507, "quota-reached")
    store.uploads.create(binh, 100)
    store.uploads.create(an, 40)
    with store.database.changing() as connection:
        do(connection, "UPDATE uploads SET expires_at = 1 WHERE id = :id", id=first.id)
    store.uploads.create(an, 60)
    store.close()
