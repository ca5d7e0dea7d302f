"""Fills the queue from the journal: first what a person must see, then what is in work, all others when wanted."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import timedelta
from enum import Enum

from PySide6.QtCore import QObject, Signal

from app.domain.messages import Message
from app.domain.scan import ScanState
from app.pipeline.desk import Desk
from app.ui.bridge import Bridge
from app.ui.queue_model import QueueModel
from app.ui.queue_rows import QueueRow, Shelf, row_of

RECENT = timedelta(days=3)  # scans captured before this are hardly ever finished today
FINISHED = (ScanState.STORED, ScanState.REJECTED)


class Loaded(Enum):
    """How much of the journal stands in the queue."""

    OPEN = 1  # what is not finished
    RECENT = 2  # and what was captured in the last days
    ALL = 3


class Feed(QObject):
    """Each part is read once; what happens afterwards comes by events."""

    came = Signal()  # rows were put into the model
    failed = Signal(object)  # Message

    def __init__(self, desk: Desk, bridge: Bridge, model: QueueModel) -> None:
        super().__init__()
        self._desk, self._bridge, self._model = desk, bridge, model
        self._asked = 0
        self.loaded = 0

    def want(self, shelf: Shelf) -> None:
        """Read what this shelf shows, where it has not been read yet."""
        wanted = {Shelf.ALL: Loaded.ALL, Shelf.DONE: Loaded.RECENT}.get(shelf, Loaded.OPEN)
        for part in Loaded:
            if self._asked < part.value <= wanted.value:
                self._asked = part.value
                self._read(part)

    def _read(self, part: Loaded) -> None:
        def done() -> None:
            self.loaded = part.value
            self.came.emit()

        source = {Loaded.OPEN: self._open, Loaded.RECENT: self._recent, Loaded.ALL: self._all}[part]
        self._bridge.stream(source, self._put, done, self._told)

    def _put(self, rows: list[QueueRow]) -> None:
        self._model.put(rows)
        # The rows stay for the day. Else Python would look through all 100,000 of them for circles now and then, and
        # the window stand still for 0.2 s each time.
        gc.freeze()
        self.came.emit()

    def _told(self, message: Message) -> None:
        self.failed.emit(message)

    # --- read in the pool ---

    def _open(self) -> Iterator[QueueRow]:
        yield from map(row_of, self._desk.scans(held=True))
        for state in ScanState:
            if state not in FINISHED:
                yield from map(row_of, self._desk.scans(state=state, held=False))

    def _recent(self) -> Iterator[QueueRow]:
        since = self._desk.clock() - RECENT
        for scan in self._desk.scans(newest_first=True):
            if scan.captured_at < since:
                return
            yield row_of(scan)

    def _all(self) -> Iterator[QueueRow]:
        since = self._desk.clock() - RECENT
        yield from (row_of(scan) for scan in self._desk.scans(newest_first=True) if scan.captured_at < since)
