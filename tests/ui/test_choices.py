"""What a person chooses for the window: language, theme, settings, keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialogButtonBox

from app.settings import Settings, WatchedFolder
from app.ui import look
from app.ui.keys import Keys
from app.ui.keys_dialog import KeysDialog
from app.ui.queue_rows import Shelf
from app.ui.settings_dialog import SettingsDialog
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper

ONE, TWO = plain_paper(1), plain_paper(2)
OpenWindow = Callable[..., Station]
CONTROL = Qt.KeyboardModifier.ControlModifier


def dialog(station: Station, name: str) -> object:
    station.until(lambda: name in station.window.dialogs.opened)
    return station.window.dialogs.opened[name]


# --- choices of a person ----------------------------------------------------------------------------------------------


def test_the_language_changes_at_once_everywhere_and_is_kept(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    station.parts.outfit.use_language("uk")
    station.until(lambda: station.window.around.texts.language == "uk")
    assert station.window.windowTitle().startswith("Sohoa – оцифрування")
    assert station.parts.queue._tabs[Shelf.NEEDS].text() == "Вирішити 1"
    assert "Прив'язати" in station.parts.decision.acts.accept.text()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Скасувати"
    station.until(lambda: station.saved)
    assert station.saved[-1].language == "uk"
    assert station.parts.clerk.choice is not None


@pytest.mark.parametrize("theme", list(look.Theme))
def test_a_theme_is_put_on_at_once_and_kept(
    office: Office, open_window: OpenWindow, theme: look.Theme
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    station.parts.outfit.use_theme(theme)
    assert station.window.around.preferences.theme is theme
    assert station.parts.queue.delegate.colours == look.colours_of(theme)
    assert station.window.commands.themes[theme].isChecked()


def test_settings_take_effect_when_they_are_saved_and_not_before(
    office: Office, open_window: OpenWindow
) -> None:
    station = open_window(Settings(folders=(WatchedFolder("/cu"),)))
    station.window.commands.actions["settings"].trigger()
    settings = dialog(station, "settings")
    assert isinstance(settings, SettingsDialog)
    settings.unit_name.setText("UBND xã Ea Kao")
    settings.folders.add_folder("/moi")
    settings.folders.add_folder("/moi")
    settings.folders.rows[1].network.setChecked(True)
    settings.folders.rows[1].after.setCurrentIndex(1)
    settings.folders.rows[1].divides["blanks_cut"].trigger()
    settings.folders.rows[1].settle.setValue(2.5)
    settings.folders.rows[1].procedure.setText(" 1.004859 ")
    station.click(settings.folders.rows[0].remove)
    settings.auto_link.choose("off")
    settings.grace.setValue(45)
    assert station.saved == []
    station.click(settings.buttons.button(QDialogButtonBox.StandardButton.Save))
    station.until(lambda: station.saved)
    saved = station.saved[-1]
    new = WatchedFolder("/moi", network=True, after_pickup="keep", blanks_cut=True)
    assert saved.folders == (replace(new, settle_seconds=2.5, procedure="1.004859"),)
    assert saved.grace_seconds == station.parts.resting.grace_seconds == 45
    assert (saved.unit_name, saved.auto_link) == ("UBND xã Ea Kao", "off")


def test_cancelled_settings_change_nothing(office: Office, open_window: OpenWindow) -> None:
    station = open_window()
    station.window.commands.actions["settings"].trigger()
    settings = dialog(station, "settings")
    assert isinstance(settings, SettingsDialog)
    settings.folders.add_folder("/moi")
    station.click(settings.buttons.button(QDialogButtonBox.StandardButton.Cancel))
    assert station.saved == []
    assert station.parts.outfit.settings.folders == (WatchedFolder("/quet"),)


def test_without_a_watched_folder_the_empty_queue_says_what_to_do(
    office: Office, open_window: OpenWindow
) -> None:
    station = open_window(Settings())
    empty = station.parts.queue._empty
    assert empty.isVisible()
    assert empty._button.text() == "Chọn thư mục…"
    station.click(empty._button)
    dialog(station, "settings")


def test_a_key_can_be_changed_and_is_kept_but_not_to_one_that_is_taken(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    keys = dialog(station, "keys")
    assert isinstance(keys, KeysDialog)
    keys.edits["reject"].setKeySequence("F3")
    keys.edits["reject"].editingFinished.emit()
    assert keys.edits["reject"].keySequence().toString() == "F8"
    assert "F3" in keys.said.text()
    keys.edits["reject"].setKeySequence("Shift+F3")
    keys.edits["reject"].editingFinished.emit()
    keys.close()
    station.window.activateWindow()
    station.press(Qt.Key.Key_F8)
    assert not station.parts.decision.acts.reason.asking
    station.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert station.parts.decision.acts.reason.asking
    assert Keys(station.window.around.preferences.keys).shown("reject") == "Shift+F3"
