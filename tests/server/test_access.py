"""Who may do what: every call with every role, of the own unit and of a foreign one; forged and ended tokens."""

from __future__ import annotations

import pytest
import requests

from app.server.app import application
from app.server.database import do
from tests.server.served import PASSWORD, TUS, Served

ROLES = ("clerk", "records_officer", "supervisor", "administrator")
OWN, FOREIGN = "H15.40", "H15.4"  # the foreign one's name begins alike
ALL, COUNTER = set(ROLES), {"clerk", "records_officer"}
WATCHING = {"supervisor", "administrator"}
DOSSIER = f"{OWN}-260310-0777"
DAY = {"from": "2026-03-10", "to": "2026-03-10"}

# Route: who may; what is answered about a thing of the own unit, and of the foreign one.
ROUTES: dict[tuple[str, str], tuple[set[str], int, int]] = {
    ("DELETE", "sessions"): (ALL, 204, 204),
    ("GET", "dossiers"): (ALL, 200, 200),
    ("POST", "dossiers"): ({*COUNTER, "administrator"}, 200, 200),
    ("POST", "uploads"): (COUNTER, 201, 201),
    ("HEAD", "uploads/{upload_id}"): (COUNTER, 404, 404),  # another account's
    ("PATCH", "uploads/{upload_id}"): (COUNTER, 404, 404),
    ("POST", "results"): (COUNTER, 404, 403),  # 404: its upload is not there
    ("GET", "results"): (ALL, 200, 200),
    ("GET", "results/{result_id}"): (ALL, 200, 404),
    ("GET", "results/{result_id}/content"): (ALL, 200, 404),
    ("POST", "results/{result_id}/withdrawal"): ({"records_officer", "supervisor"}, 200, 404),
    ("POST", "paper-codes"): (COUNTER, 200, 200),
    ("GET", "audit"): (WATCHING, 200, 200),
    ("GET", "metrics"): ({"administrator"}, 200, 200),
    ("GET", "indicators"): (ALL, 200, 403),
    ("GET", "worklist"): (ALL, 200, 200),
    ("GET", "letters"): (ALL, 200, 200),
    ("GET", "letters/reasons"): (ALL, 200, 200),
    ("POST", "letters"): (COUNTER, 200, 200),
    ("POST", "letters/allowances"): ({"supervisor"}, 200, 404),
    ("POST", "letters/numbers"): ({"records_officer"}, 404, 404),  # no such letter
    ("GET", "letters/{letter_id}/content"): (ALL, 404, 404),
    ("GET", "sync"): (ALL, 200, 200),
    ("GET", "sync/errors"): (ALL, 200, 200),
    ("GET", "sync/dossiers/{dossier}"): (WATCHING, 200, 404),
    ("POST", "sync/resend"): (WATCHING, 200, 200),
    ("GET", "sync/report"): (WATCHING, 200, 200),
}
BODIES: dict[str, object] = {
    "dossiers": [{"MaHoSo": DOSSIER}],
    "results": {"dossier": DOSSIER, "digest": "0" * 64, "upload": "none", "metadata": {}},
    "results/{result_id}/withdrawal": {"reason": "nhầm"},
    "letters": {"dossiers": [DOSSIER], "reason": "xac-minh"},
    "letters/allowances": {"dossier": DOSSIER},
    "letters/numbers": {"letters": ["none"], "first": 1},
    "paper-codes": {"prefix": "m", "key": "m"},
    "sync/resend": {"dossier": DOSSIER},
}
ASKED = {
    "dossiers": {"unit": OWN},
    "results": {"dossier": DOSSIER},
    "indicators": DAY | {"unit": OWN},
    "letters": DAY,
    "worklist": {"kind": "sync_error", "unit": OWN},
    "sync": {"unit": OWN},
    "sync/report": DAY,
}
OPEN = {
    ("GET", "health"), ("GET", "keys"), ("POST", "sessions"), ("OPTIONS", "uploads"), ("GET", "openapi.json"),
    ("HEAD", "openapi.json"), ("GET", "linked/{result_id}/{token}"),
}  # fmt: skip


def _things(store: Served) -> dict[str, str]:
    """A dossier of the own unit with a result, an upload, and an error of synchronisation."""
    token = store.token("records_officer", OWN, "H15.41")
    store.ask("POST", "dossiers", token, json=[{"MaHoSo": DOSSIER}])
    with store.inside.database.writing() as connection:
        do(connection, _WRONG, code=DOSSIER, unit=OWN)
    result = store.deposit(token, DOSSIER, b"matrix").json()["id"]
    upload = store.upload(token, b"abc")
    return {"result_id": result, "upload_id": upload, "dossier": DOSSIER, "letter_id": "none"}


_WRONG = """
INSERT INTO outbox (dossier, target, unit, change, cause) VALUES (:code, 'dvcqg', :unit, 1, 'not-there')
ON CONFLICT DO NOTHING"""


def _ask(store: Served, route: tuple[str, str], token: str, things: dict[str, str]) -> requests.Response:
    method, path = route
    headers = {"Idempotency-Key": "matrix"} | TUS | {"Upload-Length": "3"}
    if method == "PATCH":
        headers |= {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    body = BODIES.get(path) if method == "POST" else None
    asked = ASKED.get(path) if method == "GET" else None
    return store.ask(method, path.format(**things), token, headers=headers, json=body, params=asked)


def test_every_route_of_the_application_has_a_row(store: Served) -> None:
    found = set()
    for place in application(store.inside).router.routes:
        for route in getattr(getattr(place, "original_router", None), "routes", [place]):
            path = route.path.removeprefix("/api/v1").lstrip("/")
            found |= {(method, path) for method in route.methods}
    assert found == set(ROUTES) | OPEN


@pytest.mark.parametrize("unit", [OWN, FOREIGN])
@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_every_role_of_the_own_and_of_a_foreign_unit_as_it_should(
    store: Served, role: str, unit: str
) -> None:
    things = _things(store)
    told, right = {}, {}
    for route, (roles, own, foreign) in ROUTES.items():
        token = store.token(role, unit)
        if route == ("DELETE", "sessions"):  # it ends the token
            token = store.inside.accounts.workstation_token(f"{role} {unit}", "passing").secret
        answer = _ask(store, route, token, things)
        told[route] = answer.status_code
        right[route] = 403 if role not in roles else own if unit == OWN else foreign
        if unit == FOREIGN:
            # The letter's refusal names the code that was asked for, whether there is such a dossier or not.
            assert DOSSIER not in answer.text or route == ("POST", "letters"), route
            assert things["result_id"] not in answer.text, route
    assert told == right


def test_no_route_but_the_open_ones_answers_strangers(store: Served) -> None:
    things = dict.fromkeys(("result_id", "upload_id", "dossier", "letter_id"), "none")
    for route in ROUTES:
        for token in ("", "forged", "../../etc/passwd", "a" * 5000):
            assert _ask(store, route, token, things).status_code == 401, (route, token)


@pytest.mark.parametrize("role", ROLES)
def test_what_belongs_to_a_foreign_unit_is_neither_seen_nor_touched(store: Served, role: str) -> None:
    own = store.token("records_officer", OWN)
    dossier, stranger = f"{OWN}-260310-0002", store.token(role, FOREIGN)
    store.ask("POST", "dossiers", own, json=[{"MaHoSo": dossier}])
    receipt = store.deposit(own, dossier, b"secret", f"foreign {role}").json()
    of_it = f"results/{receipt['id']}"
    assert store.ask("GET", of_it, stranger).status_code == 404
    assert store.ask("GET", f"{of_it}/content", stranger).status_code == 404
    withdrawn = store.ask("POST", f"{of_it}/withdrawal", stranger, json={"reason": "x"})
    assert withdrawn.status_code in (403, 404)
    assert store.ask("GET", "results", stranger, params={"dossier": dossier}).json()["results"] == []
    asked = {"unit": OWN, "text": dossier}
    assert store.ask("GET", "dossiers", stranger, params=asked).json()["dossiers"] == []
    told = store.ask("POST", "dossiers", stranger, json=[{"MaHoSo": dossier, "ChuHoSo": "Kẻ lạ"}])
    assert told.status_code == 403 or len(told.json()["refused"]) == 1
    [row] = store.ask("GET", "dossiers", own, params=asked).json()["dossiers"]
    assert "ChuHoSo" not in row
    if role in COUNTER:
        assert store.deposit(stranger, dossier, b"theirs", f"x {role}").status_code == 403
        again = store.deposit(stranger, dossier, b"secret", f"foreign {role}")
        assert (again.status_code, again.json().get("receipt")) == (409, None)
    if role == "supervisor":
        entries = store.ask("GET", "audit", stranger).json()["entries"]
        assert {one["unit"] for one in entries} <= {FOREIGN}


def test_an_upload_is_its_owners_alone(store: Served) -> None:
    mine, theirs = store.token("clerk", OWN), store.token("records_officer", OWN)
    upload = store.upload(mine, b"abc")
    assert store.ask("HEAD", f"uploads/{upload}", theirs, headers=TUS).status_code == 404
    assert store.patch(theirs, upload, 3, b"").status_code == 404


def test_expired_tokens_and_those_of_disabled_accounts_open_nothing(store: Served) -> None:
    from app.server.accounts import Role
    from app.server.database import do

    accounts = store.inside.accounts
    for name in ("old", "gone"):
        accounts.add(name, Role.CLERK, (OWN,), PASSWORD)
    old, gone = (accounts.log_in(name, PASSWORD, "here") for name in ("old", "gone"))
    assert store.ask("GET", "results", old.secret).status_code == 200
    with store.inside.database.changing() as connection:
        do(connection, "UPDATE tokens SET expires_at = 1 WHERE account_id = :id", id=old.account.id)
    accounts.change("gone", disabled=True)
    for token in (old, gone):
        assert store.ask("GET", "results", token.secret).status_code == 401
    assert store.ask("POST", "sessions", json={"account": "gone", "password": PASSWORD}).status_code == 401


def test_after_five_wrong_passwords_even_the_right_one_is_shut_out(store: Served) -> None:
    from app.server.accounts import Role

    store.inside.accounts.add("mai", Role.CLERK, (OWN,), PASSWORD)

    def log_in(password: str) -> int:
        return store.ask("POST", "sessions", json={"account": "mai", "password": password}).status_code

    assert [log_in(f"wrong {n}") for n in range(5)] == [401] * 5
    told = store.ask("POST", "sessions", json={"account": "mai", "password": PASSWORD})
    assert (told.status_code, told.json()["code"]) == (429, "too-many-attempts")
    assert int(told.headers["Retry-After"]) > 0


def test_neither_tokens_nor_passwords_lie_in_the_database(store: Served) -> None:
    from app.server.database import many

    token = store.token("clerk", OWN)
    with store.inside.database.reading() as connection:
        kept = str(
            [
                dict(row)
                for table in ("tokens", "accounts")
                for row in many(connection, f"SELECT * FROM {table}")
            ]
        )
    assert token not in kept
    assert PASSWORD not in kept
    assert "$argon2id$" in kept
