"""A part of the page that a person draws with the mouse, once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Signal
from PySide6.QtWidgets import QGraphicsView

from app.domain.page import Box
from app.ui.page_view import MARGIN, PageView

LEAST_KEPT = 0.02  # of width and height: a smaller area was a slip of the hand


class DrawnArea(QObject):
    """Draws on a page view; between two drawings the mouse moves the page, as always."""

    drawn = Signal(object)  # Box: fractions of the page that is shown

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._picked = QRectF()
        view.rubberBandChanged.connect(self._band_changed)
        view.viewport().installEventFilter(self)

    def begin(self) -> None:
        """Let the mouse draw, if a page is shown."""
        self._picked = QRectF()
        if self._view.key is not None:
            self._view.setDragMode(QGraphicsView.DragMode.RubberBandDrag)

    def leave(self) -> bool:
        """Draw no more; tell whether the mouse was to draw."""
        was = self._drawing
        self._view.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        return was

    @property
    def _drawing(self) -> bool:
        return self._view.dragMode() is QGraphicsView.DragMode.RubberBandDrag

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the area when the mouse lets go."""
        if event.type() == QEvent.Type.MouseButtonRelease and self._drawing:
            self._take()
        return False

    def _take(self) -> None:
        page = self._view.sceneRect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        seen, width, height = self._picked.intersected(page), page.width(), page.height()
        self.leave()
        if seen.width() >= width * LEAST_KEPT and seen.height() >= height * LEAST_KEPT:
            self.drawn.emit(
                Box(seen.x() / width, seen.y() / height, seen.width() / width, seen.height() / height)
            )

    def _band_changed(self, band: QRect, start: QPointF, end: QPointF) -> None:
        if not band.isNull():
            self._picked = QRectF(start, end).normalized()
