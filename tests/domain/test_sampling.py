"""Samples by ISO 2859-1, and how pages are counted when an import is taken over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.acceptance import Row
from app.domain.sampling import plan_for
from app.domain.scan import Scan, ScanState
from app.pipeline.batch_sheet import drawn
from app.settings.sampling_rules import sampling_on
from tests.domain.readings import page
from tests.storage.lives import NOON

TABLES, LEVEL, AQL = sampling_on(date(2026, 3, 31))


@pytest.mark.parametrize(
    ("lot", "aql", "letter", "size", "accept"),
    [
        # read off Table 1 (level II) and Table 2-A by hand
        (1, "1.0", "E", 1, 0),  # the arrow points down to 13: the whole lot is looked at
        (90, "1.0", "E", 13, 0),
        (150, "1.0", "E", 13, 0),  # F: up
        (280, "1.0", "H", 50, 1),  # G: down
        (1200, "1.0", "J", 80, 2),
        (3200, "1.0", "K", 125, 3),
        (10_000, "1.0", "L", 200, 5),
        (35_000, "0.65", "M", 315, 5),
        (35_001, "2.5", "N", 500, 21),
        (500_001, "2.5", "N", 500, 21),  # Q: up
        (500, "4.0", "H", 50, 5),
    ],
)
def test_a_plan_is_what_the_tables_say(lot: int, aql: str, letter: str, size: int, accept: int) -> None:
    plan = plan_for(lot, LEVEL, aql, TABLES)
    assert (plan.letter, plan.size, plan.accept) == (letter, size, accept)


def test_the_same_seed_draws_the_same_sample_in_the_order_of_the_lot() -> None:
    lot = [f"s{number:04}" for number in range(1000)]
    plan = plan_for(len(lot), LEVEL, AQL, TABLES)
    one = drawn(lot, plan, "a")
    assert one == drawn(lot, plan, "a") == sorted(one)
    assert len(set(one)) == 80
    assert one != drawn(lot, plan, "b")


def test_an_a3_is_two_pages_and_faults_are_counted_on_scanned_pages_only() -> None:
    a4 = page(["a"])
    a3 = replace(a4, page=2, width_pixels=4961)
    poor = replace(a4, page=3, dpi=150, width_pixels=1240, height_pixels=1754, colourless=True)
    digital = replace(a4, page=4, source="embedded", colourless=True)
    blank = replace(a4, page=5, blank=True)
    scan = Scan("s", ScanState.SEPARATED, "c", "a.pdf", "/kho", NOON, pages=(1, 2, 3, 4, 5))
    row = Row("x")
    row.add_scan(scan, (a4, a3, poor, digital, blank), least_dpi=200)
    assert (row.pages, row.a4_pages, row.under_dpi, row.colourless, row.blanks) == (5, 6, 1, 1, 1)
    assert (row.unlinked, row.stored) == (1, 0)
