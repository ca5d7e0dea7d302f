"""What an import could not decide, by reason; and how a whole group is mended: shown first, then done, undone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.messages import Message
from app.pipeline.batch_mending import Change, Group, Mend
from app.pipeline.import_desk import ImportDesk
from app.ui.bridge import Bridge, Line
from app.ui.texts import Texts

SHOWN = 200  # changes shown of a mend; how many more there are is told


class ImportGroups(QWidget):
    """The groups of one import at a time."""

    def __init__(self, desk: ImportDesk, bridge: Bridge, texts: Texts) -> None:
        super().__init__()
        self._desk, self._bridge, self._texts = desk, bridge, texts
        self._folder = ""
        self._groups: list[Group] = []
        self.groups, self.changes = _table(2), _table(4)
        self.naming, self.manifest, self.unit = QLineEdit(), QLineEdit(), QLineEdit()
        self.show_changes, self.apply, self.undo = QPushButton(), QPushButton(), QPushButton()
        self.told = QLabel()
        self._lay_out()
        self.groups.itemSelectionChanged.connect(self._choose)
        self.show_changes.clicked.connect(self._plan)
        self.apply.clicked.connect(self._mend)
        self.undo.clicked.connect(self._undo)

    def look(self, folder: str) -> None:
        """Show the groups of the import of this folder."""
        self._folder = folder
        self._bridge.ask(
            lambda: self._desk.groups(folder),
            self._fill,
            self._failed,
            topic="import-groups",
            line=Line.LISTS,
        )

    def way(self) -> Mend:
        """Return how the chosen group is to be mended."""
        row = self.groups.currentRow()
        reason = self._groups[row].message.id if 0 <= row < len(self._groups) else ""
        naming = self.naming.text().strip()
        return Mend(
            reason, (naming,) if naming else (), self.manifest.text().strip(), (), self.unit.text().strip()
        )

    def _lay_out(self) -> None:
        bind = self._texts.bind
        fields = (
            (self.naming, "import-mend-naming"),
            (self.manifest, "import-mend-list"),
            (self.unit, "import-mend-unit"),
        )
        mending = QHBoxLayout()
        for field, text in fields:
            bind(field, field.setPlaceholderText, text)
            bind(field, field.setAccessibleName, text)
            mending.addWidget(field, 1)
        buttons = (
            (self.show_changes, "import-mend-show"),
            (self.apply, "import-mend-do"),
            (self.undo, "import-mend-undo"),
        )
        for button, text in buttons:
            bind(button, button.setText, text)
            button.setAutoDefault(False)
            mending.addWidget(button)
        self.apply.setEnabled(False)
        headers = (
            (self.groups, ("import-count", "import-reason")),
            (self.changes, ("import-file", "import-before", "import-then", "import-owner")),
        )
        for table, texts in headers:
            for column, text in enumerate(texts):
                item = QTableWidgetItem()
                table.setHorizontalHeaderItem(column, item)
                bind(table, item.setText, text)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.groups, 2)
        whole.addLayout(mending)
        whole.addWidget(self.changes, 2)
        whole.addWidget(self.told)

    def _fill(self, groups: list[Group]) -> None:
        self._groups = groups
        self.groups.setRowCount(len(groups))
        for row, group in enumerate(groups):
            text = self._texts.say(group.message)
            _put(self.groups, row, (f"{group.count}", text))
            item = self.groups.item(row, 1)
            if item is not None:
                item.setToolTip("\n".join([text, *group.examples]))
        if not groups and self._folder:
            self.told.setText(self._texts.text("import-nothing-held"))

    @Slot()
    def _choose(self) -> None:
        self.apply.setEnabled(False)
        self.changes.setRowCount(0)

    @Slot()
    def _plan(self) -> None:
        way, folder = self.way(), self._folder
        self._bridge.ask(
            lambda: self._desk.plan(folder, way, SHOWN),
            self._show_plan,
            self._failed,
            topic="import-plan",
            line=Line.LISTS,
        )

    def _show_plan(self, planned: tuple[list[Change], int]) -> None:
        changes, count = planned
        self.changes.setRowCount(len(changes))
        for row, change in enumerate(changes):
            owner = change.dossier.owner_name if change.dossier else self._texts.text("import-code-unknown")
            cells = (change.scan.path, ", ".join(change.scan.expected) or "–", ", ".join(change.codes), owner)
            _put(self.changes, row, cells)
        self.apply.setEnabled(bool(count))
        self.told.setText(self._texts.text("import-mend-planned", scans=count, shown=len(changes)))

    @Slot()
    def _mend(self) -> None:
        way, folder = self.way(), self._folder
        self.apply.setEnabled(False)
        self._bridge.ask(
            lambda: self._desk.mend(folder, way),
            self._mended,
            self._failed,
            topic="import-mend",
            line=Line.LISTS,
        )

    def _mended(self, scans: int) -> None:
        self.told.setText(self._texts.text("import-mended-here", scans=scans))
        self.changes.setRowCount(0)
        self.look(self._folder)

    @Slot()
    def _undo(self) -> None:
        folder = self._folder
        self._bridge.ask(
            lambda: self._desk.undo(folder), self._undone, self._failed, topic="import-mend", line=Line.LISTS
        )

    def _undone(self, came: tuple[int, int]) -> None:
        self.told.setText(self._texts.text("import-undone", scans=came[0], beyond=came[1]))
        self.look(self._folder)

    def _failed(self, message: Message) -> None:
        self.told.setText(self._texts.say(message))


def _table(columns: int) -> QTableWidget:
    table = QTableWidget(0, columns)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    return table


def _put(table: QTableWidget, row: int, cells: tuple[str, ...]) -> None:
    for column, text in enumerate(cells):
        table.setItem(row, column, QTableWidgetItem(text))
