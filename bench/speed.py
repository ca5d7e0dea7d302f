"""From scans to sealed PDF/A by the clock: pages a minute in both qualities, and OCRmyPDF beside on the same files.

    .venv/bin/python bench/speed.py [--seed 601] [--pages 30] [--damage office hard] [--scans DIR] [--ocrmypdf PROGRAM]

The files are PDF: generated ones of one and of several pages, and those of a folder of real scans. Each program uses
both cores in its own way: ours reads as many pages at a time as there are cores, OCRmyPDF
(`-l vie --deskew --rotate-pages`) takes one file after the other with its own parallelism, and once more, as a
careful script would run it, as many files at a time as there are cores with one thread each. Quiet machine, please.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.compose.eye import open_eye
from app.settings import Settings
from tests.generator import Plan, write_corpus

CODE = "H15.12-260310-0003"
STACKS = 0.4  # of the generated files hold several results


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock without the workers' start, and of processor with it."""

    clock: float
    processor: float


def generated(folder: Path, seed: int, damage: str, pages: int) -> list[Path]:
    """Write PDF files of at least `pages` pages in all; return them."""
    plan = Plan(seed=seed, count=2 * pages, damage=damage, digital=0.0, odd=0.0, stacks=STACKS)
    made = [file for file in write_corpus(folder, plan).files if file.file.endswith(".pdf")]
    chosen: list[Path] = []
    for file in made:
        if pages > 0:
            chosen.append(folder / "scans" / file.file)
            pages -= len(file.pages)
    return chosen


def pages_of(file: Path) -> int:
    """Return how many pages the PDF has."""
    document = pypdfium2.PdfDocument(file)
    try:
        return len(document)
    finally:
        document.close()


def timed(run: Callable[[], float]) -> Spent:
    """Return what `run`, which returns its seconds by the clock, has cost."""
    before = sum(os.times()[:4])
    clock = run()
    return Spent(clock, sum(os.times()[:4]) - before)


def sealed_in(folder: Path, file: Path) -> Path:
    """Return where the sealed `file` goes; generated folders have files of the same names."""
    return folder / f"{file.parent.parent.name}-{file.name}"


def ours(files: Sequence[Path], quality: str, folder: Path) -> float:
    """Return the seconds that reading and sealing take, the workers' start not counted."""
    folder.mkdir()
    with open_eye(Settings(), quality) as eye, ThreadPoolExecutor(eye.workers) as readers:
        list(readers.map(eye.reading, files[: eye.workers]))
        began = time.monotonic()
        list(readers.map(lambda file: eye.sealed(file, CODE, sealed_in(folder, file)), files))
        return time.monotonic() - began


def theirs(files: Sequence[Path], program: str, folder: Path, at_a_time: int) -> float:
    """Return the seconds that OCRmyPDF takes; several files at a time get one thread each."""
    folder.mkdir()
    options = ["-l", "vie", "--deskew", "--rotate-pages"]
    options += ["--jobs", "1"] if at_a_time > 1 else []
    environment = os.environ | ({"OMP_THREAD_LIMIT": "1"} if at_a_time > 1 else {})

    def run(file: Path) -> None:
        command = [program, *options, str(file), str(sealed_in(folder, file))]
        subprocess.run(command, check=True, capture_output=True, env=environment)

    began = time.monotonic()
    with ThreadPoolExecutor(at_a_time) as runners:
        list(runners.map(run, files))
    return time.monotonic() - began


def main() -> None:
    """Make the scans, let each program run over them, print what each took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=601)
    parser.add_argument("--pages", type=int, default=30, help="about how many generated pages")
    parser.add_argument("--damage", nargs="*", default=["office", "hard"])
    parser.add_argument("--scans", type=Path, help="a folder of real scans in PDF")
    parser.add_argument("--ocrmypdf", default="", help="the program, in an environment of its own")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        files = sorted(given.scans.glob("*.pdf")) if given.scans else []
        for damage in given.damage:
            files += generated(Path(root, damage), given.seed, damage, given.pages // len(given.damage))
        pages = sum(map(pages_of, files))
        runs: list[tuple[str, Callable[[], float]]] = [
            (f"sohoa, {quality}", lambda quality=quality: ours(files, quality, Path(root, quality)))  # type: ignore[misc]
            for quality in ("swift", "exact")
        ]
        if given.ocrmypdf:
            for name, count in (("OCRmyPDF", 1), ("OCRmyPDF, several files", os.cpu_count() or 1)):
                runs.append((name, lambda n=count, o=name: theirs(files, given.ocrmypdf, Path(root, o), n)))  # type: ignore[misc]
        print(f"{len(files)} files, {pages} pages: {' '.join(given.damage)}, seed {given.seed}")
        print("| program | s a page | pages a minute | CPU s a page |\n|---|---|---|---|")
        for name, run in runs:
            spent = timed(run)
            each = spent.clock / pages
            print(f"| {name} | {each:.2f} | {60 / each:.1f} | {spent.processor / pages:.2f} |", flush=True)


if __name__ == "__main__":
    main()
