"""Measures the road of a scan: from the scanner's last byte to the proposal on the screen, and memory over many scans.

    .venv/bin/python bench/road.py latency [--scans 30]     a real window (DISPLAY, else xvfb-run), one scan at a time
    .venv/bin/python bench/road.py memory [--scans 1000]    no window; resident memory, nearly all born digital

The scans are made by the project's generator: one-page results, 300 dpi, office damage, JPEG.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.compose.books import import_register
from app.compose.station import Station, open_station
from app.domain.scan import ScanState
from app.language import Translator
from app.pipeline.ports import Event, ScanChanged
from app.settings import Settings, WatchedFolder, open_workspace, resources, save

PIECES = 8  # a scanner writes a file in pieces
PIECE_SECONDS = 0.05


def scans_of(folder: Path, seed: int, count: int, digital: float = 0.0) -> tuple[Path, list[Path]]:
    """Make `count` one-page scans (`digital`: this share of them PDF files of a program); return register and files."""
    from tests.generator import Plan, write_corpus

    plan = Plan(
        seed=seed,
        count=count,
        damage="office",
        register_size=2000,
        strangers=0,
        slips=0,
        stacks=0,
        digital=digital,
    )
    write_corpus(folder, plan)
    files = sorted(path for path in (folder / "scans").iterdir() if path.suffix in (".jpg", ".pdf", ".png"))
    return folder / "register.csv", files


def written_slowly(source: Path, target: Path) -> float:
    """Write a file as a scanner does; return the moment of its last byte."""
    data = source.read_bytes()
    step = max(1, len(data) // PIECES)
    with target.open("wb") as out:
        for begin in range(0, len(data), step):
            out.write(data[begin : begin + step])
            out.flush()
            time.sleep(PIECE_SECONDS)
    return time.perf_counter()


def opened(root: Path, quality: str) -> Iterator[tuple[Station, Path]]:
    """Yield a station over a fresh workspace, and its scanner folder."""
    inbox = root / "scanner"
    inbox.mkdir(parents=True)
    workspace = open_workspace(root / "workspace")
    save(workspace.settings_file, Settings(quality=quality, folders=(WatchedFolder(str(inbox)),)))
    with open_station(
        open_workspace(root / "workspace"), Translator("vi", resources() / "translations")
    ) as station:
        yield station, inbox


def latency(count: int, seed: int, quality: str) -> None:
    """Print how long the proposal takes to stand on the screen."""
    from PySide6.QtWidgets import QApplication

    from app.ui.station import open_station as open_window

    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        register, files = scans_of(Path(folder) / "corpus", seed, count)
        for station, inbox in opened(Path(folder), quality):
            import_register(station.books, register)
            window = open_window(
                station.desk,
                station.news.subscribe,
                station.books.workspace,
                station.translator,
                lambda _: None,
            )
            station.start()
            times = [one_on_screen(app, window, station, file, inbox) for file in files]
            window.close()
    told = sorted(times[1:])  # the first one waits for the workers to start
    p95 = told[int(len(told) * 0.95)]
    print(f"first scan after start            {times[0]:6.2f} s")
    print(f"last byte to proposal on screen   median {statistics.median(told):.2f} s   p95 {p95:.2f} s")
    print(f"                                  ({len(told)} scans, {quality})")


def one_on_screen(app: object, window: object, station: Station, file: Path, inbox: Path) -> float:
    """Return the seconds from the last byte of one scan until its row shows what was decided."""
    ids: list[str] = []

    def heard(event: Event) -> None:
        if isinstance(event, ScanChanged) and event.scan.source == file.name:
            ids.append(event.scan.id)

    station.news.subscribe(heard)
    last_byte = written_slowly(file, inbox / file.name)
    while True:
        app.processEvents()  # type: ignore[attr-defined]
        row = window.parts.model.rows.get(ids[0]) if ids else None  # type: ignore[attr-defined]
        if row and (row.hold or row.state not in (ScanState.CAPTURED, ScanState.READ, ScanState.SEPARATED)):
            window.repaint()  # type: ignore[attr-defined]
            seconds = time.perf_counter() - last_byte
            station.news.unsubscribe(heard)
            settle(app, station)
            return seconds
        time.sleep(0.005)


def settle(app: object, station: Station) -> None:
    """Let the scan go to its end, so that the next one finds idle workers."""
    while not station.idle:
        app.processEvents()  # type: ignore[attr-defined]
        time.sleep(0.01)


def memory(count: int, seed: int) -> None:
    """Print resident memory while `count` scans go the road.

    Nearly all are born digital (no OCR, so that it takes minutes), and each comes five times under other bytes: one of
    five is sealed and stored, the others are recognised as the same sheet and held.
    """
    with tempfile.TemporaryDirectory() as folder:
        register, files = scans_of(Path(folder) / "corpus", seed, max(20, count // 5), digital=0.95)
        for station, inbox in opened(Path(folder), "swift"):
            import_register(station.books, register)
            station.start()
            done, began = 0, time.perf_counter()
            while done < count:
                for number in range(min(100, count - done)):
                    drop(files[number % len(files)], inbox / f"{done + number:06}.pdf", done + number)
                while not station.idle:
                    time.sleep(0.05)
                done += min(100, count - done)
                own, workers = resident(os.getpid()), [resident(child) for child in children(os.getpid())]
                print(
                    f"{done:6} scans  {time.perf_counter() - began:7.0f} s  program {own:5.0f} MB  workers {workers}",
                    flush=True,
                )
            print(station.desk.ledger().total)


def drop(source: Path, target: Path, number: int) -> None:
    """Put a scan into the folder under other bytes (a trailing comment), so that it is a capture of its own."""
    hidden = target.with_name("." + target.name)
    hidden.write_bytes(source.read_bytes() + f"\n%{number}".encode())
    hidden.rename(target)


def resident(process: int) -> float:
    """Return the resident memory of a process in MB."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


def children(process: int) -> list[int]:
    """Return the processes that a process, or any of its own children, has started from any thread."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            found += [int(child), *children(int(child))]
    return found


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=["latency", "memory"], default="latency")
    parser.add_argument("--scans", type=int)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--quality", choices=["exact", "swift"], default="exact")
    chosen = parser.parse_args()
    if chosen.what == "memory":
        memory(chosen.scans or 1000, chosen.seed)
    elif not os.environ.get("DISPLAY") and shutil.which("xvfb-run"):
        sys.exit(subprocess.call(["xvfb-run", "-a", sys.executable, *sys.argv]))
    else:
        latency(chosen.scans or 30, chosen.seed, chosen.quality)


if __name__ == "__main__":
    main()
