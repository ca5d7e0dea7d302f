"""The buttons of the decision, their keys beside them, and the line in which a reason is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui import icons, look
from app.ui.answers import RELATIONS, SAME
from app.ui.case import Case, Choice
from app.ui.keys import Keys
from app.ui.reason_row import QUICK_REASONS, ReasonRow
from app.ui.texts import Texts

_ICONS = {
    "confirm": "accept", "unlink": "undo", "keep-both": "add", "replace": "release", "discard": "reject",
    "version": "history", "beside": "document",
}  # fmt: skip


class ActsBox(QWidget):
    """Says what a person wants; decides nothing."""

    accepted = Signal()
    held = Signal(str)  # the reason
    rejected = Signal(str)
    confirmed = Signal(str)
    released = Signal()
    unlinked = Signal()
    cut_wanted = Signal()
    same_answered = Signal(str)  # one of answers.SAME
    related = Signal(str)  # one of answers.RELATIONS
    undone = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._colours = look.LIGHT
        self._case: Case | None = None
        self._choice: Choice | None = None
        self._undo_what = ""
        self.keys = Keys()
        self.accept, self.undo = QPushButton(), QPushButton()
        self.hold, self.release, self.unlink = QPushButton(), QPushButton(), QPushButton()
        self.confirm_link, self.cut, self.reject = QPushButton(), QPushButton(), QPushButton()
        self._named = {
            "confirm": self.confirm_link,
            "unlink": self.unlink,
            "cut": self.cut,
            "hold": self.hold,
            "release": self.release,
            "reject": self.reject,
        }
        self.answers = {name: QPushButton() for name in (*SAME, *RELATIONS)}
        self.reason = ReasonRow(texts)
        self._build()
        texts.changed.connect(self.retold)
        self.retold()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.TIGHT, 0, 0)
        column.setSpacing(look.SMALL)
        self.accept.setProperty("kind", "primary")
        self.undo.setProperty("kind", "link")
        column.addWidget(self.reason)
        column.addWidget(self.accept)
        answers = QHBoxLayout()
        answers.setSpacing(look.TIGHT)
        for name, button in self.answers.items():
            answers.addWidget(button, 1)
            told = self.same_answered if name in SAME else self.related
            button.clicked.connect(lambda _=False, told=told, name=name: told.emit(name))
        column.addLayout(answers)
        row = QHBoxLayout()
        row.setSpacing(look.TIGHT)
        for button in self._named.values():
            row.addWidget(button, 1)
        column.addLayout(row)
        column.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        self.accept.clicked.connect(self.accepted)
        for act in QUICK_REASONS:
            self._named[act].clicked.connect(lambda _=False, act=act: self.ask_reason(act))
        self.unlink.clicked.connect(self.unlinked)
        self.cut.clicked.connect(self.cut_wanted)
        self.release.clicked.connect(self.released)
        self.undo.clicked.connect(self.undone)
        self.reason.given.connect(self._given)

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours of a theme."""
        self._colours = colours
        self.accept.setIcon(icons.icon("accept", colours.on_accent, colours.muted))
        for name, button in (self._named | self.answers).items():
            button.setIcon(icons.icon(_ICONS.get(name, name), colours.text, colours.muted))
        self.undo.setIcon(icons.icon("undo", colours.accent, colours.muted))

    def use_keys(self, keys: Keys) -> None:
        """Show these keys beside the acts."""
        self.keys = keys
        self.retold()

    def show_case(self, case: Case | None, choice: Choice | None) -> None:
        """Offer what can be done with this case."""
        self._case, self._choice = case, choice
        self.retold()

    def offer_undo(self, what: str) -> None:
        """Offer to take back the act told in `what` ("": nothing to take back)."""
        self._undo_what = what
        self.retold()

    def ask_reason(self, act: str) -> None:
        """Open the line for the reason of an act: hold or reject."""
        if not self._named[act].isHidden():
            self.reason.ask(act)

    def _given(self, act: str, reason: str) -> None:
        {"hold": self.held, "reject": self.rejected, "confirm": self.confirmed}[act].emit(reason)

    @Slot()
    def retold(self) -> None:
        """Write everything anew: the case, the language or the keys have changed."""
        texts, case = self._texts, self._case
        finished = case is None or case.scan.state.finished
        for name, button in (self._named | self.answers).items():
            button.setText(texts.text(f"station-act-{name}"))
            button.setToolTip(f"{texts.text(f'station-act-{name}-tip')} ({self.keys.shown(name)})")
            button.setAccessibleName(f"{texts.text(f'station-act-{name}')} ({self.keys.shown(name)})")
        held = case is not None and case.scan.hold is not None
        self.hold.setVisible(not finished and not held)
        self.release.setVisible(held and case is not None and not case.undoable)
        self.reject.setVisible(not finished)
        self.unlink.setVisible(case is not None and case.undoable)
        self.cut.setVisible(case is not None and case.cuttable)
        self.confirm_link.setVisible(case is not None and case.confirmable)
        self.accept.setVisible(case is not None and case.linkable)
        self.accept.setEnabled(self._choice is not None and not self._choice.taken)
        for name, button in self.answers.items():
            asked = case is not None and case.seen_before
            if name in RELATIONS:
                asked = case is not None and self._choice is not None and case.relatable(self._choice)
            button.setVisible(asked)
        self._tell_accept()
        self.undo.setVisible(bool(self._undo_what))
        self.undo.setText(f"{self._undo_what}  ({self.keys.shown('undo')})")
        self.undo.setAccessibleName(self.undo.text())

    def _tell_accept(self) -> None:
        texts = self._texts
        if self._choice:
            text = texts.text("station-act-accept", who=self._choice.owner or self._choice.code)
        elif self._case and self._case.choices:
            text = texts.text("station-act-choose")
        else:
            text = texts.text("station-act-search-first")
        self.accept.setAccessibleName(f"{text} (Enter)")
        self.accept.setToolTip(text)
        room = max(120, self.accept.width() - 100)
        shown = QFontMetrics(look.font(bold=True)).elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.accept.setText(f"{shown}   ↵" if self._choice else shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_accept()
