"""The second look at linked results: who is to see what again, verdicts, and what they come to."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import UsageError
from app.domain.lessons import Lessons
from app.domain.messages import Message
from app.domain.quality import Quality, Verdict, drawn, erring
from app.domain.scan import Scan, ScanState
from app.storage.acts import Act, ActBook
from app.supervision.worklists import Scans

VERDICT = "verdict"
_NEWEST = 500  # results; quick enough for every look at the dashboard


@dataclass(frozen=True, slots=True)
class SecondLooks:
    """Over one workspace; `percent` of the stored results are drawn."""

    scans: Scans
    acts: ActBook
    percent: float
    clock: Callable[[], datetime]

    def drawn(self) -> Iterator[Scan]:
        """Yield every stored result that was drawn; letters are none."""
        return (scan for scan in self.scans.scans(state=ScanState.STORED) if self._is_drawn(scan))

    def up_to_date(self) -> bool:
        """Return whether, of the newest stored results, any was drawn and all that were drawn were seen again."""
        newest = self.scans.scans(state=ScanState.STORED, limit=_NEWEST, newest_first=True)
        chosen = [scan.id for scan in newest if self._is_drawn(scan)]
        return bool(chosen) and set(chosen) <= set(self.acts.newest(VERDICT))

    def _is_drawn(self, scan: Scan) -> bool:
        return not scan.is_letter and drawn(scan.id, self.percent)

    def waiting(self, who: str, limit: int | None = None) -> list[Scan]:
        """Return what this person is to see again: drawn, without a verdict, and not linked by the same person."""
        seen = self.acts.newest(VERDICT)
        found = (scan for scan in self.drawn() if scan.id not in seen and scan.linked_by != who)
        return list(itertools.islice(found, limit))

    def judge(self, scan_id: str, verdict: Verdict, by: str, reason: str = "") -> None:
        """Record a verdict durably; UsageError when it was not drawn, or by the person who linked it."""
        scan = self.scans.scan(scan_id)
        if scan is None or scan.state is not ScanState.STORED or not self._is_drawn(scan):
            raise UsageError(Message.of("quality-not-drawn", scan=scan_id))
        if scan.linked_by == by:
            raise UsageError(Message.of("quality-own-link", scan=scan_id, who=by))
        self.acts.record(
            [Act(VERDICT, scan_id, {"verdict": verdict.value, "reason": reason}, by, self.clock())]
        )

    def quality(self, lessons: Lessons) -> tuple[Quality, dict[str, int]]:
        """Return the figures, and which kinds of evidence spoke for links found wrong."""
        verdicts = {scan: act.body["verdict"] for scan, act in self.acts.newest(VERDICT).items()}
        chosen = list(self.drawn())
        seen = [scan for scan in chosen if scan.id in verdicts]
        wrong = [scan for scan in seen if verdicts[scan.id] == Verdict.WRONG]
        decisions = lessons.first_taken + lessons.other_taken
        told = Quality(len(chosen), len(seen), len(wrong), decisions, lessons.first_taken)
        return told, erring(tuple(one.kind.value for one in scan.evidence) for scan in wrong)
