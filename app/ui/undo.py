"""The acts that can still be taken back, newest last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.scan import Scan, ScanState

MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Done:
    """An act that can be taken back by `back`: `act` is its kind (link, hold, reject, pages), `what` names the scan.

    `back` is called outside the GUI thread and returns the scan to show.
    """

    act: str
    scan_id: str
    what: str
    back: Callable[[], Scan]

    def possible(self, scan: Scan) -> bool:
        """Whether the act can be taken back while its scan is like this."""
        ended = scan.state is ScanState.REJECTED and self.act != "reject"
        return not (ended or scan.depositing or scan.state is ScanState.STORED)


class UndoList:
    """Any number of steps, as long as nothing was deposited."""

    def __init__(self) -> None:
        self._done: list[Done] = []

    @property
    def last(self) -> Done | None:
        """The act that would be taken back next."""
        return self._done[-1] if self._done else None

    def add(self, done: Done) -> None:
        """Note an act."""
        self._done = [*self._done[-MOST_KEPT + 1 :], done]

    def take(self) -> Done | None:
        """Return the act to take back, and forget it."""
        return self._done.pop() if self._done else None

    def forget(self, scans: Iterable[Scan]) -> bool:
        """Forget acts on scans that can't go back any more; tell whether there were any."""
        now = {scan.id: scan for scan in scans}
        kept = [done for done in self._done if done.scan_id not in now or done.possible(now[done.scan_id])]
        changed = len(kept) != len(self._done)
        self._done = kept
        return changed
