"""The one door between threads and Qt: events from any thread come out as signals, desk calls run in a small pool.

Events are gathered, and of several changes of one scan only the newest comes out; results of calls are delivered on
the GUI thread, and those that a newer call of the same topic has overtaken are dropped.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from enum import Enum
from itertools import islice
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.errors import SohoaError
from app.domain.messages import Message
from app.domain.scan import Scan
from app.pipeline.ports import Event, FieldsSeen, Notice, ScanChanged, StoreTold, WorkBegan, WorkDelayed

T = TypeVar("T")
_log = logging.getLogger(__name__)

DEFECT = Message.of("station-defect")
AT_ONCE = 250  # events or results handled before the window may paint again
LOOK_MILLISECONDS = 8  # between two looks whether something has come
STREAM_CHUNK = 200
STREAM_AHEAD = 2  # chunks that may wait for the GUI thread


class Line(Enum):
    """Where a call queues up: acts one after the other, looks beside them, pages wanted soon and long lists behind."""

    ACTS = "acts"
    LOOKS = "looks"
    AHEAD = "ahead"
    LISTS = "lists"


class Bridge(QObject):
    """Lives in the GUI thread; `announce` may be called from any."""

    scans_changed = Signal(list)  # of Scan, each scan once
    fields_seen = Signal(object)  # a FieldsSeen
    work_told = Signal(list)  # of WorkBegan and WorkDelayed, in order
    noticed = Signal(object)  # a Notice
    store_told = Signal(object)  # a StoreTold

    def __init__(self) -> None:
        super().__init__()
        self._events: deque[Event] = deque()
        self._results: deque[Callable[[], None]] = deque()
        self._signals = {FieldsSeen: self.fields_seen, StoreTold: self.store_told, Notice: self.noticed}
        self._closed = False
        self._newest: dict[str, int] = {}
        self._running: dict[str, Future[None]] = {}
        self._lines = {
            Line.ACTS: ThreadPoolExecutor(1, "desk-acts"),
            Line.LOOKS: ThreadPoolExecutor(2, "desk-looks"),
            Line.AHEAD: ThreadPoolExecutor(1, "desk-ahead"),
            Line.LISTS: ThreadPoolExecutor(1, "desk-lists"),
        }
        # The other threads touch no Qt object at all (a signal emitted there may wait for a lock of Qt while the GUI
        # thread, holding it, waits for the interpreter): the GUI thread looks for itself whether something has come.
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._deliver)
        self._watch.start(LOOK_MILLISECONDS)

    def announce(self, event: Event) -> None:
        """Take an event, from any thread."""
        if not self._closed:
            self._events.append(event)

    def ask(
        self,
        call: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Message], object] | None = None,
        *,
        topic: str = "",
        line: Line = Line.LOOKS,
    ) -> None:
        """Run `call` in the pool, then `then(result)` or `failed(message)` on the GUI thread.

        A newer call of the same `topic` drops this one. What is not expected trouble is logged and told as a defect.
        """
        if self._closed:
            return
        number = self._newest[topic] = self._newest.get(topic, 0) + 1

        def still_wanted() -> bool:
            return not topic or self._newest[topic] == number

        def run() -> None:
            if not still_wanted():
                return
            outcome = self._outcome(call, then, failed)
            self._hand_over(lambda: outcome() if still_wanted() else None)

        if topic and (older := self._running.get(topic)):
            older.cancel()
        self._running[topic] = self._lines[line].submit(run)

    def drop(self, topic: str) -> None:
        """Forget the running call of this topic."""
        self._newest[topic] = self._newest.get(topic, 0) + 1

    def stream(
        self,
        source: Callable[[], Iterator[T]],
        each: Callable[[list[T]], object],
        done: Callable[[], object],
        failed: Callable[[Message], object],
    ) -> None:
        """Go through `source()` in the pool; `each` gets chunks on the GUI thread, never many at a time."""
        room = threading.Semaphore(STREAM_AHEAD)

        def taken(chunk: list[T]) -> None:
            room.release()
            each(chunk)

        def run() -> None:
            entries = source()
            while chunk := list(islice(entries, STREAM_CHUNK)):
                while not room.acquire(timeout=0.2):
                    if self._closed:
                        return
                self._hand_over(lambda chunk=chunk: taken(chunk))  # type: ignore[misc]
                if self._closed:
                    return

        self.ask(run, lambda _: done(), failed, line=Line.LISTS)

    def close(self) -> None:
        """Deliver nothing any more; acts already asked for are finished first, everything else is dropped."""
        self._closed = True
        self._watch.stop()
        self._lines[Line.ACTS].shutdown(wait=True)
        for line in (Line.LOOKS, Line.AHEAD, Line.LISTS):
            self._lines[line].shutdown(wait=False, cancel_futures=True)

    def _outcome(
        self, call: Callable[[], T], then: Callable[[T], object], failed: Callable[[Message], object] | None
    ) -> Callable[[], object]:
        try:
            result = call()
        except SohoaError as trouble:
            message = trouble.message
        except CancelledError:
            message = DEFECT
        except Exception:  # noqa: BLE001 - a bug below: the window must live on and say so
            if not self._closed:
                _log.exception("A call of the window failed")
            message = DEFECT
        else:
            return lambda: then(result) if _lives(then) else None
        return lambda: failed(message) if failed and _lives(failed) else None

    def _hand_over(self, result: Callable[[], Any]) -> None:
        self._results.append(result)

    @Slot()
    def _deliver(self) -> None:
        for _ in range(min(len(self._results), AT_ONCE)):
            if not self._closed:
                self._results.popleft()()
        if self._events and not self._closed:
            self._tell([self._events.popleft() for _ in range(min(len(self._events), AT_ONCE))])

    def _tell(self, events: list[Event]) -> None:
        scans: dict[str, Scan] = {}
        work: list[WorkBegan | WorkDelayed] = []
        for event in events:
            match event:
                case ScanChanged(scan=scan):
                    scans[scan.id] = scan
                case WorkBegan() | WorkDelayed():
                    work.append(event)
                case FieldsSeen() | StoreTold() | Notice():
                    self._signals[type(event)].emit(event)
        # Work first: what began and ended within one portion must be known to have ended.
        if work:
            self.work_told.emit(work)
        if scans:
            self.scans_changed.emit(list(scans.values()))


def _lives(receiver: Callable[..., object]) -> bool:
    """Whether the widget that waits for a result still exists: a dialog may have been closed meanwhile."""
    owner = getattr(receiver, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
