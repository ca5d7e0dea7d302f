"""Takes settled files in: bytes to the spool, the fact to the journal, and only then may the original leave.

Whatever goes wrong, the original stays where it is until the journal knows it, and taking it again is always right.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from app.capture.continuation import continues
from app.capture.names import written_down
from app.capture.pickup import (
    FileChangedError,
    NotAFileError,
    OpenFile,
    Outcome,
    SourceError,
    Taken,
    open_file,
)
from app.capture.pickups import Pickup, PickupMemory
from app.capture.waiting import Settled
from app.domain.errors import EnvironmentLackError, IllegalFactError, NeedsPersonError, TryAgainError
from app.domain.facts import SeenAgain
from app.domain.messages import Message
from app.domain.scan import Clock, Scan
from app.pipeline.arrival import Arrival, Known, Meaning, Predecessor, meaning
from app.pipeline.originals import deal_with, in_done
from app.pipeline.ports import Announce, Journal, Notice, Spool
from app.pipeline.troubles import Troubles
from app.settings import WatchedFolder

log = logging.getLogger(__name__)

Recorded = Callable[[Sequence[Scan]], None]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Intake:
    """Takes files of any watched folder, from any thread. `recorded` is called with the scans that changed."""

    def __init__(
        self,
        journal: Journal,
        spool: Spool,
        memory: PickupMemory,
        *,
        clock: Clock,
        new_id: Callable[[], str],
        recorded: Recorded,
        announce: Announce,
    ) -> None:
        self._journal = journal
        self._spool = spool
        self._memory = memory
        self._clock = clock
        self._new_id = new_id
        self._recorded = recorded
        self._announce = announce
        self._lock = Lock()
        self._troubles = Troubles(announce)
        self._closed = False

    def take(self, settled: Settled, folder: WatchedFolder) -> Taken:
        """Take one file; never raises: expected trouble is announced once and told by the outcome."""
        tell = self._troubles
        try:
            taken = self._take(settled, folder)
        except (FileChangedError, IllegalFactError):
            return Taken(
                Outcome.CHANGED
            )  # or a person was faster (rejected what had grown): look at it again
        except NotAFileError:
            tell.of_file(settled.path, "capture-not-a-file", folder.path)
            return Taken(Outcome.REFUSED)
        except SourceError as trouble:
            if trouble.vanished:
                return Taken(Outcome.GONE)
            tell.of_file(settled.path, "capture-file-trouble", folder.path, trouble.reason)
            return Taken(Outcome.LATER)
        except (TryAgainError, NeedsPersonError, EnvironmentLackError) as trouble:
            tell.of_everything(trouble.message)
            return Taken(Outcome.ALL_LATER)
        except Exception as bug:
            log.exception("a file could not be taken")  # it stays where it is, and the others go on
            tell.of_file(settled.path, "capture-defect", folder.path, type(bug).__name__)
            return Taken(Outcome.LATER)
        tell.over(settled.path)
        return taken

    def captured_of(self, folder: WatchedFolder) -> list[Pickup]:
        """Return what earlier runs captured of this folder and is kept in it, or may still grow."""
        with self._lock:
            return list(self._memory.below(folder.path))

    def close(self) -> None:
        """Record nothing any more (a folder's thread may hang on a dead share and come back), close the memory."""
        with self._lock:
            self._closed = True
            self._memory.close()

    def _take(self, settled: Settled, folder: WatchedFolder) -> Taken:
        opened = open_file(settled.path)
        try:
            if opened.identity != settled.identity:
                raise FileChangedError
            pickup = self._already(opened)
            if pickup is None:
                digest, size = self._spool.put(opened.chunks())
                pickup = self._record(opened, folder, digest, size)
        finally:
            opened.close()  # Windows moves no open file
        dealt = deal_with(pickup, folder)
        with self._lock:
            self._memory.remember(dealt)
        return Taken(_outcome(dealt, folder), Path(dealt.lies_at), dealt.identity)

    def _already(self, opened: OpenFile) -> Pickup | None:
        """Return the pickup of exactly this state of the file: captured, but its original was not dealt with."""
        with self._lock:
            pickup = self._memory.lying_at(str(opened.path))
        if pickup is None or pickup.identity != opened.identity:
            return None
        scan = self._journal.scan(pickup.scan)
        return pickup if scan and scan.capture == pickup.digest else None

    def _record(self, opened: OpenFile, folder: WatchedFolder, digest: str, size: int) -> Pickup:
        with self._lock:
            if self._closed:
                raise FileChangedError
            now = self._clock()
            path = str(opened.path)
            here = self._memory.lying_at(path)
            named = self._memory.last_named(path, now.timestamp())
            same_file = here is not None and here.identity.same_inode(opened.identity)
            origin = Path(here.path) if here else opened.path
            arrival = Arrival(
                digest=digest,
                bytes=size,
                source=written_down(origin.name),
                folder=written_down(str(origin.parent)),
                written_at=_written_at(opened, folder),
                original_left=bool(not here and named and named.dealt and named.digest == digest),
            )
            same = [Known(scan, self._journal.facts(scan.id)) for scan in self._journal.of_capture(digest)]
            grown_from = self._predecessor(here or named, digest, same_file=same_file)
            means = meaning(arrival, same, grown_from, now, self._new_id)
            pickup = Pickup(str(origin), path, opened.identity, digest, means.scan_id, now.timestamp())
            if here is None and grown_from is None:
                self._memory.remember(
                    pickup
                )  # before the journal: a file that grows over a crash is known again
            changed = self._journal.record(*means.facts) if means.facts else []
            self._memory.remember(pickup)
        self._publish(changed, means, arrival)
        return pickup

    def _predecessor(self, before: Pickup | None, digest: str, *, same_file: bool) -> Predecessor | None:
        """Return the scan that the file grew out of, or None: then it has only the name in common, or nothing."""
        if before is None or before.digest == digest:
            return None
        scan = self._journal.scan(before.scan)
        if scan is None or scan.capture != before.digest:
            return None
        with contextlib.suppress(
            OSError, NeedsPersonError
        ):  # the old bytes can't be had: nothing can be said
            if continues(self._spool.path(before.digest), self._spool.path(digest), same_file=same_file):
                return Predecessor(scan, len(self._journal.of_capture(before.digest)) - 1)
        return None

    def _publish(self, changed: Sequence[Scan], means: Meaning, arrival: Arrival) -> None:
        if changed:
            self._recorded(changed)
        if any(isinstance(fact, SeenAgain) for fact in means.facts):
            again = Message.of("capture-seen-again", file=arrival.source, scan=means.scan_id)
            self._announce(Notice(again))


def _outcome(dealt: Pickup, folder: WatchedFolder) -> Outcome:
    if dealt.kept:
        return Outcome.KEPT
    return Outcome.LEFT if in_done(dealt, folder) else Outcome.LEAVING


def _written_at(opened: OpenFile, folder: WatchedFolder) -> datetime:
    """Return when the file was last written; a kept file's inode may be touched for other reasons (rights, backup)."""
    nanoseconds = opened.identity.mtime_ns if folder.after_pickup == "keep" else opened.changed_ns
    return _EPOCH + timedelta(microseconds=nanoseconds // 1000)
