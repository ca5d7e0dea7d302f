"""Where an import's processor time goes: seconds a page for every stage, from the file to the proved deposit.

    .venv/bin/python bench/import_stages.py [--pages 24] [--quality swift] [--jobs 2] [--profile FUNCTION]

The import is the real one: station, spool, journal, crew and embedded store. Calls in worker processes are counted
there, walkers and the feeding by the time of their own threads; what is left are the workers' start and the machinery
between. `--profile read_page` (or `seal`, `inspect`) prints what is spent inside that call on top, by cProfile.
"""

from __future__ import annotations

import argparse
import cProfile
import functools
import os
import pstats
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.compose import station as station_module
from app.compose.books import import_register, open_books
from app.compose.importing import IMPORT_NICENESS, begun
from app.domain.batch import Choices
from app.domain.facts import Fact
from app.domain.scan import Scan, ScanState
from app.language import Translator
from app.pipeline.batch_intake import BatchIntake
from app.pipeline.crew import ProcessCrew
from app.pipeline.runner import Stage
from app.settings import Settings, open_workspace, resources, save
from app.storage.journal import SqliteJournal
from bench.importing import corpus, page_count

Call = Callable[..., Any]


class Costs:
    """Processor seconds and calls by what they were for. Safe to call from any thread."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._lock = Lock()

    def add(self, what: str, seconds: float) -> None:
        """Count one call."""
        with self._lock:
            self.seconds[what] += seconds
            self.calls[what] += 1

    def of_thread(self, what: str, function: Call) -> Call:
        """Return the function, counting the time of the thread that calls it."""

        @functools.wraps(function)
        def counted(*words: Any, **named: Any) -> Any:
            began = time.thread_time()
            try:
                return function(*words, **named)
            finally:
                self.add(what, time.thread_time() - began)

        return counted


def counted_there(profiled: str, function: Call, *words: object) -> tuple[Any, float]:
    """Run in a worker: return the outcome and the processor seconds of the whole process for it."""
    watch = cProfile.Profile() if function.__name__ == profiled else None
    began = time.process_time()
    outcome = watch.runcall(function, *words) if watch else function(*words)
    spent = time.process_time() - began
    if watch:
        watch.dump_stats(Path(os.environ["SOHOA_BENCH_PROFILES"]) / f"{os.getpid()}-{time.monotonic_ns()}")
    return outcome, spent


class CountingCrew(ProcessCrew):
    """A crew that counts what every call costs in its worker."""

    def __init__(self, costs: Costs, workers: int, profiled: str) -> None:
        super().__init__(workers, niceness=IMPORT_NICENESS)
        self._costs, self._profiled = costs, profiled

    def submit(self, function: Call, *arguments: object, timeout_seconds: float, first: bool = True) -> Any:
        """Run the function as any crew does."""
        outcome: Future[Any] = Future()

        def came(done: Future[Any]) -> None:
            if trouble := done.exception():
                outcome.set_exception(trouble)
                return
            result, spent = done.result()
            self._costs.add(f"in workers: {function.__name__}", spent)
            outcome.set_result(result)

        inner = super().submit(
            counted_there, self._profiled, function, *arguments, timeout_seconds=timeout_seconds, first=first
        )
        inner.add_done_callback(came)
        return outcome


def counted_road(costs: Costs, road: Call) -> Call:
    """Return the road's maker with every stage's work counted."""

    def made(*words: Any, **named: Any) -> Mapping[ScanState, Stage]:
        def of(stage: Stage) -> Stage:
            work: Callable[[Scan], Sequence[Fact]] = costs.of_thread(f"walkers: {stage.name}", stage.work)
            return replace(stage, work=work)

        return {state: of(stage) for state, stage in road(*words, **named).items()}

    return made


def measured(root: Path, scans: Path, costs: Costs, given: argparse.Namespace) -> tuple[float, float, float]:
    """Import everything; return seconds by the clock, and of the processor here and in the workers."""
    station_module.road = counted_road(costs, station_module.road)
    BatchIntake.take = costs.of_thread("feeding: hash, spool, journal", BatchIntake.take)  # type: ignore[method-assign]
    SqliteJournal.record = costs.of_thread("(journal's writes, all of them)", SqliteJournal.record)  # type: ignore[method-assign]
    crew = CountingCrew(costs, given.jobs, given.profile)
    began, own = time.perf_counter(), time.process_time()
    translator = Translator("en", resources() / "translations")
    with station_module.open_station(open_workspace(root), translator, crew) as station:
        batch = begun(station.books, str(scans), Choices(auto_link=True, quality=given.quality))
        station.start(watch=False)
        station.imports.start(batch)
        quiet = 0
        while quiet < 3:
            time.sleep(0.1)
            quiet = quiet + 1 if station.imports.idle and station.runner.idle else 0
        print(station.desk.ledger().total)
        wall = time.perf_counter() - began
    there = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, time.process_time() - own, there.ru_utime + there.ru_stime


def told(costs: Costs, pages: int, wall: float, own: float, workers: float) -> None:
    """Print the table."""
    print(
        f"{pages} pages, {60 * pages / wall:.1f} pages/min, {wall:.1f} s\n"
        "| stage | CPU ms a page | calls |\n|---|---|---|"
    )
    for what in sorted(costs.seconds, key=lambda one: (one.split(":")[0], -costs.seconds[one])):
        print(f"| {what} | {1000 * costs.seconds[what] / pages:.1f} | {costs.calls[what]} |")
    within = sum(spent for what, spent in costs.seconds.items() if what.startswith("in workers"))
    threads = sum(spent for what, spent in costs.seconds.items() if what.startswith(("walkers", "feeding")))
    print(f"| workers' start and hand-overs | {1000 * (workers - within) / pages:.1f} | |")
    print(f"| the importing process: everything else | {1000 * (own - threads) / pages:.1f} | |")
    print(f"| all | {1000 * (own + workers) / pages:.1f} | |")


def profiles_of(folder: Path) -> None:
    """Print what the profiled calls spent their time on."""
    files = [str(file) for file in folder.iterdir()]
    if files:
        pstats.Stats(*files).sort_stats("tottime").print_stats(35)


def main() -> None:
    """Make the scans, import them, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("--quality", choices=["exact", "swift"], default="swift")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--profile", default="", help="a function that runs in workers")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (profiles := folder / "profiles").mkdir()
        os.environ["SOHOA_BENCH_PROFILES"] = str(profiles)
        register, scans = corpus(folder, given.pages)
        root = folder / "workspace"
        save(open_workspace(root).settings_file, Settings())
        with open_books(open_workspace(root)) as books:
            import_register(books, register)
        costs = Costs()
        told(costs, page_count(scans), *measured(root, scans, costs, given))
        profiles_of(profiles)


if __name__ == "__main__":
    main()
