"""Two small forms of the supervisor's window: give work to a person, write letters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QWidget,
)

from app.ui.cards import label
from app.ui.texts import Texts


class _Form(QDialog):
    def __init__(self, title: str, rows: Mapping[str, QWidget], texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        lines = QFormLayout(self)
        lines.addRow(label(title, "strong"))
        for name, widget in rows.items():
            said = texts.text(name)
            widget.setAccessibleName(said)
            lines.addRow(said, widget)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        lines.addRow(self.buttons)


class AssignForm(_Form):
    """Who is to do it, and a note for them; nobody: the work is taken back."""

    def __init__(self, count: int, texts: Texts, parent: QWidget) -> None:
        self.person, self.note = QLineEdit(), QLineEdit()
        rows = {"worklist-given-to": self.person, "worklist-note": self.note}
        super().__init__(texts.text("overview-assign-title", count=count), rows, texts, parent)


class WriteForm(_Form):
    """The reason, and the new day: by the rule, or a named one."""

    def __init__(self, count: int, reasons: Mapping[str, str], texts: Texts, parent: QWidget) -> None:
        self.reason, self.by_rule, self.day = (
            QComboBox(),
            QCheckBox(texts.text("overview-day-by-rule")),
            QDateEdit(),
        )
        for name, text in reasons.items():
            self.reason.addItem(text, name)
        self.by_rule.setChecked(True)
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setCalendarPopup(True)
        self.day.setDate(QDate.currentDate().addDays(7))
        self.day.setEnabled(False)
        self.by_rule.toggled.connect(self.day.setDisabled)
        rows = {
            "letters-head-reason": self.reason,
            "overview-new-day": self.by_rule,
            "letters-head-until": self.day,
        }
        super().__init__(texts.text("overview-write-title", count=count), rows, texts, parent)

    @property
    def until(self) -> date | None:
        """The day named; None: by the rule."""
        day = self.day.date()
        return None if self.by_rule.isChecked() else date(day.year(), day.month(), day.day())
