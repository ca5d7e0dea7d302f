"""Takes one file of an import: bytes to the spool, the fact to the journal. The source is never changed.

Bytes that the journal knows are not captured again. Taking a file again is always right: what a crash left behind is
recognised by its digest, import and path.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

from app.capture.names import written_down
from app.domain.batch import Batch, BatchFile, FileState
from app.domain.facts import Captured, Fact
from app.domain.messages import Message
from app.domain.scan import Clock, Lane, Scan
from app.pipeline.arrival import Arrival, Predecessor, meaning
from app.pipeline.import_ports import ImportSource
from app.pipeline.ports import Journal, Spool

ONE_READ_BYTES = (
    1 << 26
)  # what is larger is not held in memory: it goes to the spool before its digest is known
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BatchIntake:
    """Takes files of one import. `expected` tells the codes of a path; `recorded` is called with scans that changed."""

    batch: Batch
    source: ImportSource
    journal: Journal
    spool: Spool
    clock: Clock
    new_id: Callable[[], str]
    recorded: Callable[[Sequence[Scan]], None]
    expected: Callable[[str], tuple[str, ...]]

    def take(self, file: BatchFile) -> BatchFile:
        """Return the file as it then stands: taken or known.

        FileChangedError, NotAFileError and SourceError (see app.capture.pickup) when it can't be read now;
        TryAgainError and NeedsPersonError when nothing can be written here.
        """
        opened = self.source.open(file.path)
        try:
            here = replace(file, size=opened.identity.size, mtime_ns=opened.identity.mtime_ns)
            if here.size > ONE_READ_BYTES:
                digest, _ = self.spool.put(opened.chunks())
                return self._known(here, digest) or self._captured(here, digest)
            data = list(opened.chunks())
        finally:
            opened.close()
        digest = hashlib.sha256(b"".join(data)).hexdigest()
        known = self._known(here, digest)
        if known is None:
            self.spool.put(data)
        return known or self._captured(here, digest)

    def _known(self, file: BatchFile, digest: str) -> BatchFile | None:
        scans = self.journal.of_capture(digest)
        if not scans:
            return None
        path = written_path(file.path)
        own = next((scan for scan in scans if (scan.batch, scan.path) == (self.batch.id, path)), None)
        if own is not None:
            return replace(file, state=FileState.TAKEN, digest=digest, scan=own.id, reason=None)
        reason = Message.of("import-known", scan=scans[0].id, source=scans[0].path or scans[0].source)
        return replace(file, state=FileState.KNOWN, digest=digest, scan=scans[0].id, reason=reason)

    def _captured(self, file: BatchFile, digest: str) -> BatchFile:
        path = written_path(file.path)
        arrival = Arrival(
            digest=digest,
            bytes=file.size,
            source=PurePosixPath(path).name,
            folder=self.batch.folder,
            written_at=_EPOCH,
        )
        means = meaning(arrival, (), self._before(file, digest), self.clock(), self.new_id)
        changed = self.journal.record(*(self._of_batch(fact, path) for fact in means.facts))
        self.recorded(changed)
        return replace(file, state=FileState.TAKEN, digest=digest, scan=means.scan_id, reason=None)

    def _before(self, file: BatchFile, digest: str) -> Predecessor | None:
        """Return the scan of what the file was when it was taken before, when it has changed since."""
        scan = self.journal.scan(file.scan) if file.scan else None
        if scan is None or scan.batch != self.batch.id or scan.capture == digest:
            return None
        return Predecessor(scan, siblings=len(self.journal.of_capture(scan.capture)) - 1)

    def _of_batch(self, fact: Fact, path: str) -> Fact:
        if not isinstance(fact, Captured):
            return fact
        return replace(fact, lane=Lane.BATCH, batch=self.batch.id, path=path, expected=self.expected(path))


def written_path(path: bytes) -> str:
    """Return a path of the inventory as texts keep it: with / between names, what can't be shown written out."""
    return "/".join(written_down(name) for name in os.fsdecode(path).replace(os.sep, "/").split("/"))
