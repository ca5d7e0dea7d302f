"""Counts what came of the cases of the linking benchmark; counts of several runs can be added up."""

from __future__ import annotations

import json
import math
import statistics
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.decision import Decision
from app.domain.evidence import Candidate

NOWHERE = 10**6
BINS = (0.0, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1.01)


@dataclass
class Tally:
    """`counts`: known, stranger, linked, wrong, first, three, swaps tried and caught, false alarms; others by bin."""

    counts: Counter[str] = field(default_factory=Counter)
    holds: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    right: Counter[int] = field(default_factory=Counter)
    wrong: Counter[int] = field(default_factory=Counter)
    scores: Counter[int] = field(default_factory=Counter)  # sum of scores in a bin, in millionths
    milliseconds: list[float] = field(default_factory=list)

    def add(self, own: str | None, what: str, candidates: tuple[Candidate, ...], decision: Decision) -> None:
        """Count one case; `own` is its dossier (None: in no register), `what` its kind and condition."""
        known = "known" if own else "stranger"
        self.counts[known] += 1
        if decision.link:
            self.counts["linked" if decision.link.dossier == own else "wrong"] += 1
        elif decision.hold:
            self.holds[f"{known} {decision.hold.id}"] += 1
        order = [one.dossier for one in candidates]
        if own:
            place = order.index(own) if own in order else NOWHERE
            self.counts["first"] += place == 0
            self.counts["three"] += place < 3
            if place:
                self.missed[f"{what}, {'not proposed' if place == NOWHERE else 'behind another'}"] += 1
        if candidates:
            score = candidates[0].score
            index = sum(score >= edge for edge in BINS) - 1
            (self.right if order[0] == own else self.wrong)[index] += 1
            self.scores[index] += round(score * 1e6)

    def save(self, file: Path) -> None:
        """Write the counts as JSON."""
        file.write_text(json.dumps(vars(self)), encoding="utf-8")

    def take(self, file: Path) -> None:
        """Add the counts of another run."""
        for name, value in json.loads(file.read_text(encoding="utf-8")).items():
            own = getattr(self, name)
            if isinstance(own, list):
                own.extend(value)
            else:
                numbered = name in ("right", "wrong", "scores")
                own.update({int(key) if numbered else key: count for key, count in value.items()})

    def report(self) -> dict[str, object]:
        """Return rates, times and errors by kind."""
        counts = self.counts
        known, results = counts["known"], counts["known"] + counts["stranger"]
        ordered = sorted(self.milliseconds)
        swaps, alarms = counts["swaps"], counts["checked"]
        return {
            "results": results,
            "strangers": counts["stranger"],
            "wrong_links": counts["wrong"],
            "wrong_links_at_most": upper_bound(counts["wrong"], results),
            "linked_without_a_person": round(counts["linked"] / known, 4),
            "right_first": round(counts["first"] / known, 4),
            "right_in_three": round(counts["three"] / known, 4),
            "swaps_caught": f"{counts['caught']}/{swaps}" if swaps else None,
            "false_alarms": f"{counts['alarms']}/{alarms}" if alarms else None,
            "match_cpu_ms_median": round(statistics.median(ordered), 1) if ordered else None,
            "match_cpu_ms_p95": round(ordered[int(0.95 * len(ordered))], 1) if ordered else None,
            "calibration": self.calibration(),
            "holds": dict(self.holds.most_common()),
            "missed": dict(self.missed.most_common()),
        }

    def calibration(self) -> list[str]:
        """Return for each bin of the first candidate's score how many were right, and the scores' mean."""
        return [
            f"{BINS[index]} to {min(BINS[index + 1], 1.0)}: {right} of {papers} right, mean score {mean:.4f}"
            for index, right, papers, mean in self.bins()
        ]

    def bins(self) -> list[tuple[int, int, int, float]]:
        """Return bin, right, all, and mean score, of each bin that has any."""
        full = [index for index in range(len(BINS) - 1) if self.right[index] + self.wrong[index]]
        every = {index: self.right[index] + self.wrong[index] for index in full}
        return [
            (index, self.right[index], every[index], self.scores[index] / 1e6 / every[index])
            for index in full
        ]


def upper_bound(wrong: int, tries: int) -> float:
    """The 95 % upper bound (Wilson) of the share of wrong links."""
    z, share = 1.96, wrong / tries
    middle = share + z * z / (2 * tries)
    spread = z * math.sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    return round((middle + spread) / (1 + z * z / tries), 6)
