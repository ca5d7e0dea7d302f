"""How many results of a lot a person looks at, and how many bad ones it may hold: single sampling by attributes.

The tables are those of ISO 2859-1 (resources/rules/sampling_*.toml).
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.messages import Message


@dataclass(frozen=True, slots=True)
class SamplingTables:
    """`lots`: the largest lot of each row; `letters`: level -> letter of each row, and of larger lots.

    `sizes`: letter -> sample; `accept`: AQL -> letter -> acceptance number, or "up"/"down" to the next plan.
    """

    lots: tuple[int, ...]
    letters: Mapping[str, Sequence[str]]
    sizes: Mapping[str, int]
    accept: Mapping[str, Mapping[str, int | str]]


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """Of `lot` results `size` are looked at; the lot is accepted with at most `accept` bad ones among them."""

    lot: int
    level: str
    aql: str
    letter: str
    size: int
    accept: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person found in the sample that `seed` draws: the scans that are `bad`. Never changed afterwards."""

    plan: SamplingPlan
    seed: str
    bad: tuple[str, ...]
    by: str
    at: datetime

    @property
    def accepted(self) -> bool:
        """Whether the import is accepted: the plan decides, not the person."""
        return len(self.bad) <= self.plan.accept

    @property
    def told(self) -> Message:
        """The verdict in one message."""
        said = "import-accepted" if self.accepted else "import-refused"
        return Message.of(said, size=self.plan.size, accept=self.plan.accept, bad=len(self.bad))


def plan_for(lot: int, level: str, aql: str, tables: SamplingTables) -> SamplingPlan:
    """Return the plan for a lot (at least 1); KeyError for a level or AQL that the tables do not have.

    A sample as large as the lot is every piece of it.
    """
    letter = tables.letters[level][bisect.bisect_left(tables.lots, lot)]
    letter, accept = _plan(letter, tables.accept[aql], list(tables.sizes))
    return SamplingPlan(lot, level, aql, letter, min(lot, tables.sizes[letter]), accept)


def _plan(letter: str, accept: Mapping[str, int | str], order: list[str]) -> tuple[str, int]:
    """Follow the arrows."""
    place = order.index(letter)
    known = [order.index(one) for one in accept]
    while not isinstance(number := accept.get(order[place], "down" if place < min(known) else "up"), int):
        place += 1 if number == "down" else -1
    return order[place], number
