"""Covers the window while nobody works at it, so that people in front of the screen read no names."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QMainWindow, QVBoxLayout

from app.ui import icons, look
from app.ui.cards import label
from app.ui.texts import Texts

PICTURE = 56
_SIGNS_OF_LIFE = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class Shade(QFrame):
    """Lies over everything; any key or click takes it away, and does nothing else."""

    lifted = Signal()

    def __init__(self, window: QMainWindow, texts: Texts) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("kind", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture, said = QLabel(), label("", "heading")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        texts.bind(self, said.setText, "station-shaded")
        texts.bind(self, self.setAccessibleName, "station-shaded")
        column = QVBoxLayout(self)
        column.setSpacing(look.LARGE)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addWidget(said)
        column.addStretch(3)
        self.hide()

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours of a theme."""
        self._picture.setPixmap(icons.picture("lock", colours.muted, PICTURE))

    def draw(self) -> None:
        """Cover the window."""
        self.setGeometry(self._window.rect())
        self._window.installEventFilter(self)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._lift()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._lift()

    def _lift(self) -> None:
        self._window.removeEventFilter(self)
        self.hide()
        self.lifted.emit()


class Idleness(QObject):
    """Says when nobody has touched the window for some minutes."""

    lasted = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.lasted)

    def watch(self, minutes: int, window: QMainWindow) -> None:
        """Wait for `minutes` without a key or the mouse; 0: never."""
        handle = window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            if minutes:
                handle.installEventFilter(self)
        self._timer.setInterval(minutes * 60_000)
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self._timer.interval():
            self._timer.start()
        return False
