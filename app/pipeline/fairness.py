"""Which scan comes next: the counter's before the batch's, about 4 to 1, and passing troubles after a pause."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from threading import Condition, Lock

from app.domain.scan import Lane

COUNTER_TURNS = 4  # scans of the counter for each one of a batch, while both wait


class FairQueue:
    """Scan ids waiting for a walker. An id that is being walked and offered again is handed out once more later."""

    def __init__(self, monotonic: Callable[[], float], batch_at_once: int | None = None) -> None:
        """Make an empty queue; `monotonic` gives seconds for pauses.

        At most `batch_at_once` scans of a batch are walked at a time: a scan of the counter always finds a free walker.
        """
        self._monotonic = monotonic
        self._batch_at_once = batch_at_once
        self._changed = Condition()
        self._lanes: dict[Lane, deque[str]] = {Lane.COUNTER: deque(), Lane.BATCH: deque()}
        self._queued: set[str] = set()
        self._walked: dict[str, Lane] = {}
        self._again: dict[str, Lane] = {}
        self._pausing: list[tuple[float, str, Lane]] = []
        self._turn = 0
        self._closed = False

    def offer(self, scan_id: str, lane: Lane) -> None:
        """Let the scan be walked as soon as its turn comes; offering it twice is the same as once."""
        with self._changed:
            if scan_id in self._walked:
                self._again[scan_id] = lane
            elif scan_id not in self._queued:
                self._queued.add(scan_id)
                self._lanes[lane].append(scan_id)
                self._changed.notify()

    def offer_later(self, scan_id: str, lane: Lane, seconds: float) -> None:
        """Let the scan be walked after a pause (earlier when somebody offers it)."""
        with self._changed:
            heapq.heappush(self._pausing, (self._monotonic() + seconds, scan_id, lane))
            self._changed.notify()

    def take(self) -> str | None:
        """Wait for the next scan and return it, to be given back with `done`; None when the queue is closed."""
        with self._changed:
            while not self._closed:
                self._wake_pausing()
                lane = self._next_lane()
                if lane is not None:
                    scan_id = self._lanes[lane].popleft()
                    self._queued.discard(scan_id)
                    self._walked[scan_id] = lane
                    return scan_id
                self._changed.wait(self._next_wake())
            return None

    def done(self, scan_id: str) -> None:
        """Give back a scan that was taken."""
        with self._changed:
            self._walked.pop(scan_id, None)
            lane = self._again.pop(scan_id, None)
            self._changed.notify_all()
        if lane is not None:
            self.offer(scan_id, lane)

    def close(self) -> None:
        """Let every waiting `take` return None."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def busy(self) -> int:
        """How many scans are queued or being walked (those that pause not counted)."""
        with self._changed:
            return len(self._queued) + len(self._walked)

    @property
    def of_batches(self) -> int:
        """How many scans of batches are queued, being walked, or wait for a trouble to pass."""
        with self._changed:
            walked = sum(lane is Lane.BATCH for lane in self._walked.values())
            pausing = {scan_id for _, scan_id, lane in self._pausing if lane is Lane.BATCH}
            return len(self._lanes[Lane.BATCH]) + walked + len(pausing)

    @property
    def pausing(self) -> int:
        """How many scans wait for a trouble to pass."""
        with self._changed:
            return len(self._pausing)

    def _next_lane(self) -> Lane | None:
        counter, batch = self._lanes[Lane.COUNTER], self._lanes[Lane.BATCH]
        if batch and self._batch_at_once is not None:
            walked = sum(lane is Lane.BATCH for lane in self._walked.values())
            if walked >= self._batch_at_once:
                return Lane.COUNTER if counter else None
        if counter and batch:
            self._turn = (self._turn + 1) % (COUNTER_TURNS + 1)
            return Lane.BATCH if self._turn == 0 else Lane.COUNTER
        if counter:
            return Lane.COUNTER
        return Lane.BATCH if batch else None

    def _wake_pausing(self) -> None:
        now = self._monotonic()
        while self._pausing and self._pausing[0][0] <= now:
            _, scan_id, lane = heapq.heappop(self._pausing)
            if scan_id in self._walked:
                self._again[scan_id] = lane
            elif scan_id not in self._queued:
                self._queued.add(scan_id)
                self._lanes[lane].append(scan_id)

    def _next_wake(self) -> float | None:
        return max(0.0, self._pausing[0][0] - self._monotonic()) if self._pausing else None


class Doorway:
    """Lets a few scans at a time do one kind of work; those outside hold no walker, and the counter's come in first."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._inside = 0
        self._outside: dict[str, Lane] = {}
        self._lock = Lock()

    def enter(self, scan_id: str, lane: Lane) -> bool:
        """Return whether the scan is in (then `leave` must follow); else it waits outside."""
        with self._lock:
            if self._inside >= self._width:
                self._outside[scan_id] = lane
                return False
            self._inside += 1
            self._outside.pop(scan_id, None)
            return True

    def leave(self) -> tuple[str, Lane] | None:
        """Make room; return the scan to be walked again, if one waits."""
        with self._lock:
            self._inside -= 1
            scan_id = min(self._outside, key=lambda one: self._outside[one] is Lane.BATCH, default=None)
            return None if scan_id is None else (scan_id, self._outside.pop(scan_id))
