"""When a file is ready: as a person would put it, and as a machine of random scanners."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.capture.settle import (
    CLOSED_QUIET_SECONDS,
    COMPLETE_QUIET_SECONDS,
    EMPTY_QUIET_SECONDS,
    MAX_QUIET_SECONDS,
    MIN_CUT_QUIET_SECONDS,
    MIN_QUIET_SECONDS,
    START_QUIET_SECONDS,
    Completeness,
    Growth,
    Look,
    Pace,
    Verdict,
    decide,
    first_look,
    learn,
    learn_of_late_growth,
    look_again,
    wanted_quiet,
)


def quiet_for(
    seconds: float, *, size: int = 1000, what: Completeness = Completeness.UNKNOWN, closed: bool = False
) -> Verdict:
    growth = Growth(last=Look(0.0, size, 1), quiet_since=0.0, completeness=what, closed=closed)
    return decide(growth, seconds, Pace()).verdict


def test_a_file_that_was_quiet_for_a_second_is_ready() -> None:
    assert quiet_for(0.9) is Verdict.WAIT
    assert quiet_for(START_QUIET_SECONDS) is Verdict.SETTLED


def test_a_file_with_its_end_marker_is_ready_well_within_a_second() -> None:
    assert quiet_for(COMPLETE_QUIET_SECONDS, what=Completeness.COMPLETE) is Verdict.SETTLED
    assert quiet_for(CLOSED_QUIET_SECONDS, what=Completeness.COMPLETE, closed=True) is Verdict.SETTLED
    assert CLOSED_QUIET_SECONDS < COMPLETE_QUIET_SECONDS < 0.5


def test_a_file_whose_end_marker_is_missing_waits_long_and_is_taken_all_the_same() -> None:
    assert quiet_for(5, what=Completeness.CUT) is Verdict.WAIT
    assert quiet_for(5, what=Completeness.CUT, closed=True) is Verdict.WAIT
    assert quiet_for(MIN_CUT_QUIET_SECONDS, what=Completeness.CUT) is Verdict.SETTLED


def test_an_empty_file_waits_long_and_is_taken_so_that_a_person_sees_it() -> None:
    assert quiet_for(10, size=0, closed=True) is Verdict.WAIT
    assert quiet_for(EMPTY_QUIET_SECONDS, size=0) is Verdict.SETTLED


def test_any_change_of_size_or_time_ends_the_quiet_time() -> None:
    growth = first_look(Look(0.0, 10, 1))
    growth = look_again(growth, Look(0.8, 20, 1))
    assert decide(growth, 1.5, Pace()).verdict is Verdict.WAIT
    growth = look_again(growth, Look(1.5, 20, 2))
    assert decide(growth, 2.2, Pace()).verdict is Verdict.WAIT
    assert growth.longest_pause == pytest.approx(0.8)


def test_a_change_takes_back_that_the_writer_closed_the_file() -> None:
    growth = Growth(last=Look(0.0, 10, 1), quiet_since=0.0, completeness=Completeness.COMPLETE, closed=True)
    growth = look_again(growth, Look(0.1, 20, 2))
    assert not growth.closed
    assert growth.completeness is Completeness.UNKNOWN


def test_another_file_under_the_same_name_begins_from_nothing() -> None:
    growth = look_again(first_look(Look(0.0, 10, 1, inode=1)), Look(5.0, 20, 2, inode=2))
    assert growth.longest_pause == 0
    assert growth.quiet_since == 5.0


def test_a_long_pause_makes_the_folder_wait_longer_at_once_and_quick_files_shorten_it_by_and_by() -> None:
    slow = Growth(last=Look(9.0, 10, 1), quiet_since=9.0, longest_pause=4.0)
    pace = learn(Pace(), slow)
    assert pace.quiet_seconds == pytest.approx(6.0)
    quick = first_look(Look(0.0, 10, 1))
    after = learn(pace, quick)
    assert 5.5 < after.quiet_seconds < 6.0
    for _ in range(200):
        after = learn(after, quick)
    assert after.quiet_seconds == pytest.approx(MIN_QUIET_SECONDS, abs=0.05)


def test_a_file_that_grew_after_it_was_taken_teaches_even_about_finished_looking_files() -> None:
    pace = learn_of_late_growth(Pace(), 2.0, Completeness.COMPLETE)
    assert pace.complete_quiet_seconds == pytest.approx(3.0)
    growth = Growth(last=Look(0.0, 9, 1), quiet_since=0.0, completeness=Completeness.COMPLETE, closed=True)
    assert wanted_quiet(growth, pace) == pytest.approx(3.0)


def test_no_pause_makes_a_folder_wait_longer_than_the_bound() -> None:
    pace = learn(Pace(), Growth(last=Look(0, 1, 1), quiet_since=0, longest_pause=500.0))
    assert pace.quiet_seconds == MAX_QUIET_SECONDS


@given(st.floats(0, 30), st.sampled_from(Completeness), st.booleans(), st.integers(0, 10))
def test_who_waits_as_long_as_told_finds_the_file_ready(
    quiet: float, what: Completeness, closed: bool, size: int
) -> None:
    growth = Growth(last=Look(0.0, size, 1), quiet_since=0.0, completeness=what, closed=closed)
    first = decide(growth, quiet, Pace())
    if first.verdict is Verdict.WAIT:
        assert first.look_in_seconds > 0
        assert decide(growth, quiet + first.look_in_seconds + 1e-6, Pace()).verdict is Verdict.SETTLED


class AnyScanner(RuleBasedStateMachine):
    """A scanner that writes, pauses, closes and begins again as it likes, and us looking at any time."""

    @initialize()
    def begin(self) -> None:
        self.now, self.size, self.mtime, self.changed_at = 100.0, 0, 1, 100.0
        self.pace = Pace()
        self.growth = first_look(Look(self.now, 0, 1))

    @rule(step=st.floats(0.01, 40.0))
    def time_passes(self, step: float) -> None:
        self.now += step

    @rule(more=st.integers(1, 10_000))
    def the_scanner_writes(self, more: int) -> None:
        self.size += more
        self.mtime += 1
        self.changed_at = self.now

    @rule()
    def the_scanner_begins_again(self) -> None:
        self.size, self.mtime, self.changed_at = 0, self.mtime + 1, self.now

    @rule()
    def we_look(self) -> None:
        self.growth = look_again(self.growth, Look(self.now, self.size, self.mtime))

    @rule()
    def we_decide(self) -> None:
        self.we_look()
        decision = decide(self.growth, self.now, self.pace)
        quiet = self.now - self.changed_at
        if decision.verdict is Verdict.SETTLED:
            assert (
                quiet >= MIN_QUIET_SECONDS - 1e-9
            )  # nothing of a file without an end marker is taken sooner
            self.pace = learn(self.pace, self.growth)
            self.growth = first_look(Look(self.now, self.size, self.mtime))
        else:
            assert self.now + decision.look_in_seconds <= self.growth.quiet_since + 61

    @invariant()
    def what_is_learned_stays_in_its_bounds(self) -> None:
        assert MIN_QUIET_SECONDS <= self.pace.quiet_seconds <= MAX_QUIET_SECONDS
        assert COMPLETE_QUIET_SECONDS <= self.pace.complete_quiet_seconds <= MAX_QUIET_SECONDS

    @invariant()
    def quiet_time_never_begins_before_the_last_change_that_was_seen(self) -> None:
        assert self.growth.quiet_since <= self.now
        assert self.growth.quiet(self.now) >= 0


AnyScanner.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnyScanner = AnyScanner.TestCase


def test_a_settle_time_that_was_chosen_holds_for_every_kind_of_file_and_is_not_unlearned() -> None:
    pace = Pace(least_seconds=4.0)
    seen = Growth(Look(0.0, 1000, 1), 0.0, completeness=Completeness.COMPLETE, closed=True)
    for _ in range(50):
        pace = learn(pace, seen)
    assert wanted_quiet(seen, pace) == 4.0
    assert wanted_quiet(Growth(Look(0.0, 1000, 1), 0.0, completeness=Completeness.CUT), pace) > 4.0


def test_what_was_learned_is_told_only_where_the_scanner_needs_longer_than_is_usual() -> None:
    quick = learn(Pace(), Growth(Look(0.0, 1000, 1), 0.0, longest_pause=0.1))
    assert quick.longer_than(Pace()) == 0.0
    slow = learn(Pace(), Growth(Look(0.0, 1000, 1), 0.0, longest_pause=3.0))
    assert slow.longer_than(Pace()) == 4.5
