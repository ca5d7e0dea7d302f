"""The plain table of the import's windows: rows of texts, one row chosen at a time, nothing edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.ui.texts import Texts


class ImportTable(QTableWidget):
    """`columns` are the ids of the header's texts; without, see `show_header`."""

    def __init__(self, texts: Texts, columns: Sequence[str] = ()) -> None:
        super().__init__(0, len(columns))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)
        for column, text in enumerate(columns):
            item = QTableWidgetItem()
            self.setHorizontalHeaderItem(column, item)
            texts.bind(self, item.setText, text)

    def show_header(self, names: Sequence[str]) -> None:
        """Have these columns, empty."""
        self.clear()
        self.setRowCount(0)
        self.setColumnCount(len(names))
        self.setHorizontalHeaderLabels(list(names))

    def fill(self, rows: Iterable[Sequence[str]]) -> None:
        """Show these rows instead of those before."""
        self.setRowCount(0)
        for place, cells in enumerate(rows):
            self.insertRow(place)
            for column, text in enumerate(cells):
                self.put(place, column, text)

    def put(self, row: int, column: int, text: str) -> None:
        """Show a text in a cell."""
        self.setItem(row, column, QTableWidgetItem(text))
