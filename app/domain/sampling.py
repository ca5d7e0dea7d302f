"""How many results of a lot a person looks at, and how many bad ones it may hold: single sampling by attributes.

The tables are those of ISO 2859-1 (resources/rules/sampling_*.toml).
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

T = TypeVar("T")


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


def drawn(pieces: Sequence[T], plan: SamplingPlan, seed: str) -> list[T]:
    """Return the sample of a plan, in the order of the lot; the same seed draws the same pieces again."""
    places = sorted(Random(seed).sample(range(len(pieces)), min(plan.size, len(pieces))))  # noqa: S311 - recorded
    return [pieces[place] for place in places]
