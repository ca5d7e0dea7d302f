"""Everything the dashboard shows, computed in one go: units ranked, the trend, the age of the backlog, the forecast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.errors import UsageError
from app.domain.forecast import complete_on
from app.domain.indicators import Figures, Period, View, effect_of_one, merged
from app.domain.ledger import local_day
from app.storage.register_schema import microseconds
from app.supervision.behind import OPEN_AT_END
from app.supervision.figures import Both, Indicators, Listed, age_steps
from app.supervision.rules import IndicatorRules, Rules

AGES = (7, 30, 90)  # days overdue: bounds of the bars
_PACE_DAYS = 14
LIST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit (or what else is counted by); `effect`: points of the national index that one more result brings it."""

    code: str
    name: str
    figures: Figures
    flags: tuple[str, ...]
    effect: float


@dataclass(frozen=True, slots=True)
class Overview:
    """The worst units first; `trend` by day number; `ages`: in time, then overdue by up to each of AGES, and more.

    `totals`: in both views, so that the two can stand side by side; `total` is that of `view`.
    """

    period: Period
    view: View
    rules: IndicatorRules
    units: tuple[UnitRow, ...]
    total: Figures
    trend: dict[int, Figures]
    ages: tuple[int, ...]
    complete_on: date | None
    totals: dict[View, Figures]
    checked: bool  # whether second looks at the links are up to date: nothing is green without


@dataclass(frozen=True, slots=True)
class Overlook:
    """What the window asks. `fresh`: figures up to date with the store; `stored_on`: results stored of a day."""

    fresh: Callable[[], Indicators]
    rules: Rules
    clock: Callable[[], datetime]
    stored_on: Callable[[date], int]
    checked: Callable[[], bool]

    def today(self) -> date:
        """Return the day in Vietnam."""
        return local_day(self.clock())

    def overview(self, period: Period, view: View, unit: str | None = None, group: str = "unit") -> Overview:
        """Return what the dashboard shows; with `unit`, of that unit alone. `group`: "unit", or one of GROUPS."""
        figures = self.fresh()
        rules = self.rules.indicators(period.last)
        both = self._counted(figures, period, unit, group)
        by_unit, national = both[view], both[View.NATIONAL]
        names = figures.names() if group == "unit" else {}
        rows = [
            UnitRow(
                code,
                names.get(code, ""),
                one,
                tuple(one.flags(rules.thresholds)),
                effect_of_one(rules.index, national.get(code, Figures())),
            )
            for code, one in by_unit.items()
        ]
        rows.sort(
            key=lambda row: (
                -len(row.flags),
                -(row.figures.results_due - row.figures.results_stored),
                row.code,
            )
        )
        totals = {one: merged(found) for one, found in both.items()}
        total = totals[view]
        return Overview(
            period,
            view,
            rules,
            tuple(rows),
            total,
            figures.trend(period, view, unit),
            tuple(figures.ageing(period.end, AGES, unit)),
            self._forecast(figures, total) if unit is None else None,
            totals,
            self.checked(),
        )

    def behind(
        self, measure: str, period: Period, view: View, unit: str | None, of: tuple[str, str] | None = None
    ) -> list[Listed]:
        """Return the first dossiers behind a figure; `of` as Indicators.behind."""
        return self.fresh().behind(measure, period, view, unit, LIST_AT_ONCE, of=of)

    def aged(self, age: int, period: Period, unit: str | None) -> list[Listed]:
        """Return the first open dossiers behind a bar of `Overview.ages`, the longest overdue first."""
        where = f"{OPEN_AT_END} AND {age_steps(period.end, AGES)[age]}"
        values = {"end": microseconds(period.end)}
        day = Period(period.last, period.last)
        return self.fresh().listed_of(where, values, day, unit, limit=LIST_AT_ONCE, by="due_at")

    @staticmethod
    def _counted(figures: Indicators, period: Period, unit: str | None, group: str) -> Both:
        found = figures.both(group, period, unit)
        if group != "unit" or unit is None:
            return found
        return {view: {unit: own.get(unit, Figures())} for view, own in found.items()}

    def _forecast(self, figures: Indicators, total: Figures) -> date | None:
        today = self.today()
        last = Period(today - timedelta(days=_PACE_DAYS - 1), today)
        due = sum(one.results_due for one in figures.trend(last, View.PROVINCIAL).values())
        stored = sum(self.stored_on(last.first + timedelta(days=n)) for n in range(_PACE_DAYS))
        calendar = self.rules.calendar()
        try:
            days = calendar.between(last.first - timedelta(days=1), today)
            return complete_on(total.results_due - total.results_stored, stored, due, days, today, calendar)
        except UsageError:  # the holidays of that year are not known yet: no date can be named
            return None
