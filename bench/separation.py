"""Separation at scale: boundaries found with slips and by heads alone (F1), pages lost, and false cuts.

Stacks of 2 to 8 results, some of two pages, with blank backs in between; readings are made from printed truth with a
reader's mistakes on one page in three.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.page import PageReading
from app.domain.separation import SeparationProfile, proposed_cut, separate
from bench._linking_world import DAMAGE, DAMAGED, WEAR, not_drawn
from tests.domain.readings import of_sheets, page
from tests.generator import Dossier, control_slip, make_register, make_result, receipt, set_letter
from tests.generator.sheet import Sheet

BACKS = 0.15  # share of pages with a blank back


def stack(
    dossiers: list[Dossier], chance: random.Random, *, slips: bool
) -> tuple[list[PageReading], list[tuple[int, ...]]]:
    """The pages of a stack, and which of them make up which result."""
    pages: list[PageReading] = []
    truth = []
    for dossier in dossiers:
        with mock.patch.object(Sheet, "_word", not_drawn):
            own = set_letter(make_result(dossier, chance), chance, dpi=40, inked=False)
            slip = (
                [(control_slip if chance.random() < 0.7 else receipt)(dossier, chance, dpi=100)]
                if slips
                else []
            )
        pages += read(slip, chance, len(pages))
        numbers = []
        for sheet in own:
            pages += read([sheet], chance, len(pages))
            numbers.append(len(pages))
            if chance.random() < BACKS:
                pages.append(page([], number=len(pages) + 1, blank=True))
        truth.append(tuple(numbers))
    return pages, truth


def read(sheets: list[Sheet], chance: random.Random, before: int) -> list[PageReading]:
    rate = DAMAGE if chance.random() < DAMAGED else WEAR
    return of_sheets(sheets, chance, rate, first=before + 1)


def starts(groups: Iterable[tuple[int, ...]]) -> set[int]:
    """The first pages of all results but the first: the boundaries."""
    return {group[0] for group in list(groups)[1:]}


def measure(stacks: int, seed: int, *, slips: bool) -> dict[str, object]:
    chance = random.Random(f"{seed} {slips}")
    rows = make_register(chance, 2000)
    right = found = wanted = exact = 0
    for _ in range(stacks):
        pages, truth = stack(chance.sample(rows, chance.randrange(2, 9)), chance, slips=slips)
        separation = separate(pages, SeparationProfile())
        groups = [part.pages for part in separation.parts if part.pages]
        if not slips:
            groups = list(proposed_cut(pages))
        exact += groups == truth
        right += len(starts(groups) & starts(truth))
        found += len(starts(groups))
        wanted += len(starts(truth))
    return {
        "stacks": stacks,
        "boundaries": wanted,
        "f1": round(2 * right / (found + wanted), 4) if found + wanted else None,
        "whole_stacks_right": round(exact / stacks, 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stacks", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    report = {
        "with_slips": measure(options.stacks, options.seed, slips=True),
        "by_heads_alone": measure(options.stacks, options.seed, slips=False),
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
