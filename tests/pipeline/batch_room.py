"""A small import without threads: a source in memory that can fail, and the real journal, spool and inventory."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.capture.legacy import SourceAwayError
from app.capture.pickup import Identity, SourceError
from app.domain.batch import Batch, BatchFile, FileState, Listed
from app.pipeline.batch_feeder import BatchFeeder, Gates
from app.pipeline.batch_intake import BatchIntake
from app.pipeline.ports import Event, Notice
from app.storage.batches import BatchBook
from app.storage.journal import SqliteJournal
from app.storage.journal_batches import JournalBatches
from app.storage.spool import FolderSpool

NOW = datetime(2026, 3, 31, 3, 0, tzinfo=UTC)
BATCH = Batch("260331-import", "/kho", NOW)


@dataclass
class OpenBytes:
    """A file in memory."""

    data: bytes
    identity: Identity
    trouble: Exception | None = None

    def chunks(self) -> Iterator[bytes]:
        yield self.data[:1]
        if self.trouble:
            raise self.trouble
        yield self.data[1:]

    def close(self) -> None:
        pass


@dataclass
class MemorySource:
    """The folder of an import; `troubles`: what reading a file raises; `away`: the share has vanished."""

    files: dict[bytes, bytes] = field(default_factory=dict)
    troubles: dict[bytes, Exception] = field(default_factory=dict)
    away: bool = False
    opened: list[bytes] = field(default_factory=list)
    times: dict[bytes, int] = field(default_factory=dict)

    def check(self, *, held_files: bool) -> None:
        if self.away or (held_files and not self.files):
            raise SourceAwayError("gone")

    def entries(self) -> Iterator[Listed]:
        for path, data in sorted(self.files.items()):
            yield Listed(path, len(data), self.times.get(path, 0))

    def open(self, path: bytes) -> OpenBytes:
        self.opened.append(path)
        if path in self.troubles and getattr(self.troubles[path], "vanished", False):
            raise self.troubles[path]
        if path not in self.files:
            raise SourceError(FileNotFoundError(2, "No such file or directory"))
        data = self.files[path]
        return OpenBytes(data, Identity(len(data), self.times.get(path, 0), 1), self.troubles.get(path))


@dataclass
class Room:
    """An import over a source, stepped by hand; `free` is how many more scans the pipeline takes."""

    folder: Path
    source: MemorySource = field(default_factory=MemorySource)
    expected: Callable[[str], tuple[str, ...]] = lambda _: ()
    free: int = 1 << 30
    told: list[str] = field(default_factory=list)
    is_open: bool = True
    first_id: int = 0
    clock: Callable[[], datetime] | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.journal = SqliteJournal(self.folder / "journal.sqlite")
        self.spool = FolderSpool(self.folder / "spool")
        self.book = BatchBook(self.folder / "imports.sqlite")
        self.book.put(BATCH)
        self._ids, self._seconds = itertools.count(1), itertools.count()

    def feeder(self, source: MemorySource | None = None) -> BatchFeeder:
        """A feeder as after a start of the program."""
        intake = BatchIntake(
            BATCH, source or self.source, self.journal, self.spool,
            self.clock or (lambda: NOW + timedelta(seconds=next(self._seconds))),
            lambda: f"s{self.first_id + next(self._ids)}", self._recorded,
            self.expected,
        )  # fmt: skip
        gates = Gates(room=lambda: self.free > 0, open=lambda: self.is_open)
        return BatchFeeder(BATCH, source or self.source, self.book, intake, gates, self._hear)

    def run(self, feeder: BatchFeeder | None = None, most: int = 10_000) -> list[float]:
        """Step until the end, or `most` steps; return the waits."""
        feeder = feeder or self.feeder()
        waits = []
        for _ in range(most):
            seconds = feeder.step()
            if seconds is None:
                break
            waits.append(seconds)
        return waits

    def states(self) -> dict[bytes, FileState]:
        return {file.path: file.state for file in self.book.files(BATCH.id)}

    def file(self, path: bytes) -> BatchFile:
        return next(file for file in self.book.files(BATCH.id) if file.path == path)

    def captures(self) -> list[str]:
        return [scan.path for scan in JournalBatches(self.journal.database).scans(BATCH.id)]

    def close(self) -> None:
        self.journal.close()
        self.book.close()

    def _recorded(self, scans: object) -> None:
        self.free -= 1

    def _hear(self, event: Event) -> None:
        if isinstance(event, Notice):
            self.told.append(event.message.id)
