"""Windows beside the station: one row each in a table, one entry each in the menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.language.translator import Translator
from app.settings import Settings, Workspace, resources
from app.ui.station import open_station
from app.ui.surroundings import Surroundings
from app.ui.windows import SideWindow
from tests.ui.fake_desk import Office


def test_a_row_of_the_table_is_an_entry_that_opens_one_window_and_closes_with_the_station(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    made: list[QDialog] = []

    def make(parent: QWidget, around: Surroundings) -> QDialog:
        made.append(QDialog(parent))
        return made[-1]

    window = open_station(
        office.desk,
        office.subscribe,
        Workspace(tmp_path, Settings()),
        Translator("vi", resources() / "translations"),
        lambda _: None,
        windows=[SideWindow("signing", "signing-menu", "Ctrl+Shift+S", make)],
    )
    qtbot.waitExposed(window)
    action = window.commands.actions["signing"]
    assert action.text() == "Ký số…"
    assert action in window.commands.menus["work"].actions()
    action.trigger()
    action.trigger()
    assert len(made) == 1
    assert made[0].isVisible()
    window.close()
    assert not window.dialogs.opened
    window.deleteLater()
