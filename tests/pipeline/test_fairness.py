"""The fair queue: the counter first, the batch not starved, troubles after a pause."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from app.domain.scan import Lane
from app.pipeline.fairness import FairQueue


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def drained(queue: FairQueue) -> list[str]:
    """Take and give back until the queue is empty."""
    taken = []
    while queue.busy:
        scan = queue.take()
        assert scan is not None
        taken.append(scan)
        queue.done(scan)
    return taken


def test_scans_of_one_lane_come_in_the_order_of_their_capture() -> None:
    queue = FairQueue(Time())
    for name in "abc":
        queue.offer(name, Lane.COUNTER)
    assert drained(queue) == ["a", "b", "c"]


def test_four_scans_of_the_counter_go_for_one_of_the_batch() -> None:
    queue = FairQueue(Time())
    for number in range(10):
        queue.offer(f"b{number}", Lane.BATCH)
        queue.offer(f"c{number}", Lane.COUNTER)
    assert [name[0] for name in drained(queue)][:10] == ["c", "c", "c", "c", "b"] * 2


def test_an_offer_made_twice_is_walked_once() -> None:
    queue = FairQueue(Time())
    queue.offer("a", Lane.COUNTER)
    queue.offer("a", Lane.COUNTER)
    assert drained(queue) == ["a"]


def test_a_scan_offered_while_it_is_walked_is_walked_once_more_and_never_by_two_at_once() -> None:
    queue = FairQueue(Time())
    queue.offer("a", Lane.COUNTER)
    assert queue.take() == "a"
    queue.offer("a", Lane.COUNTER)
    assert queue.busy == 1
    queue.done("a")
    assert drained(queue) == ["a"]


def test_a_pausing_scan_comes_when_its_pause_is_over() -> None:
    time = Time()
    queue = FairQueue(time)
    queue.offer_later("late", Lane.COUNTER, 5.0)
    queue.offer("soon", Lane.COUNTER)
    assert drained(queue) == ["soon"]
    assert queue.pausing == 1
    time.now = 5.0
    assert queue.take() == "late"


def test_closing_wakes_whoever_waits() -> None:
    queue = FairQueue(Time())
    got: list[str | None] = ["untouched"]
    waiting = threading.Thread(target=lambda: got.append(queue.take()))
    waiting.start()
    queue.close()
    waiting.join(10)
    assert got == ["untouched", None]


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(list(Lane))), max_size=60))
def test_whatever_is_offered_is_walked_and_nothing_else(offers: list[tuple[str, Lane]]) -> None:
    queue = FairQueue(Time())
    for scan, lane in offers:
        queue.offer(scan, lane)
    assert set(drained(queue)) == {scan for scan, _ in offers}
