"""Indicators by SQL for SQLite and PostgreSQL alike: of all units from the roll-ups, of one by something else anew."""
# ruff: noqa: S608 - every text put together here is ours; what comes from outside is a bound value

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.dossier import Dossier
from app.domain.indicators import Figures, Period, View
from app.domain.units import UnitList
from app.storage.figures_schema import (
    BY_RECEIPT,
    BY_SOLVING,
    MEASURES,
    OPEN,
    STORED,
    counted,
    day_of,
    unit_of,
)
from app.storage.groups_schema import GROUPS as ROLLED_UP
from app.storage.groups_schema import name_of
from app.storage.register_schema import SELECTED, from_row, microseconds
from app.supervision.behind import BEHIND, IN_RECEIPT, IN_SOLVING, OPEN_AT_END, OVERDUE

Ask = Callable[[str, Mapping[str, Any]], Iterable[tuple[Any, ...]]]  # SQL with :names, and their values

GROUPS = tuple(ROLLED_UP)  # what else is counted by than the unit
_NEWEST_FOR_NAMES = 5000

Both = dict[View, dict[str, Figures]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A dossier behind a figure, and whether it has a stored result."""

    dossier: Dossier
    stored: bool


@dataclass(frozen=True, slots=True)
class _Within:
    sql: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicators:
    """Figures over one database; `dialect` is "sqlite" or "postgresql"."""

    ask: Ask
    units: UnitList = field(default_factory=UnitList)
    dialect: str = "sqlite"

    def by_unit(self, period: Period, view: View) -> dict[str, Figures]:
        """Return the figures of every unit that has dossiers, by the unit that answers for them at the period's end."""
        return self.both("unit", period)[view]

    def by(self, group: str, period: Period, view: View, unit: str | None = None) -> dict[str, Figures]:
        """Return the figures by one of GROUPS, in all units or in one (then counted anew from its dossiers)."""
        return self.both(group, period, unit)[view]

    def both(self, group: str, period: Period, unit: str | None = None) -> Both:
        """Return the figures in both views, by "unit" (all of them) or by one of GROUPS (of all units, or of one)."""
        within = self._within(None if group == "unit" else unit, period)
        key = self._unit_key if group == "unit" else name_of(group, self.dialect)
        if group == "unit":
            counts = self._rolled_up("unit", "day_figures", period)
            for (code,) in self.ask("SELECT DISTINCT unit FROM day_figures", {}):
                counts.setdefault(code, {})
        elif unit is None:
            kind, name = ROLLED_UP[group]
            counts = self._rolled_up(name, "group_figures", period, f" AND kind = '{kind}'")
        else:
            counts = self._counted(key, period, within)
        return self._in_both_views(group, counts, self._open(key, period, within), period)

    def counted_anew(self, period: Period, view: View, group: str = "unit") -> dict[str, Figures]:
        """Return what `by_unit` or `by` returns, without a roll-up: to hold the two against each other."""
        key = self._unit_key if group == "unit" else name_of(group, self.dialect)
        counts, opened = self._counted(key, period), self._open(key, period)
        return self._in_both_views(group, counts, opened, period)[view]

    @property
    def _unit_key(self) -> str:
        """The unit to group by; not the index's own expression, or SQLite walks all dossiers by unit to save a sort."""
        return f"({unit_of(self.dialect)}) || ''"

    def trend(self, period: Period, view: View, unit: str | None = None) -> dict[int, Figures]:
        """Return the figures of flow (what came and what was solved) by day number; open dossiers are not in it."""
        first, last = period.days
        sums = ", ".join(f"sum({name})" for name in MEASURES)
        own = {} if unit is None else self._own(unit, period)
        where = f" AND unit IN ({', '.join(f':{name}' for name in own)})" if own else ""
        rows = self.ask(
            f"SELECT day, {sums} FROM day_figures WHERE day BETWEEN :first AND :last{where} GROUP BY day ORDER BY day",
            {"first": first, "last": last, **own},
        )
        return {
            day: _figures(dict(zip(MEASURES, map(int, counts), strict=True)), (0, 0), view)
            for day, *counts in rows
        }

    def names(self) -> dict[str, str]:
        """Return the units' names: of the list, or else as the newest dossiers tell them."""
        rows = self.ask(
            "SELECT unit_code, unit_name FROM dossiers WHERE received_at IS NOT NULL"
            " ORDER BY received_at DESC LIMIT :newest",
            {"newest": _NEWEST_FOR_NAMES},
        )
        told = {code: name for code, name in reversed(list(rows)) if name}
        return told | dict(self.units.names)

    def behind(
        self,
        measure: str,
        period: Period,
        view: View,
        unit: str | None = None,
        limit: int = -1,
        offset: int = 0,
        *,
        of: tuple[str, str] | None = None,
    ) -> list[Listed]:
        """Return the dossiers behind a figure (a key of BEHIND[view]), by receipt; -1: all of them.

        `of`: only those of one entry of `by`: the group, and its key there.
        """
        within = self._within(unit, period)
        where, values = f"({BEHIND[view][measure]}){within.sql}", _moments(period) | within.values
        if of is not None:
            where, values = f"{where} AND {name_of(of[0], self.dialect)} = :group", values | {"group": of[1]}
        return self.listed(where, values, limit, offset)

    def listed(
        self,
        where: str,
        values: Mapping[str, Any],
        limit: int = -1,
        offset: int = 0,
        by: str = "received_at",
    ) -> list[Listed]:
        """Return the dossiers under a condition, by receipt or by another time of theirs."""
        cut = "" if limit < 0 else f" LIMIT {int(limit)} OFFSET {int(offset)}"
        rows = self.ask(
            f"SELECT {SELECTED}, {STORED} FROM dossiers WHERE {where} ORDER BY {by}, code{cut}",
            values,
        )
        return [Listed(from_row(row[:-1]), bool(row[-1])) for row in rows]

    def listed_of(
        self,
        where: str,
        values: Mapping[str, Any],
        period: Period,
        unit: str | None = None,
        *,
        limit: int = -1,
        offset: int = 0,
        by: str = "received_at",
    ) -> list[Listed]:
        """Return the dossiers under a condition, of one unit as of the period's end; otherwise as `listed`."""
        within = self._within(unit, period)
        return self.listed(f"({where}){within.sql}", {**values, **within.values}, limit, offset, by)

    def ageing(self, moment: datetime, bounds: tuple[int, ...], unit: str | None = None) -> list[int]:
        """Return how many open dossiers at `moment` are not overdue, and overdue by up to each bound (days)."""
        sums = ", ".join(f"sum(CASE WHEN {step} THEN 1 ELSE 0 END)" for step in age_steps(moment, bounds))
        within = self._within(unit, Period(moment.date(), moment.date()))
        rows = self.ask(
            f"SELECT {sums} FROM dossiers WHERE {OPEN} AND received_at < :now{within.sql}",
            {"now": microseconds(moment), **within.values},
        )
        return [int(number or 0) for number in next(iter(rows))]

    def _within(self, unit: str | None, period: Period) -> _Within:
        """Keep to one unit and those that it answers for."""
        if unit is None:
            return _Within()
        values = self._own(unit, period)
        return _Within(
            f" AND ({unit_of(self.dialect)}) IN ({', '.join(f':{name}' for name in values)})", values
        )

    def _own(self, unit: str, period: Period) -> dict[str, str]:
        """The unit and those that it answers for, as named values."""
        own = {
            unit,
            *(one.unit for one in self.units.successions if self.units.at(one.unit, period.last) == unit),
        }
        return {f"unit{number}": code for number, code in enumerate(sorted(own))}

    def _counted(self, key: str, period: Period, within: _Within | None = None) -> dict[str, dict[str, int]]:
        within = within or _Within()
        counts: dict[str, dict[str, int]] = {}
        for moment, measures in ((IN_RECEIPT, BY_RECEIPT), (IN_SOLVING, BY_SOLVING)):
            sums = ", ".join(counted(name) for name in measures)
            rows = self.ask(
                f"SELECT {key}, {sums} FROM dossiers WHERE {moment}{within.sql} GROUP BY 1",
                _moments(period) | within.values,
            )
            for name, *numbers in rows:
                counts.setdefault(name, {}).update(zip(measures, map(int, numbers), strict=True))
        return counts

    def _rolled_up(self, name: str, table: str, period: Period, kind: str = "") -> dict[str, dict[str, int]]:
        first, last = period.days
        sums = ", ".join(f"sum({measure})" for measure in MEASURES)
        rows = self.ask(
            f"SELECT {name}, {sums} FROM {table} WHERE day BETWEEN :first AND :last{kind} GROUP BY 1",
            {"first": first, "last": last},
        )
        return {
            one: dict(zip(MEASURES, map(int, counts), strict=True)) for one, *counts in rows if any(counts)
        }

    def _open(self, key: str, period: Period, within: _Within | None = None) -> dict[str, tuple[int, ...]]:
        """Open dossiers and the overdue among them; and both of those that were received in the period."""
        within = within or _Within()
        own = "received_at >= :begin"
        cases = (OVERDUE, own, f"{own} AND {OVERDUE}")
        sums = ", ".join(f"sum(CASE WHEN {case} THEN 1 ELSE 0 END)" for case in cases)
        rows = self.ask(
            f"SELECT {key}, count(*), {sums} FROM dossiers WHERE {OPEN_AT_END}{within.sql} GROUP BY 1",
            _moments(period) | within.values,
        )
        return {name: tuple(map(int, numbers)) for name, *numbers in rows}

    def _in_both_views(
        self,
        group: str,
        counts: Mapping[str, Mapping[str, int]],
        opened: Mapping[str, tuple[int, ...]],
        period: Period,
    ) -> Both:
        found: Both = {}
        for view, part in ((View.PROVINCIAL, slice(0, 2)), (View.NATIONAL, slice(2, 4))):
            mine: dict[str, Figures] = {}
            for code in {*counts, *opened}:
                name = self.units.at(code, period.last) if group == "unit" else str(code)
                own = _figures(counts.get(code, {}), opened.get(code, (0, 0, 0, 0))[part], view)
                mine[name] = mine.get(name, Figures()) + own
            found[view] = dict(sorted(mine.items()))
        return found


def age_steps(moment: datetime, bounds: tuple[int, ...]) -> list[str]:
    """Return the condition of each age of an open dossier: not overdue, then overdue by up to each bound, and more."""
    now = microseconds(moment)
    late = f"({day_of(str(now))} - {day_of('due_at')})"
    edges = (-1, *bounds)
    return [
        f"(due_at IS NULL OR due_at >= {now})",
        *(
            f"due_at < {now} AND {late} > {low} AND {late} <= {high}"
            for low, high in zip(edges, bounds, strict=False)
        ),
        f"due_at < {now} AND {late} > {bounds[-1]}",
    ]


def _moments(period: Period) -> dict[str, Any]:
    return {"begin": microseconds(period.begin), "end": microseconds(period.end)}


def _figures(counts: Mapping[str, int], opened: tuple[int, ...], view: View) -> Figures:
    def of(name: str) -> int:
        return int(counts.get(name, 0))

    same = {name: of(name) for name in ("received", "online", "with_fee", "paid_online", "online_stored")}
    if view is View.PROVINCIAL:
        return Figures(
            solved=of("solved"),
            handled=of("solved") + opened[0],
            overdue=of("solved_late") + opened[1],
            results_due=of("results_due"),
            results_stored=of("results_stored"),
            **same,
        )
    return Figures(
        solved=of("received_solved"),
        handled=of("received"),
        overdue=of("received_late") + opened[1],
        results_due=of("received_due"),
        results_stored=of("received_stored"),
        **same,
    )
