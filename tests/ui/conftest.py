"""A station over the office of `fake_desk`, a clock for the guard, and words for what a clerk does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.language.translator import Translator
from app.settings import Settings, WatchedFolder, Workspace, resources
from app.ui.station import StationWindow, open_station
from tests.ui.fake_desk import Office

ENOUGH_SECONDS = 1.0


class Station:
    """A window, the office behind it, and the clerk's hands."""

    def __init__(self, office: Office, qtbot: QtBot, folder: Path, settings: Settings) -> None:
        self.office, self.qtbot = office, qtbot
        self.seconds = 0.0
        self.saved: list[Settings] = []
        translator = Translator(settings.language, resources() / "translations")
        self.window: StationWindow = open_station(
            office.desk,
            office.subscribe,
            Workspace(folder, settings),
            translator,
            self.saved.append,
            lambda: self.seconds,
        )
        self.parts = self.window.parts

    def until(self, told: Callable[[], object]) -> None:
        """Let the window live until this is so."""
        self.qtbot.waitUntil(lambda: bool(told()), timeout=5000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.window.focusWidget() or self.window, text)

    def click(self, widget: QWidget) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def look_at(self, scan_id: str) -> None:
        """Wait until the scan is open and its page has been on the screen long enough."""
        self.until(lambda: self.open_scan == scan_id)
        self.until(lambda: self.parts.clerk._seen_since is not None)
        self.seconds += ENOUGH_SECONDS

    @property
    def open_scan(self) -> str | None:
        case = self.parts.clerk.case
        return case.scan.id if case else None

    def linked_to(self, scan_id: str) -> str | None:
        return self.office.journal.standings[scan_id].dossier


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def open_window(office: Office, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Station]]:
    """Opens the station over the office; closed at the end."""
    opened: list[Station] = []

    def opening(settings: Settings | None = None) -> Station:
        chosen = settings or Settings(folders=(WatchedFolder("/quet"),))
        station = Station(office, qtbot, tmp_path, chosen)
        opened.append(station)
        qtbot.waitExposed(station.window)
        station.window.activateWindow()
        qtbot.waitUntil(lambda: len(station.parts.model.rows.unfinished()) == _unfinished(office))
        return station

    yield opening
    for station in opened:
        station.window.close()
        station.window.deleteLater()


def _unfinished(office: Office) -> int:
    return sum(not scan.state.finished for scan in office.journal.standings.values())
