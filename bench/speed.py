"""From scans to sealed PDF/A by the clock: pages a minute in both qualities, and OCRmyPDF beside on the same files.

    .venv/bin/python bench/speed.py [--seed 601] [--files 16] [--damage office] [--ocrmypdf PROGRAM]

Each program uses both cores in its own way: ours reads as many files at a time as there are cores, OCRmyPDF
(`-l vie --deskew --rotate-pages`) takes one file after the other with its own parallelism. Quiet machine, please.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.compose.eye import open_eye
from app.settings import Settings
from tests.generator import Plan, write_corpus

CODE = "H15.12-260310-0003"


def ours(files: Sequence[Path], quality: str, folder: Path) -> float:
    """Return the seconds that reading and sealing take, the workers' start not counted."""
    folder.mkdir()
    with open_eye(Settings(), quality) as eye, ThreadPoolExecutor(eye.workers) as readers:
        list(readers.map(eye.reading, files[: eye.workers]))
        began = time.monotonic()
        list(readers.map(lambda file: eye.sealed(file, CODE, folder / f"{file.stem}.pdf"), files))
        return time.monotonic() - began


def theirs(files: Sequence[Path], program: str, folder: Path) -> float:
    """Return the seconds that OCRmyPDF takes."""
    folder.mkdir()
    options = ["-l", "vie", "--deskew", "--rotate-pages"]
    began = time.monotonic()
    for file in files:
        subprocess.run(
            [program, *options, str(file), str(folder / file.name)], check=True, capture_output=True
        )
    return time.monotonic() - began


def main() -> None:
    """Make the scans, let each program run over them, print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=601)
    parser.add_argument("--files", type=int, default=16)
    parser.add_argument("--damage", default="office")
    parser.add_argument("--ocrmypdf", default="", help="the program, in an environment of its own")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        plan = Plan(seed=given.seed, count=2 * given.files, damage=given.damage, digital=0.0)
        made = write_corpus(Path(root, "corpus"), plan).files
        chosen = [file for file in made if file.file.endswith(".pdf")][: given.files]
        files, pages = (
            [Path(root, "corpus", "scans", file.file) for file in chosen],
            sum(len(file.pages) for file in chosen),
        )
        runs: list[tuple[str, Callable[[], float]]] = [
            (f"sohoa, {quality}", lambda quality=quality: ours(files, quality, Path(root, quality)))  # type: ignore[misc]
            for quality in ("swift", "exact")
        ]
        if given.ocrmypdf:
            runs.append(("OCRmyPDF", lambda: theirs(files, given.ocrmypdf, Path(root, "theirs"))))
        print(f"{len(files)} files, {pages} pages, {given.damage}, seed {given.seed}")
        for name, run in runs:
            seconds = run()
            print(
                f"{name:14} {seconds / pages:6.2f} s a page {60 * pages / seconds:7.1f} pages a minute",
                flush=True,
            )


if __name__ == "__main__":
    main()
