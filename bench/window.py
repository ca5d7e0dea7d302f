"""Measures the window on a real display (an Xvfb of its own where there is none), with 100,000 scans in the journal.

    .venv/bin/python bench/window.py [start] [open] [keys] [shelves] [flood] [reading] [memory] [--stacks]

Without names every part runs, each in a process of its own; the first time makes the workspace (.cache/bench/window, a
minute). Prints a table for each part, with the aims, and in the end what missed its aim. `--stacks` also tells, on
standard error, where the GUI thread stood in long stalls.

    start    start of Python to the first paint, and to the first scan that can be decided
    open     the queue opens, and all 100,000 scans are read into it
    keys     Enter to the next page painted, A4 in colour at 300 dpi
    shelves  show, sort, filter and scroll 100,000 scans
    flood    2,000 events at once
    reading  eight pages are read on both cores, results go up to a served store, and the clerk goes on
    memory   a batch of 500 pages lies open
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from _window_measures import (
    Stalls,
    Table,
    live,
    resident_megabytes,
    station_over,
    timed,
    uploads_running,
)
from _window_place import BATCH, BATCH_PAGES, PLACE, world
from PySide6.QtWidgets import QApplication

from app.domain.requests import ReadOptions
from app.ocr import door as reader
from app.pipeline.crew import ProcessCrew
from app.pipeline.ports import ScanChanged
from app.settings import Workspace, save
from app.ui.feed import Loaded
from app.ui.queue_rows import Shelf
from app.ui.station import StationWindow

A_LOOK = 0.7  # seconds a quick clerk looks at a page
STARTS, KEYS = 5, 24
table = Table()
stacks = False


# --- start ------------------------------------------------------------------------------------------------------------


def measure_start(workspace: Workspace) -> None:
    """Each start is the whole program, in a process of its own: command line, station, recovery, window."""
    save(workspace.settings_file, workspace.settings)
    program = str(Path(__file__).with_name("_window_start.py"))
    paints, pages = [], []
    for _ in range(STARTS):
        command = [sys.executable, program, str(workspace.root), repr(time.time())]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        paint, page = map(float, done.stdout.split()[-2:])
        paints.append(paint)
        pages.append(page)
    table.times("start of Python to the window's first paint", paints)
    table.times("start of Python to usable: the first page is on the screen", pages, 2.0, worst=False)


# --- inside one window ------------------------------------------------------------------------------------------------


@contextmanager
def window_over(workspace: Workspace):
    """Open the window and wait until its first scan can be decided."""
    _ = QApplication.instance() or QApplication(["sohoa"])
    stalls = Stalls(stacks=stacks)
    with station_over(workspace) as (window, desk, announce):
        window.resize(1366, 740)
        live(until=lambda: window.parts.clerk.ready)
        yield window, desk, announce, stalls


def measure_open(workspace: Workspace) -> None:
    """The first look at the queue, and the long list behind it."""
    _ = QApplication.instance() or QApplication(["sohoa"])
    stalls = Stalls(stacks=stacks)
    start = time.perf_counter()
    with station_over(workspace) as (window, _, _):
        window.resize(1366, 740)
        stalls.begin()
        live(until=window.parts.model.rowCount)
        queue = time.perf_counter() - start
        table.row("open the queue: rows of what needs a person", f"{queue:.2f} s", "1 s", reached=queue < 1)
        live(until=lambda: window.parts.clerk.ready)
        table.row("the first scan can be decided", f"{time.perf_counter() - start:.2f} s")
        table.stalls("while the window opens", stalls)
        stalls.begin()
        start = time.perf_counter()
        shown = timed(lambda: window.parts.queue.show_shelf(Shelf.ALL))
        table.row(
            "show the shelf of all scans for the first time", f"{shown:.2f} s", "1 s", reached=shown < 1
        )
        live(until=lambda: window.parts.feed.loaded == Loaded.ALL.value)
        table.row("until all 100,000 are read into it", f"{time.perf_counter() - start:.1f} s")
        table.stalls("while 100,000 rows are read", stalls)
        table.row("resident memory then", f"{resident_megabytes():.0f} MB")


def go_on(window: StationWindow, what: str, *, prepared: bool, aim: float | None, keys: int = KEYS) -> None:
    """Accept scan after scan; time from the key until the next page is painted."""
    painted: list[float] = []
    window.parts.pages.painted.connect(lambda _: painted.append(time.perf_counter()))
    times = []
    for _ in range(keys):
        live(A_LOOK)
        before = window.parts.clerk.case
        if prepared:
            following = window.parts.model.rows.next_needing(before.scan.id, set())
            live(until=lambda following=following: window.parts.ahead.at_hand(following))
        painted.clear()
        start = time.perf_counter()
        window.commands.actions["accept"].trigger()  # as Enter does; without a window manager no key comes
        live(until=lambda before=before: painted and window.parts.clerk.case not in (None, before))
        times.append(painted[-1] - start)
    table.times(f"Enter to the next page painted, {what}", times, aim)


def measure_keys(workspace: Workspace) -> None:
    """From scan to scan."""
    with window_over(workspace) as (window, _, _, stalls):
        stalls.begin()
        go_on(window, "decoded ahead", prepared=True, aim=0.15)
        table.stalls("from scan to scan, decoded ahead", stalls)
        stalls.begin()
        go_on(window, f"after a look of {A_LOOK} s, ready or not", prepared=False, aim=None)
        table.stalls("from scan to scan, ready or not", stalls)


def measure_shelves(workspace: Workspace) -> None:
    """Lists of 100,000."""
    with window_over(workspace) as (window, _, _, _):
        queue, model = window.parts.queue, window.parts.model
        queue.show_shelf(Shelf.ALL)
        live(until=lambda: window.parts.feed.loaded == Loaded.ALL.value)
        shown = []
        for _ in range(5):
            queue.show_shelf(Shelf.NEEDS)
            QApplication.processEvents()
            shown.append(timed(lambda: queue.show_shelf(Shelf.ALL)))
        table.times(f"show all {model.rowCount():,} scans", shown, 0.2)
        table.times("turn their order", [timed(queue.turn.toggle) for _ in range(10)], 0.2)
        words = ("nguyen", "thi hoa", "s00004", "khong co", "h15.12-260310-0777", "n", "s0")
        table.times("filter all by a text", [timed(lambda w=w: queue.filter.setText(w)) for w in words], 0.2)
        queue.filter.clear()
        scroll = queue.view.verticalScrollBar()
        steps = [timed(lambda p=p: scroll.setValue(scroll.maximum() * p // 40)) for p in range(40)]
        table.times("scroll to another place", steps)


def measure_flood(workspace: Workspace) -> None:
    """2,000 scans are dropped at once: so many events come."""
    with window_over(workspace) as (window, desk, announce, stalls):
        scan, now = desk.scan("s000000001"), datetime.now(UTC)
        flood = [
            ScanChanged(replace(scan, id=f"new{n}", captured_at=now, changed_at=now)) for n in range(2000)
        ]
        before = window.parts.model.counts[Shelf.ALL]
        stalls.begin()
        start = time.perf_counter()
        for event in flood:
            announce(event)
        live(until=lambda: window.parts.model.counts[Shelf.ALL] == before + len(flood))
        table.row(
            "2,000 events at once, until all stand in the queue", f"{time.perf_counter() - start:.2f} s"
        )
        table.stalls("meanwhile", stalls)


# --- beside other work ------------------------------------------------------------------------------------------------


def measure_reading(workspace: Workspace) -> None:
    """Eight pages are read and results go up while the clerk works."""
    with window_over(workspace) as (window, desk, _, stalls), uploads_running() as arrived:
        crew = ProcessCrew(2)
        path = str(desk.spool.path(desk.scan("w0001").capture))
        warm = crew.submit(reader.read_page, path, 1, ReadOptions(), timeout_seconds=120)
        live(until=warm.done)  # the workers stand
        work = [crew.submit(reader.read_page, path, 1, ReadOptions(), timeout_seconds=120) for _ in range(8)]
        before, start = len(arrived), time.perf_counter()
        stalls.begin()
        go_on(window, "while 8 pages are read and results go up", prepared=False, aim=None, keys=8)
        live(until=lambda: all(one.done() for one in work))
        table.stalls("while 8 pages are read and results go up", stalls)
        table.row("the 8 pages, by the clock", f"{time.perf_counter() - start:.1f} s")
        table.row("results that arrived meanwhile", str(len(arrived) - before))
        crew.close()


def measure_memory(workspace: Workspace) -> None:
    """A batch of 500 pages is looked through from end to end."""
    with window_over(workspace) as (window, _, _, stalls):
        table.row("resident memory with one page open", f"{resident_megabytes():.0f} MB")
        painted: list[object] = []
        window.parts.pages.painted.connect(painted.append)
        stalls.begin()
        window.parts.clerk.open(BATCH)
        live(until=lambda: painted and window.parts.pages.count == BATCH_PAGES)
        table.stalls("while the batch opens", stalls)
        most = resident_megabytes()
        for _ in range(0, BATCH_PAGES - 20, 20):
            painted.clear()
            window.parts.pages.step(20)
            live(until=lambda: painted)
            most = max(most, resident_megabytes())
        told = f"{most:.0f} MB at most"
        table.row(
            f"resident memory with a batch of {BATCH_PAGES} pages open", told, "500 MB", reached=most < 500
        )


# --- all --------------------------------------------------------------------------------------------------------------

PARTS: dict[str, Callable[[Workspace], None]] = {
    "start": measure_start,
    "open": measure_open,
    "keys": measure_keys,
    "shelves": measure_shelves,
    "flood": measure_flood,
    "reading": measure_reading,
    "memory": measure_memory,
}


def run_part(name: str, *, with_stacks: bool) -> None:
    """Measure one part over a copy of the workspace."""
    global stacks  # noqa: PLW0603 - one switch of one program
    stacks = with_stacks
    made = world()
    with tempfile.TemporaryDirectory(dir=PLACE) as copy:
        workspace = replace(made, root=Path(copy) / "workspace")
        shutil.copytree(made.root, workspace.root)
        table.head(name)
        PARTS[name](workspace)
    sys.exit("\n".join(f"missed: {missed}" for missed in table.missed) or 0)


def in_a_process_of_its_own(name: str, *, with_stacks: bool) -> int:
    """Measure a part; return the exit code. Not as a file: a worker begins by importing the one that started it."""
    here = Path(__file__).resolve().parent
    call = f"window.run_part({name!r}, with_stacks={with_stacks})"
    begin = f"import sys; sys.path[:0] = [{str(here)!r}, {str(here.parent)!r}]; import window; {call}"
    return subprocess.call([sys.executable, "-c", begin])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--stacks", action="store_true")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x800x24"]
        sys.exit(subprocess.call([*screen, sys.executable, __file__, *sys.argv[1:]]))
    world()
    print(
        f"{datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True
    )
    names = options.parts or PARTS
    sys.exit(max(in_a_process_of_its_own(name, with_stacks=options.stacks) for name in names))


if __name__ == "__main__":
    main()
