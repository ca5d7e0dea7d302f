"""Linking at scale: wrong links, links without a person, right first, the wrong-person stop, and time.

Readings are made from printed truth with a reader's mistakes (no pictures). `--results 10000 --register 200000`
is the full size; the sizes without options take about a minute.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.domain.decision import Decision, LinkPolicy, decide, disagreements
from app.domain.evidence import Candidate
from app.domain.face import Face, clues, look
from app.domain.linking import Surroundings, propose
from app.domain.separation import SeparationProfile, separate
from app.pipeline.ports import Register
from bench._linking_world import NOW, Case, cases, dossier_of, make_rows, open_register

NOWHERE = 10**6
BINS = (0.0, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1.01)


class Tally:
    """What came of the cases."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.holds: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.bins: Counter[tuple[int, bool]] = Counter()
        self.seconds: list[float] = []

    def add(self, case: Case, candidates: tuple[Candidate, ...], decision: Decision) -> None:
        """Count one case."""
        known = "known" if case.own else "stranger"
        self.counts[known] += 1
        if decision.link:
            right = decision.link.dossier == case.own
            self.counts["linked" if right else "wrong"] += 1
            if not right:
                print("WRONG", case.own, decision.link, file=sys.stderr)
        elif decision.hold:
            self.holds[f"{known} {decision.hold.id}"] += 1
        order = [one.dossier for one in candidates]
        if case.own:
            place = order.index(case.own) if case.own in order else NOWHERE
            self.counts["first"] += place == 0
            self.counts["three"] += place < 3
            if place:
                how = "not proposed" if place == NOWHERE else "behind another"
                self.missed[f"{case.kind} {how} {case.condition}"] += 1
        if candidates:
            score = candidates[0].score
            self.bins[sum(score >= edge for edge in BINS) - 1, order[0] == case.own] += 1

    def report(self) -> dict[str, object]:
        """Return rates, times and errors by kind."""
        known, strangers = self.counts["known"], self.counts["stranger"]
        wrong, linked = self.counts["wrong"], self.counts["linked"]
        ordered = sorted(self.seconds)
        return {
            "results": known + strangers,
            "strangers": strangers,
            "wrong_links": wrong,
            "wrong_links_at_most": upper_bound(wrong, known + strangers),
            "linked_without_a_person": round(linked / known, 4),
            "right_first": round(self.counts["first"] / known, 4),
            "right_in_three": round(self.counts["three"] / known, 4),
            "match_cpu_ms_median": round(1000 * statistics.median(ordered), 2),
            "match_cpu_ms_p95": round(1000 * ordered[int(0.95 * len(ordered))], 2),
            "calibration": self.calibration(),
            "holds": dict(self.holds.most_common()),
            "missed": dict(self.missed.most_common()),
        }

    def calibration(self) -> list[str]:
        """Return for each bin of the first candidate's score how many were right."""
        lines = []
        for index, edge in enumerate(BINS[:-1]):
            right, wrong = self.bins[index, True], self.bins[index, False]
            if right + wrong:
                lines.append(f"{edge}-{BINS[index + 1]}: {right}/{right + wrong} right")
        return lines


def upper_bound(wrong: int, tries: int) -> float:
    """The 95 % upper bound (Wilson) of the share of wrong links."""
    z, share = 1.96, wrong / tries
    middle = share + z * z / (2 * tries)
    spread = z * math.sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    return round((middle + spread) / (1 + z * z / tries), 6)


def opinion(case: Case, register: Register, size: int) -> tuple[Face, tuple[Candidate, ...], Decision, float]:
    pages = [case.slip, *case.pages] if case.slip else case.pages
    part = next(one for one in separate(pages, SeparationProfile()).parts if one.pages)
    by_number = {page.page: page for page in pages}
    face = look(
        [by_number[n] for n in part.pages], part.slip_codes, [by_number[n] for n in part.separator_pages]
    )
    began = time.process_time()  # other programs on the machine do not count
    dossiers = register.answering(clues(face))
    counts = register.name_counts([one.owner_name for one in dossiers])
    around = Surroundings(now=NOW, register_size=size, name_counts=counts)
    candidates = propose(face, dossiers, around)
    decision = decide(face, candidates, dossiers, around, LinkPolicy())
    return face, candidates, decision, time.process_time() - began


def swaps(faces: list[tuple[Case, Face]], chance: random.Random) -> dict[str, object]:
    """How many results given to another one's dossier are stopped, and how many given to their own."""
    known = [(case, face) for case, face in faces if case.own]
    caught, tried, false = 0, 0, Counter[str]()
    missed: Counter[str] = Counter()
    for case, face in known:
        stops = disagreements(face, dossier_of(case.owner))
        false.update({message.id for message in stops})
        false["any"] += bool(stops)
        other = chance.choice(known)[0]
        if other.own == case.own:
            continue
        tried += 1
        # A swap within a stack: the slip's code is not there to give it away.
        bare = look(face.pages)
        stopped = bool(disagreements(bare, dossier_of(other.owner)))
        caught += stopped
        if not stopped:
            missed[f"{case.kind} {case.condition}"] += 1
    return {
        "caught": round(caught / tried, 4),
        "missed": dict(missed),
        "false_alarms": round(false["any"] / len(known), 4),
        "false_by_kind": dict(false),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=int, default=600)
    parser.add_argument("--register", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    rows = make_rows(options.register, chance)
    tally, faces = Tally(), []
    with tempfile.TemporaryDirectory() as folder:
        register = open_register(Path(folder), rows)
        for case in cases(rows, options.results, chance):
            face, candidates, decision, seconds = opinion(case, register, len(rows))
            tally.seconds.append(seconds)
            tally.add(case, candidates, decision)
            faces.append((case, face))
        register.close()
    report = {"seed": options.seed, "register": len(rows)} | tally.report() | {"swaps": swaps(faces, chance)}
    report["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
