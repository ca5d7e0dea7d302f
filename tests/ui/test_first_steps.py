"""The steps of the first use, and practice in a workspace of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.settings import PRACTICE_MARK, WatchedFolder
from app.ui.first_steps import STEPS, Doors, FirstSteps
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper

OpenWindow = Callable[..., Station]


class Newcomer:
    """A clerk before the first step, and what the doors behind the steps were asked."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.imported: list[Path] = []
        self.practised = 0
        around, outfit = station.window.around, station.parts.outfit
        doors = Doors(self._import, self._practise)
        self.steps = FirstSteps(station.window, around.texts, around.bridge, outfit, doors)
        self.steps.show()

    def _import(self, file: Path) -> tuple[int, int]:
        self.imported.append(file)
        return 42, 1

    def _practise(self) -> None:
        self.practised += 1

    def go_on(self) -> None:
        self.station.qtbot.keyClick(self.steps, Qt.Key.Key_Return)

    def told(self, step: str) -> str:
        return self.steps.said[step].text()


@pytest.fixture
def newcomer(office: Office, open_window: OpenWindow) -> Iterator[Newcomer]:
    one = Newcomer(open_window())
    yield one
    one.steps.close()


def test_enter_alone_goes_through_all_steps_and_they_are_not_asked_again(newcomer: Newcomer) -> None:
    for _ in STEPS:
        newcomer.go_on()
    assert not newcomer.steps.isVisible()
    newcomer.station.until(lambda: newcomer.station.saved)


def test_what_each_step_sets_takes_effect(newcomer: Newcomer, office: Office) -> None:
    station = newcomer.station
    newcomer.go_on()
    newcomer.steps.lines["name"].setText("UBND xã Ea Kao")
    newcomer.go_on()
    station.until(lambda: station.saved and station.saved[-1].unit_name == "UBND xã Ea Kao")
    newcomer.steps.take_register(Path("ho-so.csv"))
    station.until(lambda: newcomer.told("register").startswith("Đã nhập 42"))
    newcomer.go_on()
    newcomer.steps.watch("/quet2")
    assert "Hãy quét thử" in newcomer.told("folder")
    station.until(lambda: WatchedFolder("/quet2") in station.saved[-1].folders)
    office.capture("s1", plain_paper(1), "thu.pdf")
    station.until(lambda: newcomer.told("folder").startswith("Đã nhận trọn vẹn thu.pdf"))


def test_practice_opens_beside_and_its_window_says_what_it_is(
    newcomer: Newcomer, open_window: OpenWindow, tmp_path: Path
) -> None:
    newcomer.station.click(newcomer.steps.acts["practise"])
    assert newcomer.practised == 1
    (tmp_path / PRACTICE_MARK).touch()
    band = open_window().window.findChild(QLabel, "practice")
    assert band is not None
    assert band.isVisible()
    assert "LUYỆN TẬP" in band.text()
    assert newcomer.station.window.findChild(QLabel, "practice") is None
