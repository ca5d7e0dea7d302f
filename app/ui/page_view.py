"""One page, as large as there is room, with the places of the evidence marked on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.domain.page import Box
from app.ui import icons, look
from app.ui.pages import PageKey, Picture

ZOOM_STEP = 1.2
SMALLEST, LARGEST = 0.05, 8.0
MARGIN = 12.0
TAG_ICON = 13
SAME_LINE = 0.025  # of the page's height: tags so close to each other stand side by side


class Fit(Enum):
    """How large the page is shown; FREE is a person's own zoom."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the page: `word` names the kind of evidence found there."""

    box: Box
    colour: str
    icon: str
    word: str
    against: bool = False


class PageItem(QGraphicsItem):
    """Paints the picture from the level that fits the zoom; tells the view when it has been painted."""

    def __init__(self, picture: Picture, view: PageView, key: PageKey) -> None:
        super().__init__()
        self._picture, self._view, self.key = picture, view, key
        self.told = False

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._picture.width, self._picture.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        transform = painter.deviceTransform()
        scale = (transform.m11() ** 2 + transform.m12() ** 2) ** 0.5
        level = self._picture.level_for(scale)
        ratio = level.width() / self._picture.width
        seen: QRectF = option.exposedRect
        seen = seen.adjusted(-2, -2, 2, 2).intersected(self.boundingRect())
        source = QRectF(seen.x() * ratio, seen.y() * ratio, seen.width() * ratio, seen.height() * ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(seen, level, source)
        if not self.told:
            self.told = True
            QTimer.singleShot(0, lambda: self._view.page_painted.emit(self.key))


class MarkItem(QGraphicsItem):
    """A coloured frame around a place, with a small tag that names it."""

    def __init__(self, mark: Mark, width: float, height: float, beside: int) -> None:
        super().__init__()
        self.mark = mark
        box = mark.box
        grown = max(3.0, width / 500)
        self._area = QRectF(box.x * width, box.y * height, box.w * width, box.h * height)
        self._area.adjust(-grown, -grown, grown, grown)
        self.strong = False
        self._tag = TagItem(mark, beside, self)
        self._tag.setPos(QPointF(0, self._area.center().y()))

    def boundingRect(self) -> QRectF:
        return self._area.adjusted(-4, -4, 4, 4)

    def emphasise(self, *, strong: bool) -> None:
        """Show the frame strongly, with its word; or quietly."""
        self.strong = self._tag.strong = strong
        self.setZValue(3 if strong else 2)
        self._tag.prepareGeometryChange()
        self.update()
        self._tag.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        colour = QColor(self.mark.colour)
        pen = QPen(colour, 3.0 if self.strong else 2.0)
        pen.setCosmetic(True)
        if self.mark.against:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        colour.setAlpha(56 if self.strong else 26)
        painter.setBrush(QBrush(colour))
        painter.drawRoundedRect(self._area, 4, 4)


class TagItem(QGraphicsItem):
    """The tag of a mark, in the paper's left margin where it covers no letters: its icon, and its word while strong.

    It has the same size at every zoom; `beside` is how many tags stand before it in the same line.
    """

    def __init__(self, mark: Mark, beside: int, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self._mark, self._left = mark, beside * (TAG_ICON + 10)
        self.strong = False
        self._font = look.font(look.TEXT_SMALL, bold=True)
        self._word_width = QFontMetricsF(self._font).horizontalAdvance(mark.word)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)

    def boundingRect(self) -> QRectF:
        width = TAG_ICON + 6 + (self._word_width + 6 if self.strong else 0)
        height = TAG_ICON + 6
        return QRectF(self._left + 2, -height / 2 - 1, width + 2, height + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        area = self.boundingRect().adjusted(1, 1, -1, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._mark.colour), 1.4))
        painter.setBrush(QColor("#ffffff"))
        painter.drawRoundedRect(area, 4, 4)
        painter.drawPixmap(
            QPointF(area.left() + 3, area.top() + 3),
            icons.picture(self._mark.icon, self._mark.colour, TAG_ICON),
        )
        if self.strong:
            painter.setFont(self._font)
            painter.setPen(QColor("#17212b"))
            place = QPointF(area.left() + TAG_ICON + 7, area.bottom() - 5)
            painter.drawText(place, self._mark.word)


def _same_line(one: Mark, other: Mark) -> bool:
    return abs(one.box.y + one.box.h / 2 - other.box.y - other.box.h / 2) < SAME_LINE


class PageView(QGraphicsView):
    """Zooms with Ctrl and the wheel, moves with the wheel, the hand or the arrow keys."""

    page_painted = Signal(object)  # the PageKey: the page has been on the screen
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._page: PageItem | None = None
        self._marks: list[MarkItem] = []
        self._turn = 0
        self.fit = Fit.PAGE
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)

    @property
    def key(self) -> PageKey | None:
        """Which page is shown."""
        return self._page.key if self._page else None

    def show_page(self, key: PageKey, picture: Picture) -> None:
        """Show a page; the zoom chosen stays."""
        self.clear()
        self._page = PageItem(picture, self, key)
        self._scene.addItem(self._page)
        self._scene.setSceneRect(self._page.boundingRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        self._apply_fit()
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def paint_again(self) -> None:
        """Paint what is shown once more, and say so when it has been done."""
        if self._page is not None:
            self._page.told = False
            self.viewport().update()

    def clear(self) -> None:
        """Show nothing."""
        self._scene.clear()
        self._page, self._marks = None, []

    def mark(self, marks: list[Mark]) -> None:
        """Mark these places, instead of those marked before."""
        for item in self._marks:
            self._scene.removeItem(item)
        self._marks = []
        if self._page is None:
            return
        area = self._page.boundingRect()
        for place, mark in enumerate(marks):
            beside = sum(_same_line(mark, other) for other in marks[:place])
            item = MarkItem(mark, area.width(), area.height(), beside)
            item.setZValue(2)
            self._scene.addItem(item)
            self._marks.append(item)

    def point_at(self, box: Box) -> None:
        """Bring the place into view and show its mark strongly."""
        for item in self._marks:
            item.emphasise(strong=item.mark.box == box)
        if self._page is not None:
            size = self._page.boundingRect()
            middle = QPointF((box.x + box.w / 2) * size.width(), (box.y + box.h / 2) * size.height())
            area = QRectF(middle.x() - 60, middle.y() - 60, 120, 120)
            self.ensureVisible(area, 60, 60)

    def zoom(self, factor: float) -> None:
        """Show the page larger (above 1) or smaller, around the middle of what is seen."""
        self.fit = Fit.FREE
        now = self._scale()
        wanted = min(LARGEST, max(SMALLEST, now * factor))
        self.scale(wanted / now, wanted / now)
        self.zoomed.emit()

    def fit_to(self, fit: Fit) -> None:
        """Keep the page fitted to the width, or as a whole, also when the window changes."""
        self.fit = fit
        self._apply_fit()

    def turn(self) -> None:
        """Turn the view (not the scan) by a quarter to the right."""
        self._turn = (self._turn + 90) % 360
        self._apply_fit()

    def straighten(self) -> None:
        """Take back every turn of the view."""
        self._turn = 0

    @property
    def percent(self) -> int:
        """How large the page is shown, in percent of its pixels."""
        return round(self._scale() * 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply_fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def _scale(self) -> float:
        transform = self.transform()
        return float((transform.m11() ** 2 + transform.m12() ** 2) ** 0.5) or 1.0

    def _apply_fit(self) -> None:
        if self._page is None:
            return
        keep = self._scale() if self.fit is Fit.FREE else 0.0
        area = self._scene.sceneRect()
        across, along = area.width(), area.height()
        if self._turn in (90, 270):
            across, along = along, across
        room = self.maximumViewportSize()
        bar = self.verticalScrollBar().sizeHint().width() if self.fit is Fit.WIDTH else 0
        scale = keep or (room.width() - bar - 2) / across
        if self.fit is Fit.PAGE:
            scale = min(scale, (room.height() - 2) / along)
        self.resetTransform()
        self.rotate(self._turn)
        self.scale(max(scale, SMALLEST), max(scale, SMALLEST))
        self.zoomed.emit()
