"""The rest before the deposit: everything can be taken back in it; it outlives the program, and holds up nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.compose.books import open_books, utc_now
from app.compose.station import stages
from app.domain.facts import DepositBegan, Fact, Sealed, Stored, Unlinked
from app.domain.receipt import Receipt, SealedFile
from app.domain.rest import rest_left, resting_since
from app.domain.scan import Lane, Scan, ScanState
from app.pipeline.fairness import FairQueue
from app.pipeline.runner import Runner, Stage
from app.settings import Settings, Workspace
from tests.pipeline.road import InlineCrew
from tests.pipeline.test_runner import DIGEST, NOON, Road, captured, to_linked, to_read, to_separated

GRACE = 20
FILE = SealedFile(DIGEST, 3, 1, "2b")


class RestingRoad(Road):
    """The road to the store, on which sealed scans rest by the journal's time; `pass_seconds` lets time go on."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.now = NOON

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.clock += seconds
        with self.queue._changed:
            self.queue._changed.notify_all()  # as real time does

    def start(self) -> Runner:
        table = {
            ScanState.CAPTURED: Stage("read", to_read),
            ScanState.READ: Stage("separate", to_separated),
            ScanState.SEPARATED: Stage("match", to_linked),
            ScanState.LINKED: Stage("seal", self.seal),
            ScanState.SEALED: Stage("deposit", self.deposit, rest=self.rest),
        }
        self.runner = Runner(self.journal, table, self.queue, self.events.append, lambda: self.now, walkers=1)
        self.runner.start()
        return self.runner

    def rest(self, scan: Scan) -> float:
        return rest_left(resting_since(scan), self.now, GRACE)

    def seal(self, scan: Scan) -> Sequence[Fact]:
        return [Sealed(scan=scan.id, at=self.now, file=FILE)]

    def deposit(self, scan: Scan) -> Sequence[Fact]:
        if not scan.depositing:
            return [DepositBegan(scan=scan.id, at=self.now)]
        receipt = Receipt("r", scan.dossier or "", DIGEST, 3, 1, self.now, "embedded", "")
        return [Stored(scan=scan.id, at=self.now, receipt=receipt)]

    def rests(self, scan: str) -> bool:
        return self.state(scan) is ScanState.SEALED and self.queue.pausing > 0 and self.queue.busy == 0


@pytest.fixture
def road(tmp_path: Path) -> Iterator[RestingRoad]:
    road = RestingRoad(tmp_path)
    yield road
    road.close()


def test_a_sealed_result_rests_and_is_then_deposited(road: RestingRoad) -> None:
    road.journal.record(captured("s1"))
    runner = road.start()
    road.until(lambda: road.rests("s1"))
    assert not runner.idle
    road.pass_seconds(GRACE - 1)
    assert road.state("s1") is ScanState.SEALED
    road.pass_seconds(1)
    road.until(lambda: road.state("s1") is ScanState.STORED)
    road.until(lambda: runner.idle)


def test_what_is_taken_back_in_its_rest_is_never_deposited(road: RestingRoad) -> None:
    road.journal.record(captured("s1"))
    runner = road.start()
    road.until(lambda: road.rests("s1"))
    runner.recorded(road.journal.record(Unlinked(scan="s1", at=road.now, by="lan")))
    road.pass_seconds(GRACE)
    road.until(lambda: runner.idle)
    assert road.state("s1") is ScanState.SEPARATED
    assert not any(isinstance(fact, DepositBegan) for fact in road.journal.facts("s1"))


def test_a_resting_result_keeps_no_walker_from_the_next_one(road: RestingRoad) -> None:
    road.journal.record(captured("s1"), captured("s2"))
    road.start()  # with one walker
    road.until(lambda: road.rests("s1") and road.state("s2") is ScanState.SEALED)


@pytest.mark.parametrize(("away", "state"), [(5, ScanState.SEALED), (3600, ScanState.STORED)])
def test_after_a_crash_the_rest_goes_on_by_the_clock(
    road: RestingRoad, tmp_path: Path, away: float, state: ScanState
) -> None:
    road.journal.record(captured("s1"))
    first = road.start()
    road.until(lambda: road.rests("s1"))
    first.stop()  # nothing but the journal is left
    first.join(10)
    road.queue = FairQueue(lambda: road.clock)
    road.now += timedelta(seconds=away)
    road.start()
    road.until(lambda: road.rests("s1") or road.state("s1") is ScanState.STORED)
    assert road.state("s1") is state
    if state is ScanState.SEALED:
        road.pass_seconds(GRACE - away)
        road.until(lambda: road.state("s1") is ScanState.STORED)


@pytest.mark.parametrize(
    ("rests", "lane", "seconds"),
    [(True, Lane.COUNTER, 20), (True, Lane.BATCH, 0), (False, Lane.COUNTER, 0)],
)
def test_only_the_counter_s_results_rest_and_only_where_a_clerk_sits(
    tmp_path: Path, rests: bool, lane: Lane, seconds: int
) -> None:
    sealed = Scan("s1", ScanState.SEALED, "c", "a.pdf", "/in", NOON, lane, changed_at=_soon())
    with open_books(Workspace(tmp_path, Settings())) as books:
        row = stages(books, InlineCrew(), lambda _: None, rests=rests)[ScanState.SEALED]
        assert round(row.rest(sealed) / 20) * 20 == seconds


def _soon() -> datetime:
    return utc_now() - timedelta(milliseconds=1)
