"""Who may do what: every call with every role, of the own unit and of a foreign one; forged and ended tokens."""

from __future__ import annotations

import re

import pytest

from tests.server.served import PASSWORD, TUS, Served

ROLES = ("clerk", "records_officer", "supervisor", "administrator")
OWN, FOREIGN = "H15.40", "H15.4"  # the foreign one's name begins alike
COUNTER = {"clerk", "records_officer"}
RESULT = {"digest": "0" * 64, "upload": "none", "metadata": {}}
TUS_NEW = TUS | {"Upload-Length": "3"}

# Call: who may; what answers whom it lets through (its content is made wrong on purpose, so that nothing is done).
CALLS: dict[tuple[str, str], tuple[set[str], int]] = {
    ("GET", "dossiers"): (set(ROLES), 200),
    ("POST", "dossiers"): ({*COUNTER, "administrator"}, 200),
    ("POST", "uploads"): (COUNTER, 201),
    ("HEAD", "uploads/none"): (COUNTER, 404),
    ("PATCH", "uploads/none"): (COUNTER, 404),
    ("POST", "results"): (COUNTER, 404),
    ("GET", "results"): (set(ROLES), 200),
    ("GET", "results/none"): (set(ROLES), 404),
    ("GET", "results/none/content"): (set(ROLES), 404),
    ("POST", "results/none/withdrawal"): ({"records_officer", "supervisor"}, 404),
    ("POST", "paper-codes"): (COUNTER, 200),
    ("GET", "audit"): ({"supervisor", "administrator"}, 200),
    ("GET", "sync"): (set(ROLES), 200),
    ("GET", "sync/errors"): (set(ROLES), 200),
    ("GET", "sync/dossiers/none"): ({"supervisor", "administrator"}, 404),
    ("POST", "sync/resend"): ({"supervisor", "administrator"}, 422),
    ("GET", "sync/report"): ({"supervisor", "administrator"}, 422),
}
BODIES = {
    "dossiers": [],
    "results": RESULT | {"dossier": f"{OWN}-260310-0001"},
    "results/none/withdrawal": {"reason": "nhầm"},
    "paper-codes": {"prefix": "m", "key": "m"},
    "sync/resend": {},
}
PUBLIC = {"/health", "/keys", "/sessions", "/openapi.json", "/linked/none/none"}


def _ask(store: Served, method: str, path: str, token: str) -> int:
    headers = {"Idempotency-Key": "matrix"} | TUS_NEW
    if method == "PATCH":
        headers |= {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    body = BODIES.get(path) if method == "POST" else None
    return store.ask(method, path, token, headers=headers, json=body).status_code


@pytest.mark.parametrize("role", ROLES)
def test_every_call_lets_through_exactly_the_roles_that_may(store: Served, role: str) -> None:
    token = store.token(role, OWN)
    found = {call: _ask(store, *call, token) for call in CALLS}
    assert found == {call: good if role in roles else 403 for call, (roles, good) in CALLS.items()}


def test_no_call_of_the_description_is_open_to_strangers_or_left_out_of_the_matrix(store: Served) -> None:
    described = store.ask("GET", "openapi.json").json()["paths"]
    asked = set()
    for path, methods in described.items():
        plain = re.sub(r"{\w+}", "none", path.removeprefix("/api/v1/"))
        if "/" + plain in PUBLIC:
            continue
        asked |= {(method.upper(), plain) for method in methods if method != "options"}
    assert asked == set(CALLS)
    for method, path in asked:
        for token in ("", "forged", "../../etc/passwd", "a" * 5000):
            assert _ask(store, method, path, token) == 401, (method, path, token)


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
