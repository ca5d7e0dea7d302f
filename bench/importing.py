"""Measures imports: reading beside OCRmyPDF, two workers over one, a cluster, flat memory, files that are known.

    .venv/bin/python bench/importing.py reading --ocrmypdf PROGRAM [--pages 24] [--quality swift]
    .venv/bin/python bench/importing.py workers [--pages 24] [--corpus DIR]        one worker, two, a cluster of two
    .venv/bin/python bench/importing.py memory [--files 100000]                    reading simulated, the rest real
    .venv/bin/python bench/importing.py known [--files 20000] [--kilobytes 400]    against reading the same bytes

Files are made by the project's generator (office damage); times by the clock on the wall, processor seconds of a
program and all its children. `--corpus` keeps the files for another run: making them takes longer than the import, and
starts of program and workers, which are counted, weigh the less the more pages there are. TMPDIR=/dev/shm spares
`memory` the waiting for a disk.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.compose.books import import_register, open_books
from app.settings import Settings, open_workspace, save

PROJECT = Path(__file__).resolve().parent.parent


def corpus(folder: Path, pages: int) -> tuple[Path, Path]:
    """Make a register, and one-page scans as PDF (what OCRmyPDF takes); return both."""
    from PIL import Image

    from tests.generator import Plan, write_corpus

    plan = Plan(
        seed=9, count=pages, register_size=2000, strangers=0, slips=0, stacks=0, odd=0, digital=0, dpi=300
    )
    write_corpus(folder, plan)
    scans = folder / "pdf"
    scans.mkdir()
    for file in sorted((folder / "scans").iterdir()):
        if file.suffix == ".pdf":
            shutil.copy(file, scans / file.name)
        else:
            with Image.open(file) as picture:
                picture.convert("RGB").save(
                    scans / f"{file.stem}.pdf", save_all=True, resolution=300, quality=90
                )
    return folder / "register.csv", scans


@contextlib.contextmanager
def prepared(given: argparse.Namespace) -> Iterator[tuple[Path, Path, Path, int]]:
    """Yield a folder to work in, the register, the scans (those kept from another run, if any), and their pages."""
    with tempfile.TemporaryDirectory() as place:
        kept = given.corpus or Path(place)
        register, scans = kept / "register.csv", kept / "pdf"
        if not scans.exists():
            kept.mkdir(exist_ok=True)
            register, scans = corpus(kept, given.pages)
        yield Path(place), register, scans, page_count(scans)


def page_count(folder: Path) -> int:
    import pypdf

    return sum(len(pypdf.PdfReader(file).pages) for file in folder.glob("*.pdf"))


def timed(command: list[str]) -> tuple[float, float]:
    """Run a program; return seconds by the clock, and of the processor (children included)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()[-2000:]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, spent


def imported(folder: Path, register: Path, scans: Path, *words: str) -> tuple[float, float]:
    """Import into a new workspace with `sohoa import`: read, separate, match, seal, deposit, all of it."""
    root = Path(tempfile.mkdtemp(dir=folder))
    with open_books(open_workspace(root)) as books:
        import_register(books, register)
    command = [sys.executable, "-m", "app", "--workspace", str(root), "--json", "import", str(scans)]
    return timed([*command, "--auto-link", *words])


def reading(given: argparse.Namespace) -> None:
    with prepared(given) as (folder, register, scans, pages):
        wall, spent = imported(folder, register, scans, "--quality", given.quality)
        said(f"sohoa import ({given.quality}), {pages} pages", pages, wall, spent)
        if not given.ocrmypdf:
            return
        # One file has one page, so as many programs as cores, each with one job: what serves OCRmyPDF best.
        files = " ".join(shlex.quote(str(file)) for file in sorted(scans.glob("*.pdf")))
        words = "-l vie --deskew --rotate-pages --output-type pdf --force-ocr --jobs 1"
        each = f"{shlex.quote(given.ocrmypdf)} {words} {{}} {shlex.quote(str(folder))}/out-$(basename {{}})"
        command = f"printf '%s\\n' {files} | xargs -P {os.cpu_count()} -I {{}} sh -c {shlex.quote(each)}"
        other_wall, other_spent = timed(["sh", "-c", command])
        assert len(list(folder.glob("out-*.pdf"))) == len(list(scans.glob("*.pdf")))
        said(f"OCRmyPDF, {pages} pages", pages, other_wall, other_spent)
        print(f"clock: {other_wall / wall:.1f} times, processor: {other_spent / spent:.1f} times")


def said(what: str, pages: int, wall: float, spent: float) -> None:
    print(
        f"{what:44} {60 * pages / wall:7.1f} pages/min   {spent / pages:6.2f} processor s/page   {wall:6.1f} s",
        flush=True,
    )


def workers(given: argparse.Namespace) -> None:
    with prepared(given) as (folder, register, scans, pages):
        walls = []
        quality = ["--quality", given.quality]
        for jobs in (1, 2):
            wall, spent = imported(folder, register, scans, *quality, "--jobs", str(jobs))
            said(f"{jobs} worker(s)", pages, wall, spent)
            walls.append(wall)
        with cluster_of_two(folder) as address:
            wall, spent = imported(folder, register, scans, *quality, "--jobs", "2", "--cluster", address)
            said("cluster of 2 local workers (its own not counted)", pages, wall, spent)
        print(f"2 workers over 1: {walls[0] / walls[1] / 2:.2f}   cluster over pool: {walls[1] / wall:.2f}")


@contextlib.contextmanager
def cluster_of_two(folder: Path) -> Iterator[str]:
    """A scheduler and two workers on this machine."""
    import json

    found = folder / "scheduler.json"
    module = "distributed.cli.dask_"
    scheduler = [f"{module}scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(found)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": PROJECT}
    running = [subprocess.Popen([sys.executable, "-m", *scheduler], **quiet)]  # type: ignore[call-overload]
    try:
        while not (found.exists() and found.stat().st_size):
            time.sleep(0.1)
        address = json.loads(found.read_text())["address"]
        for name in ("one", "two"):
            words = [f"{module}worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
            words += ["--local-directory", str(folder / name)]
            running.append(subprocess.Popen([sys.executable, "-m", *words], **quiet))  # type: ignore[call-overload]
        time.sleep(5)
        yield address
    finally:
        for one in reversed(running):
            one.terminate()
            one.wait(20)


def memory(given: argparse.Namespace) -> None:
    from tests.faults import import_driver
    from tests.faults.import_office import open_import_office
    from tests.pipeline.road import InlineCrew

    with tempfile.TemporaryDirectory() as place:
        # An empty register: everything is read and matched, then held; sealing and depositing would take an hour.
        office = open_import_office(Path(place), given.files, register=False)
        marks = iter([1000, 10_000, *range(20_000, given.files + 1, 20_000)])
        began = time.perf_counter()
        state: dict[str, Any] = {"read": 0, "mark": next(marks)}

        class Counting(import_driver.TextReader):
            def read_page(self, *words: Any) -> Any:
                state["read"] += 1
                if state["read"] == state["mark"]:
                    state["mark"] = next(marks, 0)
                    megabytes = resident(os.getpid())
                    seconds = time.perf_counter() - began
                    print(
                        f"{state['read']:8} files  {megabytes:6.0f} MB resident  {seconds:7.0f} s", flush=True
                    )
                return super().read_page(*words)

        import_driver.run(office.root, office.folder, InlineCrew(), Counting())
        office.everything_is_accounted_for(stored=0)


def resident(process: int) -> float:
    """Return the resident memory of a process in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def known(given: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(dir=given.place) as place:
        folder = Path(place)
        root, scans, again = folder / "workspace", folder / "scans", folder / "again"
        save(open_workspace(root).settings_file, Settings())
        facts(root, scans, again, given.files, given.kilobytes * 1000)
        drop_caches()
        wall, _ = wall_of(lambda: bare(again))
        rate = given.files * given.kilobytes / 1000
        print(f"reading and SHA-256 of the bytes alone   {wall:6.1f} s   {rate / wall:7.0f} MB/s", flush=True)
        drop_caches()
        took, spent = timed(
            [sys.executable, "-m", "app", "--workspace", str(root), "--json", "import", str(again)]
        )
        figures = f"{took:6.1f} s   {rate / took:7.0f} MB/s   {spent:.1f} s processor"
        print(f"sohoa import of the same, all known      {figures}")


def facts(root: Path, scans: Path, again: Path, files: int, size: int) -> None:
    """Write files, and the journal that knows their bytes already (rejected, so that nothing is left to do)."""
    from random import Random

    from app.domain.facts import Captured, Rejected

    chance = Random(1)
    again.mkdir(parents=True)
    with open_books(open_workspace(root)) as books:
        now = books.clock()
        for portion in range(0, files, 500):
            told: list[Any] = []
            for number in range(portion, min(portion + 500, files)):
                data = chance.randbytes(size)
                (again / f"{number:07}.pdf").write_bytes(data)
                digest, name = hashlib.sha256(data).hexdigest(), f"k{number}"
                told.append(
                    Captured(scan=name, at=now, capture=digest, bytes=size, source=name, folder=str(scans))
                )
                told.append(Rejected(scan=name, at=now, reason="bench", by="bench"))
            books.journal.record(*told)


def bare(folder: Path) -> None:
    """Read every file and take its digest, and nothing else."""
    for file in sorted(folder.iterdir()):
        hashlib.sha256(file.read_bytes()).hexdigest()


def wall_of(call: Callable[[], object]) -> tuple[float, None]:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began, None


def drop_caches() -> None:
    """Let the next reading come from the disk, where that is allowed."""
    os.sync()
    with contextlib.suppress(OSError):
        Path("/proc/sys/vm/drop_caches").write_text("3")


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "what", nargs="?", choices=["reading", "workers", "memory", "known"], default="reading"
    )
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument(
        "--corpus", type=Path, help="where the files are kept; made there when it is not there"
    )
    parser.add_argument("--quality", choices=["exact", "swift"], default="swift")
    parser.add_argument("--ocrmypdf", default="")
    parser.add_argument("--files", type=int)
    parser.add_argument("--kilobytes", type=int, default=400)
    parser.add_argument("--place", default=None, help="where files of `known` are made")
    given = parser.parse_args()
    given.files = given.files or (100_000 if given.what == "memory" else 20_000)
    {"reading": reading, "workers": workers, "memory": memory, "known": known}[given.what](given)


if __name__ == "__main__":
    main()
