"""How much is sent at once: chunks that fit the link, a limit of bandwidth, the counter's uploads before a batch's."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

FIRST_BYTES = 64 * 1024
SMALLEST_BYTES = 16 * 1024
LARGEST_BYTES = 8 * 1024 * 1024
QUICK_SECONDS = 1.0  # a chunk that took less may be followed by one twice as long
LOST_SHARE = 0.03  # of what passes between two cuts: that much is sent again when each costs a whole chunk
_REMEMBERED_BYTES = 256 * 1024 * 1024  # cuts older than this count half


class Pace:
    """Shared by every upload to one store. Safe to call from any thread."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
        limit_bytes_per_second: float = 0,
    ) -> None:
        """Begin with a middling chunk; a limit of 0 is none."""
        self._monotonic, self._sleep = monotonic, sleep
        self._limit = limit_bytes_per_second
        self._changed = threading.Condition()
        self._chunk = FIRST_BYTES
        self._passed = 0.0
        self._cuts = 0.0
        self._free_at = 0.0
        self._counters = 0

    @property
    def chunk_bytes(self) -> int:
        """How long the next chunk may be."""
        limited = int(self._limit) if self._limit else LARGEST_BYTES  # about a second's worth
        return max(SMALLEST_BYTES, min(self._chunk, limited))

    def arrived(self, sent: int, seconds: float) -> None:
        """Learn from a chunk that arrived."""
        with self._changed:
            self._passed += sent
            if self._passed > _REMEMBERED_BYTES:
                self._passed, self._cuts = self._passed / 2, self._cuts / 2
            if seconds < QUICK_SECONDS and sent >= self._chunk:
                self._chunk = min(self._chunk * 2, self._longest())

    def was_cut(self) -> None:
        """Learn from a chunk that did not arrive."""
        with self._changed:
            self._cuts += 1
            self._chunk = max(SMALLEST_BYTES, min(self._chunk // 2, self._longest()))

    def _longest(self) -> int:
        if self._cuts < 0.5:
            return LARGEST_BYTES
        return max(SMALLEST_BYTES, min(LARGEST_BYTES, int(LOST_SHARE * self._passed / self._cuts)))

    @contextlib.contextmanager
    def uploading(self, *, first: bool) -> Iterator[None]:
        """Have an upload known as under way; those of a batch (`first` False) stand back while others are."""
        with self._changed:
            self._counters += first
        try:
            yield
        finally:
            with self._changed:
                self._counters -= first
                self._changed.notify_all()

    def wait(self, size: int, *, first: bool) -> None:
        """Wait until `size` bytes may be sent."""
        with self._changed:
            while not first and self._counters:
                self._changed.wait()
            if not self._limit:
                return
            now = self._monotonic()
            pause = max(0.0, self._free_at - now)
            self._free_at = max(now, self._free_at) + size / self._limit
        if pause:
            self._sleep(pause)
