"""What an import tells of itself on its way: rate, time left with its spread, errors so far."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from app.domain.batch import Batch, FileState
from app.domain.ledger import Tally
from app.pipeline.batch_progress import Pace, Watch
from tests.pipeline.road import NOW

SPAN = 10.0  # seconds


@dataclass
class Feeding:
    """As much of a feeder as a watch looks at."""

    batch: Batch = field(default_factory=lambda: Batch("b", "/kho", NOW))
    current: str = "Hộp 1/a.pdf"
    finished: bool = False
    paused: bool = False
    closed: bool = False
    counts: dict[FileState, int] = field(default_factory=lambda: {FileState.WAITING: 1000})


def paced(*done_in_spans: int) -> Pace:
    """A pace that saw so many files done in each span of time."""
    pace, done = Pace(), 0
    pace.note(0, 0)
    for number, files in enumerate(done_in_spans, 1):
        done += files
        pace.note(number * SPAN, done)
    return pace


def test_of_the_time_left_nothing_is_said_before_three_spans_or_while_nothing_gets_done() -> None:
    assert paced(10, 10).left(100) is None
    assert paced(0, 0, 0, 0).left(100) is None


def test_an_even_pace_leaves_no_spread_and_an_uneven_one_says_from_to() -> None:
    assert paced(20, 20, 20, 20).left(100) == pytest.approx((50.0, 50.0))
    assert paced(20, 20, 20, 20).files_a_minute == pytest.approx(120.0)
    least, most = paced(10, 30, 10, 30).left(100) or (0.0, 0.0)
    assert least < 50.0 < most
    wilder = paced(2, 38, 2, 38).left(100) or (0.0, 0.0)
    assert wilder[0] < least
    assert wilder[1] > most


def test_the_pace_of_an_hour_ago_is_forgotten() -> None:
    assert paced(*[100] * 60, *[10] * 30).files_a_minute == pytest.approx(60.0)


def test_what_is_held_and_what_could_not_be_read_are_errors_and_what_is_under_way_is_still_left() -> None:
    feeding = Feeding()
    feeding.counts = {FileState.WAITING: 70, FileState.TAKEN: 25, FileState.UNREADABLE: 3, FileState.GONE: 2}
    tally = Tally(captured=25, stored=12, waiting=6, held=7)
    seen = Watch(feeding, lambda _: tally, lambda: 0.0).look()  # type: ignore[arg-type]
    assert (seen.errors, seen.left, seen.done, seen.current) == (3 + 7, 70 + 6, 24, "Hộp 1/a.pdf")


@pytest.mark.parametrize("why", ["paused", "closed"])
def test_the_hours_of_a_pause_or_of_a_closed_day_do_not_spoil_the_rate(why: str) -> None:
    feeding, now, done = Feeding(), 0.0, 0
    watch = Watch(feeding, lambda _: Tally(), lambda: now)  # type: ignore[arg-type]

    def work_on(seconds: float, files: int) -> float:
        nonlocal now, done
        now, done = now + seconds, done + files
        feeding.counts = {FileState.WAITING: 1000 - done, FileState.KNOWN: done}
        return watch.look().files_a_minute

    rates = [work_on(SPAN, 50) for _ in range(5)]
    assert rates[-1] == pytest.approx(300.0)
    setattr(feeding, why, True)
    assert work_on(36_000, 1) == rates[-1]
    setattr(feeding, why, False)
    work_on(SPAN, 0)  # from here on time counts again
    assert work_on(SPAN, 50) == pytest.approx(rates[-1])
