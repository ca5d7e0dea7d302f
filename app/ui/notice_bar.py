"""A quiet bar for what a person should know: what happened, what was done, what to do, and one button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from app.domain.messages import Message
from app.ui import icons, look
from app.ui.cards import label
from app.ui.texts import Texts

MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class Word:
    """One notice; `action` is the id of the button's text, `act` what it does beside putting the notice away."""

    message: Message
    tone: str = "asks"
    action: str = "station-notice-seen"
    act: Callable[[], object] | None = None


class NoticeBar(QFrame):
    """One notice at a time; the others wait behind it. `came`: there is a new one."""

    came = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._colours = look.LIGHT
        self._words: list[Word] = []
        self._icon, self.said, self._more = QLabel(), label("", wrap=True), label("", "small")
        self.button = QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.MEDIUM, look.TIGHT, look.SMALL, look.TIGHT)
        row.setSpacing(look.SMALL)
        row.addWidget(self._icon)
        row.addWidget(self.said, 1)
        row.addWidget(self._more)
        row.addWidget(self.button)
        self.button.clicked.connect(self._pressed)
        texts.changed.connect(self._show)
        self._show()

    def tell(self, word: Word) -> None:
        """Show the notice, or put it behind those that wait; the same one is not told twice."""
        if all(other.message != word.message for other in self._words) and len(self._words) < MOST_WAITING:
            self._words.append(word)
            self._show()
            self.came.emit()

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours of a theme."""
        self._colours = colours
        self._show()

    def put_away(self) -> None:
        """Take the notice that is shown as read, without what its button does beside; the next one comes."""
        if self._words:
            self._words.pop(0)
            self._show()

    @Slot()
    def _pressed(self) -> None:
        word = self._words.pop(0)
        self._show()
        if word.act:
            word.act()

    @Slot()
    def _show(self) -> None:
        self.setVisible(bool(self._words))
        if not self._words:
            return
        word = self._words[0]
        tone = getattr(self._colours, word.tone)
        name = "info" if word.tone in ("working", "done") else "warning"
        self._icon.setPixmap(icons.picture(name, tone.ink, look.ICON))
        self._icon.setFixedSize(QSize(look.ICON, look.ICON))
        self.said.setText(self._texts.say(word.message))
        self.setAccessibleName(self.said.text())
        self.button.setText(self._texts.text(word.action))
        waiting = len(self._words) - 1
        self._more.setText(f"+{waiting}" if waiting else "")
        self.setProperty("banner", word.tone)
        self.style().unpolish(self)
        self.style().polish(self)
