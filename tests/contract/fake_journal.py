"""A journal in memory that keeps the whole contract of the port, written as plainly as possible, as a measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from app.domain.errors import IllegalFactError
from app.domain.facts import Captured, Fact, SplitOff
from app.domain.ledger import Ledger, Tally, local_day
from app.domain.messages import Message
from app.domain.scan import Scan, ScanState
from app.domain.transitions import apply


class FakeJournal:
    """Port Journal in memory."""

    def __init__(self) -> None:
        self._facts: list[Fact] = []
        self._scans: dict[str, Scan] = {}  # in the order of birth

    def record(self, *facts: Fact, expecting: Scan | None = None) -> list[Scan]:
        if expecting and self._scans.get(expecting.id) != expecting:
            raise IllegalFactError(Message.of("scan-changed", scan=expecting.id))
        scans = dict(self._scans)
        changed: dict[str, Scan] = {}
        for fact in facts:
            changed.pop(fact.scan, None)
            changed[fact.scan] = scans[fact.scan] = apply(scans.get(fact.scan), fact)
        self._facts += facts
        self._scans = scans
        return list(changed.values())

    def scan(self, scan_id: str) -> Scan | None:
        return self._scans.get(scan_id)

    def scans(
        self,
        *,
        state: ScanState | None = None,
        held: bool | None = None,
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = False,
    ) -> Iterator[Scan]:
        found = [
            scan
            for scan in self._ordered()
            if state in (None, scan.state) and held in (None, scan.hold is not None)
        ]
        if newest_first:
            found.reverse()
        yield from found[offset:][:limit]

    def unfinished(self) -> list[str]:
        return [scan.id for scan in self._ordered() if not scan.state.finished and not scan.hold]

    def of_capture(self, digest: str) -> list[Scan]:
        return [scan for scan in self._ordered() if scan.capture == digest]

    def of_dossier(self, code: str) -> list[Scan]:
        return [scan for scan in self._ordered() if scan.dossier == code]

    def marked(self, marks: Sequence[str]) -> list[Scan]:
        return [scan for scan in self._ordered() if set(scan.marks) & set(marks)]

    def facts(self, scan_id: str) -> list[Fact]:
        return [fact for fact in self._facts if fact.scan == scan_id]

    def changed_since(self, sequence: int) -> tuple[int, list[str]]:
        newest_last = dict.fromkeys(reversed([fact.scan for fact in self._facts[sequence:]]))
        return len(self._facts), list(reversed(newest_last))

    def ledger(self, day: date) -> Ledger:
        born = [fact for fact in self._facts if isinstance(fact, Captured | SplitOff)]
        scans = list(self._scans.values())
        return Ledger(
            day,
            _tally(
                [f for f in born if local_day(f.at) == day],
                [s for s in scans if local_day(s.captured_at) == day],
            ),
            _tally(born, scans),
        )

    def _ordered(self) -> list[Scan]:
        return sorted(self._scans.values(), key=lambda scan: scan.captured_at)


def _tally(born: list[Captured | SplitOff], scans: list[Scan]) -> Tally:
    letters = sum(scan.is_letter and scan.state is ScanState.STORED for scan in scans)
    return Tally(captured=len(born), letters=letters, **Counter(scan.bucket.value for scan in scans))
