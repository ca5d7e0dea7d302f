"""The supervisor's window over a made-up province: what it shows, how it is driven, and that it follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.indicators import View, merged
from app.domain.scan import Scan, ScanState
from app.language.translator import Translator
from app.pipeline.ports import ScanChanged
from app.settings import resources
from app.storage.register import SqliteRegister
from app.supervision.overview import Overlook
from app.supervision.rules import Rules
from app.ui import look, style
from app.ui.bridge import Bridge
from app.ui.supervision.tables import percent
from app.ui.supervision.window import SupervisionWindow, period_of
from app.ui.texts import Texts
from tests.supervision.office import NOW, province
from tests.supervision.test_figures import asked, register_of

RULES = Rules((resources() / "rules",))


@dataclass
class Room:
    window: SupervisionWindow
    register: SqliteRegister
    bridge: Bridge
    overlook: Overlook
    texts: Texts
    qtbot: QtBot
    seen_again: list[str]

    def until_shown(self) -> None:
        self.qtbot.waitUntil(lambda: self.window.units.rowCount() > 0, timeout=5000)


@pytest.fixture(params=["vi"])
def room(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Room]:
    dossiers, stored = province()
    seen_again: list[str] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.dress(app, look.LIGHT)
    with register_of(tuple(dossiers), stored) as register:
        overlook = Overlook(
            lambda: asked(register), RULES, lambda: NOW, lambda _: 30, lambda: bool(seen_again)
        )
        bridge, texts = Bridge(), Texts(Translator(request.param, resources() / "translations"))
        window = SupervisionWindow(overlook, bridge, texts, look.LIGHT)
        qtbot.addWidget(window)
        window.show()
        window.begin()
        yield Room(window, register, bridge, overlook, texts, qtbot, seen_again)
        bridge.close()


def test_the_window_shows_the_four_rates_and_the_worst_unit_first(room: Room, artefacts: Path) -> None:
    room.until_shown()
    period = period_of(NOW.date(), 0)
    by_unit = asked(room.register).by_unit(period, View.PROVINCIAL)
    total = merged(by_unit)
    told = [tile.text().removeprefix("⚑ ") for tile in room.window.tiles]
    rates = (total.overdue_rate, total.digitization_rate, total.online_rate, total.payment_rate)
    assert told == [percent(rate) for rate in rates]
    assert room.window.units.rowCount() == len(by_unit)
    overview = room.overlook.overview(period, View.PROVINCIAL)
    counts = [len(row.flags) for row in overview.units]
    assert counts == sorted(counts, reverse=True)
    assert "2026" in room.window.told.text()
    room.qtbot.waitUntil(lambda: room.window.dossiers.rowCount() > 0, timeout=5000)
    room.window.grab().save(str(artefacts / "supervision.png"))


def test_a_cell_chosen_by_keyboard_lists_the_dossiers_behind_it(room: Room) -> None:
    room.until_shown()
    units = room.window.units
    units.setFocus()
    units.setCurrentCell(0, 0)
    room.qtbot.keyClick(units, Qt.Key.Key_Right)
    unit = room.overlook.overview(period_of(NOW.date(), 0), View.PROVINCIAL).units[0]
    room.qtbot.waitUntil(lambda: unit.code in room.window.heading.text(), timeout=5000)
    room.qtbot.waitUntil(lambda: room.window.dossiers.rowCount() == unit.figures.overdue, timeout=5000)


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
    room.qtbot.waitUntil(lambda: room.window.tiles[1].text() == "100,0 %", timeout=5000)
    assert room.texts.text("overview-complete") in room.window.told.text()


def test_digitization_is_not_green_before_a_second_person_has_looked(room: Room) -> None:
    room.until_shown()
    with room.register.database.writing() as connection:
        connection.execute(
            "INSERT INTO stored_results SELECT code FROM dossiers"
            " WHERE code NOT IN (SELECT dossier FROM stored_results)"
        )
    room.window.begin()
    tile = room.window.tiles[1]
    room.qtbot.waitUntil(lambda: tile.text() == "100,0 %", timeout=5000)
    assert tile.property("tone") == "quiet"
    room.seen_again.append("all")
    room.window.begin()
    room.qtbot.waitUntil(lambda: tile.property("tone") == "done", timeout=5000)
    assert room.texts.text("overview-unchecked") not in room.window.told.text()


def test_another_language_view_and_period_are_taken_at_once(room: Room) -> None:
    room.until_shown()
    room.texts.use(Translator("uk", resources() / "translations"))
    assert room.window.period.itemText(0) == "Цей місяць"
    room.window.view.setCurrentIndex(1)
    room.window.period.setCurrentIndex(2)
    total = room.overlook.overview(period_of(NOW.date(), 2), View.NATIONAL).total
    room.qtbot.waitUntil(
        lambda: room.window.tiles[1].text().endswith(percent(total.digitization_rate)), timeout=5000
    )
