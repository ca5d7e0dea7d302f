"""The windows beside the main one: settings, keys, about, end-of-day sheet; each opens once and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.domain.ledger import Ledger
from app.ui.about import AboutDialog
from app.ui.day_sheet import DaySheet, DaySum
from app.ui.help_window import HelpWindow
from app.ui.keys import Keys
from app.ui.keys_dialog import KeysDialog
from app.ui.notice_bar import Word
from app.ui.parts import Parts
from app.ui.settings_dialog import SettingsDialog
from app.ui.windows import SideWindow


class Dialogs(QObject):
    """Opens them, and closes them with the window."""

    keys_chosen = Signal(object)  # Keys

    def __init__(self, window: QWidget, parts: Parts) -> None:
        super().__init__(window)
        self._window, self._parts = window, parts
        self.opened: dict[str, QDialog] = {}

    def settings(self) -> None:
        """Show the settings."""
        around, outfit = self._parts.around, self._parts.outfit
        self._open("settings", lambda: SettingsDialog(self._window, around.texts, outfit, around.preferences))

    def keys(self) -> None:
        """Show all keys."""
        around = self._parts.around

        def make() -> QDialog:
            dialog = KeysDialog(self._window, around.texts, Keys(around.preferences.keys))
            dialog.chosen.connect(self.keys_chosen)
            return dialog

        self._open("keys", make)

    def help(self) -> None:
        """Show the help."""
        around = self._parts.around

        def make() -> QDialog:
            window = HelpWindow(self._window, around.texts, Keys(around.preferences.keys))
            window.keys_wanted.connect(self.keys)
            return window

        self._open("help", make)

    def about(self) -> None:
        """Show which program this is."""
        self._open("about", lambda: AboutDialog(self._window, self._parts.around.texts))

    def beside(self, row: SideWindow) -> None:
        """Show one of the windows beside the station."""
        self._open(row.name, lambda: row.make(self._window, self._parts.around))

    def sheet(self) -> None:
        """Show the end-of-day sheet, once the ledger has been asked."""
        around, notices = self._parts.around, self._parts.notices
        around.bridge.ask(
            around.desk.ledger, self._show_sheet, lambda message: notices.tell(Word(message, "blocks"))
        )

    def ask_file(self, then: Callable[[Path], object]) -> None:
        """Ask for a file with pages, and give it to `then`."""
        texts = self._parts.around.texts

        def make() -> QDialog:
            dialog = QFileDialog(self._window, texts.text("station-pages-file"))
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilter(texts.text("station-pages-file-kinds"))
            dialog.fileSelected.connect(lambda name: then(Path(name)))
            return dialog

        self._open("file", make)

    def cover(self, *, covered: bool) -> None:
        """Take whatever is open from the screen while the window is locked, and bring it back as it was."""
        for dialog in self.opened.values():
            dialog.setVisible(not covered)

    def close(self) -> None:
        """Close whatever is open."""
        for dialog in list(self.opened.values()):
            dialog.close()

    def _show_sheet(self, ledger: Ledger) -> None:
        parts, around = self._parts, self._parts.around
        unit = parts.outfit.settings.unit_name
        told = DaySum(ledger, parts.model.rows.unfinished(), unit, around.desk.who, around.desk.clock())
        self._open("sheet", lambda: DaySheet(self._window, around.texts, around.bridge, told))

    def _open(self, name: str, make: Callable[[], QDialog]) -> None:
        if name not in self.opened:
            dialog = self.opened[name] = make()
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(lambda _: self.opened.pop(name, None))
        self.opened[name].show()
        self.opened[name].raise_()
        self.opened[name].activateWindow()
