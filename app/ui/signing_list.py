"""The list of sealed results that wait for the agency's signature, with a tick for each that is to be signed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.domain.scan import Scan
from app.ui.texts import Texts

_COLUMNS = ("signing-dossier", "signing-source", "signing-seen")


class SigningList(QTableWidget):
    """Rows of scans; a row's tick chooses it, the current row is shown beside."""

    opened = Signal(object)  # a Scan
    chosen_changed = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__(0, len(_COLUMNS))
        self._texts = texts
        self.scans: list[Scan] = []
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(0, 190)
        texts.bind(self, lambda _: self._head(), _COLUMNS[0])
        self.currentCellChanged.connect(self._current_changed)
        self.itemChanged.connect(self._item_changed)

    def fill(self, scans: list[Scan]) -> None:
        """Show these scans, all of them chosen."""
        self.blockSignals(True)
        self.scans = list(scans)
        self.setRowCount(len(scans))
        for row, scan in enumerate(scans):
            first = QTableWidgetItem(scan.dossier or scan.id)
            first.setFlags(
                Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            )
            first.setCheckState(Qt.CheckState.Checked)
            self.setItem(row, 0, first)
            self.setItem(row, 1, QTableWidgetItem(scan.source))
            self.setItem(row, 2, QTableWidgetItem(""))
        self.blockSignals(False)

    def chosen(self) -> list[Scan]:
        """Return the scans whose tick is set."""
        checked = Qt.CheckState.Checked
        return [
            scan
            for row, scan in enumerate(self.scans)
            if (item := self.item(row, 0)) is not None and item.checkState() == checked
        ]

    def tell(self, seen: Callable[[Scan], frozenset[int]], must: set[str]) -> None:
        """Show how many pages of each scan were seen, and which the office's rule still wants seen."""
        self.blockSignals(True)
        for row, scan in enumerate(self.scans):
            pages = scan.sealed.pages if scan.sealed else 0
            text = f"{len(seen(scan))}/{pages}"
            if scan.id in must:
                text += f" · {self._texts.text('signing-must-see')}"
            item = self.item(row, 2)
            if item is not None:
                item.setText(text)
        self.blockSignals(False)
        self.viewport().update()

    def go_on(self) -> None:
        """Open the next row, if there is one."""
        if self.currentRow() + 1 < self.rowCount():
            self.setCurrentCell(self.currentRow() + 1, 1)

    def _head(self) -> None:
        self.setHorizontalHeaderLabels([self._texts.text(column) for column in _COLUMNS])

    @Slot(int, int, int, int)
    def _current_changed(self, row: int, _column: int, before: int, _column_before: int) -> None:
        if 0 <= row < len(self.scans) and row != before:
            self.opened.emit(self.scans[row])

    @Slot(QTableWidgetItem)
    def _item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            self.chosen_changed.emit()
