"""The line in which a person types why; opened in the window, never a box before it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui import look
from app.ui.texts import Texts

QUICK_REASONS = {
    "reject": ("station-reason-blank", "station-reason-double", "station-reason-no-result"),
    "hold": ("station-reason-ask-unit", "station-reason-rescan"),
    "confirm": ("station-reason-new-version", "station-reason-looked"),
}


class ReasonRow(QWidget):
    """Asks for the reason of one act at a time; suggests the common ones."""

    given = Signal(str, str)  # act, reason
    closed = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.asking = ""  # the act whose reason is being typed
        self.line, self.confirm, self._back = QLineEdit(), QPushButton(), QPushButton()
        self._why = QLabel()
        self._why.setProperty("kind", "strong")
        self.suggestions: list[QPushButton] = []
        self._suggestion_row, buttons = QHBoxLayout(), QHBoxLayout()
        for row in (self._suggestion_row, buttons):
            row.setSpacing(look.TIGHT)
        buttons.addWidget(self.confirm, 1)
        buttons.addWidget(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.TIGHT)
        column.setSpacing(look.TIGHT)
        column.addWidget(self._why)
        column.addLayout(self._suggestion_row)
        column.addWidget(self.line)
        column.addLayout(buttons)
        self.hide()
        self.confirm.clicked.connect(self.give)
        self._back.clicked.connect(self.put_away)
        self.line.textChanged.connect(lambda text: self.confirm.setEnabled(bool(text.strip())))
        texts.changed.connect(self._tell)

    def ask(self, act: str) -> None:
        """Open the line for the reason of this act."""
        self.asking = act
        self.line.clear()
        self.confirm.setEnabled(False)
        self._tell()
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def give(self) -> None:
        """Give the reason typed; nothing without one."""
        act, reason = self.asking, self.line.text().strip()
        if act and reason:
            self.put_away()
            self.given.emit(act, reason)

    @Slot()
    def put_away(self) -> None:
        """Put the line away."""
        if self.asking:
            self.asking = ""
            self.hide()
            self.closed.emit()

    @Slot()
    def _tell(self) -> None:
        if not self.asking:
            return
        texts = self._texts
        self._why.setText(texts.text(f"station-reason-{self.asking}"))
        self.line.setPlaceholderText(texts.text("station-reason-type"))
        self.line.setAccessibleName(self._why.text())
        self.confirm.setText(f"{texts.text(f'station-act-{self.asking}')}   ↵")
        self._back.setText(texts.text("station-reason-back"))
        for button in self.suggestions:
            button.deleteLater()
        self.suggestions = [self._suggestion(texts.text(name)) for name in QUICK_REASONS[self.asking]]

    def _suggestion(self, reason: str) -> QPushButton:
        button = QPushButton(reason)
        button.setProperty("kind", "link")
        button.clicked.connect(partial(self._suggest, reason))
        self._suggestion_row.addWidget(button)
        return button

    def _suggest(self, reason: str) -> None:
        self.line.setText(reason)
        self.line.setFocus()
