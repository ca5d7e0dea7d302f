"""Replays a prepared day at the counter: how many keys each result needs, from its reading to its link.

    .venv/bin/python bench/replay.py

Results of a made-up office whose dossiers are all in the register (that is what prepared means), with slips on some of
them. Reading is simulated: printed truth with a reader's mistakes, no pictures. Matching, the program's own links, what
Enter would accept, the register's search and the stop against the wrong person are the real ones.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.decision import LinkPolicy, disagreements
from app.domain.scan import Hold, Scan, ScanState
from app.pipeline.stages.match import Matcher, Opinion
from app.storage.register import SqliteRegister
from app.ui.case import MOST_CHOICES, Case, Choice
from bench._linking_world import NOW, cases, dossier_of, filled_register
from bench._linking_world import Case as Result
from bench.linking import opinion

NEVER = "not to be linked"


def case_of(said: Opinion, register: SqliteRegister, at: datetime) -> Case:
    """What the window shows of a result that matching holds."""
    proposed = said.candidates[:MOST_CHOICES]
    choices = tuple(Choice(one.dossier, one, register.by_code(one.dossier)) for one in proposed)
    hold = said.decision.hold
    scan = Scan(
        "s", ScanState.SEPARATED, "c", "s.pdf", "/", at,
        pages=tuple(page.page for page in said.face.pages), candidates=said.candidates,
        hold=Hold(hold, said.decision.severity, at) if hold else None,
    )  # fmt: skip
    return Case(scan, choices, scan.pages)


def keys_for(result: Result, said: Opinion, register: SqliteRegister) -> str:
    """The keys that link this result to its own dossier."""
    own = dossier_of(result.owner)
    if said.decision.link:
        return "no key" if said.decision.link.dossier == own.code else "WRONG"
    confirm = " and a reason" if disagreements(said.face, own) else ""
    case = case_of(said, register, NOW)
    first = case.preselected
    if first and first.code == own.code:
        return "Enter" + confirm
    if own.code in [choice.code for choice in case.choices]:
        return "a digit and Enter" + confirm
    found = [one.code for one in register.search(own.code, 9)]
    return ("search and Enter" if own.code in found else NEVER) + confirm


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=int, default=300)
    parser.add_argument("--register", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--auto", default="exact", help="linking.auto: exact, off or probable")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    needed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        register, rows = filled_register(Path(folder), options.register, options.results, chance)
        matcher = Matcher(register, LinkPolicy(options.auto), "", lambda: NOW)
        for result in cases(register, rows, chance, strangers=0):
            said, _ = opinion(result, matcher)
            needed[keys_for(result, said, register)] += 1
        register.close()
    total = needed.total()
    for keys, count in needed.most_common():
        print(f"{keys:34}{count:5}  {100 * count / total:5.1f} %")
    at_most_one = needed["no key"] + needed["Enter"]
    print(f"{'at most one key':34}{at_most_one:5}  {100 * at_most_one / total:5.1f} % of {total} results")


if __name__ == "__main__":
    main()
