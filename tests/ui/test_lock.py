"""People in front of the screen read nothing: the locked window asks for a PIN, and small pictures are blurred."""

from __future__ import annotations

from collections.abc import Callable

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordSetError
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialogButtonBox

from app.ui.settings_dialog import SettingsDialog
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import printed_papers

OpenWindow = Callable[..., Station]
CONTROL = Qt.KeyboardModifier.ControlModifier


class Ring(KeyringBackend):
    """A keyring that keeps what it is given, or none that works."""

    priority = 1

    def __init__(self, *, works: bool = True) -> None:
        super().__init__()
        self.works = works
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self.works:
            raise PasswordSetError
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setattr(keyring, "get_password", made.get_password)
    monkeypatch.setattr(keyring, "set_password", made.set_password)
    return made


def set_pin(station: Station, pin: str) -> None:
    station.window.commands.actions["settings"].trigger()
    station.until(lambda: "settings" in station.window.dialogs.opened)
    settings = station.window.dialogs.opened["settings"]
    assert isinstance(settings, SettingsDialog)
    settings.asks_pin.setChecked(True)
    settings.pin.setText(pin)
    station.click(settings.buttons.button(QDialogButtonBox.StandardButton.Save))


def type_pin(station: Station, pin: str) -> None:
    station.qtbot.keyClicks(station.window.shade.pin, pin)
    station.qtbot.keyClick(station.window.shade.pin, Qt.Key.Key_Return)


def test_only_the_pin_opens_the_locked_window_and_none_of_it_is_kept(
    office: Office, open_window: OpenWindow, ring: Ring
) -> None:
    station = open_window()
    set_pin(station, "2580")
    station.until(lambda: station.window.around.preferences.asks_pin)
    assert "2580" not in "".join(ring.kept.values())
    station.window.lock()
    shade = station.window.shade
    assert shade.accessibleName().endswith("bấm Enter để tiếp tục.")
    station.qtbot.keyClick(shade, Qt.Key.Key_Space)
    station.click(shade)
    assert shade.isVisible()
    type_pin(station, "1111")
    station.until(shade.refusal.text)
    assert not shade.pin.isEnabled()
    shade._ask_again()
    type_pin(station, "2580")
    station.until(lambda: not shade.isVisible())


def test_without_a_keyring_no_pin_is_asked_for_and_the_reason_is_told(
    office: Office, open_window: OpenWindow, ring: Ring
) -> None:
    ring.works = False
    station = open_window()
    set_pin(station, "2580")
    station.until(station.parts.notices.isVisible)
    assert "PIN" in station.parts.notices.said.text()
    assert not station.window.around.preferences.asks_pin


def test_a_pin_of_three_is_refused(office: Office, open_window: OpenWindow, ring: Ring) -> None:
    station = open_window()
    set_pin(station, "258")
    station.until(station.parts.notices.isVisible)
    assert ring.kept == {}


def test_what_is_open_beside_the_window_is_covered_too_and_comes_back(
    office: Office, open_window: OpenWindow
) -> None:
    station = open_window()
    station.window.commands.actions["help"].trigger()
    beside = station.window.dialogs.opened["help"]
    station.window.lock()
    assert not beside.isVisible()
    station.qtbot.keyClick(station.window.shade, Qt.Key.Key_Space)
    assert beside.isVisible()


def test_masked_small_pictures_hold_no_letter(office: Office, open_window: OpenWindow) -> None:
    paper = next(one for one in printed_papers(8) if len(one.pages) > 1)
    office.wait_for_person("s1", paper)
    station = open_window()
    station.look_at("s1")
    pages = station.parts.pages
    station.until(lambda: pages.thumbnails.shown == pages.strip.count() > 1)

    def darkest() -> int:
        image = pages.strip.item(0).icon().pixmap(QSize(76, 104)).toImage()
        return min(image.pixelColor(x, y).lightness() for x in range(10, 60) for y in range(10, 90))

    clear = darkest()
    station.press(Qt.Key.Key_M, CONTROL)
    assert darkest() > clear + 40
    station.press(Qt.Key.Key_M, CONTROL)
    assert darkest() == clear


def test_a_window_that_nobody_touches_locks_itself_and_each_key_puts_it_off(
    office: Office, open_window: OpenWindow
) -> None:
    first = open_window()
    first.window.around.preferences.lock_minutes = 5
    first.window.close()
    station = open_window()
    clock = station.window.locking._idleness._timer
    assert clock.isActive()
    assert clock.interval() == 5 * 60_000
    clock.stop()
    station.qtbot.keyClick(station.window.windowHandle(), Qt.Key.Key_Down)
    assert clock.isActive(), "from the start a key counts as somebody there"
    clock.timeout.emit()
    station.until(station.window.shade.isVisible)
