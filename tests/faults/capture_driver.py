"""Captures one folder like the program does, and kills itself at a boundary: `python -m tests.faults.capture_driver`.

Arguments: workspace, boundary ("never", "copying", "spooled", "journaled", "moved"), which file to die at (from 1), and
"move", "keep" or "delete".
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.capture.pickup import Identity, Outcome
from app.capture.pickups import PickupMemory
from app.capture.waiting import Settled
from app.pipeline.intake import Intake
from app.pipeline.scan_ids import new_scan_id
from app.settings import WatchedFolder
from app.storage.journal import SqliteJournal
from app.storage.spool import FolderSpool


class Mortal:
    """Counts how often each boundary is reached, and ends this process at the chosen one, as a power switch would."""

    def __init__(self, boundary: str, at: int) -> None:
        self.boundary, self.at, self.reached = boundary, at, 0

    def reach(self, boundary: str) -> None:
        if boundary == self.boundary:
            self.reached += 1
            if self.reached == self.at:
                os.kill(os.getpid(), signal.SIGKILL)


class Beside:
    """Stands before a journal, spool or memory and tells `mortal` what happens."""

    def __init__(self, real: Any, mortal: Mortal) -> None:
        self._real, self._mortal = real, mortal

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class MortalSpool(Beside):
    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        kept = self._real.put(self._dying(chunks))
        self._mortal.reach("spooled")
        return kept

    def _dying(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            half = len(chunk) // 2
            yield chunk[:half]
            self._mortal.reach("copying")
            yield chunk[half:]


class MortalJournal(Beside):
    def record(self, *facts: Any) -> Any:
        changed = self._real.record(*facts)
        self._mortal.reach("journaled")
        return changed


class MortalMemory(Beside):
    def remember(self, pickup: Any) -> None:
        if pickup.dealt:
            self._mortal.reach("moved")
        self._real.remember(pickup)


def main(workspace: Path, boundary: str, at: int, after_pickup: str) -> None:
    """Take every file of workspace/scanner, the oldest first, as the watch would offer them."""
    mortal = Mortal(boundary, at)
    box = workspace / "scanner"
    journal = SqliteJournal(workspace / "journal.sqlite")
    memory = PickupMemory(workspace / "pickups", datetime.now(UTC).timestamp())
    intake = Intake(
        MortalJournal(journal, mortal),
        MortalSpool(FolderSpool(workspace / "spool"), mortal),
        MortalMemory(memory, mortal),  # type: ignore[arg-type]
        clock=lambda: datetime.now(UTC),
        new_id=lambda: new_scan_id(datetime.now(UTC), secrets.randbelow),
        recorded=lambda scans: None,
        announce=print,
    )
    folder = WatchedFolder(str(box), after_pickup=after_pickup)
    for path in sorted(path for path in box.iterdir() if path.is_file()):
        taken = intake.take(Settled(path, Identity.of(path.lstat())), folder)
        assert taken.outcome in (Outcome.LEFT, Outcome.KEPT, Outcome.LEAVING), taken
    intake.close()
    journal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
