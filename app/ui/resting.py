"""Sealed results that rest before their deposit: told in the foot and in their rows, second by second."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel

from app.domain.rest import rest_left
from app.domain.scan import Clock
from app.ui.queue_model import QueueModel
from app.ui.queue_rows import QueueRow
from app.ui.texts import Texts

TICK_MILLISECONDS = 1000


class Resting:
    """How long each row rests; nothing rests where the office signs first (`signs_first`)."""

    def __init__(self, model: QueueModel, clock: Clock) -> None:
        self._model, self._clock = model, clock
        self.grace_seconds = 0
        self.signs_first = False

    def left(self, row: QueueRow) -> int:
        """Return the seconds until the row's result is deposited, rounded up; 0 when it does not rest."""
        if row.unsigned and self.signs_first:
            return 0
        return math.ceil(rest_left(row.resting_since, self._clock(), self.grace_seconds))

    def all_left(self) -> list[int]:
        """Return the seconds of every row that rests."""
        return [left for row in self._model.rows.resting() if (left := self.left(row))]


class RestLine(QLabel):
    """The line in the foot; it ticks only while something rests."""

    ticked = Signal()

    def __init__(self, resting: Resting, texts: Texts, undo_key: Callable[[], str]) -> None:
        super().__init__()
        self.setProperty("kind", "small")
        self._resting, self._texts, self._undo_key = resting, texts, undo_key
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MILLISECONDS)
        self._ticks.timeout.connect(self._tick)
        texts.changed.connect(self.tell)

    @Slot()
    def tell(self) -> None:
        """Write how many rest, how long the first of them still does, and the key that takes the last act back."""
        left = self._resting.all_left()
        self.setVisible(bool(left))
        if not left:
            self._ticks.stop()
            return
        if not self._ticks.isActive():
            self._ticks.start()
        told = self._texts.text("resting-foot", count=len(left), seconds=min(left), key=self._undo_key())
        self.setText(told)
        self.setAccessibleName(told)

    @Slot()
    def _tick(self) -> None:
        self.tell()
        self.ticked.emit()
