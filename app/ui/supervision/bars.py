"""Bars of a chart that can be chosen, by mouse or by the arrow keys, to see what stands behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

WIDTH = 0.8
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Down: (0, -1), Qt.Key.Key_Up: (0, 1)}
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar at `x`: where each of its parts ends, from below; and how each is told to who does not see it."""

    x: float
    tops: tuple[float, ...]
    told: tuple[str, ...]


class Bars(QObject):
    """Over a plot: arrow keys go from bar to bar and from part to part, Enter or a click asks for what is behind."""

    asked = Signal(int, int)  # place of the bar, part of it

    def __init__(self, plot: Any, colour: str) -> None:
        super().__init__(plot)
        self._plot, self._colour = plot, colour
        self._bars: tuple[Bar, ...] = ()
        self._at, self._part = -1, 0
        self._frame: Any = None
        plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plot.installEventFilter(self)
        plot.scene().sigMouseClicked.connect(self._clicked)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Take the bars that were just drawn on the cleared plot; the one chosen stays chosen."""
        self._bars, self._frame = tuple(bars), None
        self._at = min(self._at, len(self._bars) - 1)
        self._mark()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that mean something here."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self._bars:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key in _STEPS:
            along, up = _STEPS[key]
            self._at = max(0, min(len(self._bars) - 1, self._at + along))
            self._part = max(0, min(len(self._bars[self._at].tops) - 1, self._part + up))
            self._mark()
        elif key in _OPENS and self._at >= 0:
            self.asked.emit(self._at, self._part)
        else:
            return super().eventFilter(watched, event)
        return True

    def press(self, x: float, y: float) -> None:
        """Choose what is drawn at this place (in the units of the axes), and ask for it."""
        near = min(range(len(self._bars)), key=lambda place: abs(self._bars[place].x - x), default=-1)
        if near < 0 or abs(self._bars[near].x - x) > 0.5:
            return
        tops = self._bars[near].tops
        self._at, self._part = near, next((part for part, top in enumerate(tops) if y <= top), len(tops) - 1)
        self._mark()
        self.asked.emit(self._at, self._part)

    def _clicked(self, event: Any) -> None:
        place = self._plot.getViewBox().mapSceneToView(event.scenePos())
        self.press(place.x(), place.y())

    def _mark(self) -> None:
        if self._frame is not None:
            self._plot.removeItem(self._frame)
            self._frame = None
        if self._at < 0:
            return
        bar = self._bars[self._at]
        bottom = bar.tops[self._part - 1] if self._part else 0
        self._frame = pg.BarGraphItem(
            x=[bar.x], y0=[bottom], y1=[bar.tops[self._part]], width=WIDTH, brush=None,
            pen=pg.mkPen(self._colour, width=3),
        )  # fmt: skip
        self._plot.addItem(self._frame)
        self._plot.setAccessibleDescription(bar.told[self._part])
        self._plot.setToolTip(bar.told[self._part])
