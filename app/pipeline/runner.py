"""Walks every scan along its road: the stage for its state, the facts into the journal, the news to whoever listens."""

from __future__ import annotations

import contextlib
import logging
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Event as Flag
from threading import Lock, Thread

from app.domain.errors import IllegalFactError, NeedsPersonError, TryAgainError
from app.domain.facts import Fact, Held
from app.domain.messages import Message
from app.domain.scan import Clock, Lane, Scan, ScanState, Severity
from app.pipeline.fairness import Doorway, FairQueue
from app.pipeline.ports import Announce, Journal, ScanChanged, WorkBegan, WorkDelayed

log = logging.getLogger(__name__)

LOOK_AROUND_SECONDS = 1.0  # how soon an act by script (`sohoa link`) is noticed
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0  # a full disk that has room again is noticed within a minute
_NEWEST = 2**62  # after every fact: only the newest fact's number comes back


def every_scan(_: Scan) -> bool:
    """Take every scan."""
    return True


def at_once(_: Scan) -> float:
    """Let no scan rest before the work."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the table of stages: for a scan in a state, `work` returns the facts that bring it further.

    Stages are repeatable: doing the same work again after a crash does no harm. A scan that the stage does not take
    waits in its state for a person (a signature, for instance). Through a `doorway` only a few scans go at a time, so
    that a slow line to the store never holds every walker. A scan first rests for the seconds that `rest` gives.
    """

    name: str
    work: Callable[[Scan], Sequence[Fact]]
    takes: Callable[[Scan], bool] = every_scan
    doorway: Doorway | None = None
    rest: Callable[[Scan], float] = at_once


class Runner:
    """Takes scans from a fair queue with a few walkers (threads that mostly wait for the crew, disk or network)."""

    def __init__(
        self,
        journal: Journal,
        stages: Mapping[ScanState, Stage],
        queue: FairQueue,
        announce: Announce,
        clock: Clock,
        walkers: int,
    ) -> None:
        """Prepare; nothing runs before `start`."""
        self._journal = journal
        self._stages = stages
        self._queue = queue
        self._announce = announce
        self._clock = clock
        self._stop = Flag()
        self._pauses: dict[str, int] = {}
        self._resting: set[str] = set()
        self._seen = 0
        self._telling = Lock()
        self._told: dict[str, Scan] = {}
        self._told_before: dict[str, Scan] = {}  # since the look around before the last one
        self._threads = [
            Thread(target=self._walk_on, name=f"walker-{n}", daemon=True) for n in range(walkers)
        ]
        self._threads.append(Thread(target=self._look_around, name="look-around", daemon=True))

    def start(self) -> None:
        """Offer every unfinished scan and begin; recovery after a crash is just this."""
        self._seen, _ = self._journal.changed_since(_NEWEST)
        for scan_id in self._journal.unfinished():
            self.offer(scan_id)
        for thread in self._threads:
            thread.start()

    def use(self, stages: Mapping[ScanState, Stage]) -> None:
        """Use another table of stages from the next stage on (settings were changed)."""
        self._stages = stages

    def stop(self) -> None:
        """Stop soon; a stage under way is left to its end or to the crew's closing."""
        self._stop.set()
        self._queue.close()

    def join(self, seconds: float) -> None:
        """Wait until all threads have ended, at most `seconds` each."""
        for thread in self._threads:
            if thread.is_alive():
                thread.join(seconds)

    def offer(self, scan_id: str) -> None:
        """Let a scan be walked, if anything is to be done for it."""
        scan = self._journal.scan(scan_id)
        if scan is not None:
            self._offer(scan)

    def recorded(self, scans: Sequence[Scan]) -> None:
        """Announce scans that facts have changed (intake, desk) and let them go on."""
        for scan in scans:
            self._tell(scan)
            self._offer(scan)

    @property
    def idle(self) -> bool:
        """Whether nothing is queued, under way or at rest, and whatever pauses has been tried more than once."""
        tried = all(count > 1 for count in list(self._pauses.values()))
        return self._queue.busy == 0 and not self._resting and tried

    def _offer(self, scan: Scan) -> None:
        if self._stage(scan) is not None:
            self._queue.offer(scan.id, scan.lane)

    def _stage(self, scan: Scan) -> Stage | None:
        stage = None if scan.hold or scan.state.finished else self._stages.get(scan.state)
        return stage if stage and stage.takes(scan) else None

    def _walk_on(self) -> None:
        while (scan_id := self._queue.take()) is not None:
            try:
                self._walk(scan_id)
            except TryAgainError as trouble:
                log.warning("scan %s: %s", scan_id, trouble)
                # The journal itself may be in trouble, so it is not asked which lane the scan belongs to.
                self._pause(scan_id, Lane.COUNTER, trouble.message)
            except Exception as bug:
                log.exception("scan %s: the walk itself failed", scan_id)
                message = Message.of("hold-defect", stage="walk", detail=type(bug).__name__)
                self._pause(scan_id, Lane.COUNTER, message)
            finally:
                self._queue.done(scan_id)

    def _walk(self, scan_id: str) -> None:
        while not self._stop.is_set():
            scan = self._journal.scan(scan_id)
            stage = self._stage(scan) if scan else None
            if scan is None or stage is None:
                self._pauses.pop(scan_id, None)
                self._resting.discard(scan_id)
                return
            if seconds := stage.rest(scan):
                self._resting.add(scan_id)
                self._queue.offer_later(scan_id, scan.lane, seconds)
                return
            self._resting.discard(scan_id)
            with self._through(stage, scan) as entered:
                if not entered or not self._step(scan, stage):
                    return

    @contextlib.contextmanager
    def _through(self, stage: Stage, scan: Scan) -> Iterator[bool]:
        """Yield whether the scan may be worked on now; one that waits outside is offered when another comes out."""
        if stage.doorway is None:
            yield True
            return
        if not stage.doorway.enter(scan.id, scan.lane):
            yield False
            return
        try:
            yield True
        finally:
            if outside := stage.doorway.leave():
                self._queue.offer(*outside)

    def _step(self, scan: Scan, stage: Stage) -> bool:
        """Do one stage's work on a scan; return whether it may go on at once."""
        self._announce(WorkBegan(scan.id, stage.name))
        try:
            changed = self._journal.record(*self._facts(scan, stage), expecting=scan)
        except TryAgainError as trouble:
            self._pause(scan.id, scan.lane, trouble.message)
            return False
        except IllegalFactError as change:
            # A person acted while the stage worked; what the stage found is for a scan that is no more.
            log.info("scan %s changed during %s: %s", scan.id, stage.name, change)
            if self._journal.scan(scan.id) == scan:
                raise
            return True
        self._pauses.pop(scan.id, None)
        for one in changed:
            self._tell(one)
            if one.id != scan.id:
                self._offer(one)
        return True

    def _tell(self, scan: Scan) -> bool:
        """Announce a scan as it is now; return whether that was news (what this program wrote comes by here again)."""
        # Announced under the lock, so that listeners never hear of an older state after a newer one.
        with self._telling:
            told = self._told.get(scan.id) or self._told_before.get(scan.id)
            if told == scan or (
                told and told.changed_at and scan.changed_at and told.changed_at > scan.changed_at
            ):
                return False
            self._told[scan.id] = scan
            self._announce(ScanChanged(scan))
            return True

    def _facts(self, scan: Scan, stage: Stage) -> Sequence[Fact]:
        try:
            return stage.work(scan)
        except TryAgainError:
            raise
        except NeedsPersonError as trouble:
            message = trouble.message
        except Exception as bug:
            log.exception("scan %s: %s failed", scan.id, stage.name)
            message = Message.of("hold-defect", stage=stage.name, detail=type(bug).__name__)
        return [Held(scan=scan.id, at=self._clock(), message=message, severity=Severity.BLOCKS)]

    def _pause(self, scan_id: str, lane: Lane, message: Message) -> None:
        count = self._pauses.get(scan_id, 0)
        self._pauses[scan_id] = count + 1
        longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** min(count, 20))
        seconds = longest * random.uniform(0.7, 1.0)  # noqa: S311 - so that many scans do not knock at once
        self._announce(WorkDelayed(scan_id, message, seconds))
        self._queue.offer_later(scan_id, lane, seconds)

    def _look_around(self) -> None:
        """Notice facts that other programs wrote (`sohoa link` in a shell) and let those scans go on."""
        while not self._stop.wait(LOOK_AROUND_SECONDS):
            try:
                self._seen, ids = self._journal.changed_since(self._seen)
                for scan_id in dict.fromkeys(ids):
                    scan = self._journal.scan(scan_id)
                    if scan is not None and self._tell(scan):
                        self._offer(scan)
            except TryAgainError as trouble:
                log.warning("journal: %s", trouble)
                continue
            # Whatever was told before this look has come by in it, and will not come again.
            with self._telling:
                self._told_before, self._told = self._told, {}
