"""A part of the page that a person draws with the mouse or the arrow keys, once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QRubberBand

from app.domain.page import Box
from app.ui.page_view import MARGIN, PageView

LEAST_KEPT = 0.02  # of width and height: a smaller area was a slip of the hand
STEP = 0.01  # of width and height: how far an arrow key moves an edge
# An arrow pushes in the edge it comes from; with Shift it is pulled out again. (left, top, right, bottom)
_EDGES = {
    Qt.Key.Key_Right: (1, 0, 0, 0),
    Qt.Key.Key_Down: (0, 1, 0, 0),
    Qt.Key.Key_Left: (0, 0, -1, 0),
    Qt.Key.Key_Up: (0, 0, 0, -1),
}
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DrawnArea(QObject):
    """Draws on a page view; between two drawings the mouse moves the page, as always."""

    drawn = Signal(object)  # Box: fractions of the page that is shown

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._picked, self._drawing = QRectF(), False
        self._frame = QRubberBand(QRubberBand.Shape.Rectangle, view.viewport())
        view.rubberBandChanged.connect(self._band_changed)
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)

    def begin(self) -> None:
        """Let the mouse draw, or the arrows push in the edges, if a page is shown."""
        self._picked = QRectF()
        if self._view.key is not None:
            self._drawing = True
            self._view.setDragMode(QGraphicsView.DragMode.RubberBandDrag)
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Draw no more; tell whether something was to be drawn."""
        was, self._drawing = self._drawing, False
        self._view.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self._frame.hide()
        return was

    @property
    def _page(self) -> QRectF:
        return self._view.sceneRect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the area when the mouse lets go, or Enter is pressed; move its edges by the arrows."""
        if not self._drawing:
            return False
        if watched is not self._view:
            if event.type() == QEvent.Type.MouseButtonRelease:
                self._take()
            return False
        if not isinstance(event, QKeyEvent) or (event.key() not in _EDGES and event.key() not in _TAKE):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else Enter would accept the dossier
        elif event.type() == QEvent.Type.KeyPress:
            self._key(event)
        return True

    def _key(self, event: QKeyEvent) -> None:
        if event.key() in _TAKE:
            self._take()
            return
        out = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        page = self._page
        across, along = page.width() * STEP * out, page.height() * STEP * out
        left, top, right, bottom = _EDGES[Qt.Key(event.key())]
        area = self._picked if self._picked.isValid() else page
        moved = area.adjusted(left * across, top * along, right * across, bottom * along).intersected(page)
        if moved.width() > page.width() * LEAST_KEPT and moved.height() > page.height() * LEAST_KEPT:
            self._picked = moved
            self._show(moved)

    def _show(self, area: QRectF) -> None:
        self._frame.setGeometry(self._view.mapFromScene(area).boundingRect())
        self._frame.show()

    def _take(self) -> None:
        page = self._page
        seen, width, height = self._picked.intersected(page), page.width(), page.height()
        self.leave()
        if seen.width() >= width * LEAST_KEPT and seen.height() >= height * LEAST_KEPT:
            self.drawn.emit(
                Box(seen.x() / width, seen.y() / height, seen.width() / width, seen.height() / height)
            )

    def _band_changed(self, band: QRect, start: QPointF, end: QPointF) -> None:
        if not band.isNull():
            self._picked = QRectF(start, end).normalized()
