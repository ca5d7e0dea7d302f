"""Looking dossiers up in the register as one types."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.dossier import Dossier
from app.domain.messages import Message
from app.pipeline.desk import Desk
from app.ui import look
from app.ui.bridge import Bridge
from app.ui.texts import Texts, day

PATIENCE_MILLISECONDS = 120  # between two keys of a person who types
MOST_HITS = 20
_DOSSIER = Qt.ItemDataRole.UserRole


class SearchBox(QLineEdit):
    """Gives Up and Down to the list of hits."""

    walked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)


class HitDelegate(QStyledItemDelegate):
    """A dossier in three lines: owner, code and dates, procedure."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.colours = look.LIGHT
        self._bold, self._small = look.font(bold=True), look.font(look.TEXT_SMALL)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, 66)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        dossier: Dossier = index.data(_DOSSIER)
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(area, QColor(self.colours.chosen if chosen else self.colours.surface))
        painter.setPen(QColor(self.colours.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(look.SMALL, 5, -look.SMALL, -5)
        height = inner.height() // 3
        received = day(dossier.received_at)
        for place, (text, font, colour) in enumerate(
            (
                (dossier.owner_name or "–", self._bold, self.colours.text),
                (f"{dossier.code} · {received}", self._small, self.colours.text),
                (dossier.procedure_name, self._small, self.colours.muted),
            )
        ):
            row = QRect(inner.left(), inner.top() + place * height, inner.width(), height)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, row.width())
            painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


class RegisterSearch(QWidget):
    """The box, its hits beneath it; `found` gives the dossier a person took."""

    found = Signal(object)  # Dossier
    opened = Signal(bool)  # whether hits are shown

    def __init__(self, desk: Desk, bridge: Bridge, texts: Texts) -> None:
        super().__init__()
        self._desk, self._bridge, self._texts = desk, bridge, texts
        self.box, self.hits, self._nothing = SearchBox(), QListWidget(), QLabel()
        self.delegate = HitDelegate(texts)
        self.hits.setItemDelegate(self.delegate)
        self.hits.setProperty("kind", "framed")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box.setClearButtonEnabled(True)
        self._nothing.setProperty("kind", "muted")
        self._nothing.setWordWrap(True)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PATIENCE_MILLISECONDS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.TIGHT)
        for widget in (self.box, self._nothing, self.hits):
            column.addWidget(widget)
        self.hits.hide()
        self._nothing.hide()
        self._shown_for = ""
        texts.bind(self, self.box.setPlaceholderText, "station-search")
        texts.bind(self, self.box.setAccessibleName, "station-search")
        texts.bind(self, self.hits.setAccessibleName, "station-search-hits")
        texts.bind(self, self._nothing.setText, "station-search-nothing")
        self.box.textChanged.connect(self._typed)
        self.box.walked.connect(self._walk)
        self._wait.timeout.connect(self._look)
        self.hits.itemClicked.connect(self._take)

    def close_hits(self) -> None:
        """Empty the box and put the hits away."""
        self.box.clear()

    def look_up(self, text: str) -> None:
        """Search for this text, as if a person had typed it."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.setText(text)

    def take(self) -> None:
        """Take the hit that is marked, if the hits are those of what is typed; else look now."""
        item = self.hits.currentItem()
        if self._shown_for != self.box.text().strip():
            self._look()
        elif item is not None:
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        dossier = item.data(_DOSSIER)
        self.close_hits()
        self.found.emit(dossier)

    @Slot(str)
    def _typed(self, text: str) -> None:
        if text.strip():
            self._wait.start()
            return
        self._wait.stop()
        self._bridge.drop("search")
        self._shown_for = ""
        self.hits.clear()
        self.hits.hide()
        self._nothing.hide()
        self.opened.emit(False)

    @Slot()
    def _look(self) -> None:
        text = self.box.text().strip()
        self._bridge.ask(
            lambda: self._desk.find_dossiers(text, MOST_HITS),
            lambda dossiers: self._show(text, dossiers),
            self._failed,
            topic="search",
        )

    def _show(self, text: str, dossiers: list[Dossier]) -> None:
        self._shown_for = text
        self._nothing.setText(self._texts.text("station-search-nothing"))
        self.hits.clear()
        for dossier in dossiers:
            item = QListWidgetItem()
            item.setData(_DOSSIER, dossier)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{dossier.owner_name}, {dossier.code}")
            item.setToolTip(dossier.procedure_name)
            self.hits.addItem(item)
        self.hits.setVisible(bool(dossiers))
        self._nothing.setVisible(not dossiers)
        if dossiers:
            self.hits.setCurrentRow(0)
        self.opened.emit(True)

    def _failed(self, message: Message) -> None:
        self.hits.hide()
        self._nothing.setText(self._texts.say(message))
        self._nothing.show()

    @Slot(int)
    def _walk(self, by: int) -> None:
        if self.hits.count():
            self.hits.setCurrentRow(max(0, min(self.hits.count() - 1, self.hits.currentRow() + by)))
