"""Feeds an import into the pipeline: lists the source, then takes files as there is room for them, never far ahead."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Event as Flag
from threading import Thread

from app.capture.legacy import SourceAwayError
from app.capture.pickup import FileChangedError, NotAFileError, SourceError
from app.domain.batch import Batch, BatchFile, FileState, Listed
from app.domain.errors import EnvironmentLackError, IllegalFactError, NeedsPersonError, TryAgainError
from app.domain.messages import Message
from app.domain.scan import Severity
from app.pipeline.batch_intake import BatchIntake, written_path
from app.pipeline.import_ports import ImportInventory, ImportSource
from app.pipeline.ports import Announce, Notice

log = logging.getLogger(__name__)

TRIES = 3  # of a file that can't be read, before it is set aside
LOOK_SECONDS = 1.0  # how soon the end of a pause is noticed
ROOM_SECONDS = 0.05
RETRY_SECONDS = 5.0  # before files that made trouble are tried again
LONGEST_WAIT_SECONDS = 60.0  # a share that is back, a disk with room again is noticed within a minute
_AT_ONCE = 200  # files looked up, and results written down, at a time


@dataclass(frozen=True, slots=True)
class Gates:
    """What may stop the feeding: `room` whether the pipeline can take more, `open` whether work is allowed now."""

    room: Callable[[], bool]
    open: Callable[[], bool]


class BatchFeeder:
    """Feeds one import from `start` to its end or to `stop`; again goes on where it stopped."""

    def __init__(
        self,
        batch: Batch,
        source: ImportSource,
        inventory: ImportInventory,
        intake: BatchIntake,
        gates: Gates,
        announce: Announce,
    ) -> None:
        """Prepare; nothing is read before `start` (or `step`)."""
        self.batch = batch
        self.current = ""
        self.finished = False
        self.closed = False  # now is no time to work: by day, when nights only are
        self.counts: dict[FileState, int] = {}
        self._source = source
        self._inventory = inventory
        self._intake = intake
        self._gates = gates
        self._announce = announce
        self._ahead: deque[BatchFile] = deque()
        self._settled: list[BatchFile] = []
        self._listed = False
        self._tries = 0
        self._waits = 0
        self._told = ""
        self._paused = Flag()
        self._stop = Flag()
        self._thread = Thread(target=self._feed, name="import", daemon=True)

    def start(self) -> None:
        """Begin to feed, in a thread of its own."""
        self._thread.start()

    def pause(self) -> None:
        """Take no more files until `go_on`; what was taken goes its way."""
        self._paused.set()

    def go_on(self) -> None:
        """Take files again."""
        self._paused.clear()

    @property
    def paused(self) -> bool:
        """Whether a person has paused it."""
        return self._paused.is_set()

    @property
    def alive(self) -> bool:
        """Whether its thread still works or waits."""
        return self._thread.is_alive()

    def stop(self, seconds: float = 10.0) -> None:
        """End soon, after the file that is being taken; wait for that at most `seconds`."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def step(self) -> float | None:
        """Do the next little thing; return how many seconds to wait before the one after it, None at the end."""
        self.closed = not self._gates.open()
        if self.paused or self.closed:
            self._write_down()
            return LOOK_SECONDS
        if not self._listed:
            return self._guarded(self._list)
        if not self._gates.room():
            return ROOM_SECONDS
        file = self._next()
        if file is None:
            self.finished, self.current = True, ""
            return None
        if file.tries > self._tries:
            self._tries = file.tries
            self._ahead.appendleft(file)
            return RETRY_SECONDS
        self.current = written_path(file.path)
        return self._guarded(lambda: self._take(file), file)

    def _feed(self) -> None:
        try:
            while not self._stop.is_set():
                seconds = self.step()
                if seconds is None:
                    return
                self._stop.wait(seconds)
            self._write_down()
        except (TryAgainError, EnvironmentLackError) as trouble:
            self._tell(trouble.message)  # the inventory itself: what it lacks is found again by digests
        except Exception as bug:
            log.exception("import %s", self.batch.id)
            self._tell(Message.of("import-defect", detail=type(bug).__name__))

    def _guarded(self, act: Callable[[], None], file: BatchFile | None = None) -> float:
        """Act; when everything is in trouble (share, disk, journal) say so once, wait, and come back to it."""
        try:
            act()
        except SourceAwayError as away:
            message = Message.of("import-source-away", folder=self.batch.folder, detail=away.reason)
        except (TryAgainError, NeedsPersonError, EnvironmentLackError) as trouble:
            message = trouble.message
        else:
            if self._told:
                self._announce(Notice(Message.of("import-goes-on", folder=self.batch.folder)))
            self._told, self._waits = "", 0
            return 0.0
        if file is not None:
            self._ahead.appendleft(file)
        self._tell(message)
        self._waits += 1
        return min(LONGEST_WAIT_SECONDS, 2.0 ** min(self._waits, 10))

    def _tell(self, message: Message) -> None:
        if self._told != message.id:
            self._told = message.id
            self._announce(Notice(message, Severity.BLOCKS.value))

    def _list(self) -> None:
        """List the source into the inventory; a share that vanishes meanwhile leaves the listing unfinished."""
        known = self._inventory.listings(self.batch.id) > 0 and bool(
            self._inventory.counts(self.batch.id).total
        )
        self._source.check(held_files=known)
        self._inventory.list_anew(self.batch.id, self._to_the_end(held_files=known))
        self.counts = dict(self._inventory.counts(self.batch.id).files)
        self._listed = True

    def _to_the_end(self, *, held_files: bool) -> Iterator[Listed]:
        for entry in self._source.entries():
            self.current = written_path(entry.path)
            yield entry
        self._source.check(held_files=held_files)

    def _next(self) -> BatchFile | None:
        if not self._ahead:
            self._write_down()
            self._ahead.extend(self._inventory.waiting(self.batch.id, _AT_ONCE))
        return self._ahead.popleft() if self._ahead else None

    def _take(self, file: BatchFile) -> None:
        try:
            self._settle(self._intake.take(file))
        except NotAFileError:
            self._settle(replace(file, state=FileState.REFUSED, reason=Message.of("import-not-a-file")))
        except (FileChangedError, IllegalFactError):
            self._later(file, Message.of("import-restless"))
        except SourceError as trouble:
            self._source.check(held_files=True)
            if trouble.vanished:
                self._settle(replace(file, state=FileState.GONE))
            else:
                self._later(file, Message.of("import-source-trouble", detail=trouble.reason))

    def _later(self, file: BatchFile, reason: Message) -> None:
        tries = file.tries + 1
        state = FileState.UNREADABLE if tries >= TRIES else FileState.WAITING
        self._settle(replace(file, state=state, tries=tries, reason=reason))

    def _settle(self, file: BatchFile) -> None:
        self._settled.append(file)
        if file.state is not FileState.WAITING:
            self.counts[FileState.WAITING] = self.counts.get(FileState.WAITING, 1) - 1
            self.counts[file.state] = self.counts.get(file.state, 0) + 1
        if len(self._settled) >= _AT_ONCE:
            self._write_down()

    def _write_down(self) -> None:
        if self._settled:
            self._inventory.settle(self._settled)
            self._settled = []
