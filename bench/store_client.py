"""The road to a served store: throughput beside plain requests, and what a bad line costs.

    .venv/bin/python bench/store_client.py [--results N] [--bad-line N]

The server is the tests' peer (Python's http.server with the uploads of `resumable-upload`) in a process of its own. Both
clients send the same bytes to it over one connection: ours does more (digests, checksums, durable memory, signature).
The bad line: 30 % of connections cut at a random byte, 200 ms there and back, 1 Mbit/s.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.errors import TryAgainError
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.storage.http.connection import Connection, Credential
from app.storage.http.memory import RoadMemory
from app.storage.http.pace import Pace
from app.storage.http.store import HttpStore
from tests.storage.http.peer import peer_at
from tests.storage.http.wire import Line, line_to

SIZE = 300_000
BITS_PER_SECOND = 1_000_000
ONE_WAY_SECONDS = 0.1
CUT_SHARE = 0.3
CUT_WITHIN_BYTES = 400_000
PARALLEL = 3
LOGIN = Credential(account="lan", password="đúng")


def _now() -> datetime:
    return datetime.now(UTC)


def _serve(folder: str, pipe: Pipe) -> None:
    with peer_at(Path(folder), _now) as peer:
        pipe.send((peer.url, peer.public_key))
        pipe.recv()
        pipe.send([(one.dossier, one.digest, one.version) for one in peer.store.all_receipts()])
        pipe.recv()


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, str, Pipe]]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(str(folder), theirs))
    process.start()
    url, key = ours.recv()
    yield url, key, ours
    ours.send("end")
    process.join()


def results(folder: Path, count: int, name: str) -> list[Deposit]:
    made = []
    for number in range(count):
        data = random.Random(f"{name}{number}").randbytes(SIZE)
        path = folder / f"{name}-{number}.pdf"
        path.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        made.append(Deposit(f"{name}-{number}", f"H15.12-260310-{number:04}", digest, str(path), {"scan": name}))
    return made


def http_store(folder: Path, url: str, key: str) -> HttpStore:
    connection = Connection(url, lambda: LOGIN)
    return HttpStore(connection, RoadMemory(folder / "road.sqlite", _now()), Pace(time.monotonic, time.sleep), (key,))


def plain(url: str, deposits: list[Deposit]) -> float:
    """Seconds for the same bytes by plain requests: create, one PATCH, ask for the receipt; nothing is looked at."""
    api = url + "/api/v1"
    with requests.Session() as session:
        login = {"account": LOGIN.account, "password": LOGIN.password}
        session.headers["Authorization"] = f"Bearer {session.post(f'{api}/sessions', json=login).json()['token']}"
        session.headers["Tus-Resumable"] = "1.0.0"
        began = time.perf_counter()
        for one in deposits:
            created = session.post(f"{api}/uploads", headers={"Upload-Length": str(SIZE)})
            address = requests.compat.urljoin(created.url, created.headers["Location"])
            kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
            session.patch(address, data=Path(one.path).read_bytes(), headers=kind).raise_for_status()
            fields = {"dossier": one.dossier, "digest": one.digest, "upload": address.rpartition("/")[2], "metadata": {}}
            asked = session.post(f"{api}/results", json=fields, headers={"Idempotency-Key": one.key})
            asked.raise_for_status()
        return time.perf_counter() - began


def throughput(count: int) -> None:
    ratios, ours_best, plain_best = [], float("inf"), float("inf")
    for attempt in range(3):
        with tempfile.TemporaryDirectory() as name, server(Path(name) / "peer") as (url, key, pipe):
            folder = Path(name)
            store = http_store(folder, url, key)
            store.deposit(results(folder, 1, f"warm{attempt}")[0])
            both = []
            for part in range(4):  # in turns, so that both meet the same machine
                mine, theirs = results(folder, count // 4, f"o{part}"), results(folder, count // 4, f"p{part}")
                began = time.perf_counter()
                for one in mine:
                    store.deposit(one)
                both.append((time.perf_counter() - began, plain(url, theirs)))
            store.close()
            pipe.send("list")
            pipe.recv()
            ours, others = (sum(seconds) / (count // 4 * 4) for seconds in zip(*both, strict=True))
            ratios.append(others / ours)
            ours_best, plain_best = min(ours_best, ours), min(plain_best, others)
    print(f"300-KB results over loopback, one connection, {count} each, three times:")
    print(f"  plain requests {1 / plain_best:.0f}/s, ours {1 / ours_best:.0f}/s (best runs)")
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"  ours / plain: median {statistics.median(ratios):.2f} ({shown}); wanted 0.8")


def patiently(store: HttpStore, deposit: Deposit) -> Receipt:
    """Deposit as the runner does, with a short pause."""
    while True:
        try:
            return store.deposit(deposit)
        except TryAgainError:
            time.sleep(0.5)


def bad_line(count: int) -> None:
    chance = random.Random(6)
    plan: dict[int, int | None] = {}

    def cut_after(number: int) -> int | None:
        if number not in plan:
            plan[number] = chance.randrange(CUT_WITHIN_BYTES) if chance.random() < CUT_SHARE else None
        return plan[number]

    with tempfile.TemporaryDirectory() as name, server(Path(name) / "peer") as (url, key, pipe):
        with line_to(url) as line:
            line.delay_seconds, line.bytes_per_second = ONE_WAY_SECONDS, BITS_PER_SECOND / 8
            line.cut_after = cut_after
            _over(line, Path(name), key, count)
        pipe.send("list")
        stored = pipe.recv()
    once = len(stored) == count and all(version == 1 for _, _, version in stored)
    print(f"  each arrived once: {'yes' if once else 'NO'} ({len(stored)} stored)")


def _over(line: Line, folder: Path, key: str, count: int) -> None:
    deposits = results(folder, count, "bad")
    began = time.perf_counter()
    traffic = [0, 0]

    def one_by_one(mine: list[Deposit], place: int) -> None:
        """A workstation that opens a connection of its own for each result, so that 30 % of them are cut."""
        own = folder / f"w{place}"
        own.mkdir()
        for deposit in mine:
            store = http_store(own, line.url, key)
            store.connection._token = token
            patiently(store, deposit)
            traffic[0] += store.traffic.sent_bytes
            store.close()

    first = http_store(folder, line.url, key)
    token = first.connection._valid_token("")
    first.close()
    with ThreadPoolExecutor(PARALLEL) as pool:
        for done in [pool.submit(one_by_one, deposits[n::PARALLEL], n) for n in range(PARALLEL)]:
            done.result()
    seconds = time.perf_counter() - began
    resent = traffic[0] / (count * SIZE) - 1
    print(f"bad line ({count} results of 300 KB, {PARALLEL} at a time): {seconds:.0f} s, {line.connections} connections,")
    print(f"  {line.cuts} cut; resent {resent:.1%} of the bytes (whole chunks counted); wanted under 5 %")
    print(f"  the line was used to {count * SIZE * 8 / BITS_PER_SECOND / seconds:.0%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--results", type=int, default=200)
    parser.add_argument("--bad-line", type=int, default=40)
    chosen = parser.parse_args()
    if chosen.results:
        throughput(chosen.results)
    if chosen.bad_line:
        bad_line(chosen.bad_line)


if __name__ == "__main__":
    main()
