"""What is shown where there is nothing to show: a picture, a sentence, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.messages import Message
from app.ui import icons, look
from app.ui.texts import Texts

PICTURE = 44
_NOTHING = Message("")


class EmptyState(QWidget):
    """One sentence and at most one button."""

    acted = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._colours = look.LIGHT
        self._said: tuple[str, Message, str] = ("", _NOTHING, "")
        self._picture, self._label, self._button = QLabel(), QLabel(), QPushButton()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._label.setWordWrap(True)
        self._label.setProperty("kind", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.WIDE, look.WIDE, look.WIDE, look.WIDE)
        column.setSpacing(look.MEDIUM)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addWidget(self._label)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._button.clicked.connect(self.acted)
        texts.changed.connect(self._show)

    def tell(self, icon: str, sentence: Message | str, action: str) -> None:
        """Show the icon, the text (a message, or its id), and a button with the text `action` ("": no button)."""
        said = Message.of(sentence) if isinstance(sentence, str) else sentence
        self._said = (icon, said, action)
        self._show()

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours of a theme."""
        self._colours = colours
        self._show()

    def _show(self) -> None:
        icon, sentence, action = self._said
        if icon:
            self._picture.setPixmap(icons.picture(icon, self._colours.muted, PICTURE))
        self._label.setText(self._texts.say(sentence) if sentence.id else "")
        self._button.setText(self._texts.text(action) if action else "")
        self._button.setVisible(bool(action))
