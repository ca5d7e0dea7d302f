"""How a group of held scans is mended: what would change, what is done, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.evidence import Candidate
from app.domain.facts import Captured, Held, Linked, Proposed, Read, Rejected, Separated
from app.domain.messages import Message
from app.domain.scan import Scan, ScanState, Severity
from app.pipeline.batch_mending import Before, groups_of, mend, of_unit, planned, undo
from app.storage.journal import SqliteJournal
from tests.pipeline.road import BON, NOW, SEN

NOTHING, TWO = Message.of("hold-nothing-fits"), Message.of("hold-two-fit", first="a", second="b")
KNOWN = {one.code: one for one in (SEN, BON)}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    made = SqliteJournal(tmp_path / "journal.sqlite")
    for number, hold in enumerate((NOTHING, NOTHING, TWO)):
        scan, at = f"s{number}", NOW + timedelta(seconds=number)
        candidates = (Candidate(SEN.code, 0.5), Candidate(BON.code.replace("H15.12", "H15.13"), 0.4))
        made.record(
            Captured(scan=scan, at=at, capture=f"c{number}", bytes=1, source="a.pdf", folder="/k", path=f"{scan}.pdf"),
            Read(scan=scan, at=at, reading=f"r{number}"),
            Separated(scan=scan, at=at, pages=(1,)),
            Proposed(scan=scan, at=at, candidates=candidates),
            Held(scan=scan, at=at, message=hold, severity=Severity.ASKS),
        )  # fmt: skip
    yield made
    made.close()


def held(journal: SqliteJournal) -> list[Scan]:
    return list(journal.scans(held=True))


def test_groups_are_by_reason_and_the_commonest_comes_first(journal: SqliteJournal) -> None:
    groups = groups_of(held(journal))
    assert [(one.message.id, one.count) for one in groups] == [("hold-nothing-fits", 2), ("hold-two-fit", 1)]
    assert groups[0].examples == ["s0.pdf", "s1.pdf"]


def test_a_unit_chooses_its_only_candidate(journal: SqliteJournal) -> None:
    (scan, *_) = held(journal)
    assert of_unit(scan, "H15.12") == (SEN.code,)
    assert of_unit(scan, "H15.1") == ()
    assert (
        of_unit(replace(scan, candidates=(Candidate(SEN.code, 0.5), Candidate(BON.code, 0.5))), "H15.12")
        == ()
    )


def test_only_the_group_is_planned_and_only_what_changes(journal: SqliteJournal) -> None:
    def everything(_: Scan) -> tuple[str, ...]:
        return (SEN.code,)

    changes = list(planned(held(journal), "hold-nothing-fits", everything, KNOWN.get))
    assert [one.scan.id for one in changes] == ["s0", "s1"]
    assert {one.dossier for one in changes} == {SEN}
    assert mend(changes, journal, lambda: NOW, "Bình", lambda _: None) == 2
    assert not list(planned(held(journal), "hold-nothing-fits", everything, KNOWN.get))


def test_a_mend_passes_over_what_changed_since_it_was_planned_and_undo_says_what_went_too_far(
    journal: SqliteJournal,
) -> None:
    changes = list(planned(held(journal), "", lambda _: (SEN.code,), KNOWN.get))
    journal.record(Rejected(scan="s2", at=NOW, reason="torn", by="Bình"))
    told: list[str] = []
    before = [Before.of(one) for one in changes]
    assert (
        mend(changes, journal, lambda: NOW, "Bình", lambda scans: told.extend(one.id for one in scans)) == 2
    )
    assert told == ["s0", "s1"]
    mended = journal.scan("s0")
    assert mended is not None
    assert (mended.expected, mended.hold) == ((SEN.code,), None)

    journal.record(Rejected(scan="s1", at=NOW, reason="torn", by="Bình"))
    assert undo(before, journal, lambda: NOW, "Bình", lambda _: None) == (1, ["s1"])
    back = journal.scan("s0")
    assert back is not None
    assert back.hold is not None
    assert (back.state, back.expected, back.hold.message) == (ScanState.SEPARATED, (), NOTHING)


def test_what_the_mend_never_reached_and_what_a_person_decided_since_stays_when_it_is_undone(
    journal: SqliteJournal,
) -> None:
    changes = list(planned(held(journal), "", lambda _: (SEN.code,), KNOWN.get))
    before = [Before.of(one) for one in changes]  # kept for all, then the program dies behind the first
    assert mend(changes[:1], journal, lambda: NOW, "Bình", lambda _: None) == 1
    journal.record(Linked(scan="s1", at=NOW, dossier=BON.code, by="Bình"))

    assert undo(before, journal, lambda: NOW, "Bình", lambda _: None) == (1, [])
    assert undo(before, journal, lambda: NOW, "Bình", lambda _: None) == (0, [])
    linked, untouched = journal.scan("s1"), journal.scan("s2")
    assert linked is not None
    assert untouched is not None
    assert (linked.state, linked.dossier) == (ScanState.LINKED, BON.code)
    assert untouched.hold is not None
    assert untouched.hold.message == TWO
