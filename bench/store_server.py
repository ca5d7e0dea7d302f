"""The served store under load on this machine: deposits a second, slowest answers, memory, a big register.

Everything (server, database, clients) shares the machine's cores. `--dossiers N` says how big the register is made;
10000000 takes some twenty minutes to fill.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import http.client
import json
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import requests

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.server.served import TUS, Served, served
from tests.supervision.postgres import cluster

RESULT_BYTES = 300_000
CHUNK_BYTES = 16 << 20


def deposits(store: Served, count: int, clients: int) -> dict[str, float]:
    """Deposit results over HTTP; an answer is from the first call of a deposit to its receipt."""
    token, here = store.token("clerk", "H15"), threading.local()
    seconds: list[float] = []

    def one(number: int) -> None:
        data = number.to_bytes(8, "big") * (RESULT_BYTES // 8)
        began = time.perf_counter()
        if not hasattr(here, "line"):
            here.line = http.client.HTTPConnection(store.url.removeprefix("http://"), timeout=60)
        _deposit(here.line, token, f"H15.1-260310-{number:05}", data)
        seconds.append(time.perf_counter() - began)

    one(0)
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(one, range(1, count)))
    taken = time.perf_counter() - began
    return {
        "deposits_a_second": round((count - 1) / taken, 1),
        "median_ms": round(statistics.median(seconds) * 1000, 1),
        "p99_ms": round(statistics.quantiles(seconds, n=100)[98] * 1000, 1),
    }


def _deposit(line: http.client.HTTPConnection, token: str, dossier: str, data: bytes) -> None:
    """Deposit by two calls over an open connection, at the least cost to the processors that all share."""
    digest = hashlib.sha256(data)
    checksum = base64.b64encode(digest.digest()).decode()
    login = {"Authorization": f"Bearer {token}"}
    brings = TUS | {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Length": str(len(data)),
        "Upload-Checksum": f"sha256 {checksum}",
    }
    line.request("POST", "/api/v1/uploads", data, login | brings)
    made = line.getresponse()
    assert made.status == 201, made.read()
    made.read()
    upload = (made.headers["Location"] or "").rpartition("/")[2]
    fields = {"dossier": dossier, "digest": digest.hexdigest(), "upload": upload, "metadata": {}}
    asks = {"Content-Type": "application/json", "Idempotency-Key": f"{dossier} {digest.hexdigest()}"}
    line.request("POST", "/api/v1/results", json.dumps(fields), login | asks)
    told = line.getresponse()
    assert told.status == 201, told.read()
    told.read()


def memory_of_upload(store: Served, gigabytes: float) -> dict[str, float]:
    """Stream one big upload in chunks without end; return the server's peak memory before and after, in MB."""
    token, size = store.token("clerk", "H15"), int(gigabytes * (1 << 30))
    before = _peak_mb(store)
    made = store.ask("POST", "uploads", token, headers=TUS | {"Upload-Length": str(size)})
    path = "uploads/" + made.headers["Location"].rpartition("/")[2]
    headers = TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    piece = bytes(1 << 20)
    told = store.ask("PATCH", path, token, headers=headers, data=(piece for _ in range(size >> 20)))
    assert told.status_code == 204, told.text
    return {"gigabytes": gigabytes, "peak_before_mb": before, "peak_after_mb": _peak_mb(store)}


def _peak_mb(store: Served) -> float:
    status = Path(f"/proc/{store.process.pid}/status").read_text(encoding="ascii")
    return round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1)


FILL = """
INSERT INTO dossiers (code, other_codes, procedure_code, procedure_name, field_code, owner_name, owner_number,
    unit_name, unit_code, has_result, birth_date, extra, unit, updated_at, search_text,
    state, channel, received_at, due_at, solved_at)
SELECT u || '-' || to_char(date '2020-01-01' + (n / 9000)::int, 'YYMMDD') || '-' || lpad((n %% 9000)::text, 5, '0'),
    '', '', '', '', name, '', '', u, 1, '', '{}', u, 1700000000000000 + n,
    ' ' || lower(u) || ' ' || n || E' \n ' || name || ' ',
    CASE WHEN n %% 50 = 0 THEN 4 ELSE 9 END, 1 + n %% 2, at, at + 432000000000,
    CASE WHEN n %% 50 = 0 THEN NULL ELSE at + n %% 600 * 1000000000 END
FROM (SELECT n, 'H15.' || n %% 102 AS u, 1577836800000000 + n / 9000 * 86400000000 AS at,
    (ARRAY['nguyen','tran','le','pham','hoang','phan','vu','dang','bui','do'])[1 + n %% 10] || ' ' ||
    (ARRAY['van','thi','duc','ngoc','minh','quang','thanh'])[1 + n %% 7] || ' ' ||
    substr(md5((n %% 20011)::text), 1, 5) AS name
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n) AS made"""
FILLED_AT_ONCE = 500_000


def fill(place: str, dossiers: int) -> None:
    """Fill the register, without supervision's sums, which are counted by triggers otherwise."""
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for first in range(0, dossiers, FILLED_AT_ONCE):
            connection.execute(FILL, {"first": first, "last": min(first + FILLED_AT_ONCE, dossiers) - 1})
        connection.execute("INSERT INTO units SELECT DISTINCT unit FROM dossiers ON CONFLICT DO NOTHING")
        connection.execute("VACUUM ANALYZE dossiers")


def register(store: Served, place: str, dossiers: int) -> dict[str, float]:
    """Fill the register, then ask for pages of changes and for names; return the slowest of ten of each, in ms."""
    began = time.perf_counter()
    fill(place, dossiers)
    filled = time.perf_counter() - began
    everywhere, own = store.token("supervisor", "*"), store.token("clerk", "H15.7")
    token = {"all": everywhere, "unit": own}
    asked = {
        "changes_all": ("all", {"updated_since": "2023-11-14T22:13:20+00:00", "limit": "100"}),
        "changes_unit": ("unit", {"limit": "100"}),
        "name_rare": ("all", {"text": "Trần Thị 3f2a1"}),
        "name_part": ("all", {"text": "c4ca4"}),
        "name_common": ("all", {"text": "Nguyễn Văn"}),
        "name_unit": ("unit", {"text": "Nguyễn Văn"}),
    }
    found = {"dossiers": dossiers, "fill_seconds": round(filled, 1)}
    for name, (who, query) in asked.items():
        found[f"{name}_ms"] = round(max(_ask(store, token[who], query) for _ in range(10)) * 1000, 1)
    return found


def _ask(store: Served, token: str, query: dict[str, str]) -> float:
    with requests.Session() as line:
        line.headers["Authorization"] = f"Bearer {token}"
        line.get(f"{store.api}/health", timeout=60)
        began = time.perf_counter()
        assert line.get(f"{store.api}/dossiers", params=query, timeout=60).ok
        return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deposits", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--gigabytes", type=float, default=1.0)
    parser.add_argument("--dossiers", type=int, default=100_000)
    wanted = parser.parse_args()
    options = ("--workers", str(wanted.workers))
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-") as folder, cluster("-c fsync=on") as place:
        url = f"postgresql://postgres@/postgres?host={place.split()[0].removeprefix('host=')}"
        (Path(folder) / "sohoa.toml").write_text("[served]\ncalls_of_account = 0\ncalls_of_address = 0\n")
        with served(Path(folder), url, options) as store:
            print(json.dumps(deposits(store, wanted.deposits, wanted.clients)), flush=True)
            print(json.dumps(memory_of_upload(store, wanted.gigabytes)), flush=True)
            print(json.dumps(register(store, place, wanted.dossiers)), flush=True)


if __name__ == "__main__":
    main()
