"""The queue: shelves, order, and the same rows whether they came one by one or all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.domain.folding import without_marks
from app.domain.messages import Message
from app.domain.page import Fields, Found
from app.domain.scan import ScanState
from app.language.translator import Translator
from app.settings import resources
from app.ui.queue_delegate import QueueDelegate
from app.ui.queue_model import ROW, QueueModel
from app.ui.queue_rows import QueueRow, Shelf, with_first_fields
from app.ui.texts import Texts
from tests.ui.fake_desk import MORNING

HELD = Message.of("hold-nothing-fits")


def row(
    number: int, state: ScanState = ScanState.SEPARATED, *, held: bool = True, changed: int = 0
) -> QueueRow:
    born = MORNING + timedelta(seconds=number)
    return QueueRow(
        scan=f"s{number:06d}",
        state=state,
        hold=HELD if held else None,
        blocks=False,
        source=f"Scan_{number}.pdf",
        dossier="H15.12-260310-0001",
        owner="Đặng Thị Hòa",
        captured_at=born,
        changed_at=born + timedelta(seconds=changed),
        order=born.timestamp(),
        folded=without_marks(f"Scan_{number}.pdf H15.12-260310-0001 Đặng Thị Hòa"),
    )


@pytest.mark.parametrize(("signs_first", "word"), [(True, "chờ ký"), (False, "Đã đóng gói")])
def test_a_sealed_scan_waits_for_a_signature_only_where_the_office_signs_first(
    qapp: QApplication, signs_first: bool, word: str
) -> None:
    delegate = QueueDelegate(
        Texts(Translator("vi", resources() / "translations")), lambda: MORNING, lambda: False
    )
    delegate.signs_first = signs_first
    sealed = replace(row(1, ScanState.SEALED, held=False), unsigned=True)
    assert delegate.spoken(sealed).startswith(word)
    assert delegate.spoken(replace(sealed, unsigned=False)).startswith("Đã đóng gói")


def shown(model: QueueModel) -> list[str]:
    return [model.index(place, 0).data(ROW).scan for place in range(model.rowCount())]


@pytest.fixture
def model(qapp: object) -> QueueModel:
    made = QueueModel(lambda: MORNING)
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)  # type: ignore[attr-defined]
    return made


def test_each_shelf_shows_its_scans_and_all_are_counted(model: QueueModel) -> None:
    model.put(
        [
            row(1),
            row(2, ScanState.READ, held=False),
            row(3, ScanState.STORED, held=False),
            replace(row(4, ScanState.STORED, held=False), changed_at=MORNING - timedelta(days=1)),
            row(5, ScanState.REJECTED, held=False),
        ]
    )
    by_shelf = {}
    for shelf in Shelf:
        model.show(shelf)
        by_shelf[shelf] = [name[-1] for name in shown(model)]
    assert by_shelf == {
        Shelf.NEEDS: ["1"],
        Shelf.WORKING: ["2"],
        Shelf.DONE: ["3", "5"],
        Shelf.ALL: ["1", "2", "3", "4", "5"],
    }
    assert {shelf: len(names) for shelf, names in by_shelf.items()} == model.counts


def test_the_oldest_comes_first_unless_the_newest_is_wanted(model: QueueModel) -> None:
    model.put([row(2), row(1), row(3)])
    assert shown(model) == ["s000001", "s000002", "s000003"]
    model.show(Shelf.NEEDS, newest_first=True)
    assert shown(model) == ["s000003", "s000002", "s000001"]


def test_the_filter_finds_any_part_without_tone_marks(model: QueueModel) -> None:
    model.put([row(1), replace(row(2), folded=without_marks("Bùi Văn Tám"))])
    model.show(Shelf.NEEDS, "dang thi hoa")
    assert shown(model) == ["s000001"]
    model.show(Shelf.NEEDS, "TÁM")
    assert shown(model) == ["s000002"]


def test_a_scan_that_is_decided_leaves_the_shelf(model: QueueModel) -> None:
    model.put([row(1), row(2)])
    model.put([row(1, ScanState.LINKED, held=False, changed=5)])
    assert shown(model) == ["s000002"]
    assert model.counts[Shelf.WORKING] == 1


def test_a_list_read_before_an_event_does_not_undo_it(model: QueueModel) -> None:
    model.put([row(1, ScanState.LINKED, held=False, changed=5)])
    model.put([row(1)])
    assert model.counts == {Shelf.NEEDS: 0, Shelf.WORKING: 1, Shelf.DONE: 0, Shelf.ALL: 1}


def test_the_same_scan_twice_in_one_portion_counts_once(model: QueueModel) -> None:
    model.put([row(1), row(1, changed=1), row(1, ScanState.LINKED, held=False, changed=2)])
    assert model.counts[Shelf.ALL] == 1
    assert shown(model) == []


def test_the_next_scan_that_needs_a_person_is_the_next_one_in_time_and_then_the_first(
    model: QueueModel,
) -> None:
    model.put([row(1), row(2, ScanState.READ, held=False), row(3), row(4)])
    assert model.rows.next_needing("", set()) == "s000001"
    assert model.rows.next_needing("s000001", set()) == "s000003"
    assert model.rows.next_needing("s000003", {"s000004"}) == "s000001"
    assert model.rows.next_needing("s000004", {"s000001", "s000003"}) is None


def test_at_midnight_what_was_done_today_becomes_what_was_done_yesterday(qapp: object) -> None:
    now = [MORNING]
    model = QueueModel(lambda: now[0])
    model.put([row(1, ScanState.STORED, held=False)])
    model.show(Shelf.DONE)
    assert len(shown(model)) == 1
    now[0] = datetime.fromisoformat("2026-04-01T00:00:01+07:00")
    model.put([])
    assert shown(model) == []
    assert model.counts[Shelf.DONE] == 0


def test_a_row_is_told_as_a_sentence_to_screen_readers(model: QueueModel) -> None:
    model.spoken = lambda told: f"{told.source}, {told.owner}"
    model.put([row(1)])
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Scan_1.pdf, Đặng Thị Hòa"


def test_a_hundred_thousand_rows_are_taken_in_portions_and_shown_in_order(qapp: object) -> None:
    model = QueueModel(lambda: MORNING)
    model.show(Shelf.ALL)
    every = [row(number, ScanState.STORED, held=False) for number in range(100_000)]
    for start in range(0, len(every), 400):
        model.put(every[start : start + 400])
    assert model.rowCount() == 100_000
    assert model.place("s077777") == 77_777
    model.show(Shelf.ALL, "scan_99999")
    assert shown(model) == ["s099999"]


states = st.sampled_from([(ScanState.SEPARATED, True), (ScanState.READ, False), (ScanState.STORED, False)])
changes = st.lists(st.tuples(st.integers(1, 12), states, st.integers(0, 5)), max_size=60)


@given(changes, st.sampled_from(Shelf), st.integers(1, 30), st.booleans())
def test_rows_that_came_bit_by_bit_stand_as_if_they_had_come_at_once(
    changes: list[tuple[int, tuple[ScanState, bool], int]], shelf: Shelf, portion: int, newest_first: bool
) -> None:
    model, fresh = QueueModel(lambda: MORNING), QueueModel(lambda: MORNING)
    model.show(shelf, newest_first=newest_first)
    rows = [row(number, state, held=held, changed=changed) for number, (state, held), changed in changes]
    for start in range(0, len(rows), portion):
        model.put(rows[start : start + portion])
    last = {}
    for one in rows:
        if one.scan not in last or one.changed_at >= last[one.scan].changed_at:
            last[one.scan] = one
    fresh.put(last.values())
    fresh.show(shelf, newest_first=newest_first)
    if portion == 1:
        assert shown(model) == shown(fresh)
    assert shown(model) == sorted(shown(model), reverse=newest_first)
    assert model.counts[shelf] == model.rowCount()


def test_what_a_first_look_found_stands_in_the_row_until_the_scan_is_read() -> None:
    def found(value: str) -> Found:
        return Found(value, value, 1, None)

    being_read = replace(row(1, ScanState.CAPTURED, held=False), dossier="", owner="")
    fields = Fields(document_number=found("12/QĐ-UBND"), names=(found("Đặng Thị Hòa"),))
    assert with_first_fields(being_read, fields).read == "12/QĐ-UBND"
    fields = replace(fields, dossier_codes=(found("H15.12-260310-0001"),))
    assert with_first_fields(being_read, fields).read == "H15.12-260310-0001 · 12/QĐ-UBND"
