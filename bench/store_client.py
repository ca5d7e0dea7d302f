"""The road to a served store: throughput beside plain requests, and what a bad line costs.

    .venv/bin/python bench/store_client.py [--results N] [--bad-line N] [--gigabytes N]

The server is ours, with SQLite and a folder, in a process of its own. Both clients send the same bytes to it over one
connection: ours does more (digests, checksums, durable memory, signature). Reading back is not measured.
The bad line: 30 % of connections cut at a random byte, 200 ms there and back, 1 Mbit/s.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.errors import TryAgainError
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.storage.durable import digest_of
from app.storage.http.connection import Connection, Credential
from app.storage.http.memory import RoadMemory
from app.storage.http.pace import Pace
from app.storage.http.store import HttpStore
from tests.storage.http.served import LOGIN, Program
from tests.storage.http.wire import Line, line_to

SIZE = 300_000
BITS_PER_SECOND = 1_000_000
ONE_WAY_SECONDS = 0.1
CUT_SHARE = 0.3
PARALLEL = 3


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def server(folder: Path) -> Iterator[Program]:
    """Run `sohoa serve`'s application with SQLite and a folder, in a process of its own."""
    program = Program(folder / "server")
    program.start()
    try:
        yield program
    finally:
        program.kill()


def results(folder: Path, count: int, name: str) -> list[Deposit]:
    made = []
    for number in range(count):
        data = random.Random(f"{name}{number}").randbytes(SIZE)
        path = folder / f"{name}-{number}.pdf"
        path.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        made.append(
            Deposit(f"{name}-{number}", f"H15.12-260310-{number:04}", digest, str(path), {"scan": name})
        )
    return made


def http_store(folder: Path, url: str, key: str) -> HttpStore:
    connection = Connection(url, lambda: LOGIN)
    return HttpStore(
        connection, RoadMemory(folder / "road.sqlite", _now()), Pace(time.monotonic, time.sleep), (key,)
    )


def plain(url: str, deposits: list[Deposit]) -> float:
    """Seconds for the same bytes by plain requests: create, one PATCH, ask for the receipt; nothing is looked at."""
    api = url + "/api/v1"
    with requests.Session() as session:
        login = {"account": LOGIN.account, "password": LOGIN.password}
        session.headers["Authorization"] = (
            f"Bearer {session.post(f'{api}/sessions', json=login).json()['token']}"
        )
        session.headers["Tus-Resumable"] = "1.0.0"
        began = time.perf_counter()
        for one in deposits:
            created = session.post(f"{api}/uploads", headers={"Upload-Length": str(SIZE)})
            address = requests.compat.urljoin(created.url, created.headers["Location"])
            kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
            session.patch(address, data=Path(one.path).read_bytes(), headers=kind).raise_for_status()
            fields = {
                "dossier": one.dossier,
                "digest": one.digest,
                "upload": address.rpartition("/")[2],
                "metadata": {},
            }
            asked = session.post(f"{api}/results", json=fields, headers={"Idempotency-Key": one.key})
            asked.raise_for_status()
        return time.perf_counter() - began


def throughput(count: int) -> None:
    ratios, ours_best, plain_best = [], float("inf"), float("inf")
    for attempt in range(3):
        with tempfile.TemporaryDirectory() as name, server(Path(name)) as program:
            folder, url = Path(name), program.url
            store = http_store(folder, url, program.key)
            store.deposit(results(folder, 1, f"warm{attempt}")[0])
            both = []
            for part in range(4):  # in turns, so that both meet the same machine
                mine, theirs = (
                    results(folder, count // 4, f"o{part}"),
                    results(folder, count // 4, f"p{part}"),
                )
                began = time.perf_counter()
                for one in mine:
                    store.deposit(one)
                both.append((time.perf_counter() - began, plain(url, theirs)))
            store.close()
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


def cutting(line: Line) -> Callable[[int], int | None]:
    """Plan the cuts of a line so that CUT_SHARE of its connections are really cut, each at a random byte.

    A byte behind a connection's last one cuts nothing; whatever is owed so falls upon later connections.
    """
    chance, plan = random.Random(6), dict[int, int | None]()

    def cut_after(number: int) -> int | None:
        if number not in plan:
            owed = CUT_SHARE * (number + 1) - line.cuts
            plan[number] = chance.randrange(SIZE) if chance.random() < owed else None
        return plan[number]

    return cut_after


def bad_line(count: int) -> None:
    with tempfile.TemporaryDirectory() as name, server(Path(name)) as program:
        with line_to(program.url) as line:
            line.delay_seconds, line.bytes_per_second = ONE_WAY_SECONDS, BITS_PER_SECOND / 8
            line.cut_after = cutting(line)
            _over(line, Path(name), program.key, count)
        direct = http_store(Path(name), program.url, program.key)
        stored = list(direct.all_receipts())
        direct.close()
    once = len({one.dossier for one in stored}) == len(stored) == count
    print(f"  each arrived once: {'yes' if once else 'NO'} ({len(stored)} stored)")


def _over(line: Line, folder: Path, key: str, count: int) -> None:
    """One workstation; every result goes over a connection of its own, so that 30 % of them are cut."""
    login = {"account": LOGIN.account, "password": LOGIN.password}
    token = requests.post(f"{line.url}/api/v1/sessions", json=login, timeout=60).json()["token"]
    memory = RoadMemory(folder / "road.sqlite", _now())
    pace = Pace(time.monotonic, time.sleep)
    deposits = results(folder, count, "bad")

    def deposited(deposit: Deposit) -> int:
        connection = Connection(line.url, lambda: Credential(token=token))
        store = HttpStore(connection, memory, pace, (key,))
        patiently(store, deposit)
        connection.close()
        return store.traffic.sent_bytes

    began = time.perf_counter()
    with ThreadPoolExecutor(PARALLEL) as pool:
        sent = sum(pool.map(deposited, deposits))
    seconds, bits = time.perf_counter() - began, count * SIZE * 8
    memory.close()
    print(f"bad line, {count} results of 300 KB, {PARALLEL} at a time: {seconds:.0f} s,")
    share = line.cuts / line.connections
    print(f"  {line.connections} connections, {line.cuts} of them ({share:.0%}) cut in the middle")
    print(f"  resent {sent / (count * SIZE) - 1:.1%} of the bytes (whole chunks counted); wanted under 5 %")
    print(
        f"  the line carried {line.carried_up / (count * SIZE) - 1:.1%} more than the results (headers, cut pieces)"
    )
    print(f"  the line was used to {bits / BITS_PER_SECOND / seconds:.0%}")


def big_file(gigabytes: float) -> None:
    """One big file up and read back; the highest memory of both programs before and after it."""
    with tempfile.TemporaryDirectory() as name, server(Path(name)) as program:
        folder = Path(name)
        store = http_store(folder, program.url, program.key)
        store.deposit(results(folder, 1, "warm")[0])
        assert program.process
        pids = {"client": "self", "server": str(program.process.pid)}
        before = {who: peak_mb(pid) for who, pid in pids.items()}
        path = folder / "big.pdf"
        with path.open("wb") as file:
            file.truncate(int(gigabytes * (1 << 30)))
        digest, size = digest_of(path)
        began = time.perf_counter()
        receipt = store.deposit(Deposit("big", "H15.12-260310-9999", digest, str(path), {}))
        up, found = time.perf_counter() - began, hashlib.sha256()
        for piece in store.content(receipt.id):
            found.update(piece)
        store.close()
        assert (receipt.bytes, found.hexdigest()) == (size, digest)
        print(f"{gigabytes} GB up in {up:.0f} s, read back whole in {time.perf_counter() - began - up:.0f} s")
        for who, pid in pids.items():
            print(f"  highest memory of the {who}: {before[who]} MB before, {peak_mb(pid)} MB after")


def peak_mb(pid: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) >> 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--results", type=int, default=200)
    parser.add_argument("--bad-line", type=int, default=40)
    parser.add_argument("--gigabytes", type=float, default=0)
    chosen = parser.parse_args()
    if chosen.results:
        throughput(chosen.results)
    if chosen.bad_line:
        bad_line(chosen.bad_line)
    if chosen.gigabytes:
        big_file(chosen.gigabytes)


if __name__ == "__main__":
    main()
