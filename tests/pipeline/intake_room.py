"""A workspace with one scanner folder and an intake, that can be closed and opened again like the program itself."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.capture.pickup import Identity, Taken
from app.capture.pickups import PickupMemory
from app.capture.waiting import Settled
from app.domain.facts import Fact, Rejected
from app.domain.ledger import local_day
from app.domain.scan import Scan
from app.pipeline.intake import Intake
from app.pipeline.ports import Event, Journal, Notice, Spool
from app.settings import WatchedFolder
from app.storage.journal import SqliteJournal
from app.storage.spool import FolderSpool


class IntakeRoom:
    """`ahead` moves the clock against the real one, which stamps the files."""

    def __init__(self, root: Path, after_pickup: str = "move", *, remembers: bool = True) -> None:
        self.root = root
        self.box = root / "scanner"
        self.box.mkdir(exist_ok=True)
        self.folder = WatchedFolder(str(self.box), after_pickup=after_pickup)
        self.remembers = remembers
        self.ahead = timedelta()
        self.events: list[Event] = []
        self.changed: list[Scan] = []
        self.numbers = itertools.count(1)
        self.real_journal = SqliteJournal(root / "journal.sqlite")
        self.real_spool = FolderSpool(root / "spool")
        self.open()

    def open(self, *, journal: Journal | None = None, spool: Spool | None = None) -> None:
        """Open the program (again): only disk and journal remember."""
        memory = PickupMemory(self.root / "pickups" if self.remembers else None, self.now().timestamp())
        self.intake = Intake(
            journal or self.real_journal,
            spool or self.real_spool,
            memory,
            clock=self.now,
            new_id=lambda: f"scan-{next(self.numbers)}",
            recorded=self._recorded,
            announce=self.events.append,
        )

    def reopen(self) -> None:
        self.intake.close()
        self.open()

    def close(self) -> None:
        self.intake.close()
        self.real_journal.close()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def drop(self, name: str, content: bytes = b"bytes of a scan") -> Path:
        path = self.box / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def take(self, path: Path) -> Taken:
        """Offer the file as it is now."""
        return self.intake.take(Settled(path, Identity.of(path.lstat())), self.folder)

    def scans(self) -> list[Scan]:
        return list(self.real_journal.scans())

    def kinds(self, scan_id: str) -> list[str]:
        return [type(fact).__name__ for fact in self.real_journal.facts(scan_id)]

    def record(self, *facts: Fact) -> None:
        self.real_journal.record(*facts)

    def reject(self, scan_id: str) -> None:
        self.record(Rejected(scan=scan_id, at=self.now(), reason="wrong", by="lan"))

    def bytes_of(self, scan: Scan) -> bytes:
        return self.real_spool.path(scan.capture).read_bytes()

    @property
    def told(self) -> list[str]:
        return [event.message.id for event in self.events if isinstance(event, Notice)]

    @property
    def in_done(self) -> dict[str, bytes]:
        done = self.box / "done"
        return (
            {p.relative_to(done).as_posix(): p.read_bytes() for p in done.rglob("*") if p.is_file()}
            if done.exists()
            else {}
        )

    def assert_balanced(self, captured: int) -> None:
        total = self.real_journal.ledger(local_day(self.now())).total
        assert total.balanced
        assert total.captured == captured

    def _recorded(self, scans: Sequence[Scan]) -> None:
        self.changed += scans
