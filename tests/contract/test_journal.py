"""What every journal must do: asked of the one in memory, and of the one in SQLite beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import IllegalFactError
from app.domain.facts import Fact, Linked, Read, Related, Revised
from app.domain.ledger import Tally
from app.domain.scan import Relation, ScanState
from app.pipeline.ports import Journal
from app.storage.journal import SqliteJournal
from app.storage.journal_rebuild import differences, rebuild
from tests.contract.fake_journal import FakeJournal
from tests.storage.lives import CODE, NOON, captured, digest, held, lives, split_off, whole_life


@pytest.fixture(params=["memory", "sqlite"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    if request.param == "memory":
        yield FakeJournal()
    else:
        on_disk = SqliteJournal(tmp_path / "journal.sqlite")
        yield on_disk
        on_disk.close()


def test_a_life_is_kept_fact_by_fact(journal: Journal) -> None:
    life = whole_life("s-1")
    for fact in life:
        journal.record(fact)
    assert journal.facts("s-1") == life
    scan = journal.scan("s-1")
    assert scan is not None
    assert (scan.state, scan.dossier, scan.pages) == (ScanState.STORED, CODE, (2, 3))
    assert journal.facts("nobody") == []
    assert journal.scan("nobody") is None


def test_facts_of_several_scans_are_written_together_or_not_at_all(journal: Journal) -> None:
    life = whole_life("s-1")
    journal.record(*life[:2])
    wrong = Read(scan="s-2", at=NOON, reading=digest("b"))
    with pytest.raises(IllegalFactError):
        journal.record(life[2], split_off("s-2", "s-1"), wrong)
    assert journal.facts("s-1") == life[:2]
    assert journal.scan("s-2") is None
    changed = journal.record(life[2], split_off("s-2", "s-1"), life[3])
    assert [scan.id for scan in changed] == ["s-2", "s-1"]
    assert journal.ledger(NOON.date()).total == Tally(captured=2, waiting=2)


def test_what_was_found_for_a_scan_that_has_changed_meanwhile_is_refused(journal: Journal) -> None:
    """A revision arrives while the first bytes are being read: their text must not land on the new bytes."""
    (before,) = journal.record(captured("s-1"))
    journal.record(Revised(scan="s-1", at=NOON, capture=digest("new"), bytes=9))
    with pytest.raises(IllegalFactError):
        journal.record(Read(scan="s-1", at=NOON, reading=digest("b")), expecting=before)
    now = journal.scan("s-1")
    assert now is not None
    assert now.state is ScanState.CAPTURED
    journal.record(Read(scan="s-1", at=NOON, reading=digest("b")), expecting=now)


def test_nothing_is_nothing(journal: Journal) -> None:
    assert journal.record() == []
    assert journal.changed_since(0) == (0, [])
    assert journal.unfinished() == []
    assert list(journal.scans()) == []
    assert journal.ledger(date(2026, 3, 10)).total.balanced


def test_scans_come_in_the_order_of_their_capture(journal: Journal) -> None:
    for number in (3, 1, 2):
        journal.record(captured(f"s-{number}", NOON + timedelta(minutes=number)))
    journal.record(captured("s-4", NOON + timedelta(minutes=1)))
    assert [scan.id for scan in journal.scans()] == ["s-1", "s-4", "s-2", "s-3"]
    assert journal.unfinished() == ["s-1", "s-4", "s-2", "s-3"]
    assert [scan.id for scan in journal.scans(offset=1, limit=2)] == ["s-4", "s-2"]
    assert list(journal.scans(limit=0)) == []
    assert [scan.id for scan in journal.scans(newest_first=True)] == ["s-3", "s-2", "s-4", "s-1"]
    assert [scan.id for scan in journal.scans(newest_first=True, offset=1, limit=2)] == ["s-2", "s-4"]


def test_held_scans_are_not_offered_as_unfinished(journal: Journal) -> None:
    journal.record(captured("s-1"), captured("s-2"), held("s-1"))
    assert journal.unfinished() == ["s-2"]
    assert [scan.id for scan in journal.scans(held=True)] == ["s-1"]
    assert [scan.id for scan in journal.scans(state=ScanState.CAPTURED, held=False)] == ["s-2"]


def test_the_ledger_counts_by_the_day_in_vietnam(journal: Journal) -> None:
    before_midnight = NOON.replace(hour=16, minute=59)
    journal.record(captured("s-1", before_midnight), captured("s-2", before_midnight + timedelta(minutes=2)))
    assert journal.ledger(date(2026, 3, 10)).of_day == Tally(captured=1, waiting=1)
    assert journal.ledger(date(2026, 3, 11)).of_day == Tally(captured=1, waiting=1)
    assert journal.ledger(date(2026, 3, 12)).total == Tally(captured=2, waiting=2)


def test_letters_are_counted_among_what_is_stored_and_the_day_balances(journal: Journal) -> None:
    result, letter = whole_life("s-1"), whole_life("s-2", capture="b")
    place = next(number for number, fact in enumerate(letter) if isinstance(fact, Linked))
    letter.insert(
        place, Related(scan="s-2", at=letter[place].at, other="", relation=Relation.LETTER, by="lan")
    )
    journal.record(*result, *letter[:-1])
    assert journal.ledger(NOON.date()).of_day == Tally(captured=2, stored=1, waiting=1)
    journal.record(letter[-1])
    ledger = journal.ledger(NOON.date())
    assert ledger.of_day == ledger.total == Tally(captured=2, stored=2, letters=1)
    assert ledger.of_day.balanced
    assert journal.ledger(NOON.date() + timedelta(days=1)).of_day == Tally()


def test_changes_are_told_since_a_fact(journal: Journal) -> None:
    journal.record(captured("s-1"), captured("s-2"))
    newest, changed = journal.changed_since(0)
    assert changed == ["s-1", "s-2"]
    journal.record(held("s-1"))
    assert journal.changed_since(newest) == (newest + 1, ["s-1"])
    assert journal.changed_since(0)[1] == ["s-2", "s-1"]
    assert journal.changed_since(1 << 60) == (newest + 1, [])


def _record(journal: Journal, facts: list[Fact]) -> object:
    try:
        return journal.record(*facts)
    except IllegalFactError as illegal:
        return str(illegal)


@settings(max_examples=25, deadline=None)
@given(lives(), st.integers(1, 4), st.integers(0, 30))
def test_both_journals_say_the_same_of_any_life_and_the_facts_alone_suffice(
    life: list[Fact], together: int, since: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        fake, real = FakeJournal(), SqliteJournal(Path(folder) / "journal.sqlite")
        for start in range(0, len(life), together):
            portion = life[start : start + together]
            assert _record(real, portion) == _record(fake, portion)
        _compare(real, fake, since)
        assert differences(real.database) == []
        rebuild(real.database)
        assert differences(real.database) == []
        _compare(real, fake, since)
        real.close()


def _compare(one: Journal, other: Journal, since: int) -> None:
    for state in (None, *ScanState):
        for is_held in (None, True, False):
            assert list(one.scans(state=state, held=is_held)) == list(other.scans(state=state, held=is_held))
    assert list(one.scans(offset=1, limit=1)) == list(other.scans(offset=1, limit=1))
    assert one.unfinished() == other.unfinished()
    assert one.of_dossier(CODE) == other.of_dossier(CODE)
    assert one.of_capture(digest("a")) == other.of_capture(digest("a"))
    assert one.changed_since(since) == other.changed_since(since)
    for days in range(4):
        ledger = one.ledger(NOON.date() + timedelta(days=days))
        assert ledger == other.ledger(ledger.day)
        assert ledger.of_day.balanced
        assert ledger.total.balanced
    for scan in other.scans():
        assert one.scan(scan.id) == scan
        assert one.facts(scan.id) == other.facts(scan.id)
