"""The window of letters: those of a period, with number and way; the records officer numbers, a supervisor allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.indicators import Period
from app.domain.messages import Message
from app.ui.bridge import Bridge, Line
from app.ui.cards import label
from app.ui.supervision.port import Oversight
from app.ui.texts import Texts

_COLUMNS = {
    "number": "letters-head-number",
    "dossier": "overview-dossier",
    "owner": "overview-owner",
    "promised": "overview-promised",
    "until": "letters-head-until",
    "state": "report-state",
    "sms": "letters-head-sms",
}
_STATES = {
    "written": "letters-state-written",
    "linked": "letters-state-linked",
    "sealed": "letters-state-sealed",
    "signed": "letters-state-signed",
    "stored": "letters-state-stored",
}


class LettersWindow(QDialog):
    """Asks and acts through the bridge."""

    def __init__(
        self, oversight: Oversight, period: Period, bridge: Bridge, texts: Texts, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._oversight, self._period, self._bridge, self._texts = oversight, period, bridge, texts
        self._letters: list[dict[str, Any]] = []
        self.table, self.told = QTableWidget(0, len(_COLUMNS)), label("", "muted", wrap=True)
        self.first, self.code, self.note = QSpinBox(), QLineEdit(), QLineEdit()
        self.number, self.allow, self.copy, self.export = (QPushButton() for _ in range(4))
        self._lay_out()
        self.number.clicked.connect(self._number)
        self.allow.clicked.connect(self._allow)
        self.copy.clicked.connect(self._copy)
        self.export.clicked.connect(self._export)
        self.resize(1180, 620)

    def begin(self) -> None:
        """Ask for the letters."""
        self._bridge.ask(
            lambda: self._oversight.letters(self._period), self._show, self._failed, topic="letters"
        )

    def _lay_out(self) -> None:
        self._texts.bind(self, self.setWindowTitle, "letters-title")
        self.first.setRange(1, 999_999)
        self.first.setMinimumWidth(190)
        for widget, text in ((self.code, "overview-dossier"), (self.note, "letters-ground")):
            self._texts.bind(self, widget.setPlaceholderText, text)
            self._texts.bind(self, widget.setAccessibleName, text)
        self._texts.bind(self, self.first.setAccessibleName, "letters-first-number")
        self._texts.bind(self, self.first.setPrefix, "letters-number-from")
        row, below = QHBoxLayout(), QHBoxLayout()
        for button, text in (
            (self.number, "letters-give-number"),
            (self.copy, "letters-copy-zalo"),
            (self.export, "overview-export"),
            (self.allow, "letters-allow"),
        ):
            self._texts.bind(self, button.setText, text)
            button.setAutoDefault(False)
        for one in (self.first, self.number, self.copy, self.export):
            row.addWidget(one)
        row.addStretch(1)
        for field in (self.code, self.note, self.allow):
            below.addWidget(field)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setProperty("kind", "framed")
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(len(_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        self._texts.bind(self, self.table.setAccessibleName, "letters-title")
        whole = QVBoxLayout(self)
        whole.addLayout(row)
        whole.addWidget(self.table, 1)
        whole.addLayout(below)
        whole.addWidget(self.told)

    def _show(self, letters: list[dict[str, Any]]) -> None:
        self._letters = letters
        self.table.setHorizontalHeaderLabels([self._texts.text(text) for text in _COLUMNS.values()])
        self.table.setRowCount(len(letters))
        for row, letter in enumerate(letters):
            for column, key in enumerate(_COLUMNS):
                self.table.setItem(row, column, QTableWidgetItem(self._said(letter, key)))
        for column in range(len(_COLUMNS) - 1):
            self.table.resizeColumnToContents(column)
        taken = [int(letter["number"].partition("/")[0]) for letter in letters if letter["number"]]
        self.first.setValue(max(taken, default=0) + 1)

    def _said(self, letter: dict[str, Any], key: str) -> str:
        value = letter[key]
        if key == "state":
            return self._texts.text(_STATES[value])
        if key in ("promised", "until"):
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        return str(value or "–")

    def _chosen(self) -> list[dict[str, Any]]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [self._letters[row] for row in rows]

    @Slot()
    def _number(self) -> None:
        ids = [one["letter"] for one in self._chosen() if not one["number"]]
        if not ids:
            self.told.setText(self._texts.text("letters-choose-unnumbered"))
            return
        first = self.first.value()
        self._act(
            lambda: self._oversight.number_letters(ids, first),
            lambda count: self._texts.text("letters-numbered", count=count),
        )

    @Slot()
    def _allow(self) -> None:
        code, note = self.code.text().strip(), self.note.text().strip()
        self._act(
            lambda: self._oversight.allow_letter(code, note),
            lambda _: self._texts.text("letters-allowed", dossier=code),
        )

    @Slot()
    def _copy(self) -> None:
        said = [str(one["zalo"]) for one in self._chosen() if one["zalo"]]
        QApplication.clipboard().setText("\n\n".join(said))
        self.told.setText(self._texts.text("letters-copied", count=len(said)))

    @Slot()
    def _export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.export.text(), "letters.xlsx", "XLSX (*.xlsx)")
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, file: Path) -> None:
        """Write the list to a workbook."""
        self._act(
            lambda: self._oversight.write_letters_list(file, self._period, self._texts.text),
            lambda count: self._texts.text("letters-listed", file=str(file), count=count),
        )

    def _act(self, call: Callable[[], object], said: Callable[..., str]) -> None:
        def done(result: object) -> None:
            self.told.setText(said(result))
            self.begin()

        self._bridge.ask(call, done, self._failed, line=Line.ACTS)

    def _failed(self, message: Message) -> None:
        self.told.setText(self._texts.say(message))
