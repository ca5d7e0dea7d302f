"""The watched folders in the settings: where, over the network or not, what becomes of the original."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QDir, Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.settings import AFTER_PICKUP, WatchedFolder
from app.ui import look
from app.ui.cards import label
from app.ui.texts import Texts

# How captures of a folder are divided, besides by slips: settings.WatchedFolder.
DIVISIONS = ("blanks_cut", "heads_cut", "slips_behind", "interleaved")

LONGEST_SETTLE_SECONDS = 60.0  # as long as a file without its end is waited for
SETTLE_WIDTH, PROCEDURE_WIDTH = 96, 160


class PathLabel(QLabel):
    """A path, cut in the middle where there is no room."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self.setToolTip(path)
        self.setMinimumWidth(120)
        self.setProperty("kind", "strong")
        self.setTextFormat(Qt.TextFormat.PlainText)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setText(self.fontMetrics().elidedText(self._path, Qt.TextElideMode.ElideMiddle, self.width()))


class FolderRow(QFrame):
    """One folder."""

    def __init__(self, folder: WatchedFolder, texts: Texts) -> None:
        super().__init__()
        self._folder = folder
        self.setProperty("kind", "card")
        self.network, self.after, self.remove = QCheckBox(), QComboBox(), QPushButton()
        self.divides = self._divisions(folder, texts)
        self.settle, self.procedure = QDoubleSpinBox(), QLineEdit(folder.procedure)
        for value in AFTER_PICKUP:
            self.after.addItem(texts.text(f"station-set-after-{value}"), value)
        self.after.setCurrentIndex(self.after.findData(folder.after_pickup))
        self.network.setChecked(folder.network)
        texts.bind(self, self.network.setText, "station-set-network")
        texts.bind(self, self.remove.setText, "station-set-remove")
        texts.bind(self, self.after.setAccessibleName, "station-set-after")
        self.remove.setAccessibleName(f"{texts.text('station-set-remove')}: {folder.path}")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MEDIUM, look.SMALL, look.MEDIUM, look.SMALL)
        column.setSpacing(look.TIGHT)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(PathLabel(folder.path), 1)
        first.addWidget(self.remove)
        said = label("", "small")
        texts.bind(self, said.setText, "station-set-after")
        second.addWidget(said)
        second.addWidget(self.after)
        second.addWidget(self._menu(texts))
        second.addStretch(1)
        second.addWidget(self.network)
        column.addLayout(first)
        column.addLayout(second)
        column.addLayout(self._habits(folder, texts))

    def _habits(self, folder: WatchedFolder, texts: Texts) -> QHBoxLayout:
        """How the scanner writes, and what is mostly scanned."""
        self.settle.setRange(0.0, LONGEST_SETTLE_SECONDS)
        self.settle.setDecimals(1)
        self.settle.setMinimumWidth(SETTLE_WIDTH)
        self.settle.lineEdit().setTextMargins(look.SMALL, 0, 0, 0)
        self.settle.setSingleStep(0.5)
        self.settle.setValue(folder.settle_seconds)
        texts.bind(self.settle, self.settle.setSuffix, "station-set-seconds")
        texts.bind(self.settle, self.settle.setSpecialValueText, "folder-settle-learned")
        self.procedure.setMaximumWidth(PROCEDURE_WIDTH)
        row = QHBoxLayout()
        for name, field in (("settle", self.settle), ("procedure", self.procedure)):
            said = label("", "small")
            texts.bind(said, said.setText, f"folder-{name}")
            texts.bind(field, field.setAccessibleName, f"folder-{name}")
            texts.bind(field, field.setToolTip, f"folder-{name}-tip")
            said.setBuddy(field)
            row.addWidget(said)
            row.addWidget(field)
        row.addStretch(1)
        return row

    @property
    def chosen(self) -> WatchedFolder:
        """The folder as it is set in the row."""
        divided: dict[str, Any] = {name: action.isChecked() for name, action in self.divides.items()}
        return replace(
            self._folder,
            network=self.network.isChecked(),
            after_pickup=str(self.after.currentData()),
            settle_seconds=round(self.settle.value(), 1),
            procedure=self.procedure.text().strip(),
            **divided,
        )

    def _divisions(self, folder: WatchedFolder, texts: Texts) -> dict[str, QAction]:
        made: dict[str, QAction] = {}
        for name in DIVISIONS:
            action = made[name] = QAction(self)
            action.setCheckable(True)
            action.setChecked(getattr(folder, name))
            texts.bind(action, action.setText, f"folder-{name.replace('_', '-')}")
        return made

    def _menu(self, texts: Texts) -> QPushButton:
        button, menu = QPushButton(), QMenu(self)
        menu.addActions(list(self.divides.values()))
        button.setMenu(menu)
        texts.bind(button, button.setText, "folder-divides")
        return button


class FolderRows(QWidget):
    """All folders, and a button for one more."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.rows: list[FolderRow] = []
        self._none, self.add = label("", "muted", wrap=True), QPushButton()
        self._column = QVBoxLayout()
        self._column.setSpacing(look.SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._none)
        column.addLayout(self._column)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        texts.bind(self, self._none.setText, "station-set-no-folder")
        texts.bind(self, self.add.setText, "station-set-add-folder")
        texts.changed.connect(self._retold)
        self.add.clicked.connect(self._ask)

    def show_folders(self, folders: Iterable[WatchedFolder]) -> None:
        """Show these folders instead of those before."""
        for row in self.rows:
            row.deleteLater()
        self.rows = []
        for folder in folders:
            self._add(folder)
        self._none.setVisible(not self.rows)

    def chosen(self) -> tuple[WatchedFolder, ...]:
        """Return the folders as they are set."""
        return tuple(row.chosen for row in self.rows)

    def add_folder(self, path: str) -> None:
        """Add a folder, unless it is there already."""
        if path and all(row.chosen.path != path for row in self.rows):
            self._add(WatchedFolder(path, network=path.startswith(("//", "\\\\"))))
            self._none.hide()

    def _add(self, folder: WatchedFolder) -> None:
        row = FolderRow(folder, self._texts)
        row.remove.clicked.connect(lambda _=False: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)

    def _remove(self, row: FolderRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._none.setVisible(not self.rows)

    @Slot()
    def _ask(self) -> None:
        dialog = QFileDialog(self, self._texts.text("station-set-add-folder"), QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.add_folder(QDir.toNativeSeparators(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def _retold(self) -> None:
        self.show_folders(self.chosen())
