"""Counts working days: weekends and public holidays are none, a Saturday worked instead of a holiday is one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.errors import UsageError
from app.domain.messages import Message

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Public holidays, days worked instead of others, and the years that they are known for."""

    years: Collection[int]
    holidays: Collection[date]
    worked: Collection[date] = ()

    def works(self, day: date) -> bool:
        """Return whether offices work on this day; UsageError in a year whose holidays are not known."""
        if day.year not in self.years:
            raise UsageError(Message.of("calendar-unknown-year", year=day.year))
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def after(self, day: date, working_days: int) -> date:
        """Return the day on which the given number (1 or more) of working days after `day` is over."""
        if working_days < 1:
            raise UsageError(Message.of("calendar-days-below-one", days=working_days))
        while working_days:
            day += timedelta(days=1)
            working_days -= self.works(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days come after `first`, up to and including `last`; 0 when none do."""
        return sum(self.works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
