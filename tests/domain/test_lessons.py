"""What people's corrections teach."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.evidence import Candidate, Evidence, EvidenceKind
from app.domain.facts import Confirmed, Fact, Held, Linked, Proposed, Unlinked
from app.domain.lessons import learn
from app.domain.messages import Message
from app.domain.scan import Severity

AT = datetime(2026, 3, 31, tzinfo=UTC)
NAME = Evidence(EvidenceKind.NAME, "Trần Thị Sen", 1, weight=4.0)
DATE = Evidence(EvidenceKind.DATE, "2026-03-20", 1, weight=-2.0)


def proposed(dossier: str, score: float) -> Proposed:
    return Proposed(scan="s", at=AT, candidates=(Candidate(dossier, score, (NAME, DATE)),))


def linked(dossier: str, by: str) -> Linked:
    return Linked(scan="s", at=AT, dossier=dossier, by=by)


def test_a_person_who_takes_the_first_proposal_says_that_its_evidence_was_right() -> None:
    lessons = learn([[proposed("A", 0.995), linked("A", "lan")]])
    assert (lessons.first_taken, lessons.other_taken) == (1, 0)
    assert lessons.right == {"name": 1}
    assert lessons.above[0.99] == [1, 0]
    assert lessons.above[0.999] == [0, 0]


def test_a_person_who_takes_another_dossier_says_that_it_was_wrong() -> None:
    lessons = learn([[proposed("A", 0.995), linked("B", "lan")]])
    assert (lessons.first_taken, lessons.other_taken) == (0, 1)
    assert lessons.wrong == {"name": 1}
    assert lessons.above[0.9] == [1, 1]


def test_a_link_by_rule_that_is_taken_back_counts_against_its_evidence() -> None:
    life: list[Fact] = [proposed("A", 1.0), linked("A", "rule"), Unlinked(scan="s", at=AT, by="lan")]
    lessons = learn([life, [proposed("A", 1.0), linked("A", "rule")]])
    assert (lessons.by_rule, lessons.by_rule_taken_back) == (2, 1)
    assert lessons.wrong == {"name": 1}


def test_stops_are_heeded_or_overruled() -> None:
    stop = Held(scan="s", at=AT, message=Message.of("stop-name-differs"), severity=Severity.BLOCKS)
    begun: list[Fact] = [proposed("A", 0.9), linked("B", "lan"), stop]
    heeded = [*begun, Unlinked(scan="s", at=AT, by="lan")]
    overruled = [*begun, Confirmed(scan="s", at=AT, by="hoa", reason="đúng người")]
    lessons = learn([heeded, overruled])
    assert (lessons.stops_heeded, lessons.stops_overruled) == (1, 1)
