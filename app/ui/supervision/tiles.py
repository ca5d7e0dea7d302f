"""The four rates in large figures, the other view's beside each; pressed, they list the dossiers behind them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.indicators import Figures, View
from app.supervision.overview import Overview
from app.ui import look
from app.ui.cards import label
from app.ui.supervision.tables import percent
from app.ui.texts import Texts

_PIXELS = 32  # read from the back of a room
# Text, flag, and the list behind it.
_TILES = (
    ("overview-overdue", "overdue", "overdue"),
    ("overview-digitization", "digitization", "results_missing"),
    ("overview-online", "online", "online"),
    ("overview-payment", "payment", "paid_online"),
)


class _Tile(QFrame):
    pressed = Signal(str)

    def __init__(self, texts: Texts, text: str, measure: str) -> None:
        super().__init__()
        self._measure = measure
        self.number, self.beside, name = label(""), label("", "muted"), label("", "muted")
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        texts.bind(self, name.setText, text)
        texts.bind(self, self.setAccessibleName, text)
        self.number.setFont(look.font(_PIXELS, bold=True))
        column = QVBoxLayout(self)
        column.addWidget(name)
        column.addWidget(self.number)
        column.addWidget(self.beside)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self._measure)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit(self._measure)
            return
        super().keyPressEvent(event)


class Tiles(QWidget):
    """A row of them."""

    asked = Signal(str)  # key of a list

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.tiles = [_Tile(texts, text, measure) for text, _, measure in _TILES]
        for tile in self.tiles:
            tile.pressed.connect(self.asked)
            row.addWidget(tile, 1)

    def show_overview(self, overview: Overview) -> None:
        """Show the rates of all; nothing is green that was not checked."""
        flagged = overview.total.flags(overview.rules.thresholds)
        other = View.NATIONAL if overview.view is View.PROVINCIAL else View.PROVINCIAL
        beside = _rates(overview.totals[other])
        name = self._texts.text(f"overview-{other.value}")
        rates = _rates(overview.total)
        for tile, (_, flag, _), rate, there in zip(self.tiles, _TILES, rates, beside, strict=True):
            tile.beside.setText(f"{name}: {percent(there)}")
            unchecked = flag == "digitization" and not overview.checked
            tone = "blocks" if flag in flagged else "quiet" if rate is None or unchecked else "done"
            number = tile.number
            number.setProperty("tone", tone)
            number.setText(f"⚑ {percent(rate)}" if flag in flagged else percent(rate))
            number.style().unpolish(number)
            number.style().polish(number)


def _rates(total: Figures) -> tuple[float | None, ...]:
    return total.overdue_rate, total.digitization_rate, total.online_rate, total.payment_rate
