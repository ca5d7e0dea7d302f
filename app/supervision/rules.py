"""The dated rules of supervision: thresholds and index, units, calendar (resources/rules, and the workspace's own)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.errors import UsageError
from app.domain.indicators import IndexItem, Thresholds
from app.domain.messages import Message
from app.domain.units import Succession, UnitList
from app.domain.working_days import WorkingCalendar
from app.settings.dated import dated_rules


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """How figures of a period are judged."""

    valid_from: date
    thresholds: Thresholds
    index: tuple[IndexItem, ...]


@dataclass(frozen=True, slots=True)
class LetterRules:
    """How letters of apology and extension are written; resources/rules/letters_*.toml says what each entry is."""

    valid_from: date
    template: str
    symbol: str
    place: str
    signer: str
    days: int
    freely: int
    zalo: str
    sms: tuple[str, ...]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in these folders; a later folder speaks after (and so over) an earlier one."""

    folders: Sequence[Path]

    def indicators(self, day: date) -> IndicatorRules:
        """Return the rules in force at the end of a period; before the first ones, the first."""
        known = sorted(self._files("indicators"), key=lambda rules: rules["valid_from"])
        rules = ([one for one in known if one["valid_from"] <= day] or known[:1])[-1]
        items = tuple(IndexItem(**item) for item in rules["index"])
        return IndicatorRules(rules["valid_from"], Thresholds(**rules["thresholds"]), items)

    def quality_percent(self, day: date) -> float:
        """Return which part of the linked results a second person sees again, in per cent."""
        known = sorted(self._files("quality"), key=lambda rules: rules["valid_from"])
        return float(([one for one in known if one["valid_from"] <= day] or known[:1])[-1]["percent"])

    def units(self) -> UnitList:
        """Return all units known; successions have dates of their own."""
        names: dict[str, str] = {}
        successions: list[Succession] = []
        for rules in sorted(self._files("units"), key=lambda rules: rules["valid_from"]):
            names |= rules.get("names", {})
            successions += [Succession(**one) for one in rules.get("succession", [])]
        return UnitList(names, tuple(successions))

    def calendar(self) -> WorkingCalendar:
        """Return the calendar of all years known."""
        years: dict[int, dict[str, list[date]]] = {}
        for rules in self._files("calendar"):
            years |= {int(name): year for name, year in rules.items() if name.isdigit()}
        return WorkingCalendar(
            frozenset(years),
            frozenset(day for year in years.values() for day in year["holidays"]),
            frozenset(day for year in years.values() for day in year.get("worked", [])),
        )

    def letters(self, day: date) -> LetterRules:
        """Return how letters are written on that day."""
        known = dict(dated_rules(self.folders, "letters", day))
        reasons = {one["id"]: one["text"] for one in known.pop("reason")}
        return LetterRules(**known | {"sms": tuple(known["sms"]), "reasons": reasons})

    def _files(self, kind: str) -> Iterator[dict[str, Any]]:
        for folder in self.folders:
            for path in sorted(folder.glob(f"{kind}_*.toml")):
                try:
                    yield tomllib.loads(path.read_text("utf-8"))
                except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
                    raise UsageError(
                        Message.of("rules-unreadable", file=str(path), detail=str(trouble))
                    ) from trouble
