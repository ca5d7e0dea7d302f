"""What people's corrections say of the program's proposals: counts for the supervisor, and nothing hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.evidence import Candidate
from app.domain.facts import BY_RULE, Confirmed, Fact, Held, Linked, Proposed, Unlinked

THRESHOLDS = (0.9, 0.99, 0.999, 0.9999)
_STOPS = "stop-"  # ids of the messages of the stop against the wrong person begin so


@dataclass(slots=True)
class Lessons:
    """Counts over whole lives of scans.

    `by_rule`: links that the program made, `by_rule_taken_back`: those that a person undid.
    `first_taken`: a person took the first proposal, `other_taken`: another dossier.
    `right`, `wrong`: how often each kind of evidence spoke for a dossier that was, and was not, the right one.
    `above[t]`: decisions of people whose first proposal scored `t` or more, and how many of those were wrong: what
    the threshold `t` would have linked.
    `stops_heeded`, `stops_overruled`: what became of the stop against the wrong person.
    """

    by_rule: int = 0
    by_rule_taken_back: int = 0
    first_taken: int = 0
    other_taken: int = 0
    stops_heeded: int = 0
    stops_overruled: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    above: dict[float, list[int]] = field(default_factory=lambda: {t: [0, 0] for t in THRESHOLDS})


def learn(lives: Iterable[Sequence[Fact]]) -> Lessons:
    """Return the lessons of these lives (each the facts of one scan, oldest first)."""
    lessons = Lessons()
    for life in lives:
        _follow(life, lessons)
    return lessons


def _follow(life: Sequence[Fact], lessons: Lessons) -> None:
    candidates: tuple[Candidate, ...] = ()
    linked: Linked | None = None
    stopped = False
    for fact in life:
        if isinstance(fact, Proposed):
            candidates = fact.candidates
        elif isinstance(fact, Linked):
            linked = fact
            _linked(candidates, fact, lessons)
        elif isinstance(fact, Held):
            stopped = fact.message.id.startswith(_STOPS)
        elif isinstance(fact, Confirmed) and stopped:
            lessons.stops_overruled += 1
            stopped = False
        elif isinstance(fact, Unlinked) and linked:
            _taken_back(candidates, linked, stopped, lessons)
            linked, stopped = None, False


def _linked(candidates: Sequence[Candidate], fact: Linked, lessons: Lessons) -> None:
    if fact.by == BY_RULE:
        lessons.by_rule += 1
    else:
        _decided(candidates, fact.dossier, lessons)


def _decided(candidates: Sequence[Candidate], dossier: str, lessons: Lessons) -> None:
    if not candidates:
        return
    first = candidates[0]
    right = first.dossier == dossier
    if right:
        lessons.first_taken += 1
    else:
        lessons.other_taken += 1
    _weigh(first, right, lessons)
    for threshold, counts in lessons.above.items():
        if first.score >= threshold:
            counts[0] += 1
            counts[1] += not right


def _taken_back(candidates: Sequence[Candidate], linked: Linked, stopped: bool, lessons: Lessons) -> None:
    if stopped:
        lessons.stops_heeded += 1
    if linked.by == BY_RULE:
        lessons.by_rule_taken_back += 1
        for candidate in candidates:
            if candidate.dossier == linked.dossier:
                _weigh(candidate, False, lessons)


def _weigh(candidate: Candidate, right: bool, lessons: Lessons) -> None:
    side = lessons.right if right else lessons.wrong
    side.update({evidence.kind.value for evidence in candidate.evidence if evidence.weight > 0})
