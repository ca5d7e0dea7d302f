"""Units by code: their names, and which unit answers for the dossiers of one that was merged or renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Succession:
    """From `since` on, `successor` answers for what `unit` received."""

    unit: str
    successor: str
    since: date


@dataclass(frozen=True, slots=True)
class UnitList:
    """The units known, and their successions. A unit that is not in it is shown under its own code."""

    names: Mapping[str, str] = field(default_factory=dict)
    successions: tuple[Succession, ...] = ()

    def at(self, code: str, day: date) -> str:
        """Return the unit that answers on `day` for dossiers of `code` (a chain of successions is followed)."""
        seen = {code}
        while (after := self._next(code, day)) is not None and after not in seen:
            seen.add(after)
            code = after
        return code

    def _next(self, code: str, day: date) -> str | None:
        heirs = [one for one in self.successions if one.unit == code and one.since <= day]
        return max(heirs, key=lambda one: one.since).successor if heirs else None
