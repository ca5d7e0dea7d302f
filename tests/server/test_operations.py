"""A store at work: limits and metrics over several processes, a log without people, TLS of its own, packed bodies."""

from __future__ import annotations

import gzip
import ipaddress
import json
import logging
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from prometheus_client.parser import text_string_to_metric_families

from app.server.limits import Allowances, Limits
from app.server.problems import ProblemError
from app.server.run import JsonLines
from tests.server.served import PROJECT, Served, served


def test_several_processes_together_let_through_no_more_than_the_limit(store: Served) -> None:
    database, now = store.inside.database, store.inside.database.clock()
    processes = [Allowances(database, Limits(calls_of_account=100)) for _ in range(3)]
    for one in processes:
        one._now = lambda: now.year * 1_000_000  # type: ignore[method-assign]  # a minute that does not end

    refused: list[ProblemError] = []

    def called(number: int) -> bool:
        try:
            processes[number % 3].spend("account", "limit")
        except ProblemError as problem:
            refused.append(problem)
            return False
        return True

    with ThreadPoolExecutor(6) as many:
        passed = sum(many.map(called, range(300)))
    assert passed == 100
    assert {(one.status, one.code) for one in refused} == {(429, "too-many-calls")}
    assert all(1 <= int((one.headers or {})["Retry-After"]) <= 60 for one in refused)
    processes[0].spend("account", "another")
    processes[0].spend("address", "limit")


def test_an_account_that_calls_too_often_is_told_to_wait_by_the_offices_setting(tmp_path: Path) -> None:
    (tmp_path / "sohoa.toml").write_text("[served]\ncalls_of_account = 20\n", encoding="utf-8")
    with served(tmp_path) as store:
        busy, calm = store.token("clerk", "H15.1"), store.token("clerk", "H15.2")
        told = [store.ask("GET", "results", busy) for _ in range(61)]  # three minutes could not hold them
        refused = [one for one in told if one.status_code == 429]
        assert {one.status_code for one in told[:20]} == {200}
        assert refused
        assert refused[0].json()["code"] == "too-many-calls"
        assert int(refused[0].headers["Retry-After"]) > 0
        assert store.ask("GET", "results", calm).status_code == 200


def _counted(store: Served, token: str) -> dict[tuple[str, str], float]:
    text = store.ask("GET", "metrics", token).text
    return {
        (sample.labels["call"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "sohoa_calls_total"
    }


def test_metrics_count_the_calls_of_every_process_and_name_nobody(tmp_path: Path) -> None:
    with served(tmp_path, options=("--workers", "2")) as store:
        token = store.token("administrator", "*")
        for _ in range(12):
            store.ask("GET", "keys")
        store.ask("GET", "results/Nguyễn Thị Mẫu", token)
        store.ask("BREW", "Nguyễn Thị Mẫu", token)
        for _ in range(200):  # a call is counted when it has been answered
            counted = _counted(store, token)
            if counted.get(("GET /keys", "200")) == 12:
                break
        assert counted["GET /keys", "200"] == 12
        assert counted["GET /results/{result_id}", "404"] == 1
        text = store.ask("GET", "metrics", token).text
        assert "sohoa_uploads_under_way 0.0" in text
        assert "sohoa_call_seconds_bucket" in text
        assert "Mẫu" not in text
        assert "BREW" not in text


def test_the_log_names_no_people_codes_or_contents(tmp_path: Path) -> None:
    secrets = ("Nguyễn Thị Mẫu", "066190001234", "H15.70-260310", "tệp mật", "bí mật lắm")
    with served(tmp_path) as store:
        token = store.token("records_officer", "H15.70")
        code = f"{secrets[2]}-0001"
        store.ask(
            "POST",
            "dossiers",
            token,
            json=[{"MaHoSo": code, "ChuHoSo": secrets[0], "SoDinhDanh": secrets[1]}],
        )
        told = store.deposit(token, code, secrets[3].encode(), metadata={"owner": secrets[0]}).json()
        store.ask("GET", "dossiers", token, params={"text": secrets[0]})
        store.ask("POST", f"results/{told['id']}/withdrawal", token, json={"reason": secrets[0]})
        store.ask("POST", "sessions", json={"account": secrets[0], "password": secrets[4]})
        store.ask("GET", f"results/{secrets[0]}", token)
        store.ask("POST", "dossiers", token, data=secrets[0].encode())
        store.ask("POST", "paper-codes", token, json={"prefix": secrets[1], "key": "k"})
        with closing(store.inside.database._engine.raw_connection()) as raw:
            raw.driver_connection.execute("ALTER TABLE paper_codes RENAME COLUMN prefix TO other")
        assert (
            store.ask("POST", "paper-codes", token, json={"prefix": secrets[1], "key": "m"}).status_code
            == 500
        )
    log = (tmp_path / "log.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert any(line.get("call") == "POST /results" and line["status"] == 201 for line in lines)
    assert any("OperationalError" in line.get("trace", []) for line in lines)
    assert not [
        secret for secret in (*secrets, token, told["id"]) if secret in log or json.dumps(secret) in log
    ]


def test_the_words_of_a_trouble_are_not_logged_only_its_kind_and_place() -> None:
    try:
        try:
            raise ValueError("Nguyễn Thị Mẫu")
        except ValueError as first:
            raise RuntimeError("066190001234") from first
    except RuntimeError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "a defect", None, sys.exc_info())
    told = JsonLines().format(record)
    assert "ValueError" in told
    assert "RuntimeError" in told
    assert re.search(r"test_operations.py:\d+", told)
    assert "Mẫu" not in told
    assert "066190001234" not in told


def test_packed_bodies_are_refused_packed(store: Served) -> None:
    token = store.token("clerk", "H15.70")
    bomb = gzip.compress(bytes(64 << 20))
    for path, headers in (
        ("dossiers", {"Content-Type": "application/json"}),
        ("sessions", {"Content-Type": "application/json"}),
    ):
        told = store.ask("POST", path, token, data=bomb, headers=headers | {"Content-Encoding": "gzip"})
        assert (told.status_code, told.headers["Content-Type"]) == (415, "application/problem+json")
        assert store.ask("POST", path, token, data=bomb, headers=headers).status_code in (400, 422)
    receipt = store.deposit(token, "H15.70-260310-0009", bomb)
    assert receipt.json()["bytes"] == len(bomb), "what is stored is kept as it came, never opened"


@pytest.mark.parametrize(
    "body",
    [
        b"[" + b"9" * 5000 + b"]",
        b'[{"MaHoSo": ' + b"9" * 5000 + b"}]",
        b'[{"MaHoSo": "H15.70-260310-0010", "PhiLePhi": 1e999}]',
        b'[{"MaHoSo": "H15.70-260310-0011", "PhiLePhi": NaN}]',
        b'{"a":' * 50_000,
    ],
    ids=["number", "number in a row", "infinite", "no number", "deep"],
)
def test_json_at_its_limits_is_taken_or_refused_but_breaks_nothing(store: Served, body: bytes) -> None:
    token = store.token("clerk", "H15.70")
    told = store.ask("POST", "dossiers", token, data=body, headers={"Content-Type": "application/json"})
    assert told.status_code < 500, told.text


def test_a_key_used_again_with_other_bytes_gives_no_receipt_and_stores_nothing(store: Served) -> None:
    token, code = store.token("clerk", "H15.70"), "H15.70-260310-0020"
    first = store.deposit(token, code, b"mot", "replayed").json()
    again = store.deposit(token, code, b"hai", "replayed")
    assert (again.status_code, again.json()["code"], again.json()["receipt"]) == (
        409,
        "key-used",
        first["id"],
    )
    assert store.deposit(token, code, b"mot", "replayed").json() == first
    elsewhere = store.deposit(token, "H15.70-260310-0021", b"mot", "replayed")
    assert elsewhere.status_code == 409
    found = store.ask("GET", "results", token, params={"dossier": code}).json()["results"]
    assert [one["id"] for one in found] == [first["id"]]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A certificate authority, and a certificate of it with its key for this machine."""
    folder = tmp_path_factory.mktemp("authority")
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    now = datetime.now(UTC)
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("CA", "store")]
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    files = [folder / name for name in ("ca.pem", "store.pem", "store.key")]
    for number, key in enumerate(keys):
        certificate = (
            x509.CertificateBuilder()
            .subject_name(names[number])
            .issuer_name(names[0])
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=9))
            .add_extension(x509.BasicConstraints(ca=number == 0, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[0].public_key()), critical=False
            )
            .add_extension(here, critical=False)
            .sign(keys[0], hashes.SHA256())
        )
        files[number].write_bytes(certificate.public_bytes(Encoding.PEM))
    files[2].write_bytes(keys[1].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files[0], files[1], files[2]


def _connects(workspace: Path, url: str, token: str, *authority: str) -> int:
    """Connect a workstation to the store by the command of its own program; return the exit code."""
    words = ("store", "connect", url, "--credential", "file", *authority)
    done = subprocess.run(
        [sys.executable, "-m", "app", "--workspace", str(workspace), "--json", *words],
        cwd=PROJECT, input=f"{token}\n", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode


def test_a_store_with_a_certificate_of_its_own_authority_is_reached_with_that_authority_only(
    authority: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    ca, certificate, key = authority
    with served(tmp_path, options=("--certificate", str(certificate), "--private-key", str(key))) as store:
        assert store.url.startswith("https://127.0.0.1:")
        token = store.token("clerk", "H15.1")
        asked = ("curl", "-sS", f"{store.api}/health")
        known = subprocess.run([*asked, "-D", "-", "--cacert", str(ca)], capture_output=True, check=False)
        assert known.returncode == 0
        assert b"strict-transport-security: max-age=31536000" in known.stdout.lower()
        assert subprocess.run(asked, capture_output=True, check=False).returncode == 60, "not trusted"
        assert _connects(tmp_path / "with", store.url, token, "--ca", str(ca)) == 0
        assert _connects(tmp_path / "without", store.url, token) == 3
