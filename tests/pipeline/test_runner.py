"""The runner: every scan is walked along its road, whatever a stage meets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.facts import Captured, Fact, Linked, Proposed, Read, Rejected, Separated, SplitOff
from app.domain.messages import Message
from app.domain.scan import Scan, ScanState, Severity
from app.pipeline.fairness import FairQueue
from app.pipeline.ports import Event, ScanChanged, WorkDelayed
from app.pipeline.runner import Runner, Stage
from app.storage.journal import SqliteJournal
from tests.conftest import ErrorLog

NOON = datetime(2026, 7, 15, 5, 0, tzinfo=UTC)
DIGEST = "a" * 64


def now() -> datetime:
    return NOON


def captured(scan: str) -> Captured:
    return Captured(scan=scan, at=NOON, capture=DIGEST, bytes=3, source=f"{scan}.pdf", folder="/in")


def to_read(scan: Scan) -> Sequence[Fact]:
    return [Read(scan=scan.id, at=NOON, reading="b" * 64)]


def to_separated(scan: Scan) -> Sequence[Fact]:
    return [Separated(scan=scan.id, at=NOON, pages=(1,))]


def to_linked(scan: Scan) -> Sequence[Fact]:
    return [
        Proposed(scan=scan.id, at=NOON, candidates=()),
        Linked(scan=scan.id, at=NOON, dossier="H15.12-260714-0001", by="rule"),
    ]


class Road:
    """A runner over a real journal, with stages that a test chooses; `events` is what it announced."""

    def __init__(self, folder: Path) -> None:
        self.journal = SqliteJournal(folder / "journal.sqlite")
        self.events: list[Event] = []
        self.works: dict[ScanState, Callable[[Scan], Sequence[Fact]]] = {
            ScanState.CAPTURED: to_read,
            ScanState.READ: to_separated,
            ScanState.SEPARATED: to_linked,
        }
        self.clock = 0.0
        self.queue = FairQueue(lambda: self.clock)
        self.runner: Runner | None = None

    def start(self) -> Runner:
        stages = {state: Stage(state.value, work) for state, work in self.works.items()}
        self.runner = Runner(self.journal, stages, self.queue, self.events.append, now, walkers=2)
        self.runner.start()
        return self.runner

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something is reached; the test's time limit ends a wait in vain."""
        while not reached():
            time.sleep(0.005)  # threads need real time; nothing is measured by it

    def state(self, scan: str) -> ScanState | None:
        found = self.journal.scan(scan)
        return found.state if found else None

    def close(self) -> None:
        if self.runner:
            self.runner.stop()
            self.runner.join(10)
        self.journal.close()


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    road = Road(tmp_path)
    yield road
    road.close()


def test_an_unfinished_scan_is_walked_at_start_as_far_as_the_stages_lead(road: Road) -> None:
    road.journal.record(captured("s1"))
    road.start()
    road.until(lambda: road.state("s1") is ScanState.LINKED)
    states = [event.scan.state for event in road.events if isinstance(event, ScanChanged)]
    assert states.index(ScanState.READ) < states.index(ScanState.SEPARATED) < states.index(ScanState.LINKED)


def test_a_trouble_that_needs_a_person_holds_the_scan_with_its_message_and_the_others_go_on(
    road: Road,
) -> None:
    def read(scan: Scan) -> Sequence[Fact]:
        if scan.id == "bad":
            raise NeedsPersonError(Message.of("unreadable-empty"))
        return to_read(scan)

    road.works[ScanState.CAPTURED] = read
    road.journal.record(captured("bad"), captured("good"))
    road.start()
    road.until(lambda: road.state("good") is ScanState.LINKED)
    road.until(lambda: bool((bad := road.journal.scan("bad")) and bad.hold))
    bad = road.journal.scan("bad")
    assert bad
    assert bad.hold
    assert bad.hold.message.id == "unreadable-empty"
    assert bad.hold.severity is Severity.BLOCKS
    assert bad.state is ScanState.CAPTURED


def test_a_bug_in_a_stage_holds_the_scan_as_a_defect_and_the_queue_goes_on(
    road: Road, error_log: ErrorLog
) -> None:
    error_log.expect("scan bad: read failed")

    def separate(scan: Scan) -> Sequence[Fact]:
        if scan.id == "bad":
            raise ZeroDivisionError
        return to_separated(scan)

    road.works[ScanState.READ] = separate
    road.journal.record(captured("bad"), captured("good"))
    road.start()
    road.until(lambda: road.state("good") is ScanState.LINKED)
    road.until(lambda: bool((bad := road.journal.scan("bad")) and bad.hold))
    bad = road.journal.scan("bad")
    assert bad
    assert bad.hold
    assert bad.hold.message.id == "hold-defect"
    assert bad.hold.message.arguments["detail"] == "ZeroDivisionError"
    assert bad.hold.message.arguments["stage"] == "read"


def test_a_passing_trouble_is_tried_again_after_a_pause_and_announced(road: Road) -> None:
    tries: list[str] = []

    def read(scan: Scan) -> Sequence[Fact]:
        tries.append(scan.id)
        if len(tries) == 1:
            raise TryAgainError(Message.of("storage-disk-full"))
        return to_read(scan)

    road.works[ScanState.CAPTURED] = read
    road.journal.record(captured("s1"))
    runner = road.start()
    road.until(lambda: road.queue.pausing == 1)
    assert not runner.idle
    delayed = [event for event in road.events if isinstance(event, WorkDelayed)]
    assert delayed[0].message.id == "storage-disk-full"
    road.clock = delayed[0].seconds + 0.01
    road.queue.offer("s1", road.journal.scan("s1").lane)  # type: ignore[union-attr]
    road.until(lambda: road.state("s1") is ScanState.LINKED)


def test_a_scan_that_a_person_rejects_while_a_stage_works_stays_rejected(road: Road) -> None:
    def read(scan: Scan) -> Sequence[Fact]:
        road.journal.record(Rejected(scan=scan.id, at=NOON, reason="wrong paper", by="lan"))
        return to_read(scan)

    road.works[ScanState.CAPTURED] = read
    road.journal.record(captured("s1"))
    runner = road.start()
    road.until(lambda: road.state("s1") is ScanState.REJECTED and runner.idle)
    assert [type(fact).__name__ for fact in road.journal.facts("s1")] == ["Captured", "Rejected"]


def test_scans_split_off_are_walked_too(road: Road) -> None:
    def separate(scan: Scan) -> Sequence[Fact]:
        born = SplitOff(
            scan="s2",
            at=NOON,
            origin=scan.id,
            capture=scan.capture,
            bytes=scan.bytes,
            source=scan.source,
            folder=scan.folder,
            lane=scan.lane,
            reading="b" * 64,
            pages=(2,),
        )
        return [*to_separated(scan), born]

    road.works[ScanState.READ] = separate
    road.journal.record(captured("s1"))
    road.start()
    road.until(lambda: road.state("s1") is ScanState.LINKED and road.state("s2") is ScanState.LINKED)


def test_an_act_that_another_program_journals_is_noticed(road: Road) -> None:
    road.works = {ScanState.CAPTURED: to_read}
    runner = road.start()
    road.until(lambda: runner.idle)
    road.journal.record(captured("s1"))  # as `sohoa link` in a shell would, behind the runner's back
    road.until(lambda: road.state("s1") is ScanState.READ)
