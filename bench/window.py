"""Measures the window on a real display (an Xvfb of its own where there is none), with 100,000 scans in the journal.

    .venv/bin/python bench/window.py

Start to first paint and to the first page; key to the next page painted; filter and sort; stalls of the event loop
while the queue loads, while 2,000 events arrive at once, and while eight pages are read and the clerk goes on. What
was generated stays in .cache/bench/window.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.compose.books import open_books
from app.domain.requests import ReadOptions
from app.language.translator import Translator
from app.ocr import reader
from app.pipeline.crew import ProcessCrew
from app.pipeline.desk import Desk
from app.pipeline.ports import Announce, ScanChanged
from app.settings import Settings, WatchedFolder, Workspace, resources
from app.ui.feed import Loaded
from app.ui.queue_rows import Shelf
from app.ui.station import StationWindow, open_station

PLACE = Path(__file__).resolve().parent.parent / ".cache" / "bench" / "window"
A_LOOK = 0.7  # seconds a quick clerk looks at a page
BEAT = 4  # milliseconds between heartbeats of the event loop
STARTS = 5


class Stalls(QObject):
    """Measures how late heartbeats of the event loop come."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = time.perf_counter()

    def begin(self) -> None:
        """Start beating."""
        self.late, self._last = [], time.perf_counter()
        self._timer.start(BEAT)

    def end(self) -> str:
        """Stop, and tell how late the beats came."""
        self._timer.stop()
        longest = max(self.late, default=0.0)
        over = sum(late > 50 for late in self.late)
        return f"longest {longest:5.0f} ms   over 50 ms: {over} of {len(self.late)} beats"

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append((now - self._last) * 1000 - BEAT)
        self._last = now


def said(what: str, *figures: str) -> None:
    print(f"{what:62}", *figures, flush=True)


def spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    worst = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return (
        f"median {statistics.median(ordered) * 1000:6.0f} ms   p95 {worst * 1000:6.0f} ms   ({len(ordered)})"
    )


def live(seconds: float = 0.0, until: Callable[[], object] | None = None) -> None:
    """Let the event loop run for some seconds, or until something is so."""
    loop, end = QEventLoop(), time.perf_counter() + (seconds or 60)
    watch = QTimer()
    watch.timeout.connect(lambda: loop.quit() if time.perf_counter() >= end or (until and until()) else None)
    watch.start(1)
    loop.exec()


@contextmanager
def station_over(workspace: Workspace):
    listeners: list[Announce] = []
    with open_books(workspace) as books:
        window = open_station(
            books.desk,
            listeners.append,
            workspace,
            Translator("vi", resources() / "translations"),
            lambda _: None,
        )
        yield window, books.desk, listeners[0]
        window.close()


# --- start ------------------------------------------------------------------------------------------------------------


class FirstPaint(QObject):
    """Notes when anything was painted first."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look on."""
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.time()
        return False


def start_once(workspace: Workspace, born: float) -> None:
    """In a process of its own: print the seconds to the first paint and to the first page."""
    app = QApplication(["sohoa"])
    paint, page = FirstPaint(), list[float]()
    app.installEventFilter(paint)
    with station_over(workspace) as (window, _, _):
        window.parts.pages.painted.connect(lambda _: page.append(time.time()))
        live(until=lambda: page)
        print(paint.at - born, page[0] - born)


def measure_start(workspace: Workspace) -> None:
    paints, pages = [], []
    for _ in range(STARTS):
        command = [sys.executable, __file__, "--start", str(workspace.root), repr(time.time())]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        paint, page = map(float, done.stdout.split()[-2:])
        paints.append(paint)
        pages.append(page)
    said("start of Python to first paint", spread(paints))
    said("start of Python to the first page on the screen", spread(pages))


# --- keys -------------------------------------------------------------------------------------------------------------


def measure_keys(window: StationWindow, stalls: Stalls, count: int, what: str, *, prepared: bool) -> None:
    painted: list[float] = []
    window.parts.pages.painted.connect(lambda _: painted.append(time.perf_counter()))
    times = []
    stalls.begin()
    for _ in range(count):
        live(A_LOOK)
        before = window.parts.clerk.case
        if prepared:
            following = window.parts.model.rows.next_needing(before.scan.id, set())
            live(until=lambda following=following: window.parts.ahead.at_hand(following))
        painted.clear()
        start = time.perf_counter()
        window.commands.actions["accept"].trigger()  # as Enter does; without a window manager no key comes
        live(until=lambda before=before: painted and window.parts.clerk.case not in (None, before))
        if not painted:
            raise SystemExit(
                f"nothing was painted after {len(times)} keys: {window.parts.notices.said.text()}"
            )
        times.append(painted[-1] - start)
    said(f"Enter to the next page painted, {what}", spread(times))
    said(f"  event loop meanwhile, {what}", stalls.end())


def measure_shelves(window: StationWindow) -> None:
    queue, model = window.parts.queue, window.parts.model

    def timed(act: Callable[[], object]) -> float:
        start = time.perf_counter()
        act()
        QApplication.processEvents()
        return time.perf_counter() - start

    shown = [timed(lambda: queue.show_shelf(Shelf.ALL)) for _ in range(5)]
    assert model.rowCount() > 100_000
    said(f"show all {model.rowCount():,} scans and paint", spread(shown))
    said("turn the order of all and paint", spread([timed(queue.turn.toggle) for _ in range(6)]))
    words = ("nguyen", "thi hoa", "s00004", "khong co", "h15.12-260310-0777")
    said(
        "filter all by a text and paint", spread([timed(lambda w=w: queue.filter.setText(w)) for w in words])
    )
    queue.filter.clear()
    scroll = queue.view.verticalScrollBar()
    steps = [timed(lambda p=p: scroll.setValue(scroll.maximum() * p // 40)) for p in range(40)]
    said("scroll to another place and paint", spread(steps))
    queue.show_shelf(Shelf.NEEDS)


# --- floods -----------------------------------------------------------------------------------------------------------


def measure_flood(window: StationWindow, desk: Desk, announce: Announce, stalls: Stalls) -> None:
    scan = desk.scan("s000000001")
    now = datetime.now(UTC)
    flood = [ScanChanged(replace(scan, id=f"new{n}", captured_at=now, changed_at=now)) for n in range(2000)]
    before = window.parts.model.counts[Shelf.ALL]
    stalls.begin()
    start = time.perf_counter()
    for event in flood:
        announce(event)
    live(until=lambda: window.parts.model.counts[Shelf.ALL] == before + len(flood))
    said("2,000 events at once, until all stand in the queue", f"{time.perf_counter() - start:5.2f} s")
    said("  event loop meanwhile", stalls.end())


def measure_reading(window: StationWindow, desk: Desk, stalls: Stalls) -> None:
    crew = ProcessCrew(2)
    path = str(desk.spool.path(desk.scan("w0001").capture))
    work = [crew.submit(reader.read_page, path, 1, ReadOptions(), timeout_seconds=120) for _ in range(8)]
    measure_keys(window, stalls, 12, "while 8 pages are read", prepared=False)
    said("  pages read meanwhile", f"{sum(one.done() for one in work)} of {len(work)}")
    crew.close()


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure_inside(workspace: Workspace) -> None:
    app = QApplication.instance() or QApplication(["sohoa"])
    assert isinstance(app, QApplication)
    stalls = Stalls()
    start = time.perf_counter()
    with station_over(workspace) as (window, desk, announce):
        window.resize(1366, 740)
        stalls.begin()
        live(until=lambda: window.parts.clerk.ready)
        said("open to the first scan that can be decided", f"{time.perf_counter() - start:5.2f} s")
        said("  event loop meanwhile", stalls.end())
        stalls.begin()
        start = time.perf_counter()
        window.parts.queue.show_shelf(Shelf.ALL)
        QApplication.processEvents()
        said("show the shelf of all scans for the first time", f"{time.perf_counter() - start:5.2f} s")
        live(until=lambda: window.parts.feed.loaded == Loaded.ALL.value)
        said("until all 100,000 have been read into it", f"{time.perf_counter() - start:5.2f} s")
        said("  event loop meanwhile", stalls.end())
        window.parts.queue.show_shelf(Shelf.NEEDS)
        measure_keys(window, stalls, 20, "next page at hand", prepared=True)
        measure_keys(window, stalls, 20, f"after a look of {A_LOOK} s", prepared=False)
        measure_reading(window, desk, stalls)
        measure_shelves(window)
        measure_flood(window, desk, announce, stalls)
        said("resident memory at the end", f"{resident_megabytes():5.0f} MB")


def main() -> None:
    if "--start" in sys.argv:
        root, born = sys.argv[2:4]
        start_once(Workspace(Path(root), Settings(folders=(WatchedFolder(root),))), float(born))
        return
    from _window_world import make_world

    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x800x24"]
        sys.exit(subprocess.call([*screen, sys.executable, __file__]))
    made = make_world(PLACE)
    said(f"{datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(dir=PLACE) as copy:
        workspace = replace(made, root=Path(copy) / "workspace")
        shutil.copytree(made.root, workspace.root)
        measure_start(workspace)
        measure_inside(workspace)


if __name__ == "__main__":
    main()
