"""Measures the storage floor: register import and look-ups, the journal with a million scans, spool and store.

    .venv/bin/python bench/storage.py            register 100,000 and 200,000; journal 100,000 scans (minutes)
    .venv/bin/python bench/storage.py --large    register 2,000,000; journal 1,000,000 scans (much longer, 10 GB)
    .venv/bin/python bench/storage.py --journal  journal 1,000,000 scans alone

What was generated stays in .cache/bench/storage and is used again. Times are of the wall clock, best and median of
several calls with other questions each time; processor seconds beside where other programs would disturb them.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from _storage_world import FAMILY, GIVEN, MIDDLE, dossiers, fill_journal, write_csv

from app.domain.dossier import Dossier
from app.domain.facts import Captured
from app.domain.ledger import local_day
from app.domain.requests import Clues
from app.domain.scan import Scan, ScanState
from app.storage.journal import SqliteJournal
from app.storage.register import SqliteRegister
from app.storage.spool import FolderSpool

PLACE = Path(__file__).resolve().parent.parent / ".cache" / "bench" / "storage"
NOW = datetime(2026, 3, 10, tzinfo=UTC)


def said(what: str, *figures: str) -> None:
    print(f"{what:58}", *figures, flush=True)


def milliseconds(times: Iterable[tuple[float, float]]) -> str:
    clock, processor = (sorted(ways) for ways in zip(*times, strict=True))
    worst = int(len(clock) * 0.95)
    return (
        f"median {statistics.median(clock) * 1000:8.2f} ms   p95 {clock[worst] * 1000:8.2f} ms"
        f"   processor {statistics.median(processor) * 1000:8.2f} / {processor[worst] * 1000:8.2f} ms"
    )


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return seconds by the clock on the wall, and of the processor."""
    start, processor = time.perf_counter(), time.thread_time()
    call()
    return time.perf_counter() - start, time.thread_time() - processor


def removed(path: Path) -> Path:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return path


def measure_import(size: int) -> None:
    table = PLACE / f"register-{size}.csv"
    if not table.exists():
        write_csv(table, size)
    path = removed(PLACE / "import.sqlite")
    register = SqliteRegister(path)
    for turn in ("first", "again, nothing changed"):
        start, processor = time.perf_counter(), time.process_time()
        report = register.import_file(table)
        seconds, processor = time.perf_counter() - start, time.process_time() - processor
        assert report.added + report.unchanged == size
        said(f"import {size:,} rows of CSV ({turn})", f"{seconds:6.1f} s   processor {processor:5.1f} s")
    register.close()
    removed(path)


def register_of(size: int) -> SqliteRegister:
    path = PLACE / f"register-{size}.sqlite"
    if not path.exists():
        building = removed(PLACE / "building.sqlite")
        register = SqliteRegister(building)
        seconds, processor = timed(lambda: register.put(dossiers(size)))
        register.close()
        building.rename(path)
        said(
            f"put {size:,} dossiers",
            f"{seconds:6.1f} s   processor {processor:6.1f} s   {path.stat().st_size / 1e6:,.0f} MB",
        )
    return SqliteRegister(path)


def questions(sample: list[Dossier], random: Random) -> dict[str, list[str]]:
    """What clerks type: one list of texts for each kind."""

    def name(*parts: list[str]) -> list[str]:
        return [" ".join(random.choice(part) for part in parts) for _ in sample]

    return {
        "whole code": [one.code for one in sample],
        "end of a code (250715-0012)": [one.code.split("-", 1)[1] for one in sample],
        "serial (0012)": [one.code[-4:] for one in sample],
        "middle of a code (5-2507)": [one.code[5:-6] for one in sample],
        "whole number": [one.owner_number for one in sample],
        "last six digits of a number": [one.owner_number[-6:] for one in sample],
        "whole name": [one.owner_name for one in sample],
        "two words of a name": name(MIDDLE, GIVEN),
        "words in another order": name(GIVEN, FAMILY),
        "family name": name(FAMILY),
        "one syllable (an)": [word[:2] for word in name(GIVEN)],
        "nothing like it": [f"zq{n} xyz" for n in range(len(sample))],
    }


def measure_look_ups(size: int) -> None:
    register = register_of(size)
    random = Random(11)
    sample = random.sample(list(islice(register.dossiers(), 20_000)), 40)
    for kind, texts in questions(sample, random).items():
        times = [timed(lambda text=text: register.search(text)) for text in texts]
        said(f"search {size:,}: {kind}", milliseconds(times))
    clues = {
        "code": [Clues(codes=(one.code.replace("0", "O"),)) for one in sample],
        "number": [Clues(numbers=(one.owner_number,)) for one in sample],
        "name": [Clues(names=(one.owner_name,)) for one in sample],
        "all of a page (1 code, 2 numbers, 4 names)": [
            Clues(
                (one.code,),
                (one.owner_number, "066090001234"),
                (one.owner_name, "Lê A", "nguyen van an", "y blui"),
            )
            for one in sample
        ],
    }
    for kind, asked in clues.items():
        times = [timed(lambda clue=clue: register.answering(clue)) for clue in asked]
        said(f"clues {size:,}: {kind}", milliseconds(times))
    times = [timed(lambda one=one: register.name_counts([one.owner_name])) for one in sample]
    said(f"how many bear a name {size:,}", milliseconds(times))
    register.close()


def measure_journal(size: int) -> None:
    path = PLACE / f"journal-{size}.sqlite"
    if not path.exists():
        building = removed(PLACE / "building.sqlite")
        journal = SqliteJournal(building)
        seconds, _ = timed(lambda: fill_journal(journal, size))
        journal.close()
        building.rename(path)
        said(f"journal: made {size:,} scans", f"{seconds:6.1f} s   {path.stat().st_size / 1e9:.1f} GB")
    start = time.perf_counter()
    journal = SqliteJournal(path)
    waiting = journal.unfinished()
    said(
        f"journal {size:,}: open and list the unfinished ({len(waiting)})",
        f"{time.perf_counter() - start:6.3f} s",
    )
    last = journal.scan(waiting[-1])
    assert last is not None
    asked: dict[str, Callable[[], object]] = {
        "ledger of the day and in all": lambda: journal.ledger(local_day(last.captured_at)),
        "unfinished": journal.unfinished,
        "next scan to work on": lambda: journal.scan(journal.unfinished()[0]),
        "changes since the last fact": lambda: journal.changed_since(1 << 60),
        "first 200 held": lambda: list(journal.scans(held=True, limit=200)),
        "last 200 stored (offset)": lambda: list(
            journal.scans(state=ScanState.STORED, limit=200, offset=int(size * 0.97))
        ),
        "one capture": lambda: journal.of_capture(last.capture),
        "one dossier": lambda: journal.of_dossier(last.dossier or ""),
        "one life": lambda: journal.facts(last.id),
    }
    for what, call in asked.items():
        said(f"journal {size:,}: {what}", milliseconds([timed(call) for _ in range(20)]))
    measure_recording(journal, size)
    journal.close()


def measure_recording(journal: SqliteJournal, size: int) -> None:
    run = f"{time.time_ns():x}"

    def record(number: int) -> list[Scan]:
        name = f"{run}-{number}"
        return journal.record(
            Captured(scan=name, at=NOW, capture="f" * 64, bytes=1, source=name, folder="/scans")
        )

    times = [timed(lambda number=number: record(number)) for number in range(200)]
    said(f"journal {size:,}: record one fact durably", milliseconds(times))


def measure_spool() -> None:
    spool = FolderSpool(PLACE / "spool")
    random = Random(3)
    captures = [random.randbytes(900_000) for _ in range(60)]
    times = [timed(lambda data=data: spool.put([data])) for data in captures]
    said("spool: one capture of 900 KB, durably", milliseconds(times))


def main() -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    said(f"{datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if "--journal" in sys.argv:
        measure_journal(1_000_000)
        return
    if "--large" in sys.argv:
        measure_look_ups(2_000_000)
        measure_journal(1_000_000)
        return
    measure_import(100_000)
    measure_look_ups(200_000)
    measure_journal(100_000)
    measure_spool()


if __name__ == "__main__":
    main()
