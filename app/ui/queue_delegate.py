"""Paints a row of the queue: icon, word and colour of its state, source, dossier and owner, age, hold reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.scan import Clock
from app.ui import icons, look, words
from app.ui.queue_model import ROW
from app.ui.queue_rows import QueueRow
from app.ui.texts import Texts

ROW_HEIGHT = 68
_ELIDE = Qt.TextElideMode.ElideRight
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class QueueDelegate(QStyledItemDelegate):
    """Three quiet lines a row; `masked` hides names from people in front of the screen."""

    def __init__(self, texts: Texts, clock: Clock, masked: Callable[[], bool]) -> None:
        super().__init__()
        self._texts, self._clock, self._masked = texts, clock, masked
        self.colours = look.LIGHT
        self.signs_first = False  # the office's rule: nothing is deposited before it is signed
        self.rest_of: Callable[[QueueRow], int] = lambda _: 0  # seconds until the deposit
        self._plain, self._small = look.font(), look.font(look.TEXT_SMALL)
        self._bold, self._small_bold = look.font(bold=True), look.font(look.TEXT_SMALL, bold=True)
        self._metrics = {
            id(f): QFontMetrics(f) for f in (self._plain, self._small, self._bold, self._small_bold)
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        if row is None:
            return
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._ground(painter, area, chosen=chosen)
        self._lines(painter, area.adjusted(look.MEDIUM, look.SMALL - 2, -look.MEDIUM, -look.SMALL + 2), row)
        painter.restore()

    def spoken(self, row: QueueRow) -> str:
        """Return the whole row as a sentence, for tooltips and screen readers."""
        parts = [
            self._state(row),
            row.source,
            self._who(row),
            row.dossier,
            words.age(self._texts, row.captured_at, self._clock()),
            self._more(row),
        ]
        return ", ".join(part for part in parts if part)

    def _state(self, row: QueueRow) -> str:
        held, to_sign = row.hold is not None, row.unsigned and self.signs_first
        return words.state_word(self._texts, row.state, held=held, blocks=row.blocks, to_sign=to_sign)

    def _more(self, row: QueueRow) -> str:
        """What is wrong with the scan, why it is held, or how long it rests before its deposit."""
        told = [*row.flaws, *([row.hold] if row.hold else [])]
        if told:
            return " ".join(map(self._texts.say, told))
        seconds = self.rest_of(row)
        return self._texts.text("resting-row", seconds=seconds) if seconds else ""

    def _who(self, row: QueueRow) -> str:
        return self._texts.text("station-masked") if row.owner and self._masked() else row.owner

    def _ground(self, painter: QPainter, area: QRect, *, chosen: bool) -> None:
        painter.fillRect(area, QColor(self.colours.chosen if chosen else self.colours.surface))
        painter.setPen(QColor(self.colours.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if chosen:
            painter.fillRect(QRect(area.left(), area.top(), 4, area.height()), QColor(self.colours.accent))

    def _lines(self, painter: QPainter, area: QRect, row: QueueRow) -> None:
        colours, texts = self.colours, self._texts
        held = row.hold is not None
        tone = getattr(colours, words.state_tone(row.state, held=held, blocks=row.blocks))
        mark = icons.picture(words.state_icon(row.state, held=held, blocks=row.blocks), tone.ink, look.ICON)
        painter.drawPixmap(area.left(), area.top() + 1, mark)
        beside = area.adjusted(look.ICON + look.SMALL, 0, 0, 0)
        height = beside.height() // 3
        first, second, third = (
            QRect(beside.left(), beside.top() + i * height, beside.width(), height) for i in range(3)
        )
        left = self._text(
            painter,
            first,
            words.age(texts, row.captured_at, self._clock()),
            self._small,
            colours.muted,
            _RIGHT,
        )
        self._text(painter, first.adjusted(0, 0, -left - look.SMALL, 0), row.source, self._bold, colours.text)
        who = self._who(row)
        subject = f"{who} · {row.dossier}" if who and row.dossier else who or row.dossier or row.read
        self._text(
            painter,
            second,
            subject or texts.text("station-no-dossier-yet"),
            self._plain,
            colours.text if subject else colours.muted,
        )
        word = self._state(row)
        used = self._text(painter, third, word, self._small_bold, tone.ink)
        if more := self._more(row):
            rest = third.adjusted(used + look.SMALL, 0, 0, 0)
            self._text(painter, rest, more, self._small, colours.asks.ink if row.flaws else colours.muted)

    def _text(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        font: QFont,
        colour: str,
        align: Qt.AlignmentFlag = _LEFT,
    ) -> int:
        """Draw one line, cut with an ellipsis where it must be; return its width."""
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = self._metrics[id(font)]
        shown = metrics.elidedText(text.replace("\n", " "), _ELIDE, area.width())
        painter.drawText(area, int(align | Qt.TextFlag.TextSingleLine), shown)
        return min(area.width(), metrics.horizontalAdvance(shown))
