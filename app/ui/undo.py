"""The acts that can still be taken back, newest last."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.scan import Scan
from app.pipeline.undoing import Done


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
        self._done.append(done)

    def add_before(self, earlier: Iterable[Done]) -> None:
        """Note acts that were done before all that are noted here, the oldest first."""
        self._done = [*earlier, *self._done]

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
