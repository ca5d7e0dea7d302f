"""A sealed result of the counter rests before its deposit, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.messages import Message
from app.domain.rest import rest_left, resting_since
from app.domain.scan import Hold, Lane, Scan, ScanState, Severity

NOON = datetime(2026, 3, 31, 5, 0, tzinfo=UTC)
SEALED = Scan("s1", ScanState.SEALED, "c", "a.pdf", "/in", NOON, changed_at=NOON)


def test_a_sealed_scan_of_the_counter_rests_since_it_was_sealed() -> None:
    assert resting_since(SEALED) == NOON


@pytest.mark.parametrize(
    "other",
    [
        replace(SEALED, lane=Lane.BATCH),
        replace(SEALED, depositing=True),
        replace(SEALED, state=ScanState.LINKED),
        replace(SEALED, state=ScanState.SIGNED),
        replace(SEALED, state=ScanState.STORED),
        replace(SEALED, hold=Hold(Message.of("hold-by-person"), Severity.ASKS, NOON)),
    ],
)
def test_imports_and_what_is_held_signed_or_on_its_way_do_not_rest(other: Scan) -> None:
    assert resting_since(other) is None


@pytest.mark.parametrize(("passed", "left"), [(0, 20), (5.5, 14.5), (20, 0), (3600, 0), (-1, 0), (-3600, 0)])
def test_the_rest_grows_shorter_and_a_clock_set_back_ends_it(passed: float, left: float) -> None:
    assert rest_left(NOON, NOON + timedelta(seconds=passed), 20) == left


def test_without_a_grace_nothing_rests() -> None:
    assert rest_left(NOON, NOON, 0) == 0
    assert rest_left(None, NOON, 20) == 0
