"""What an import could not decide, by reason; and how a whole group is mended: shown first, then done, undone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.messages import Message
from app.pipeline.batch_mending import Change, Group, Mend
from app.pipeline.import_desk import ImportReview
from app.ui.bridge import Bridge, Line
from app.ui.import_columns import Columns
from app.ui.import_table import ImportTable
from app.ui.texts import Texts

SHOWN = 200  # changes shown of a mend; how many more there are is told


class ImportGroups(QWidget):
    """The groups of one import at a time; `columns_wanted` to map those of the list anew."""

    columns_wanted = Signal()

    def __init__(self, review: ImportReview, bridge: Bridge, texts: Texts) -> None:
        super().__init__()
        self._review, self._bridge, self._texts = review, bridge, texts
        self._folder = ""
        self._groups: list[Group] = []
        self.groups = ImportTable(texts, ("import-count", "import-reason"))
        self.changes = ImportTable(texts, ("import-file", "import-before", "import-then", "import-owner"))
        self.columns: Columns = ()
        self.naming, self.manifest, self.unit = QLineEdit(), QLineEdit(), QLineEdit()
        self.map_columns, self.show_changes, self.apply, self.undo = (QPushButton() for _ in range(4))
        self.told = QLabel()
        self._lay_out()
        self.groups.itemSelectionChanged.connect(self._choose)
        self.show_changes.clicked.connect(self._plan)
        self.apply.clicked.connect(self._mend)
        self.undo.clicked.connect(self._undo)
        self.map_columns.clicked.connect(self.columns_wanted)

    def look(self, folder: str) -> None:
        """Show the groups of the import of this folder."""
        self._folder = folder
        self._bridge.ask(
            lambda: self._review.groups(folder),
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
            reason,
            (naming,) if naming else (),
            self.manifest.text().strip(),
            self.columns,
            self.unit.text().strip(),
        )

    def take_columns(self, columns: Columns) -> None:
        """Mend by these columns of the list; the plan is shown anew."""
        self.columns = columns
        self._plan()

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
            (self.map_columns, "columns-open"),
            (self.show_changes, "import-mend-show"),
            (self.apply, "import-mend-do"),
            (self.undo, "import-mend-undo"),
        )
        for button, text in buttons:
            bind(button, button.setText, text)
            button.setAutoDefault(False)
            mending.addWidget(button)
        self.apply.setEnabled(False)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.groups, 2)
        whole.addLayout(mending)
        whole.addWidget(self.changes, 2)
        whole.addWidget(self.told)

    def _fill(self, groups: list[Group]) -> None:
        # A look around must not take the choice away, nor the changes shown for it.
        chosen = self.way().reason
        self.groups.blockSignals(True)
        self._groups = groups
        self.groups.fill((f"{group.count}", self._texts.say(group.message)) for group in groups)
        for row, group in enumerate(groups):
            item = self.groups.item(row, 1)
            if item is not None:
                item.setToolTip("\n".join([item.text(), *group.examples]))
            if group.message.id == chosen:
                self.groups.selectRow(row)
        self.groups.blockSignals(False)
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
            lambda: self._review.plan(folder, way, SHOWN),
            self._show_plan,
            self._failed,
            topic="import-plan",
            line=Line.LISTS,
        )

    def _show_plan(self, planned: tuple[list[Change], int]) -> None:
        changes, count = planned
        self.changes.fill(self._cells(change) for change in changes)
        self.apply.setEnabled(bool(count))
        self.told.setText(self._texts.text("import-mend-planned", scans=count, shown=len(changes)))

    def _cells(self, change: Change) -> tuple[str, ...]:
        owner = change.dossier.owner_name if change.dossier else self._texts.text("import-code-unknown")
        return change.scan.path, ", ".join(change.scan.expected) or "–", ", ".join(change.codes), owner

    @Slot()
    def _mend(self) -> None:
        way, folder = self.way(), self._folder
        self.apply.setEnabled(False)
        self._bridge.ask(
            lambda: self._review.mend(folder, way),
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
            lambda: self._review.undo(folder),
            self._undone,
            self._failed,
            topic="import-mend",
            line=Line.LISTS,
        )

    def _undone(self, came: tuple[int, int]) -> None:
        self.told.setText(self._texts.text("import-undone", scans=came[0], beyond=came[1]))
        self.look(self._folder)

    def _failed(self, message: Message) -> None:
        self.told.setText(self._texts.say(message))
