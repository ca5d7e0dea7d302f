"""Fields: how exactly number, date and personal numbers are read, what is invented, and when the first are there.

    .venv/bin/python bench/fields.py [--seed 1] [--files 24] [--damage office hard] [--quality exact swift]

A field counts as read when its value is exactly the printed one. Where the number is written by hand, or the paper has
none, whatever is found is invented. First fields: seconds by the clock from the file lying there, one file at a time
(quiet machine, please).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.compose.eye import open_eye
from app.domain.fields import find_fields
from app.domain.page import Reading
from app.settings import Settings
from tests.generator import FileTruth, Plan, ScanTruth, write_corpus

KINDS = ("document_number", "issued_on", "personal_numbers", "tax_codes")


def said(kind: str, scan: ScanTruth, reading: Reading) -> tuple[set[str], set[str]]:
    """Return which values of a field are printed on the scan, and which were found."""
    printed = getattr(scan.fields, kind)
    found = getattr(find_fields(reading.only(scan.pages)), kind)
    if kind in ("document_number", "issued_on"):
        return {printed} - {None}, {found.value} if found else set()
    return set(printed), {one.value for one in found}


def compared(files: Sequence[FileTruth], readings: Sequence[Reading]) -> Iterator[tuple[str, str, str, str]]:
    """Yield for each value: kind, `read`, `missed` or `invented`, the file, the value."""
    for file, reading in zip(files, readings, strict=True):
        for scan in file.scans:
            for kind in KINDS:
                printed, found = said(kind, scan, reading)
                for name, values in (
                    ("read", printed & found),
                    ("missed", printed - found),
                    ("invented", found - printed),
                ):
                    yield from ((kind, name, file.file, value) for value in sorted(values))


def report(
    folder: Path, name: str, files: Sequence[FileTruth], quality: str, *, verbose: bool, timed: int
) -> None:
    """Read the files and print what came of their fields."""
    with open_eye(Settings(), quality) as eye, ThreadPoolExecutor(eye.workers) as readers:
        readings = list(readers.map(lambda file: eye.reading(folder / "scans" / file.file), files))
        first = [eye.reading(folder / "scans" / file.file).first_fields_seconds for file in files[:timed]]
    results = list(compared(files, readings))
    counts = Counter((kind, outcome) for kind, outcome, _, _ in results)
    for kind in KINDS:
        read, missed, invented = (counts[kind, outcome] for outcome in ("read", "missed", "invented"))
        share = 100 * read / max(1, read + missed)
        print(
            f"| {name} | {quality} | {kind} | {read} of {read + missed} | {share:.1f} | {invented} |",
            flush=True,
        )
    if first:
        slow = sorted(first)[min(len(first) - 1, int(0.95 * len(first)))]
        print(f"first fields, {name}, {quality}: median {statistics.median(first):.2f} s, p95 {slow:.2f} s")
    if verbose:
        print(*("  ".join(one) for one in results if one[1] != "read"), sep="\n")


def main() -> None:
    """Make the scans, read them, print a row for each field."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=24, help="of each damage")
    parser.add_argument("--damage", nargs="*", default=["office", "hard"])
    parser.add_argument("--quality", nargs="*", default=["exact", "swift"])
    parser.add_argument(
        "--timed", type=int, default=0, help="files whose first fields are timed, one at a time"
    )
    parser.add_argument("--verbose", action="store_true", help="tell each value missed or invented")
    given = parser.parse_args()
    print("| damage | quality | field | read | % | invented |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as root:
        for damage in given.damage:
            plan = Plan(seed=given.seed, count=given.files, damage=damage, digital=0.0, odd=0.0)
            folder = Path(root, damage)
            files = list(write_corpus(folder, plan).files)
            for quality in given.quality:
                report(folder, damage, files, quality, verbose=given.verbose, timed=given.timed)


if __name__ == "__main__":
    main()
