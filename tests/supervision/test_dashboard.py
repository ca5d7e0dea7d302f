"""The supervisor's window over a made-up province: what it shows, how it is driven, and that it follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import TryAgainError
from app.domain.indicators import Period, View, merged
from app.domain.messages import Message
from app.domain.scan import Scan, ScanState
from app.language.translator import Translator
from app.pipeline.ports import ScanChanged
from app.settings import resources
from app.supervision.figures import GROUPS, Indicators
from app.supervision.worklists import Kind
from app.ui import look
from app.ui.supervision.choice import period_of
from app.ui.supervision.tables import percent
from app.ui.supervision.window import SupervisionWindow
from app.ui.supervision.work import WorkPanel
from app.ui.supervision.work_forms import AssignForm, WriteForm
from tests.supervision.conftest import Room
from tests.supervision.office import NOW
from tests.supervision.test_figures import asked


def test_the_window_shows_the_four_rates_and_the_worst_unit_first(room: Room, artefacts: Path) -> None:
    room.until_shown()
    period = period_of(NOW.date(), 0)
    by_unit = asked(room.register).by_unit(period, View.PROVINCIAL)
    total = merged(by_unit)
    told = [tile.number.text().removeprefix("⚑ ") for tile in room.window.tiles.tiles]
    rates = (total.overdue_rate, total.digitization_rate, total.online_rate, total.payment_rate)
    assert told == [percent(rate) for rate in rates]
    nation = merged(asked(room.register).by_unit(period, View.NATIONAL))
    other = (nation.overdue_rate, nation.digitization_rate, nation.online_rate, nation.payment_rate)
    beside = [tile.beside.text().rpartition(": ")[2] for tile in room.window.tiles.tiles]
    assert beside == [percent(rate) for rate in other], "the national view stands beside the provincial one"
    assert beside[:2] != told[:2]
    assert room.window.units.rowCount() == len(by_unit)
    overview = room.overlook.overview(period, View.PROVINCIAL)
    counts = [len(row.flags) for row in overview.units]
    assert counts == sorted(counts, reverse=True)
    assert "2026" in room.window.told.text()
    room.qtbot.waitUntil(lambda: room.window.work.dossiers.rowCount() > 0, timeout=20000)
    room.window.grab().save(str(artefacts / "supervision.png"))


def test_a_cell_chosen_by_keyboard_lists_the_dossiers_behind_it(room: Room) -> None:
    room.until_shown()
    units = room.window.units
    units.setFocus()
    units.setCurrentCell(0, 0)
    room.qtbot.keyClick(units, Qt.Key.Key_Right)
    unit = room.overlook.overview(period_of(NOW.date(), 0), View.PROVINCIAL).units[0]
    room.qtbot.waitUntil(lambda: unit.code in room.window.work.heading.text(), timeout=20000)
    room.qtbot.waitUntil(lambda: room.window.work.dossiers.rowCount() == unit.figures.overdue, timeout=20000)


def test_a_result_stored_meanwhile_changes_the_figures_without_a_key(room: Room) -> None:
    room.until_shown()
    period = period_of(NOW.date(), 0)
    missing = asked(room.register).behind("results_missing", period, View.PROVINCIAL)
    with room.register.database.writing() as connection:
        connection.executemany(
            "INSERT INTO stored_results VALUES (?)", [(one.dossier.code,) for one in missing]
        )
    scan = Scan("s", ScanState.STORED, "", "", "", NOW)
    room.bridge.announce(ScanChanged(replace(scan, dossier=missing[0].dossier.code)))
    room.qtbot.waitUntil(lambda: room.window.tiles.tiles[1].number.text() == "100,0 %", timeout=20000)
    assert room.texts.text("overview-complete") in room.window.told.text()


def test_digitization_is_not_green_before_a_second_person_has_looked(room: Room) -> None:
    room.until_shown()
    with room.register.database.writing() as connection:
        connection.execute(
            "INSERT INTO stored_results SELECT code FROM dossiers"
            " WHERE code NOT IN (SELECT dossier FROM stored_results)"
        )
    room.window.begin()
    tile = room.window.tiles.tiles[1].number
    room.qtbot.waitUntil(lambda: tile.text() == "100,0 %", timeout=20000)
    assert tile.property("tone") == "quiet"
    room.seen_again.append("all")
    room.window.begin()
    room.qtbot.waitUntil(lambda: tile.property("tone") == "done", timeout=20000)
    assert room.texts.text("overview-unchecked") not in room.window.told.text()


def test_another_language_view_and_period_are_taken_at_once(room: Room) -> None:
    room.until_shown()
    room.texts.use(Translator("uk", resources() / "translations"))
    assert room.window.choice.period.itemText(0) == "Цей місяць"
    room.window.choice.view.setCurrentIndex(1)
    room.window.choice.period.setCurrentIndex(2)
    total = room.overlook.overview(period_of(NOW.date(), 2), View.NATIONAL).total
    room.qtbot.waitUntil(
        lambda: room.window.tiles.tiles[1].number.text().endswith(percent(total.digitization_rate)),
        timeout=20000,
    )


def test_every_rate_in_large_figures_opens_its_list_by_keyboard(room: Room) -> None:
    room.until_shown()
    overdue = room.overlook.overview(period_of(NOW.date(), 0), View.PROVINCIAL).total.overdue
    tile = room.window.tiles.tiles[0]
    tile.setFocus()
    room.qtbot.keyClick(tile, Qt.Key.Key_Space)
    room.qtbot.waitUntil(lambda: room.window.work.dossiers.rowCount() == min(200, overdue), timeout=20000)


@pytest.mark.parametrize("by", [1, 2, 3, 4])
def test_counting_by_something_else_comes_to_the_same_total_and_each_row_to_its_list(
    room: Room, by: int
) -> None:
    room.until_shown()
    shown = [tile.number.text() for tile in room.window.tiles.tiles]
    room.window.choice.by.setCurrentIndex(by)
    name = ("unit", *GROUPS)[by]
    rows = room.overlook.overview(period_of(NOW.date(), 0), View.PROVINCIAL, None, name).units
    room.qtbot.waitUntil(lambda: room.window.units.rowCount() == len(rows), timeout=20000)
    assert [tile.number.text() for tile in room.window.tiles.tiles] == shown
    room.window.units.setCurrentCell(0, 1)
    wanted = min(200, rows[0].figures.overdue)
    room.qtbot.waitUntil(lambda: room.window.work.dossiers.rowCount() == wanted, timeout=20000)


def test_one_unit_and_any_days_can_be_chosen(room: Room) -> None:
    room.until_shown()
    choice = room.window.choice
    choice.unit.setCurrentIndex(3)
    unit = choice.unit.currentData()
    room.qtbot.waitUntil(lambda: room.window.units.rowCount() == 1, timeout=20000)
    choice.period.setCurrentIndex(5)
    choice.last.setDate(QDate(2026, 1, 10))
    choice.first.setDate(QDate(2026, 1, 31))  # the wrong way round is understood
    assert choice.chosen[0] == Period(date(2026, 1, 10), date(2026, 1, 31))
    total = room.overlook.overview(choice.chosen[0], View.PROVINCIAL, unit).total
    wanted = percent(total.digitization_rate)
    room.qtbot.waitUntil(lambda: room.window.tiles.tiles[1].number.text().endswith(wanted), timeout=20000)


def _overdue(room: Room) -> WorkPanel:
    room.until_shown()
    work = room.window.work
    work.lists.setCurrentIndex(1 + list(Kind).index(Kind.OVERDUE))
    count = len(room.oversight.work(Kind.OVERDUE, None))
    assert count > 3
    room.qtbot.waitUntil(lambda: work.heading.text().endswith(f" {count}"), timeout=20000)
    return work


def test_work_is_given_from_the_window_and_each_person_s_list_is_written(room: Room, tmp_path: Path) -> None:
    work = _overdue(room)
    work.assign.click()
    assert work._form is None, "nothing is selected"
    work.dossiers.selectRow(0)
    work.assign.click()
    form = work._form
    assert isinstance(form, AssignForm)
    form.person.setText("an")
    form.note.setText("gọi điện")
    form.accept()
    room.qtbot.waitUntil(lambda: work.dossiers.item(0, 5).text() == "an · gọi điện", timeout=20000)
    work.remind_into(tmp_path)
    room.qtbot.waitUntil(lambda: "an (1)" in room.window.told.text(), timeout=20000)
    (file,) = tmp_path.glob("*.xlsx")
    cells = {
        cell for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True) for cell in row
    }
    assert {"an", "gọi điện", work.dossiers.item(0, 0).text()} <= cells


def test_letters_for_many_are_written_numbered_and_listed_from_the_window(
    room: Room, artefacts: Path
) -> None:
    work = _overdue(room)
    for row in (0, 1):
        work.dossiers.item(row, 0).setSelected(True)
    work.write.click()
    room.qtbot.waitUntil(lambda: isinstance(work._form, WriteForm), timeout=20000)
    form = work._form
    assert isinstance(form, WriteForm)
    form.accept()
    wanted = room.texts.text("overview-letters-written", count=2, refused=0)
    room.qtbot.waitUntil(lambda: room.window.told.text() == wanted, timeout=20000)
    room.window.grab().save(str(artefacts / "supervision-work.png"))
    room.window.letters.click()
    letters = room.window.letters_window
    assert letters is not None
    room.qtbot.waitUntil(lambda: letters.table.rowCount() == 2, timeout=20000)
    letters.table.selectAll()
    letters.first.setValue(31)
    letters.number.click()
    room.qtbot.waitUntil(lambda: letters.table.item(1, 0).text() == "32/PXL", timeout=30000)
    assert letters.first.value() == 33
    letters.table.selectAll()
    letters.copy.click()
    said = QApplication.clipboard().text()
    assert "31/PXL" in said
    assert "32/PXL" in said
    letters.grab().save(str(artefacts / "letters.png"))


def test_while_dossiers_are_counted_the_window_says_how_far_and_then_shows_the_figures_by_itself(
    room: Room,
) -> None:
    said: list[str] = []
    room.until_shown()
    parts = [12, 57]

    def fresh() -> Indicators:
        if parts:
            raise TryAgainError(Message.of("figures-being-counted", percent=parts.pop(0)))
        return asked(room.register)

    window = SupervisionWindow(
        replace(room.overlook, fresh=fresh), room.oversight, room.bridge, room.texts, look.LIGHT
    )
    room.qtbot.addWidget(window)
    window.told.setText = said.append  # type: ignore[method-assign]
    window.begin()
    room.qtbot.waitUntil(lambda: window.units.rowCount() > 0, timeout=20000)
    assert said[0] == room.texts.text("figures-being-counted", percent=12)
    assert room.texts.text("figures-being-counted", percent=57) in said
    assert "2026" in said[-1]


def test_the_report_of_the_period_is_one_click(room: Room, tmp_path: Path) -> None:
    room.until_shown()
    folder = tmp_path / "report"
    room.window.write_report(folder)
    room.qtbot.waitUntil(lambda: str(folder) in room.window.told.text(), timeout=20000)
    assert {file.suffix for file in folder.iterdir()} == {".xlsx", ".csv", ".pdf"}
