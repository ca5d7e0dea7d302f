"""A person says which column of a list is what, and sees at once how its rows are understood."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from app.domain.manifest_table import KNOWN_HEADERS, Head, Manifest
from app.domain.messages import Message
from app.pipeline.import_desk import ImportDesk
from app.ui.bridge import Bridge, Line
from app.ui.import_table import ImportTable
from app.ui.texts import Texts

ROWS = 12  # of the list, shown below the choices
REFUSED_TOLD = 3

Columns = tuple[tuple[str, str], ...]


class ColumnsDialog(QDialog):
    """`chosen` with the columns (field, header) when they are accepted."""

    chosen = Signal(tuple)

    def __init__(
        self,
        desk: ImportDesk,
        path: str,
        columns: Columns,
        bridge: Bridge,
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._path, self._bridge, self._texts = desk, path, bridge, texts
        self._before = columns
        self._headers: tuple[str, ...] = ()
        self.table, self.told = ImportTable(texts), QLabel()
        self.fields: list[QComboBox] = []
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        texts.bind(self, self.setWindowTitle, "columns-title")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        whole = QVBoxLayout(self)
        whole.addWidget(self.table)
        whole.addWidget(self.told)
        whole.addWidget(self.buttons)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._can_be_taken(yes=False)
        self.resize(900, 480)

    def begin(self) -> None:
        """Ask for the beginning of the list."""
        self._bridge.ask(
            lambda: self._desk.list_head(self._path, ROWS),
            self._fill,
            self._failed,
            topic="columns",
            line=Line.LISTS,
        )

    def columns(self) -> Columns:
        """Return what is chosen."""
        named = ((box.currentData(), header) for box, header in zip(self.fields, self._headers, strict=True))
        return tuple((field, header) for field, header in named if field)

    def _fill(self, head: Head) -> None:
        self._headers = head.headers
        fields = {header: field for field, header in (dict(head.columns) | dict(self._before)).items()}
        self.table.show_header(head.headers)
        self.table.fill([[""] * len(head.headers), *head.rows])
        for column, header in enumerate(head.headers):
            box = self._field_box()
            box.setCurrentIndex(max(0, box.findData(fields.get(header, ""))))
            box.setEnabled(bool(header.strip()))
            box.currentIndexChanged.connect(self._read)
            self.fields.append(box)
            self.table.setCellWidget(0, column, box)
        self.table.resizeColumnsToContents()
        self._read()

    def _field_box(self) -> QComboBox:
        box = QComboBox()
        for place, field in enumerate(("", *KNOWN_HEADERS)):
            box.addItem("", field)
            name = partial(box.setItemText, place)
            self._texts.bind(box, name, f"columns-{field.replace('_', '-') or 'nothing'}")
        return box

    @Slot()
    def _read(self) -> None:
        columns = self.columns()
        self._can_be_taken(yes=False)
        if not {"code", "file"} & {field for field, _ in columns}:
            self.told.setText(self._texts.text("columns-needed"))
            return
        self._bridge.ask(
            lambda: self._desk.read_list(self._path, columns), self._show, self._failed, topic="columns",
            line=Line.LISTS,
        )  # fmt: skip

    def _show(self, listed: Manifest) -> None:
        refused = [f"{one.row}: {self._texts.say(one.reason)}" for one in listed.refused[:REFUSED_TOLD]]
        codes = sum(bool(entry.code) for entry in listed.entries)
        said = self._texts.text(
            "columns-read", rows=len(listed.entries), codes=codes, refused=len(listed.refused)
        )
        self.told.setText("\n".join([said, *refused]))
        self._can_be_taken(yes=bool(listed.entries))

    def _can_be_taken(self, *, yes: bool) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(yes)

    @Slot()
    def _accept(self) -> None:
        self.chosen.emit(self.columns())
        self.accept()

    def _failed(self, message: Message) -> None:
        self.told.setText(self._texts.say(message))
