"""Working days, dated rules, flags and scores."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import UsageError
from app.domain.indicators import Figures, IndexItem, Period, Thresholds, effect_of_one, item_score
from app.settings import resources
from app.supervision.rules import Rules

RULES = Rules((resources() / "rules",))
WARNING = Thresholds(overdue=0.05, digitization=0.9, online=0.7, payment=0.3)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over the year's end
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # a Saturday worked instead of 31 August
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
    ],
)
def test_working_days_pass_over_weekends_holidays_and_swapped_days(start: date, days: int, end: date) -> None:
    calendar = RULES.calendar()
    assert calendar.after(start, days) == end
    assert calendar.between(start, end) == days


def test_a_year_whose_holidays_nobody_announced_is_refused_not_guessed() -> None:
    with pytest.raises(UsageError):
        RULES.calendar().after(date(2031, 3, 3), 1)


def test_an_office_adds_a_year_and_its_own_units_in_its_workspace(tmp_path: Path) -> None:
    (tmp_path / "calendar_2031.toml").write_text("[2031]\nholidays = [2031-03-04]\n", "utf-8")
    (tmp_path / "units_own.toml").write_text(
        'valid_from = 2026-01-01\n[names]\n"H15.20" = "Phường A"\n'
        '[[succession]]\nunit = "H15.19"\nsuccessor = "H15.20"\nsince = 2026-07-01\n',
        "utf-8",
    )
    rules = Rules((resources() / "rules", tmp_path))
    assert rules.calendar().after(date(2031, 3, 3), 1) == date(2031, 3, 5)
    assert rules.units().names["H15.20"] == "Phường A"
    assert rules.units().at("H15.19", date(2026, 7, 1)) == "H15.20"


def test_an_old_period_is_judged_by_the_rules_of_its_time(tmp_path: Path) -> None:
    form = (resources() / "rules" / "indicators_2025-07-01.toml").read_text("utf-8")
    for day, online in (("2026-01-01", "0.80"), ("2027-01-01", "0.95")):
        later = form.replace("2025-07-01", day).replace("online = 0.70", f"online = {online}")
        (tmp_path / f"indicators_{day}.toml").write_text(later, "utf-8")
    rules = Rules((resources() / "rules", tmp_path))
    told = [
        rules.indicators(day).thresholds.online
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2027, 5, 1))
    ]
    assert told == [0.7, 0.8, 0.95]
    assert rules.indicators(date(2020, 1, 1)).thresholds.online == 0.7, "before the first rules, the first"


def test_a_broken_file_of_rules_is_named(tmp_path: Path) -> None:
    (tmp_path / "units_own.toml").write_text("names = [", "utf-8")
    with pytest.raises(UsageError) as told:
        Rules((tmp_path,)).units()
    assert "units_own.toml" in str(told.value)


def test_flags_stand_exactly_where_the_warning_draws_its_lines() -> None:
    on_the_line = Figures(
        received=10,
        handled=100,
        overdue=5,
        results_due=10,
        results_stored=9,
        online=7,
        with_fee=10,
        paid_online=3,
    )
    assert on_the_line.flags(WARNING) == []
    beyond = on_the_line + Figures(overdue=1, results_due=1, received=1, with_fee=1)
    assert beyond.flags(WARNING) == ["overdue", "digitization", "online", "payment"]
    assert Figures().flags(WARNING) == []


def test_scores_are_capped_and_one_more_result_is_worth_what_it_adds() -> None:
    item = IndexItem("4.2", "results_stored", "results_due", full_at=0.8, points=4)
    assert item_score(item, Figures(results_due=10, results_stored=4)) == 2.0
    assert item_score(item, Figures(results_due=10, results_stored=9)) == 4
    assert item_score(item, Figures()) is None
    assert effect_of_one((item,), Figures(results_due=10, results_stored=4)) == pytest.approx(0.5)
    assert effect_of_one((item,), Figures(results_due=10, results_stored=8)) == 0
    assert effect_of_one((item,), Figures(results_due=10, results_stored=10)) == 0


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError):
        Period(date(2026, 2, 1), date(2026, 1, 31))
