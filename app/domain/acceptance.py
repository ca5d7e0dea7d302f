"""What is counted when an import is taken over: pages as archives count them, and what is not as the law wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.batch_evidence import linked_by
from app.domain.page import PageReading
from app.domain.scan import Scan, ScanState

_A4_SQUARE_INCHES = 8.27 * 11.69


@dataclass(slots=True)
class Row:
    """The sums of one folder, box or day. Pages are counted in A4: an A3 is two of them.

    `under_dpi` and `colourless` are pages (as they are, not in A4); `evidence`: its kind -> scans linked by it.
    """

    name: str
    files: int = 0
    unreadable: int = 0
    scans: int = 0
    pages: int = 0
    a4_pages: int = 0
    blanks: int = 0
    under_dpi: int = 0
    colourless: int = 0
    unlinked: int = 0
    stored: int = 0
    signed: int = 0
    evidence: Counter[str] = field(default_factory=Counter)

    def add_scan(self, scan: Scan, pages: Sequence[PageReading], least_dpi: int) -> None:
        """Count a scan with the readings of its own pages, separators included."""
        self.scans += 1
        self.stored += scan.state is ScanState.STORED
        self.signed += scan.signer is not None
        if scan.state is not ScanState.REJECTED:
            if scan.dossier is None:
                self.unlinked += 1
            else:
                self.evidence[linked_by(scan)] += 1
        for page in pages:
            self.pages += 1
            self.a4_pages += a4_pages(page)
            self.blanks += page.blank
            self.under_dpi += 0 < page.dpi < least_dpi
            self.colourless += page.colourless and page.source == "ocr"  # born digital: not scanned


def a4_pages(page: PageReading) -> int:
    """Return how many A4 pages a page is, by its size: 1 for A4 and less, 2 for A3, 4 for A2."""
    if not page.dpi:
        return 1
    area = page.width_pixels * page.height_pixels / page.dpi**2 / _A4_SQUARE_INCHES
    return max(1, round(area))
