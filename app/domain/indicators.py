"""The indicators by which a unit's work is judged: counts of dossiers, the rates made of them, and what is flagged.

Two views differ by design: the provincial one counts results by the day of solving, the national one (QĐ 766/QĐ-TTg)
by the day of receipt. A rate whose denominator is 0 is None: nothing was asked for, so nothing is good or bad.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.domain.errors import UsageError
from app.domain.ledger import VIETNAM
from app.domain.messages import Message

_UNIX_DAY = date(1970, 1, 1)


class View(StrEnum):
    """Whose formulas are used."""

    PROVINCIAL = "provincial"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Vietnam, both included; the end of `last` is the moment as of which open dossiers are judged."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """UsageError when it ends before it begins."""
        if self.last < self.first:
            raise UsageError(
                Message.of("indicators-period-backwards", first=f"{self.first}", last=f"{self.last}")
            )

    @property
    def begin(self) -> datetime:
        """The first moment that belongs to it."""
        return datetime.combine(self.first, time(), VIETNAM)

    @property
    def end(self) -> datetime:
        """The first moment that does not belong to it any more."""
        return datetime.combine(self.last + timedelta(days=1), time(), VIETNAM)

    @property
    def days(self) -> tuple[int, int]:
        """First and last day as numbers of days since 1970-01-01."""
        return (self.first - _UNIX_DAY).days, (self.last - _UNIX_DAY).days


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What is flagged: an overdue rate over, the other rates under these fractions."""

    overdue: float
    digitization: float
    online: float
    payment: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one view, for one unit or in all. `online_stored`: received online, and with a stored result."""

    received: int = 0
    solved: int = 0
    handled: int = 0
    overdue: int = 0
    results_due: int = 0
    results_stored: int = 0
    online: int = 0
    with_fee: int = 0
    paid_online: int = 0
    online_stored: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Return the sum: every figure is a number of dossiers, and a dossier is of one unit."""
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def overdue_rate(self) -> float | None:
        """Overdue among the handled."""
        return rate(self.overdue, self.handled)

    @property
    def digitization_rate(self) -> float | None:
        """Results stored among those due."""
        return rate(self.results_stored, self.results_due)

    @property
    def online_rate(self) -> float | None:
        """Submitted online among the received."""
        return rate(self.online, self.received)

    @property
    def payment_rate(self) -> float | None:
        """Paid online among the received ones with a fee."""
        return rate(self.paid_online, self.with_fee)

    def flags(self, thresholds: Thresholds) -> list[str]:
        """Return which of the four are flagged, in the order of the province's warning."""
        under = {
            "digitization": (self.digitization_rate, thresholds.digitization),
            "online": (self.online_rate, thresholds.online),
            "payment": (self.payment_rate, thresholds.payment),
        }
        overdue = self.overdue_rate
        flagged = ["overdue"] if overdue is not None and overdue > thresholds.overdue else []
        return flagged + [name for name, (own, least) in under.items() if own is not None and own < least]


@dataclass(frozen=True, slots=True)
class IndexItem:
    """One line of the national index: a rate, full at `full_at`; `points` None where the source does not tell them."""

    id: str
    part: str
    whole: str
    full_at: float
    points: float | None = None
    without: bool = False  # the rate is what `part` leaves of `whole`


def rate(part: int, whole: int) -> float | None:
    """Return part / whole, or None when there is nothing to be a part of."""
    return part / whole if whole else None


def item_rate(item: IndexItem, figures: Figures) -> float | None:
    """Return the rate of an item of the national index."""
    whole = int(getattr(figures, item.whole))
    part = int(getattr(figures, item.part))
    return rate(whole - part if item.without else part, whole)


def item_score(item: IndexItem, figures: Figures) -> float | None:
    """Return its points: rate x points / threshold, capped at the points; None without a rate or without points."""
    reached = item_rate(item, figures)
    if reached is None or item.points is None:
        return None
    return min(item.points, reached * item.points / item.full_at)


def effect_of_one(items: tuple[IndexItem, ...], figures: Figures) -> float:
    """Return by how many points one more stored result would raise the score."""
    better = figures + Figures(results_stored=1)
    if figures.results_stored >= figures.results_due:
        return 0.0
    before, after = ([item_score(item, one) or 0.0 for item in items] for one in (figures, better))
    return sum(after) - sum(before)


def merged(figures: Mapping[str, Figures]) -> Figures:
    """Return the sum over units."""
    total = Figures()
    for one in figures.values():
        total += one
    return total
