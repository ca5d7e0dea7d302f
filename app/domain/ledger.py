"""The daily sum: whatever was captured is stored, waiting, held or rejected, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(
    timedelta(hours=7), "Asia/Ho_Chi_Minh"
)  # no summer time since 1975: a fixed offset is right


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of scans. `captured` is counted from births, the others from where the scans stand now.

    `letters`: of the stored, those that the office wrote about a dossier and that are no result of it.
    """

    captured: int = 0
    stored: int = 0
    waiting: int = 0
    held: int = 0
    rejected: int = 0
    letters: int = 0

    @property
    def balanced(self) -> bool:
        """Whether every scan that was born is accounted for exactly once."""
        return self.captured == self.stored + self.waiting + self.held + self.rejected


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tally of the scans captured on `day` (Vietnam time), and of all scans."""

    day: date
    of_day: Tally
    total: Tally


def local_day(moment: datetime) -> date:
    """Return the day in Vietnam at `moment` (aware)."""
    return moment.astimezone(VIETNAM).date()
