"""When nothing will be missing any more, if work goes on at the pace of the last days."""

from __future__ import annotations

import math
from datetime import date

from app.domain.working_days import WorkingCalendar

LONGEST_DAYS = 250  # working days: beyond a year a forecast says nothing


def complete_on(
    missing: int, stored: int, newly_due: int, days: int, today: date, calendar: WorkingCalendar
) -> date | None:
    """Return the day when the missing results are stored; None when at this pace never, or not within a year.

    `stored` and `newly_due` are results of the last `days` working days: what is caught up is their difference.
    """
    if missing <= 0:
        return today
    if days <= 0 or stored <= newly_due:
        return None
    needed = math.ceil(missing * days / (stored - newly_due))
    return calendar.after(today, needed) if needed <= LONGEST_DAYS else None
