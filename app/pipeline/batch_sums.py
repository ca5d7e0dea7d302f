"""What came of an import, in sums that must agree: every file is in one state, every scan in one bucket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.batch import Batch, FileCounts, FileState
from app.domain.batch_evidence import linked_by
from app.domain.ledger import Tally
from app.domain.scan import Scan, ScanState


@dataclass(frozen=True, slots=True)
class BatchSums:
    """`reasons`: message -> scans held by it; `evidence`: its kind (or "person") -> scans linked by it."""

    batch: Batch
    files: FileCounts
    scans: Tally
    captures: int
    pages: int
    linked: int
    reasons: dict[str, int] = field(default_factory=dict)
    evidence: dict[str, int] = field(default_factory=dict)

    @property
    def balanced(self) -> bool:
        """Whether every file that was taken is a capture of the journal, and every scan is accounted for."""
        return self.scans.balanced and self.captures == self.files[FileState.TAKEN]

    @property
    def complete(self) -> bool:
        """Whether nothing of it waits for a person, for time, or can't be read."""
        return not (
            self.scans.held
            or self.scans.waiting
            or self.files[FileState.WAITING]
            or self.files[FileState.UNREADABLE]
        )


def sums_of(batch: Batch, files: FileCounts, scans: Iterable[Scan]) -> BatchSums:
    """Return the sums of an import from its inventory and the scans that the journal has of it."""
    buckets: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    evidence: Counter[str] = Counter()
    paths: set[bytes] = set()
    pages = linked = 0
    for scan in scans:
        buckets[scan.bucket.value] += 1
        paths.add(scan.path.encode())
        pages += len(scan.pages) + len(scan.separator_pages)
        if scan.hold:
            reasons[scan.hold.message.id] += 1
        if scan.dossier is not None and scan.state is not ScanState.REJECTED:
            linked += 1
            evidence[linked_by(scan)] += 1
    tally = Tally(captured=buckets.total(), **buckets)
    return BatchSums(batch, files, tally, len(paths), pages, linked, dict(reasons), dict(evidence))
