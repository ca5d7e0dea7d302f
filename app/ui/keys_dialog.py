"""All keys on one page; a person may choose others."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QKeySequenceEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui import look
from app.ui.cards import label
from app.ui.keys import DEFAULT_KEYS, FIXED, Keys
from app.ui.texts import Texts


class KeysDialog(QDialog):
    """A row for each act: what it does, and its key."""

    chosen = Signal(object)  # Keys

    def __init__(self, parent: QWidget, texts: Texts, keys: Keys) -> None:
        super().__init__(parent)
        self._texts, self._keys = texts, keys
        self.edits: dict[str, QKeySequenceEdit] = {}
        self.said = label("", wrap=True)
        self.said.setProperty("tone", "blocks")
        texts.bind(self, self.setWindowTitle, "station-keys-title")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.WIDE, look.LARGE, look.WIDE, look.LARGE)
        column.setSpacing(look.SMALL)
        hint = label("", "muted", wrap=True)
        texts.bind(self, hint.setText, "station-keys-hint")
        column.addWidget(hint)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._table())
        column.addWidget(scroll, 1)
        column.addWidget(self.said)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.RestoreDefaults | QDialogButtonBox.StandardButton.Close
        )
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).clicked.connect(self._restore)
        column.addWidget(self.buttons)
        self.resize(560, 620)

    def _table(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, look.MEDIUM, 0)
        grid.setVerticalSpacing(look.TIGHT)
        grid.setColumnStretch(0, 1)
        fixed = {"choose": "1 – 9", "escape": "Esc", **{name: self._keys.shown(name) for name in FIXED}}
        for place, name in enumerate([*fixed, *(act for act in DEFAULT_KEYS if act not in FIXED)]):
            said = label("")
            self._texts.bind(self, said.setText, f"station-do-{name}")
            grid.addWidget(said, place, 0)
            if name in fixed:
                grid.addWidget(label(fixed[name], "key"), place, 1, Qt.AlignmentFlag.AlignLeft)
                continue
            edit = self.edits[name] = QKeySequenceEdit(self._keys.of(name)[0])
            edit.setMaximumSequenceLength(1)
            edit.setFixedWidth(150)
            self._texts.bind(self, edit.setAccessibleName, f"station-do-{name}")
            edit.editingFinished.connect(lambda name=name: self._typed(name))
            grid.addWidget(edit, place, 1)
        return table

    def _typed(self, name: str) -> None:
        sequence = self.edits[name].keySequence()
        if sequence == self._keys.of(name)[0] or sequence.isEmpty():
            return
        taken_by = self._keys.choose(name, sequence.toString(QKeySequence.SequenceFormat.PortableText))
        if taken_by:
            other = self._texts.text(f"station-do-{taken_by}")
            key = sequence.toString(QKeySequence.SequenceFormat.NativeText)
            self.said.setText(self._texts.text("station-keys-taken", key=key, other=other))
            self.edits[name].setKeySequence(self._keys.of(name)[0])
            return
        self.said.clear()
        self.chosen.emit(self._keys)

    @Slot()
    def _restore(self) -> None:
        self._keys = Keys()
        for name, edit in self.edits.items():
            edit.setKeySequence(self._keys.of(name)[0])
        self.said.clear()
        self.chosen.emit(self._keys)
