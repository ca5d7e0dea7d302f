"""The day when nothing will be missing any more: by working days, at the pace of results, letters left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.compose.books import open_books
from app.compose.supervision import overlook
from app.domain.facts import Fact, Linked, Related
from app.domain.forecast import LONGEST_DAYS, complete_on
from app.domain.scan import Relation
from app.settings import open_workspace, resources
from app.supervision.rules import Rules
from tests.storage.lives import NOON, whole_life

CALENDAR = Rules((resources() / "rules",)).calendar()
FRIDAY_BEFORE_TET = date(2026, 2, 13)


@pytest.mark.parametrize(
    ("missing", "stored", "due", "day"),
    [
        (0, 0, 50, FRIDAY_BEFORE_TET),  # nothing is missing, whatever the pace
        (10, 20, 10, date(2026, 3, 6)),  # one a working day is caught up: ten of them, over Tết
        (11, 20, 10, date(2026, 3, 9)),  # the part of a day is a whole one, and no Saturday
        (1, 11, 10, date(2026, 3, 6)),
        (10, 10, 10, None),  # as many are stored as fall due: never
        (10, 5, 10, None),
        (LONGEST_DAYS + 1, 20, 10, None),  # beyond a year nothing is said
    ],
)
def test_what_is_missing_is_caught_up_by_what_is_stored_beyond_what_falls_due(
    missing: int, stored: int, due: int, day: date | None
) -> None:
    assert complete_on(missing, stored, due, 10, FRIDAY_BEFORE_TET, CALENDAR) == day


def test_without_a_working_day_there_is_no_pace() -> None:
    assert complete_on(10, 20, 0, 0, FRIDAY_BEFORE_TET, CALENDAR) is None


def test_letters_are_stored_too_and_make_no_pace(tmp_path: Path) -> None:
    letter: list[Fact] = []
    for fact in whole_life("s-2", capture="b"):
        if isinstance(fact, Linked):
            letter.append(Related(scan="s-2", at=fact.at, other="", relation=Relation.LETTER, by="lan"))
        letter.append(fact)
    with open_books(open_workspace(tmp_path)) as books:
        books.journal.record(*whole_life("s-1"), *letter)
        assert books.journal.ledger(NOON.date()).of_day.stored == 2
        assert overlook(books).stored_on(NOON.date()) == 1
