"""Covers the window while nobody works at it, so that people in front of the screen read no names."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QMainWindow, QVBoxLayout

from app.domain.messages import Message
from app.ui import icons, look
from app.ui.cards import label
from app.ui.texts import Texts

PICTURE = 56
PIN_WIDTH = 180
LONGEST_WAIT_SECONDS = 60
_SIGNS_OF_LIFE = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class Shade(QFrame):
    """Lies over everything; any key or click takes it away, and does nothing else.

    With `ask_pin` only the PIN does: `pin_typed` gives what was typed, `refuse` says that it was another one.
    """

    lifted = Signal()
    pin_typed = Signal(str)

    def __init__(self, window: QMainWindow, texts: Texts) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("kind", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture, self._said = QLabel(), label("", "heading")
        self.ask_pin, self._wrong = False, 0
        self.pin, self.refusal = QLineEdit(), label("")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._ask_again)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setFixedWidth(PIN_WIDTH)
        self.pin.returnPressed.connect(self._typed)
        self.refusal.setProperty("tone", "blocks")
        texts.bind(self, self.pin.setAccessibleName, "lock-pin")
        texts.bind(self, self.pin.setPlaceholderText, "lock-pin")
        self._texts = texts
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setSpacing(look.LARGE)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addWidget(self._said)
        for widget in (self.pin, self.refusal):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
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
        what = self._texts.text("lock-shaded" if self.ask_pin else "station-shaded")
        self._said.setText(what)
        self.setAccessibleName(what)
        self.refusal.clear()
        self.pin.clear()
        self.pin.setVisible(self.ask_pin)
        (self.pin if self.ask_pin else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.ask_pin:
            self.lift()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.ask_pin:
            self.lift()

    def refuse(self, message: Message) -> None:
        """Say why it stays; each time it takes twice as long until the next PIN may be typed."""
        self._wrong += 1
        self.refusal.setText(self._texts.say(message))
        self._patience.start(min(LONGEST_WAIT_SECONDS, 2**self._wrong) * 1000)

    @Slot()
    def _typed(self) -> None:
        self.pin.setEnabled(False)
        self.pin_typed.emit(self.pin.text())

    @Slot()
    def _ask_again(self) -> None:
        self.pin.clear()
        self.pin.setEnabled(True)
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def lift(self) -> None:
        """Uncover the window."""
        self._wrong = 0
        self.pin.setEnabled(True)
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
