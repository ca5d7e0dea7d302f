"""The time limit of a page: other programs' share of the processor is not held against it."""

from __future__ import annotations

import pytest

from app.domain.requests import ReadOptions


@pytest.mark.parametrize(
    ("passed", "worked", "seconds"),
    [
        (1.0, 1.0, 60),  # a machine with nothing else to do
        (1.0, 1.3, 60),  # two threads at work
        (2.0, 1.0, 120),  # half of the processor for us
        (9.0, 0.5, 180),  # starved: a page that hangs must end all the same
        (0.0, 0.0, 60),  # no time has passed that could be told
    ],
)
def test_a_page_has_longer_by_the_clock_where_other_programs_take_the_processor(
    passed: float, worked: float, seconds: float
) -> None:
    assert ReadOptions(page_seconds=60).seconds_when(passed, worked) == pytest.approx(seconds)


def test_no_page_has_longer_than_the_crew_waits_for_it() -> None:
    options = ReadOptions(page_seconds=7)
    assert options.seconds_when(1000, 0.001) == options.longest_seconds == 21
