"""The acceptance sheet of an import: its sums by folder, box and day, and the sample that a person looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from random import Random
from typing import TypeVar

from app.domain.acceptance import Row
from app.domain.batch import Batch, BatchFile, FileState
from app.domain.batch_expected import Expectations
from app.domain.errors import NeedsPersonError
from app.domain.ledger import local_day
from app.domain.page import PageReading
from app.domain.sampling import SamplingPlan, Verdict
from app.domain.scan import Scan, ScanState
from app.pipeline.batch_intake import written_path
from app.pipeline.ports import Spool

T = TypeVar("T")
UNREADABLE = "unreadable-"  # how the messages begin that hold a capture which can't be read


@dataclass(slots=True)
class Sheet:
    """Rows by name, in each of the three ways; `total` is all of them."""

    batch: Batch
    by_folder: dict[str, Row] = field(default_factory=dict)
    by_box: dict[str, Row] = field(default_factory=dict)
    by_day: dict[str, Row] = field(default_factory=dict)
    total: Row = field(default_factory=lambda: Row(""))

    def rows(self, path: str, box: str, day: str) -> tuple[Row, ...]:
        """Return the rows that something with this path, box and day is counted in."""
        folder = str(PurePosixPath(path).parent)
        named = ((self.by_folder, folder), (self.by_box, box), (self.by_day, day))
        return (*(rows.setdefault(name, Row(name)) for rows, name in named), self.total)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an import is taken over by: sums, the sample that the seed draws, and the verdicts given, oldest first."""

    sheet: Sheet
    plan: SamplingPlan
    sample: Sequence[Scan]
    seed: str
    verdicts: Sequence[Verdict]


def sheet_of(
    batch: Batch,
    files: Iterable[BatchFile],
    scans: Iterable[Scan],
    expectations: Expectations,
    spool: Spool,
    least_dpi: int,
) -> Sheet:
    """Return the sums of an import; reads the reading of every scan (about 8 ms each)."""
    sheet = Sheet(batch)
    days: dict[str, str] = {}
    for scan in scans:
        day = local_day(scan.captured_at).isoformat()
        days[scan.path] = day
        pages = _pages(scan, spool)
        for row in sheet.rows(scan.path, _box(scan.path, expectations), day):
            row.add_scan(scan, pages, least_dpi)
            row.unreadable += bool(scan.hold and scan.hold.message.id.startswith(UNREADABLE))
    for file in files:
        path = written_path(file.path)
        for row in sheet.rows(path, _box(path, expectations), days.get(path, "")):
            row.files += 1
            row.unreadable += file.state is FileState.UNREADABLE
    return sheet


def sample_of(
    scans: Iterable[Scan], plan_of: Callable[[int], SamplingPlan], seed: str
) -> tuple[SamplingPlan, list[str]]:
    """Return the plan for the results of an import, and the scans that it draws; rejected ones are no results."""
    lot = [scan.id for scan in scans if scan.pages and scan.state is not ScanState.REJECTED]
    plan = plan_of(max(1, len(lot)))
    return plan, drawn(lot, plan, seed)


def _box(path: str, expectations: Expectations) -> str:
    named = expectations.named(path)
    return named.box if named else ""


def _pages(scan: Scan, spool: Spool) -> tuple[PageReading, ...]:
    """The readings of the scan's own pages, separators included; () before it was read, or when they are missing."""
    if scan.reading is None:
        return ()
    try:
        return spool.reading(scan.reading).only((*scan.pages, *scan.separator_pages))
    except NeedsPersonError:
        return ()


def drawn(pieces: Sequence[T], plan: SamplingPlan, seed: str) -> list[T]:
    """Return the sample of a plan, in the order of the lot; the same seed draws the same pieces again."""
    places = sorted(Random(seed).sample(range(len(pieces)), min(plan.size, len(pieces))))  # noqa: S311 - recorded
    return [pieces[place] for place in places]
