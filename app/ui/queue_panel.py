"""The left side: shelves as tabs, a filter, the queue itself, and what to do when there is nothing in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from app.domain.scan import Clock
from app.ui import icons, look
from app.ui.empty import EmptyState
from app.ui.queue_delegate import ROW_HEIGHT, QueueDelegate
from app.ui.queue_model import ROW, QueueModel
from app.ui.queue_rows import Shelf
from app.ui.texts import Texts

TAB_PADDING = 14


class QueuePanel(QFrame):
    """Shows the model; says which scan a person chose."""

    chosen = Signal(str)  # a scan's id
    folder_wanted = Signal()
    shelf_shown = Signal(object)  # Shelf

    def __init__(self, model: QueueModel, texts: Texts, clock: Clock, masked: Callable[[], bool]) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self._model, self._texts = model, texts
        self._bold = QFontMetrics(look.font(bold=True))
        self._current = ""
        self.watching = True
        self.delegate = QueueDelegate(texts, clock, masked)
        self.view = QueueView(self.delegate)
        self.view.setModel(model)
        model.spoken = self.delegate.spoken
        self._tabs, tab_row = self._make_tabs()
        self.filter, self.turn = QLineEdit(), QToolButton()
        self._empty = EmptyState(texts)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tab_row)
        column.addWidget(self._filter_row())
        column.addWidget(self._stack, 1)
        self._connect()
        self.retold()

    def _make_tabs(self) -> tuple[dict[Shelf, QPushButton], QWidget]:
        holder, group, tabs = QWidget(), QButtonGroup(self), {}
        row = QHBoxLayout(holder)
        row.setContentsMargins(look.TIGHT, look.TIGHT, look.TIGHT, 0)
        row.setSpacing(0)
        for shelf in Shelf:
            tab = tabs[shelf] = QPushButton()
            tab.setProperty("kind", "tab")
            tab.setCheckable(True)
            tab.setChecked(shelf is self._model.shelf)
            tab.clicked.connect(lambda _=False, shelf=shelf: self.show_shelf(shelf))
            group.addButton(tab)
            row.addWidget(tab)
        row.addStretch(1)
        return tabs, holder

    def _filter_row(self) -> QWidget:
        holder = QFrame()
        holder.setProperty("kind", "toolbar")
        row = QHBoxLayout(holder)
        row.setContentsMargins(look.SMALL, look.TIGHT, look.SMALL, look.SMALL)
        row.setSpacing(look.TIGHT)
        self.filter.setClearButtonEnabled(True)
        self._texts.bind(self, self.filter.setPlaceholderText, "station-queue-filter")
        self._texts.bind(self, self.filter.setAccessibleName, "station-queue-filter")
        self.turn.setCheckable(True)
        self._texts.bind(self, self.turn.setToolTip, "station-queue-newest-first")
        self._texts.bind(self, self.turn.setAccessibleName, "station-queue-newest-first")
        row.addWidget(self.filter, 1)
        row.addWidget(self.turn)
        return holder

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._refresh)
        self.turn.toggled.connect(self._refresh)
        self.view.selectionModel().currentChanged.connect(self._moved)
        for signal in (self._model.modelReset, self._model.rowsInserted, self._model.rowsRemoved):
            signal.connect(self._settled)
        self._texts.changed.connect(self.retold)
        self._empty.acted.connect(self.folder_wanted)

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours of a theme."""
        self.delegate.colours = colours
        self.turn.setIcon(icons.icon("history", colours.muted))
        self._empty.dressed(colours)
        self.view.viewport().update()

    @Slot()
    def retold(self) -> None:
        """Write the tabs anew: the language or the counts have changed."""
        counts = self._model.counts
        for shelf, tab in self._tabs.items():
            word = self._texts.text(f"station-shelf-{shelf.value}")
            number = counts[shelf]
            text = f"{word} {number}" if number and shelf is not Shelf.ALL else word
            tab.setText(text)
            tab.setMinimumWidth(self._bold.horizontalAdvance(text) + TAB_PADDING)
            tab.setAccessibleName(f"{word}: {number}")
            tab.setToolTip(self._texts.text(f"station-shelf-{shelf.value}-tip"))
        self.view.setAccessibleName(self._texts.text("station-queue"))
        self._tell_emptiness()
        self.view.viewport().update()

    def show_shelf(self, shelf: Shelf) -> None:
        """Show another shelf."""
        self._tabs[shelf].setChecked(True)
        # What waits longest stands first; what is finished is looked at from the newest back.
        newest_first = (shelf in (Shelf.DONE, Shelf.ALL)) != self.turn.isChecked()
        self._model.show(shelf, self.filter.text(), newest_first=newest_first)
        self.shelf_shown.emit(shelf)
        self.retold()

    def select(self, scan_id: str) -> None:
        """Mark the scan in the list, where it is shown, without telling that it was chosen."""
        self._current = scan_id
        self._mark()

    @Slot()
    def take_keys(self) -> None:
        """Let the keys go to the queue."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _refresh(self) -> None:
        self.show_shelf(self._model.shelf)

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, index: QModelIndex, _: QModelIndex) -> None:
        row = index.data(ROW) if index.isValid() else None
        if row is not None and row.scan != self._current and not (self._settling or self._model.changing):
            self._current = row.scan
            self.chosen.emit(row.scan)

    _settling = False

    @Slot()
    def _settled(self) -> None:
        """Rows came or went: keep the mark on the scan that is open."""
        self._mark()
        self._tell_emptiness()

    def _mark(self) -> None:
        place = self._model.place(self._current) if self._current else -1
        self._settling = True
        selection = self.view.selectionModel()
        if place < 0:
            selection.clear()
        elif self.view.currentIndex().row() != place or not selection.hasSelection():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            selection.setCurrentIndex(self._model.index(place, 0), flags)
            self.view.scrollTo(self._model.index(place, 0))
        self._settling = False

    def _tell_emptiness(self) -> None:
        if self._model.rowCount():
            self._stack.setCurrentWidget(self.view)
            return
        if self.filter.text():
            self._empty.tell("search", "station-empty-filter", "")
        elif self._model.counts[Shelf.ALL] == 0 and not self.watching:
            self._empty.tell("scanner", "station-empty-no-folder", "station-empty-no-folder-do")
        elif self._model.counts[Shelf.ALL] == 0:
            self._empty.tell("inbox", "station-empty-queue", "station-empty-queue-do")
        else:
            self._empty.tell("sun", f"station-empty-{self._model.shelf.value}", "")
        self._stack.setCurrentWidget(self._empty)


class QueueView(QTableView):
    """One column of rows of equal height, so that 100,000 rows cost no more than those on the screen."""

    def __init__(self, delegate: QueueDelegate) -> None:
        super().__init__()
        self.setObjectName("queue")
        self._delegate = delegate
        self.setItemDelegate(delegate)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMinimumWidth(200)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.indexAt(event.pos()).data(ROW)
            QToolTip.showText(event.globalPos(), self._delegate.spoken(row) if row else "", self)
            return True
        return bool(super().viewportEvent(event))
