"""What stands on the work lists, who was asked to do it, and the second look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.dossier import Dossier, DossierState
from app.domain.errors import UsageError
from app.domain.evidence import Evidence, EvidenceKind
from app.domain.lessons import Lessons
from app.domain.messages import Message
from app.domain.quality import Verdict, drawn, wilson
from app.domain.scan import Hold, Relation, Scan, ScanState, Severity
from app.domain.synchronisation import NotSynchronised
from app.storage.acts import ActBook
from app.supervision.second_looks import SecondLooks
from app.supervision.worklists import Kind, WorkLists
from tests.supervision.counting import HANOI
from tests.supervision.test_figures import asked, register_of

NOW = datetime(2026, 3, 10, 10, tzinfo=HANOI)
DAY = timedelta(days=1)


@dataclass
class Shelf:
    """A journal that only knows standings."""

    standings: list[Scan]

    def scans(
        self,
        *,
        state: ScanState | None = None,
        held: bool | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Scan]:
        assert limit is None or limit >= len(self.standings)
        for scan in self.standings:
            if state in (None, scan.state) and held in (None, scan.hold is not None):
                yield scan

    def scan(self, scan_id: str) -> Scan | None:
        return next((scan for scan in self.standings if scan.id == scan_id), None)

    def of_dossier(self, code: str) -> list[Scan]:
        return [scan for scan in self.standings if scan.dossier == code]


def scan(name: str, state: ScanState, **others: object) -> Scan:
    made = Scan(id=name, state=state, capture="", source="", folder="", captured_at=NOW - 5 * DAY)
    return replace(made, **others)  # type: ignore[arg-type]


def dossier(number: int, state: DossierState, due: timedelta, solved: timedelta | None = None) -> Dossier:
    return Dossier(
        f"H15.20-260301-{number:04d}",
        unit_code="H15.20",
        state=state,
        received_at=NOW - 9 * DAY,
        due_at=NOW + due,
        solved_at=None if solved is None else NOW + solved,
    )


TODAY = dossier(1, DossierState.IN_PROCESS, timedelta(hours=3))
SCANNED_TODAY = dossier(2, DossierState.IN_PROCESS, timedelta(hours=4))
LATE = dossier(3, DossierState.PAYMENT_ASKED, -2 * DAY)
LATER = dossier(4, DossierState.IN_PROCESS, -1 * DAY)
ENDED = dossier(5, DossierState.PROCESSED, -1 * DAY, -3 * DAY)
STORED = dossier(6, DossierState.PROCESSED, -1 * DAY, -3 * DAY)
FAR = dossier(7, DossierState.RECEIVED, 20 * DAY)
HELD = scan("held", ScanState.READ, hold=Hold(Message.of("hold"), Severity.ASKS, NOW - 4 * DAY))
FRESH = scan("fresh", ScanState.READ, hold=Hold(Message.of("hold"), Severity.ASKS, NOW - timedelta(hours=1)))
SEALED = scan("sealed", ScanState.SEALED)
APART = (
    NotSynchronised(STORED.code, "dvcqg", "H15.20", NOW - 1 * DAY, "refused"),
    NotSynchronised(ENDED.code, "igate", "H15.20", NOW - 2 * DAY, "another state"),
)


@pytest.fixture
def lists(tmp_path: Path) -> Iterator[WorkLists]:
    rows = (TODAY, SCANNED_TODAY, LATE, LATER, ENDED, STORED, FAR)
    shelf = Shelf([HELD, FRESH, SEALED, scan("one", ScanState.LINKED, dossier=SCANNED_TODAY.code)])
    book = ActBook(tmp_path / "acts.sqlite")
    with register_of(rows, {STORED.code}) as register:
        yield WorkLists(asked(register), shelf, book, lambda: NOW, signs=True, unsynchronised=lambda: APART)
    book.close()


@pytest.mark.parametrize(
    ("kind", "subjects"),
    [
        (Kind.DUE, [TODAY.code]),
        (Kind.MISSING, [ENDED.code]),
        (Kind.OVERDUE, [LATE.code, LATER.code]),
        (Kind.SOON, [TODAY.code, SCANNED_TODAY.code]),
        (Kind.HELD, ["held"]),
        (Kind.UNSIGNED, ["sealed"]),
        (Kind.SYNC_ERROR, [ENDED.code, STORED.code]),
    ],
)
def test_each_list_holds_what_it_promises_the_longest_waiting_first(
    lists: WorkLists, kind: Kind, subjects: list[str]
) -> None:
    assert [item.subject for item in lists.items(kind)] == subjects
    if kind in (Kind.DUE, Kind.OVERDUE, Kind.SYNC_ERROR):
        assert [item.subject for item in lists.items(kind, unit="H15.99")] == []


def test_a_letter_on_its_way_or_stored_leaves_its_dossier_on_the_lists_of_missing_results(
    lists: WorkLists,
) -> None:
    shelf = lists.scans
    assert isinstance(shelf, Shelf)
    for code, state in ((TODAY.code, ScanState.LINKED), (ENDED.code, ScanState.STORED)):
        shelf.standings.append(scan(f"to {code}", state, dossier=code, relation=Relation.LETTER))
    assert [item.subject for item in lists.items(Kind.DUE)] == [TODAY.code]
    assert [item.subject for item in lists.items(Kind.MISSING)] == [ENDED.code]


def test_letters_are_never_drawn_for_a_second_look(tmp_path: Path) -> None:
    letter = scan("letter", ScanState.STORED, linked_by="an", relation=Relation.LETTER)
    book = ActBook(tmp_path / "acts.sqlite")
    looks = SecondLooks(Shelf([letter]), book, 100.0, lambda: NOW)
    assert (looks.waiting("binh"), list(looks.drawn()), looks.up_to_date()) == ([], [], False)
    book.close()


def test_work_given_to_a_person_stands_on_that_person_s_list_until_taken_back(lists: WorkLists) -> None:
    lists.assign([LATE.code], "an", "chief", "call the owner")
    (item,) = lists.items(Kind.OVERDUE, assigned="an")
    assert (item.subject, item.assigned, item.note) == (LATE.code, "an", "call the owner")
    lists.assign([LATE.code], "", "chief")
    assert lists.items(Kind.OVERDUE, assigned="an") == []
    assert lists.items(Kind.OVERDUE)[0].note == "call the owner"


def test_about_two_in_a_hundred_are_drawn_and_always_the_same() -> None:
    names = [f"scan-{number}" for number in range(20_000)]
    chosen = [name for name in names if drawn(name, 2.0)]
    assert 320 <= len(chosen) <= 480
    assert chosen == [name for name in names if drawn(name, 2.0)]
    assert set(chosen) <= {name for name in names if drawn(name, 5.0)}, "a larger part holds the smaller one"


def test_wilson_s_interval_is_the_published_one() -> None:
    low, high = wilson(1, 10) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.0179, 0.4042)
    assert wilson(0, 0) is None
    assert (wilson(0, 50) or (1, 0))[0] == 0.0


def test_a_second_person_judges_and_nothing_is_good_before_all_were_seen(tmp_path: Path) -> None:
    by_name = Evidence(EvidenceKind.NAME, "A", 1, None)
    shelf = Shelf(
        [scan(name, ScanState.STORED, linked_by="an", evidence=(by_name,)) for name in ("one", "two")]
    )
    book = ActBook(tmp_path / "acts.sqlite")
    looks = SecondLooks(shelf, book, 100.0, lambda: NOW)
    assert looks.waiting("an") == []
    assert [one.id for one in looks.waiting("binh")] == ["one", "two"]
    with pytest.raises(UsageError):
        looks.judge("one", Verdict.RIGHT, "an")
    with pytest.raises(UsageError):
        looks.judge("three", Verdict.RIGHT, "binh")
    looks.judge("one", Verdict.RIGHT, "binh")
    assert not looks.up_to_date()
    told, _ = looks.quality(Lessons(first_taken=3, other_taken=1))
    assert (told.checked, told.error_rate, told.needless_rate) == (False, 0.0, 0.75)
    looks.judge("two", Verdict.WRONG, "binh", "another person's")
    assert looks.up_to_date()
    told, erred = looks.quality(Lessons())
    assert (told.checked, told.error_rate, told.needless_rate, erred) == (True, 0.5, None, {"name": 1})
    book.close()


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("limit", [1, 2, 50])
def test_the_first_page_of_a_list_is_the_beginning_of_the_whole_list(
    lists: WorkLists, kind: Kind, limit: int
) -> None:
    more = [dossier(10 + n, DossierState.IN_PROCESS, timedelta(hours=n - 4)) for n in range(8)]
    with register_of(
        (TODAY, SCANNED_TODAY, LATE, LATER, ENDED, STORED, FAR, *more), {STORED.code}
    ) as register:
        fuller = replace(lists, figures=asked(register))
        assert fuller.items(kind, limit=limit) == fuller.items(kind)[:limit]


def test_people_are_those_with_work_that_was_not_taken_back(lists: WorkLists) -> None:
    lists.assign([LATE.code, LATER.code], "an", "boss")
    lists.assign([TODAY.code], "bình", "boss")
    lists.assign([TODAY.code], "", "boss")
    assert lists.people() == ["an"]
    assert [one.subject for one in lists.items(Kind.OVERDUE, assigned="an", limit=1)] == [LATE.code]
