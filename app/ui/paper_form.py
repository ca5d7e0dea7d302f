"""The form of a paper's metadata: filled from reading, corrected in place; each field leads to where it was read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout

from app.domain.errors import UsageError
from app.domain.folding import fold
from app.domain.ledger import local_day
from app.domain.paper import PERMANENT
from app.domain.paper_form import ENTRIES, Entry, entered
from app.domain.scan import ScanState
from app.pipeline.desk import Desk
from app.settings.paper_rules import paper_rules_on
from app.ui import look
from app.ui.bridge import Bridge
from app.ui.cards import KIND_WIDTH, label
from app.ui.case import Case, Choice, load_entries
from app.ui.texts import Texts

_OPEN = (ScanState.SEPARATED, ScanState.LINKED, ScanState.SEALED)
_DAYS = ("issued_on", "validity")
_TOPIC = "form"


class Field(QLineEdit):
    """A line of the form; `reached` when a person goes into it, `left` when they go."""

    reached = Signal()
    left = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the station while nothing was typed: it takes back the clerk's last act."""
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and not self.isModified() and event.matches(QKeySequence.StandardKey.Undo):  # type: ignore[attr-defined]
            event.ignore()
            return False
        return super().event(event)


class PaperForm(QFrame):
    """`corrected` gives scan, entry and value; `pointed` the place of the field that a person is in."""

    corrected = Signal(str, str, object)  # str, or None: what reading and register say
    pointed = Signal(int, object)  # page, Box

    def __init__(self, desk: Desk, bridge: Bridge, texts: Texts) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._desk, self._bridge, self._texts, self._clock = desk, bridge, texts, desk.clock
        self.office = ""
        self._scan_id = ""
        self._entries: dict[str, Entry] = {}
        self.fields = {name: Field() for name in ENTRIES}
        self.wrongs = {name: label("", "small", wrap=True) for name in ENTRIES}
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MEDIUM, look.SMALL, look.MEDIUM, look.SMALL)
        title = label("", "small")
        self._texts.bind(self, title.setText, "paper-title")
        column.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.SMALL)
        grid.setVerticalSpacing(look.TIGHT)
        for row, (name, field) in enumerate(self.fields.items()):
            said, text_id = label("", "small", wrap=True), f"paper-{name.replace('_', '-')}"
            said.setFixedWidth(KIND_WIDTH)
            said.setBuddy(field)
            self._texts.bind(self, said.setText, text_id)
            self._texts.bind(self, field.setAccessibleName, text_id)
            self.wrongs[name].setProperty("tone", "blocks")
            self.wrongs[name].hide()
            grid.addWidget(said, 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
            grid.addWidget(self.wrongs[name], 2 * row + 1, 1)
            field.reached.connect(lambda name=name: self._reached(name))
            field.left.connect(lambda name=name: self._take(name))
            field.textEdited.connect(lambda _, name=name: self._check(name))
        column.addLayout(grid)

    def show_case(self, case: Case, choice: Choice | None) -> None:
        """Fill the form for this case and the dossier chosen; what is being typed stays."""
        if case.scan.id != self._scan_id:
            for name in self.fields:
                self._take(name)  # the keys may have gone on to another scan while a field was open
            self.leave()
        another, self._scan_id = case.scan.id != self._scan_id, case.scan.id
        self.setVisible(case.described)
        if not case.described:
            self._bridge.drop(_TOPIC)
            return
        may = case.scan.state in _OPEN and not case.scan.depositing
        asked = case.asks_form(choice, self.office)
        if case.form and case.form[0] == asked:
            self._bridge.drop(_TOPIC)
            self._came(case.form[1], may=may)
            return
        if another:  # nothing of the last paper may be read, or typed into, as if it were this one's
            self._empty()
        self._bridge.ask(
            lambda: load_entries(self._desk, case.scan, asked),
            lambda entries: self._came(entries, may=may),
            topic=_TOPIC,
        )

    def _empty(self) -> None:
        self._entries = {}
        for name, field in self.fields.items():
            field.clear()
            field.setReadOnly(True)
            self.wrongs[name].hide()

    def _came(self, entries: tuple[Entry, ...], *, may: bool) -> None:
        self._entries = {entry.name: entry for entry in entries}
        for name, field in self.fields.items():
            field.setReadOnly(not may)
            if not field.isModified():
                self._fill(name)

    def _fill(self, name: str) -> None:
        entry, field = self._entries[name], self.fields[name]
        field.setText(self._shown(name, entry.value))
        field.setCursorPosition(0)
        read = self._shown(name, entry.proposed) or self._texts.text("paper-not-read")
        field.setToolTip(self._texts.text("paper-corrected", read=read) if entry.corrected else field.text())
        corrected = "true" if entry.corrected else "false"
        if field.property("corrected") != corrected:
            field.setProperty("corrected", corrected)
            field.style().unpolish(field)
            field.style().polish(field)
        self.wrongs[name].hide()

    def _shown(self, name: str, value: str) -> str:
        if value == PERMANENT:
            return self._texts.text("paper-permanent")
        return "/".join(reversed(value.split("-"))) if name in _DAYS else value

    # --- what a person does ---

    def begin(self) -> None:
        """Let a person type into the first field."""
        if self.isVisible():
            self.fields[ENTRIES[0]].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def typing(self) -> bool:
        """Whether a person is in one of the fields."""
        return any(field.hasFocus() for field in self.fields.values())

    def take(self) -> bool:
        """Take whatever was typed; False, with the keys in the field, when something of it can't be."""
        for name, field in self.fields.items():
            if not self._take(name):
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def leave(self) -> None:
        """Forget what was typed and not taken."""
        for name, field in self.fields.items():
            if field.isModified() and name in self._entries:
                self._fill(name)

    def _reached(self, name: str) -> None:
        place = self._entries[name].place if name in self._entries else None
        if place is not None and place.box is not None:
            self.pointed.emit(place.page, place.box)

    def _check(self, name: str) -> str | None:
        """What the field holds, as it is kept; None when it can't be, which is then said under it."""
        text = self.fields[name].text()
        if name == "validity" and fold(text) == fold(self._texts.text("paper-permanent")):
            text = PERMANENT
        today = local_day(self._clock())
        try:
            value = entered(name, text, paper_rules_on(today), today)
        except UsageError as wrong:
            self.wrongs[name].setText(self._texts.say(wrong.message))
            self.wrongs[name].show()
            return None
        self.wrongs[name].hide()
        return value

    def _take(self, name: str) -> bool:
        field = self.fields[name]
        if not field.isModified():
            return True
        value = self._check(name)
        if value is None:
            return False
        field.setModified(False)
        entry = self._entries[name]
        if value != entry.value:
            self.corrected.emit(self._scan_id, name, None if value == entry.proposed else value)
        else:
            self._fill(name)
        return True
