"""Small pictures of all pages: choose, drag to another place, Alt with the arrows moves, Delete takes out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QIcon, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from app.ui.pages import Picture

WIDTH = 104
THUMBNAIL = QSize(76, 104)
MOST_PICTURES = 120  # kept of a long result, those nearest to what is looked at: 20 MB
BLUR = 9  # pixels across that are left of a masked page: head, body and stamp, no letter and no face


class PageStrip(QListWidget):
    """Says what a person wants done; the pages themselves change in the journal first, then here."""

    moved = Signal(object, int)  # frozenset of places, the place before which they go
    removed = Signal()
    seen = Signal()  # other places of the strip have come into view

    def __init__(self) -> None:
        super().__init__()
        self._pictures: dict[int, QImage] = {}
        self._masked = False
        blank = QPixmap(THUMBNAIL)
        blank.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(blank)
        self.setFixedWidth(WIDTH)
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setFlow(QListWidget.Flow.TopToBottom)
        self.setWrapping(False)
        self.setIconSize(THUMBNAIL)
        self.setGridSize(QSize(WIDTH - 14, THUMBNAIL.height() + 26))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMovement(QListWidget.Movement.Snap)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setUniformItemSizes(True)
        self.verticalScrollBar().valueChanged.connect(self.seen)

    def fill(self, names: list[str]) -> None:
        """Show blank pages with these names."""
        self.clear()
        self._pictures = {}
        for name in names:
            item = QListWidgetItem(self._blank, name)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.addItem(item)

    def picture(self, place: int, picture: Picture) -> None:
        """Show the picture of the page at this place."""
        self._pictures[place] = picture.levels[-1]
        for far in sorted(self._pictures, key=lambda one: abs(one - place))[MOST_PICTURES:]:
            del self._pictures[far]
            self.item(far).setIcon(self._blank)
        self._draw(place)

    def has(self, place: int) -> bool:
        """Whether the picture of this place is shown."""
        return place in self._pictures

    @property
    def in_view(self) -> range:
        """The places that are seen now, and as many on either side: what is scrolled to next."""
        height = self.gridSize().height()
        shown = self.viewport().height() // height + 1
        first = self.verticalScrollBar().value() // height
        return range(max(0, first - shown), min(self.count(), first + 2 * shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.seen.emit()

    def blur(self, *, masked: bool) -> None:
        """Blur the pages beyond reading, or show them: people may stand in front of the screen."""
        if masked != self._masked:
            self._masked = masked
            for place in self._pictures:
                self._draw(place)

    def _draw(self, place: int) -> None:
        image = self._pictures[place]
        if self._masked:
            smooth = Qt.TransformationMode.SmoothTransformation
            image = image.scaledToWidth(BLUR, smooth).scaled(image.size(), mode=smooth)
        self.item(place).setIcon(QIcon(QPixmap.fromImage(image)))

    @property
    def places(self) -> frozenset[int]:
        """The places of the pages chosen."""
        return frozenset(index.row() for index in self.selectedIndexes())

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where the pages were dropped: before the first page whose middle is below."""
        y = event.position().toPoint().y()
        middles = [self.visualItemRect(self.item(row)).center().y() for row in range(self.count())]
        before = next((row for row, middle in enumerate(middles) if y < middle), self.count())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.moved.emit(self.places, before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move pages with Alt and the arrows, take them out with Delete."""
        keys, places = Qt.Key, self.places
        if event.key() == keys.Key_Delete:
            self.removed.emit()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() == keys.Key_Up:
            if places and min(places) > 0:
                self.moved.emit(places, min(places) - 1)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() == keys.Key_Down:
            if places and max(places) + 1 < self.count():
                self.moved.emit(places, max(places) + 2)
        else:
            super().keyPressEvent(event)
