"""Reading: character errors, time, turned pages, barcodes, confidence; with and without each stage; OCRmyPDF beside.

    .venv/bin/python bench/reading.py [--seed 1] [--pages 12] [--damage office hard] [--scans DIR] [--ocrmypdf PROGRAM]

`--scans` is a folder of real PDF scans NAME.pdf with NAME.pN.body.txt, the text of page N's body. `--without` leaves
stages out: second (engine), model (the other one), language, specks, order, colour, grain, surround (is left),
faint (print is not brought out). Processor seconds are
those of one process and its children.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.page import PageReading
from app.domain.requests import ReadOptions
from app.ocr import attempts, prepare, reader, second_engine, second_model
from app.ocr.first_look import first_look
from bench._reading_measure import changed_words, error_rate, reliability
from bench._reading_plot import draw_reliability
from tests.generator import PageTruth, Plan, write_corpus

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.001)
WITHOUT: dict[str, Callable[[], mock._patch[object]]] = {
    "second": lambda: mock.patch.object(second_engine, "opinions", lambda _, lines: [None] * len(lines)),
    "model": lambda: mock.patch.object(
        second_model, "opinions", lambda _, __, lines, ___: [None] * len(lines)
    ),
    "language": lambda: mock.patch("app.ocr.vote._LANGUAGE", 0.0),
    "specks": lambda: mock.patch.object(attempts, "tidy", list),
    "order": lambda: mock.patch.object(attempts, "in_order", list),
    "colour": lambda: mock.patch.object(prepare, "_without_colour", lambda image: image.getchannel("R")),
    "grain": lambda: mock.patch.object(prepare, "_GRAINY", 99.0),
    "surround": lambda: mock.patch.object(reader, "without_surround", lambda page: page),
    "faint": lambda: mock.patch.object(attempts, "_joined", lambda plain, _: plain),
}


@dataclass(frozen=True)
class Sample:
    """One page: its file, its number, the body that stands on it, and all that is known of it (None for real scans)."""

    path: str
    page: int
    body: str
    truth: PageTruth | None = None


@dataclass
class Tally:
    """What came of the pages of one run."""

    errors: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    readings: list[PageReading] = field(default_factory=list)


def generated(folder: Path, plan: Plan) -> Iterator[Sample]:
    """Yield the scanned pages of a corpus that hold prose."""
    for file in write_corpus(folder, plan).files:
        for page in file.pages:
            if len(page.body) > 150:
                yield Sample(str(folder / "scans" / file.file), page.page, page.body, page)


def real(folder: Path) -> Iterator[Sample]:
    """Yield the real scans whose body was typed."""
    for body in sorted(folder.glob("*.p*.body.txt")):
        name, page = body.name.split(".")[:2]
        yield Sample(str(folder / f"{name}.pdf"), int(page[1:]), body.read_text(encoding="utf-8"))


def processor() -> float:
    """Return the processor seconds of this process and its children so far."""
    return sum(os.times()[:4])


def read_all(samples: Sequence[Sample], quality: str) -> Tally:
    """Read every sample."""
    tally = Tally()
    for sample in samples:
        began = processor()
        reading = reader.read_page(sample.path, sample.page, ReadOptions(quality=quality, page_seconds=300))
        tally.seconds.append(processor() - began)
        tally.readings.append(reading)
        tally.errors.append(error_rate(sample.body, reading.text))
    return tally


def row(name: str, tally: Tally) -> str:
    """Return one line of the table."""
    errors = [100 * error for error in tally.errors]
    mean, middle, worst = statistics.mean(errors), statistics.median(errors), max(errors)
    spent = statistics.mean(tally.seconds)
    return f"| {name} | {len(errors)} | {mean:.2f} | {middle:.2f} | {worst:.2f} | {spent:.2f} |"


def report(name: str, samples: Sequence[Sample], without: Sequence[str], plot: Path | None) -> None:
    """Read the samples in both qualities and print what came of it."""
    print(
        f"\n### {name}\n\n| reading | pages | CER mean % | median % | worst % | CPU s/page |\n|---|---|---|---|---|---|"
    )
    swift, exact = read_all(samples, "swift"), read_all(samples, "exact")
    print(row("swift", swift) + "\n" + row("exact", exact))
    for stage in without:
        with ExitStack() as stack:
            stack.enter_context(WITHOUT[stage]())
            print(row(f"exact without {stage}", read_all(samples, "exact")))
    pairs = [
        changed_words(s.body, a, b) for s, a, b in zip(samples, swift.readings, exact.readings, strict=True)
    ]
    print(f"\nWords mended by the votes: {sum(m for m, _ in pairs)}, spoiled: {sum(s for _, s in pairs)}.")
    known = [(s.truth, r) for s, r in zip(samples, exact.readings, strict=True) if s.truth]
    if known:
        upright = sum(truth.rotation == reading.rotation for truth, reading in known)
        bars = [({c.text for c in truth.barcodes}, {c.text for c in r.barcodes}) for truth, r in known]
        false = sum(len(got - had) for had, got in bars)
        print(f"Turned right: {upright} of {len(known)}. Barcodes: {sum(len(h & g) for h, g in bars)} of "
              f"{sum(len(h) for h, _ in bars)}, {false} false.")  # fmt: skip
        print("\n| word confidence | words | right |\n|---|---|---|")
        rows = reliability([(t.text, r) for t, r in known], BINS)
        if plot:
            draw_reliability(rows, plot)
        for low, high, words, right in rows:
            print(f"| {low:.2f} to {high:.2f} | {words} | {right:.3f} |")


def look_first(samples: Sequence[Sample]) -> None:
    """Time the first look."""
    spent = []
    for sample in samples:
        began = processor()
        first_look(sample.path, sample.page, ReadOptions())
        spent.append(processor() - began)
    print(f"\nFirst look: median {statistics.median(spent):.2f}, longest {max(spent):.2f} CPU s.")


def compare(samples: Sequence[Sample], program: str) -> None:
    """Let OCRmyPDF read the same PDF pages, one file after the other."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples:
            if not sample.path.endswith(".pdf"):
                continue
            text, began = Path(folder, "text.txt"), processor()
            options = [
                "-l",
                "vie",
                "--deskew",
                "--rotate-pages",
                "--invalidate-digital-signatures",
                "--jobs",
                "1",
            ]
            pages = ["--pages", str(sample.page), "--sidecar", str(text)]
            command = [program, *options, *pages, sample.path, str(Path(folder, "out.pdf"))]
            subprocess.run(
                command, check=True, capture_output=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"}
            )
            tally.seconds.append(processor() - began)
            tally.errors.append(error_rate(sample.body, text.read_text(encoding="utf-8")))
    print(row("OCRmyPDF (PDF files only)", tally))


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=12, help="about how many pages of each damage")
    parser.add_argument("--damage", nargs="*", default=["office", "hard"])
    parser.add_argument("--scans", type=Path)
    parser.add_argument("--without", nargs="*", choices=sorted(WITHOUT), default=[])
    parser.add_argument(
        "--plot", type=Path, help="a PNG of how true confidence is, of the last generated set"
    )
    parser.add_argument("--ocrmypdf", default="", help="the program, in an environment of its own")
    given = parser.parse_args()
    began = time.monotonic()
    sets: list[tuple[str, list[Sample]]] = []
    with tempfile.TemporaryDirectory() as folder:
        for damage in given.damage:
            plan = Plan(seed=given.seed, count=given.pages, damage=damage, digital=0.0)
            sets.append(
                (f"{damage}, seed {given.seed}", list(generated(Path(folder, damage), plan))[: given.pages])
            )
        if given.scans:
            sets.append(("real scans", list(real(given.scans))))
        for name, samples in sets:
            report(name, samples, given.without, given.plot)
            if given.ocrmypdf:
                compare(samples, given.ocrmypdf)
        look_first([sample for _, samples in sets for sample in samples])
    print(f"\n{time.monotonic() - began:.0f} s in all.")


if __name__ == "__main__":
    main()
