"""How far an import is: what is done, how fast, and how long it may still take, with an honest spread."""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.batch import Batch, FileState
from app.domain.ledger import Tally
from app.pipeline.batch_feeder import BatchFeeder

_SPANS = 30  # the latest spans of time that the rate is taken from
_SPAN_SECONDS = 10.0
_FEWEST_SPANS = 3  # under this nothing honest can be said of the time left


@dataclass(frozen=True, slots=True)
class Progress:
    """One moment of an import. `left_seconds`: from, to; None while too little is known to say."""

    batch: Batch
    files: dict[FileState, int]
    scans: Tally
    current: str
    files_a_minute: float
    left_seconds: tuple[float, float] | None
    paused: bool
    finished: bool

    @property
    def done(self) -> int:
        """Files for which nothing is left to do without a person."""
        return sum(self.files.values()) - self.left

    @property
    def left(self) -> int:
        """Files not taken yet, and scans on their way."""
        return self.files.get(FileState.WAITING, 0) + self.scans.waiting

    @property
    def errors(self) -> int:
        """Files set aside, and scans held."""
        return self.files.get(FileState.UNREADABLE, 0) + self.scans.held


class Pace:
    """Learns how fast work gets less: the mean of the latest spans, and how much they differ."""

    def __init__(self) -> None:
        self._spans: deque[float] = deque(maxlen=_SPANS)  # files a second
        self._since: tuple[float, int] | None = None

    def note(self, seconds: float, done: int) -> None:
        """Take in that `done` files were done at this moment of a steady clock."""
        if self._since is None:
            self._since = (seconds, done)
        elif seconds - self._since[0] >= _SPAN_SECONDS:
            self._spans.append(max(0, done - self._since[1]) / (seconds - self._since[0]))
            self._since = (seconds, done)

    def rest(self) -> None:
        """Forget since when the span under way runs: nothing is meant to get done now."""
        self._since = None

    @property
    def files_a_minute(self) -> float:
        """The mean rate lately, 0 before anything is known."""
        return 60 * statistics.fmean(self._spans) if self._spans else 0.0

    def left(self, files: int) -> tuple[float, float] | None:
        """Return from how many to how many seconds the files may take: two standard errors about the mean rate."""
        if len(self._spans) < _FEWEST_SPANS or not any(self._spans):
            return None
        mean = statistics.fmean(self._spans)
        error = 2 * statistics.stdev(self._spans) / len(self._spans) ** 0.5
        return files / (mean + error), files / max(mean - error, mean / 10)


class Watch:
    """Looks at a feeder whenever asked."""

    def __init__(
        self, feeder: BatchFeeder, tally: Callable[[str], Tally], monotonic: Callable[[], float]
    ) -> None:
        self._feeder = feeder
        self._tally = tally
        self._monotonic = monotonic
        self._pace = Pace()

    def look(self) -> Progress:
        """Return how far the import is now."""
        feeder = self._feeder
        files = dict(feeder.counts)
        scans = self._tally(feeder.batch.id)
        done = sum(files.values()) - files.get(FileState.WAITING, 0) - scans.waiting
        if feeder.paused or feeder.closed:
            self._pace.rest()
        else:
            self._pace.note(self._monotonic(), done)
        left = files.get(FileState.WAITING, 0) + scans.waiting
        spread = self._pace.left(left) if left else None
        return Progress(
            feeder.batch, files, scans, feeder.current, self._pace.files_a_minute, spread, feeder.paused,
            feeder.finished,
        )  # fmt: skip
