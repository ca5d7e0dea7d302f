"""What a hostile or broken asker sends: never a server error, never a trace, never anything outside its place."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from tests.server.served import TUS, Served


def _is_problem(answer: object, status: int) -> None:
    assert getattr(answer, "status_code", None) == status
    assert answer.json()["code"]  # type: ignore[attr-defined]
    assert "Traceback" not in answer.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["..%2f..%2fstore.sqlite", "%2e%2e/%2e%2e/signing.key", "..", "a%00b", "x" * 3000]
)
def test_no_name_of_a_result_or_upload_leads_out_of_its_folder(store: Served, name: str) -> None:
    token = store.token("clerk", "H15.50")
    for path in (f"results/{name}", f"results/{name}/content", f"uploads/{name}"):
        told = store.ask("GET" if path[0] == "r" else "HEAD", path, token, headers=TUS)
        assert told.status_code in (404, 422), (path, told.status_code)


def test_a_name_with_line_breaks_does_not_become_a_header(store: Served) -> None:
    token = store.token("clerk", "*")
    told = store.deposit(token, "H15\r\nSet-Cookie: a=b", b"x", "header").json()
    back = store.ask("GET", f"results/{told['id']}/content", token)
    assert "Set-Cookie" not in back.headers
    assert back.headers["X-Content-Type-Options"] == "nosniff"


def test_bodies_too_large_are_refused_unread(store: Served) -> None:
    token, address = store.token("clerk", "H15.50"), urlsplit(store.url)
    line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
    line.putrequest("POST", "/api/v1/dossiers")
    for name, text in {"Authorization": f"Bearer {token}", "Content-Length": str(10**12)}.items():
        line.putheader(name, text)
    line.endheaders()
    assert line.getresponse().status == 413
    line.close()


def test_a_body_without_a_length_is_cut_off_at_the_limit(store: Served) -> None:
    token = store.token("clerk", "H15.50")
    pieces = (b" " * (1 << 20) for _ in range(40))
    try:
        told = store.ask("POST", "dossiers", token, data=pieces)
    except OSError:
        return  # the door was shut while we were still pushing
    _is_problem(told, 413)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b"{",
        b"\xff\xfe",
        b"null",
        b'{"dossiers": 5}',
        json.dumps([{"MaHoSo": "H15.50-260310-0001"}] * 5001).encode(),
    ],
)
def test_bodies_that_are_no_batch_are_refused(store: Served, body: bytes) -> None:
    token = store.token("clerk", "H15.50")
    told = store.ask("POST", "dossiers", token, data=body, headers={"Content-Type": "application/json"})
    assert told.status_code in (400, 413, 422)
    assert told.headers["Content-Type"] == "application/problem+json"


def test_odd_letters_in_rows_and_orders_are_kept_or_refused_but_break_nothing(store: Served) -> None:
    token = store.token("clerk", "H15.50")
    body = b'[{"MaHoSo":"H15.50-260310-0009","ChuHoSo":"a\\u0000\\ud800b","C\\u0000\\ud800":"x"}]'
    told = store.ask("POST", "dossiers", token, data=body, headers={"Content-Type": "application/json"})
    assert told.json()["added"] == 1
    body = b'{"prefix":"a\\ud800","key":"k\\u0000"}'
    told = store.ask("POST", "paper-codes", token, data=body, headers={"Content-Type": "application/json"})
    _is_problem(told, 422)
    body = b'{"account":"a\\ud800","password":"\\ud800"}'
    told = store.ask("POST", "sessions", data=body, headers={"Content-Type": "application/json"})
    _is_problem(told, 422)


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMl0x", "bnVsbA", "WzFlOTksMl0", "Wy0xLDJd", "é"])
def test_cursors_that_are_none_of_ours_are_refused(store: Served, cursor: str) -> None:
    token = store.token("administrator", "*")
    for path in ("dossiers", "results", "audit"):
        _is_problem(store.ask("GET", path, token, params={"cursor": cursor}), 400)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Offset": "1"}, 409),
        ({"Upload-Offset": "-1"}, 422),
        ({"Content-Type": "text/plain"}, 415),
        ({"Upload-Checksum": "sha256 AAAA"}, 400),
        ({"Upload-Checksum": "md5 AAAA"}, 400),
        ({"Upload-Checksum": "sha256 " + "A" * 43 + "="}, 460),
    ],
)
def test_chunks_that_do_not_fit_are_refused_and_count_nothing(
    store: Served, headers: dict[str, str], status: int
) -> None:
    token = store.token("clerk", "H15.50")
    made = store.ask("POST", "uploads", token, headers=TUS | {"Upload-Length": "3"})
    upload = made.headers["Location"].rpartition("/")[2]
    assert store.patch(token, upload, 0, b"abc", **headers).status_code == status
    assert store.ask("HEAD", f"uploads/{upload}", token, headers=TUS).headers["Upload-Offset"] == "0"
    assert store.patch(token, upload, 0, b"abcd").status_code == 413


def test_nothing_described_can_be_asked_so_that_the_server_errs(store: Served) -> None:
    schema = schemathesis.openapi.from_url(f"{store.api}/openapi.json")
    for role in ("records_officer", "administrator"):
        own = store.token(role, "*", "H15")  # of no other test: one of the calls ends the session
        headers = {"Authorization": f"Bearer {own}"}
        for operation in schema.get_all_operations():
            _ask_oddly(operation.ok(), store.url, headers)


def _ask_oddly(operation: Any, url: str, headers: dict[str, str]) -> None:
    @settings(max_examples=5, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(base_url=url, headers=headers)
        assert answer.status_code < 500, (case.method, case.path, answer.text)

    ask()
