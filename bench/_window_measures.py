"""What the window's benchmark measures with: the event loop's beat, memory, uploads beside it, and the table."""

from __future__ import annotations

import collections
import faulthandler
import itertools
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.compose.books import open_books
from app.language.translator import Translator
from app.pipeline.ports import Announce
from app.settings import Workspace, resources
from app.ui.station import open_station

BEAT = 4  # milliseconds between heartbeats of the event loop
UPLOADS_AT_ONCE = 3
STALL = 50  # milliseconds: later than this, a person feels it
PATIENCE_SECONDS = 120


class Table:
    """Prints a row for each figure at once, and remembers which missed their aim."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def head(self, what: str) -> None:
        """Begin a part."""
        print(f"\n## {what}\n\n| what | aim | measured | reached |\n|---|---|---|---|", flush=True)

    def row(self, what: str, measured: str, aim: str = "", *, reached: bool | None = None) -> None:
        """Print one figure; `reached` None: there is no aim."""
        if reached is False:
            self.missed.append(f"{what}: {measured} (aim {aim})")
        print(f"| {what} | {aim} | {measured} | {_word(reached)} |", flush=True)

    def times(
        self, what: str, seconds: Sequence[float], aim: float | None = None, *, worst: bool = True
    ) -> None:
        """Print median and 95 % of some times; the aim in seconds is for the 95 % (or the median)."""
        median, p95 = statistics.median(seconds), percentile(seconds)
        told = f"median {median * 1000:,.0f} ms, p95 {p95 * 1000:,.0f} ms ({len(seconds)})"
        judged = p95 if worst else median
        wanted = f"{aim * 1000:,.0f} ms ({'p95' if worst else 'median'})" if aim else ""
        self.row(what, told, wanted, reached=judged < aim if aim else None)

    def stalls(self, what: str, stalls: Stalls) -> None:
        """End a watch over the event loop and print its longest stall."""
        longest, over, beats, worked = stalls.end()
        told = f"longest {longest:.0f} ms, {over} of {beats} beats over {STALL} ms; {worked:.0f} ms own work at most"
        self.row(f"event loop: {what}", told, f"{STALL} ms", reached=longest <= STALL)


def _word(reached: bool | None) -> str:
    return "" if reached is None else "yes" if reached else "**no**"


def percentile(seconds: Sequence[float], share: float = 0.95) -> float:
    """Return the time that `share` of them do not exceed."""
    ordered = sorted(seconds)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered)) - 1))]


class Stalls(QObject):
    """Measures how late heartbeats of the event loop come; with `stacks`, notes where the GUI thread stood then."""

    def __init__(self, *, stacks: bool = False) -> None:
        super().__init__()
        self._late: list[float] = []
        self._worked: list[float] = []  # processor time; the rest it waited for a core or the interpreter
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last, self._beating = time.perf_counter(), False
        self._busy = time.thread_time()
        self._seen: collections.Counter[str] = collections.Counter()
        self._gui = threading.get_ident()
        if stacks:
            threading.Thread(target=self._look_on, daemon=True).start()

    def begin(self) -> None:
        """Start beating."""
        self._late, self._last, self._beating = [], time.perf_counter(), True
        self._worked, self._busy = [], time.thread_time()
        self._seen.clear()
        self._timer.start(BEAT)

    def end(self) -> tuple[float, int, int, float]:
        """Stop; return the longest stall (ms), how many were felt, the beats, the most work between two (ms)."""
        self._beat()
        self._timer.stop()
        self._beating = False
        for stack, times in self._seen.most_common(12):
            print(f"    {times} x 5 ms:\n{stack}", file=sys.stderr)
        felt = sum(late > STALL for late in self._late)
        return max(self._late, default=0.0), felt, len(self._late), max(self._worked, default=0.0)

    def _beat(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        self._late.append((now - self._last) * 1000 - BEAT)
        self._worked.append((busy - self._busy) * 1000)
        self._last, self._busy = now, busy

    def _look_on(self) -> None:
        gui = f"0x{self._gui:016x}"
        with tempfile.TemporaryFile("w+") as told:
            while True:
                time.sleep(0.005)
                if self._beating and (time.perf_counter() - self._last) * 1000 > 25:
                    # Not by frames: whoever holds one may be the last, and would destroy timers in another thread.
                    told.seek(0)
                    told.truncate()
                    faulthandler.dump_traceback(told, all_threads=True)
                    told.seek(0)
                    stacks = told.read().split("\n\n")
                    self._seen["\n".join(next(one for one in stacks if gui in one).splitlines()[1:8])] += 1


def live(seconds: float = 0.0, until: Callable[[], object] | None = None) -> None:
    """Let the event loop run for some seconds, or until something is so (TimeoutError when it never is)."""
    loop, watch = QEventLoop(), QTimer()
    end = time.perf_counter() + (seconds or PATIENCE_SECONDS)
    watch.timeout.connect(lambda: loop.quit() if time.perf_counter() >= end or (until and until()) else None)
    watch.start(1)
    loop.exec()
    if until and not seconds and not until():
        raise TimeoutError("what the bench waits for did not come")


def timed(act: Callable[[], object]) -> float:
    """Return the seconds that an act takes with all that is painted because of it."""
    start = time.perf_counter()
    act()
    QApplication.processEvents()
    return time.perf_counter() - start


@contextmanager
def station_over(workspace: Workspace):
    """Open the real window over a workspace; yields the window, its desk, and where events are announced."""
    listeners: list[Announce] = []
    with open_books(workspace) as books:
        window = open_station(
            books.desk,
            listeners.append,
            workspace,
            Translator("vi", resources() / "translations"),
            lambda _: None,
        )
        try:
            yield window, books.desk, listeners[0]
        finally:
            window.close()


def resident_megabytes(pid: int | str = "self") -> float:
    """Return the memory of a process that lies in RAM."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def uploads_running():
    """Let results go up to a served store, as the deposit stage does, until the block ends; yields what arrived."""
    # Only here: it brings in more than the window has, and memory is measured, too.
    from bench.store_client import http_store, results, server

    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as program, ExitStack() as closing:
        store = http_store(Path(folder), program.url, program.key)
        closing.callback(store.close)
        going, arrived, numbers = threading.Event(), list[str](), itertools.count()
        going.set()

        def send(turn: int) -> None:
            while going.is_set():
                for deposit in results(Path(folder), 1, f"r{turn}-{next(numbers)}"):
                    arrived.append(store.deposit(deposit).id)

        threads = [threading.Thread(target=send, args=(turn,)) for turn in range(UPLOADS_AT_ONCE)]
        for thread in threads:
            thread.start()
        try:
            yield arrived
        finally:
            going.clear()
            for thread in threads:
                thread.join()
