"""Killed servers, several processes, tampered audits: nothing that was acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import hashlib
import http.client
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from tusclient.client import TusClient

from app.server.audit import verify
from app.server.database import do, many
from tests.server.served import TUS, Served, address, end, served, start

UNIT = "H15.60"


def _flaws(store: Served) -> list[tuple[int, str]]:
    return [(one.sequence, one.problem) for one in verify(store.inside.database, [store.inside.key.public])]


def test_an_independent_client_uploads_in_chunks_and_goes_on(store: Served, tmp_path: Path) -> None:
    token, data = store.token("clerk", UNIT), b"tus" * 100_000
    file = tmp_path / "result.pdf"
    file.write_bytes(data)
    client = TusClient(f"{store.api}/uploads", headers={"Authorization": f"Bearer {token}"})
    with file.open("rb") as opened:  # tuspy knows no checksum but SHA-1: these chunks come without
        first = client.uploader(file_stream=opened, chunk_size=70_000)
        first.upload_chunk()
        second = client.uploader(file_stream=opened, chunk_size=70_000, url=first.url)
        assert second.offset == 70_000
        second.upload()
    told = store.ask(
        "POST",
        "results",
        token,
        headers={"Idempotency-Key": "tuspy"},
        json={
            "dossier": f"{UNIT}-260310-0001",
            "digest": hashlib.sha256(data).hexdigest(),
            "upload": first.url.rpartition("/")[2],
        },
    )
    assert told.status_code == 201, told.text
    assert told.json()["bytes"] == len(data)


def test_what_came_before_a_cut_counts_and_the_rest_goes_on_at_that_byte(store: Served) -> None:
    token, data = store.token("clerk", UNIT), b"0123456789" * 50_000
    made = store.ask("POST", "uploads", token, headers=TUS | {"Upload-Length": str(len(data))})
    upload = made.headers["Location"].rpartition("/")[2]
    _cut_patch(store, token, upload, data[:300_000], len(data))
    arrived = 0
    while not arrived:  # the server notices the cut in its own time
        told = store.ask("HEAD", f"uploads/{upload}", token, headers=TUS)
        arrived = int(told.headers["Upload-Offset"])
    assert arrived == 300_000
    assert store.patch(token, upload, arrived, data[arrived:]).status_code == 204


def _cut_patch(store: Served, token: str, upload: str, sent: bytes, announced: int) -> None:
    at = urlsplit(store.url)
    line = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
    line.putrequest("PATCH", f"/api/v1/uploads/{upload}")
    headers = TUS | {
        "Authorization": f"Bearer {token}",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(announced),
    }
    for name, text in headers.items():
        line.putheader(name, text)
    line.endheaders()
    line.send(sent)
    line.close()


def test_a_server_killed_while_it_stores_keeps_every_receipt_it_gave(tmp_path: Path) -> None:
    with served(tmp_path) as store:
        token = store.token("clerk", UNIT)
        given: dict[int, dict[str, object]] = {}
        enough = threading.Event()

        def deposit_until_killed(first: int) -> None:
            for number in range(first, first + 200):
                try:
                    told = store.deposit(token, f"{UNIT}-260310-{number:04}", b"%d" % number, f"k{number}")
                except requests.RequestException:
                    return
                given[number] = told.json()
                if len(given) > 20:
                    enough.set()

        with ThreadPoolExecutor(4) as pool:
            works = [pool.submit(deposit_until_killed, first) for first in range(0, 800, 200)]
            assert enough.wait(60)
            store.process.send_signal(signal.SIGKILL)
            for work in works:
                work.result()
        store.process.wait()
        again = start(tmp_path, store.inside.place)
        try:
            store.url = address(again)
            for number, receipt in given.items():
                back = store.ask("GET", f"results/{receipt['id']}/content", token)
                assert back.content == b"%d" % number
                once_more = store.deposit(token, f"{UNIT}-260310-{number:04}", b"%d" % number, f"k{number}")
                assert once_more.json() == receipt
        finally:
            end(again)
        assert _flaws(store) == []
        assert list(store.inside.blobs.check([])) == []


def test_several_processes_serve_one_store(tmp_path: Path) -> None:
    with served(tmp_path, options=("--workers", "2")) as store:
        token, dossier = store.token("clerk", UNIT), f"{UNIT}-260310-0001"
        with ThreadPoolExecutor(6) as pool:
            told = list(pool.map(lambda n: store.deposit(token, dossier, b"%d" % n).json(), range(30)))
        assert sorted(one["version"] for one in told) == list(range(1, 31))
        assert _flaws(store) == []


@pytest.mark.parametrize(
    ("tampering", "problems"),
    [
        ("UPDATE audit SET account = 'other' WHERE sequence = 3", {"altered"}),
        ("DELETE FROM audit WHERE sequence = 3", {"missing"}),
        ("DELETE FROM audit WHERE sequence >= 4", {"unspoken"}),
        ("UPDATE audit SET signature = 'AAAA' WHERE sequence = 3", {"foreign"}),
    ],
)
def test_tampering_with_the_audit_is_found(tmp_path: Path, tampering: str, problems: set[str]) -> None:
    with served(tmp_path) as store:
        token = store.token("clerk", UNIT)
        for number in range(3):
            store.deposit(token, f"{UNIT}-260310-{number:04}", b"x")
        assert _flaws(store) == []
        with store.inside.database.writing() as connection:
            assert len(many(connection, "SELECT * FROM audit")) == 5
            do(connection, tampering)
        found = _flaws(store)
        assert found
        assert {problem for _, problem in found} <= problems | {"unspoken"}
        assert problems <= {problem for _, problem in found}
