"""The doorway: few at a time, the counter first, nobody forgotten outside."""

from __future__ import annotations

from app.domain.scan import Lane
from app.pipeline.fairness import Doorway


def test_only_so_many_come_in_and_each_that_leaves_calls_one_from_outside() -> None:
    door = Doorway(2)
    assert [door.enter(name, Lane.COUNTER) for name in "abcd"] == [True, True, False, False]
    assert door.leave() == ("c", Lane.COUNTER)
    assert door.enter("c", Lane.COUNTER)
    assert door.leave() == ("d", Lane.COUNTER)
    assert door.leave() is None


def test_the_counter_comes_in_before_a_batch_that_waited_longer() -> None:
    door = Doorway(1)
    door.enter("a", Lane.BATCH)
    door.enter("b", Lane.BATCH)
    door.enter("c", Lane.COUNTER)
    assert door.leave() == ("c", Lane.COUNTER)


def test_one_that_asks_twice_is_called_once() -> None:
    door = Doorway(1)
    door.enter("a", Lane.COUNTER)
    door.enter("b", Lane.COUNTER)
    door.enter("b", Lane.COUNTER)
    assert door.leave() == ("b", Lane.COUNTER)
    assert door.enter("c", Lane.COUNTER)
    assert door.leave() is None
