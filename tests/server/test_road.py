"""The main road on SQLite and on PostgreSQL: dossiers in, changes out, a result deposited, read back, recalled."""

from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor

import requests

from app.domain.receipt import Receipt
from app.storage.http.receipts import is_signed, receipt_of
from tests.server.served import PASSWORD, TUS, Served

UNIT = "H15.12"


def _receipt(fields: dict[str, object]) -> Receipt:
    return receipt_of(fields, "test")


def test_health_tells_of_database_and_blobs_without_a_login(store: Served) -> None:
    told = store.ask("GET", "health")
    assert told.status_code == 200
    assert told.json().items() >= {"ok": True, "database": True, "blobs": True}.items()


def test_a_login_gives_a_token_that_opens_the_calls_until_it_is_ended(store: Served) -> None:
    from app.server.accounts import Role

    store.inside.accounts.add("lan", Role.CLERK, (UNIT,), PASSWORD)
    told = store.ask("POST", "sessions", json={"account": "lan", "password": PASSWORD})
    assert told.status_code == 201
    assert told.json().items() >= {"account": "lan", "role": "clerk", "units": [UNIT]}.items()
    token = told.json()["token"]
    assert store.ask("GET", "dossiers", token).status_code == 200
    assert store.ask("DELETE", "sessions", token).status_code == 204
    assert store.ask("GET", "dossiers", token).status_code == 401


def test_dossiers_are_added_updated_left_alone_or_refused_each_with_a_reason(store: Served) -> None:
    token = store.token("clerk", "H15.20")
    code = "H15.20-260310-0001"
    rows = [{"MaHoSo": code, "ChuHoSo": "Đặng Thị Ân", "CotLa": "giữ"}, {"ChuHoSo": "không mã"}, 7]
    told = store.ask("POST", "dossiers", token, json={"dossiers": rows}).json()
    assert (told["added"], [one["row"] for one in told["refused"]]) == (1, [2, 3])
    assert all(one["reason"] for one in told["refused"])
    told = store.ask("POST", "dossiers", token, json={"session": "x", "data": rows[:1]}).json()
    assert told == {"added": 0, "updated": 0, "unchanged": 1, "refused": []}
    told = store.ask("POST", "dossiers", token, json=[{"MaHoSo": code, "NgayHenTra": "12/03/2026"}]).json()
    assert told["updated"] == 1
    found = store.ask("GET", "dossiers", token, params={"text": "dang thi an", "unit": "H15.20"}).json()
    [row] = found["dossiers"]
    assert (row["MaHoSo"], row["ChuHoSo"], row["CotLa"]) == (code, "Đặng Thị Ân", "giữ")
    assert row["NgayHenTra"].startswith("2026-03-12")


def test_changes_are_told_page_by_page_and_only_once(store: Served) -> None:
    token = store.token("clerk", "H15.21")
    rows = [{"MaHoSo": f"H15.21-260310-{n:04}"} for n in range(25)]
    store.ask("POST", "dossiers", token, json=rows)
    seen, cursor, as_of = [], "", ""
    while True:
        page = store.ask("GET", "dossiers", token, params={"cursor": cursor, "limit": 10}).json()
        seen += [row["MaHoSo"] for row in page["dossiers"]]
        as_of = as_of or page["as_of"]
        if not (cursor := page["next_cursor"]):
            break
    assert seen == [row["MaHoSo"] for row in rows]
    changes = {"updated_since": as_of}
    assert store.ask("GET", "dossiers", token, params=changes).json()["dossiers"] == []
    store.ask("POST", "dossiers", token, json=[rows[3] | {"ChuHoSo": "Bùi Văn Ba"}])
    [row] = store.ask("GET", "dossiers", token, params=changes).json()["dossiers"]
    assert row["MaHoSo"] == rows[3]["MaHoSo"]


def test_a_result_is_stored_with_a_receipt_that_the_shown_key_proves(store: Served) -> None:
    token, data = store.token("clerk", UNIT), b"%PDF result" * 1000
    told = store.deposit(token, "H15.12-260310-0001", data, metadata={"owner": "Ân\0"})
    assert told.status_code == 201, told.text
    receipt = _receipt(told.json())
    keys = [key["public_key"] for key in store.ask("GET", "keys").json()["keys"]]
    assert is_signed(receipt, keys)
    assert (receipt.bytes, receipt.version) == (len(data), 1)
    back = store.ask("GET", f"results/{receipt.id}/content", token)
    assert hashlib.sha256(back.content).hexdigest() == receipt.digest
    rest = store.ask("GET", f"results/{receipt.id}/content", token, headers={"Range": "bytes=100-"})
    assert (rest.status_code, rest.content) == (206, data[100:])
    shown = store.ask("GET", f"results/{receipt.id}", token).json()
    assert shown["metadata"] == {"owner": "Ân\0"}
    assert _receipt(shown) == receipt


def test_the_same_key_gives_the_same_receipt_and_another_content_is_refused(store: Served) -> None:
    token, dossier = store.token("clerk", UNIT), "H15.12-260310-0002"
    first = store.deposit(token, dossier, b"one", "key-1")
    assert store.deposit(token, dossier, b"one", "key-1").json() == first.json()
    for other in (
        store.deposit(token, dossier, b"two", "key-1"),
        store.deposit(token, "H15.12-260310-0003", b"one", "key-1"),
    ):
        assert (other.status_code, other.json()["code"]) == (409, "key-used")
        assert other.headers["Content-Type"] == "application/problem+json"
    second = store.deposit(token, dossier, b"two", "key-2").json()
    assert second["version"] == 2


def test_bytes_of_another_digest_and_half_uploads_make_no_result(store: Served) -> None:
    token, dossier = store.token("clerk", UNIT), "H15.12-260310-0004"
    told = store.deposit(token, dossier, b"one", digest="0" * 64)
    assert (told.status_code, told.json()["code"]) == (409, "digest-differs")
    upload = store.ask("POST", "uploads", token, headers=TUS | {"Upload-Length": "5"})
    name = upload.headers["Location"].rpartition("/")[2]
    told = store.deposit(token, dossier, b"one", upload=name)
    assert (told.status_code, told.json()["code"]) == (409, "upload-incomplete")
    assert store.ask("GET", "results", token, params={"dossier": dossier}).json()["results"] == []


def test_a_recalled_result_is_spoken_of_no_more_but_stays(store: Served) -> None:
    token, dossier = store.token("records_officer", UNIT), "H15.12-260310-0005"
    receipt = store.deposit(token, dossier, b"one").json()
    told = store.ask("POST", f"results/{receipt['id']}/withdrawal", token, json={"reason": "nhầm"})
    assert told.json()["withdrawn_at"]
    assert store.ask("GET", "results", token, params={"dossier": dossier}).json()["results"] == []
    every = {"dossier": dossier, "withdrawn": "true"}
    assert len(store.ask("GET", "results", token, params=every).json()["results"]) == 1
    assert store.ask("GET", f"results/{receipt['id']}/content", token).content == b"one"
    assert store.deposit(token, dossier, b"two").json()["version"] == 2


def test_deposits_for_one_dossier_at_once_get_versions_without_gap_or_twin(store: Served) -> None:
    token, dossier = store.token("clerk", UNIT), "H15.12-260310-0006"
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda n: store.deposit(token, dossier, b"%d" % n).json(), range(16)))
        same = list(pool.map(lambda _: store.deposit(token, dossier, b"x", "one key").json(), range(8)))
    assert sorted(one["version"] for one in given) == list(range(1, 17))
    assert len({one["id"] for one in same}) == 1


def test_paper_codes_count_exactly_their_prefix_and_come_once_for_a_key(store: Served) -> None:
    token = store.token("clerk", UNIT)

    def give(prefix: str, key: str) -> str:
        return str(
            store.ask("POST", "paper-codes", token, json={"prefix": prefix, "key": key}).json()["code"]
        )

    assert give("012.KQ.12/2025", "a") == "012.KQ.12/2025.01"
    assert give("012.KQ.12/2025.X", "b") == "012.KQ.12/2025.X.01"
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda n: give("012.KQ.12/2025", f"k{n}"), range(12)))
    assert sorted(codes) == [f"012.KQ.12/2025.{n:02}" for n in range(2, 14)]
    assert give("012.KQ.12/2025", "a") == "012.KQ.12/2025.01"


def test_the_audit_tells_who_did_what_and_is_whole(store: Served) -> None:
    from app.server.audit import verify

    clerk, supervisor = store.token("clerk", "H15.30"), store.token("supervisor", "H15.30")
    receipt = store.deposit(clerk, "H15.30-260310-0001", b"one").json()
    store.ask("GET", f"results/{receipt['id']}/content", supervisor)
    entries = store.ask("GET", "audit", supervisor, params={"limit": 1000}).json()["entries"]
    acts = [(one["account"], one["action"]) for one in entries if one["subject"] == receipt["id"]]
    assert acts == [("clerk H15.30", "deposited"), ("supervisor H15.30", "read")]
    assert {one["unit"] for one in entries} == {"H15.30"}
    assert list(verify(store.inside.database, [store.inside.key.public])) == []


def test_the_call_that_makes_an_upload_may_bring_its_first_bytes(store: Served) -> None:
    token, data = store.token("clerk", UNIT), b"%PDF whole at once"
    checksum = base64.b64encode(hashlib.sha256(data).digest()).decode()
    kind = {"Content-Type": "application/offset+octet-stream", "Upload-Checksum": f"sha256 {checksum}"}

    def made(length: int, sent: bytes) -> requests.Response:
        return store.ask(
            "POST", "uploads", token, headers=TUS | kind | {"Upload-Length": str(length)}, data=sent
        )

    whole, part = made(len(data), data), made(len(data) + 5, data)
    assert (whole.status_code, whole.headers["Upload-Offset"]) == (201, str(len(data)))
    assert (part.status_code, part.headers["Upload-Offset"]) == (201, str(len(data)))
    assert made(len(data), data[:-1] + b"E").status_code == 460
    assert made(len(data) - 1, data).status_code == 413
    fields = {
        "dossier": f"{UNIT}-260310-0900",
        "digest": hashlib.sha256(data).hexdigest(),
        "upload": whole.headers["Location"].rpartition("/")[2],
    }
    told = store.ask("POST", "results", token, headers={"Idempotency-Key": "at-once"}, json=fields)
    assert told.status_code == 201, told.text
    assert store.ask("GET", f"results/{told.json()['id']}/content", token).content == data
