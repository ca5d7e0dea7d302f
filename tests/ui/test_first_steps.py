"""The steps of the first use, and practice in a workspace of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.domain.errors import TryAgainError
from app.domain.messages import Message
from app.settings import PRACTICE_MARK, Settings, WatchedFolder
from app.ui.first_steps import STEPS, Doors, FirstSteps
from app.ui.store_step import StoreLogin
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
        self.joined: list[StoreLogin] = []
        self.refuses: Message | None = None
        self.learned = 0.0
        doors = Doors(self._import, self._practise, self._join, lambda _: self.learned)
        self.steps = FirstSteps(station.window, around.texts, around.bridge, outfit, doors)
        self.steps.show()

    def _import(self, file: Path) -> tuple[int, int]:
        self.imported.append(file)
        return 42, 1

    def _join(self, login: StoreLogin) -> Settings:
        self.joined.append(login)
        if self.refuses:
            raise TryAgainError(self.refuses)
        return Settings(store_url=login.address, store_key="k1", store_ca="/ca.pem")

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


def test_what_the_trial_scan_taught_is_written_into_the_folder_s_profile(
    newcomer: Newcomer, office: Office
) -> None:
    station = newcomer.station
    for _ in range(3):
        newcomer.go_on()
    newcomer.steps.watch("/quet")
    newcomer.learned = 4.45
    office.capture("s1", plain_paper(1), "thu.pdf")
    station.until(lambda: "4.5 giây" in newcomer.told("folder") or "4.4 giây" in newcomer.told("folder"))
    newcomer.go_on()
    station.until(
        lambda: station.saved and WatchedFolder("/quet", settle_seconds=4.5) in station.saved[-1].folders
    )


def test_a_served_store_is_joined_and_what_other_steps_chose_stays(newcomer: Newcomer) -> None:
    station, step = newcomer.station, newcomer.steps.store
    newcomer.go_on()
    newcomer.steps.lines["name"].setText("UBND xã Ea Kao")
    for _ in range(3):
        newcomer.go_on()
    assert step.own.isChecked()
    assert not step.fields["address"].isVisible()
    station.click(step.served)
    step.fields["address"].setText(" https://kho.example ")
    step.fields["account"].setText("lan")
    step.fields["secret"].setText(" mật khẩu ")
    station.click(step.connect_now)
    station.until(lambda: station.saved and station.saved[-1].store_url == "https://kho.example")
    assert newcomer.joined == [StoreLogin("https://kho.example", None, "lan", " mật khẩu ")]
    saved = station.saved[-1]
    assert (saved.store_key, saved.store_ca, saved.unit_name) == ("k1", "/ca.pem", "UBND xã Ea Kao")
    assert step.fields["secret"].text() == ""
    assert "https://kho.example" in step.said.text()
    assert not step.connect_now.isEnabled(), "a store that is joined is not left from here"


def test_a_store_that_refuses_says_why_and_changes_nothing(newcomer: Newcomer) -> None:
    station, step = newcomer.station, newcomer.steps.store
    for _ in range(4):
        newcomer.go_on()
    newcomer.refuses = Message.of("store-login-refused", store="https://kho.example")
    station.click(step.served)
    step.fields["address"].setText("https://kho.example")
    station.click(step.connect_now)
    station.until(lambda: "không chấp nhận" in step.said.text() or "https://kho.example" in step.said.text())
    station.until(step.connect_now.isEnabled)
    assert all(not one.store_url for one in station.saved)
