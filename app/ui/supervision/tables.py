"""The tables of the dashboard: units ranked, and the dossiers behind a figure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.domain.dossier import Dossier
from app.supervision.difference import Difference
from app.supervision.figures import Listed
from app.supervision.overview import UnitRow
from app.supervision.worklists import Item
from app.ui import look
from app.ui.texts import Texts, day

_ROW_HEIGHT, _COLUMN_WIDTH, _DAY_WIDTH = 34, 168, 110  # read from the back of a room

# Columns of the units: text of the head, which flag colours the cell, which list stands behind it.
UNIT_COLUMNS = (
    ("overview-unit", "", "results_missing"),
    ("overview-overdue", "overdue", "overdue"),
    ("overview-digitization", "digitization", "results_missing"),
    ("overview-online", "online", "online"),
    ("overview-payment", "payment", "paid_online"),
    ("overview-missing", "", "results_missing"),
    ("overview-effect", "", "results_missing"),
)
LIST_COLUMNS = (
    "overview-dossier",
    "overview-owner",
    "overview-procedure",
    "overview-promised",
    "overview-solved",
    "worklist-given-to",
)


def percent(rate: float | None) -> str:
    """Return a rate as people read it; a dash when there is none."""
    return "–" if rate is None else f"{rate * 100:.1f} %".replace(".", ",")


class UnitTable(QTableWidget):
    """Units, the worst first; a cell chosen by key or click asks for the dossiers behind it."""

    asked = Signal(str, str)  # unit, key of a list

    def __init__(self, texts: Texts, colours: look.Colours) -> None:
        super().__init__(0, len(UNIT_COLUMNS))
        self._texts, self._colours, self._rows = texts, colours, list[UnitRow]()
        self._first_head = UNIT_COLUMNS[0][0]
        _prepare(self)
        for column in range(1, len(UNIT_COLUMNS)):
            self.setColumnWidth(column, _COLUMN_WIDTH)
        texts.bind(self, lambda _: self._head(), UNIT_COLUMNS[0][0])
        texts.bind(self, self.setAccessibleName, "overview-units")
        self.currentCellChanged.connect(self._chosen)

    def fill(self, rows: Sequence[UnitRow], head: str = "overview-unit") -> None:
        """Show these rows under the text `head`; the cell chosen before stays chosen."""
        if head != self._first_head:
            self._first_head = head
            self._head()
        place = (self.currentRow(), self.currentColumn())
        unit = self._rows[place[0]].code if 0 <= place[0] < len(self._rows) else None
        self.blockSignals(True)
        self._rows = list(rows)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(_texts_of(row)):
                self.setItem(number, column, self._cell(text, UNIT_COLUMNS[column][1] in row.flags, column))
            if row.code == unit:
                self.setCurrentCell(number, place[1])
        self.blockSignals(False)

    def _cell(self, text: str, flagged: bool, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem(f"⚑ {text}  " if flagged else f"{text}  ")  # not by colour alone
        if column:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if flagged:
            item.setForeground(QColor(self._colours.blocks.ink))
            item.setBackground(QColor(self._colours.blocks.paper))
        return item

    def _head(self) -> None:
        heads = [self._first_head, *(text for text, _, _ in UNIT_COLUMNS[1:])]
        self.setHorizontalHeaderLabels([self._texts.text(text) for text in heads])
        for column in range(1, len(UNIT_COLUMNS)):
            if (head := self.horizontalHeaderItem(column)) is not None:
                head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @Slot(int, int, int, int)
    def _chosen(self, row: int, column: int, _row: int, _column: int) -> None:
        if 0 <= row < len(self._rows) and column >= 0:
            self.asked.emit(self._rows[row].code, UNIT_COLUMNS[column][2])


# Of the dossiers that one view alone counts: the days that make it so, and the reason.
DIFFERENCE_COLUMNS = (
    "overview-dossier",
    "overview-owner",
    "overview-procedure",
    "second-look-received",
    "overview-solved",
    "overview-why",
)


class DossierTable(QTableWidget):
    """The dossiers behind a figure, or the lines of a work list; any of them can be selected."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(0, len(LIST_COLUMNS))
        self._texts, self._subjects = texts, list[str]()
        self._heads: tuple[str, ...] = LIST_COLUMNS
        _prepare(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column in (3, 4):
            self.setColumnWidth(column, _DAY_WIDTH)
        texts.bind(self, lambda _: self._head(), LIST_COLUMNS[0])
        texts.bind(self, self.setAccessibleName, "overview-dossiers")

    def fill(self, dossiers: Sequence[Listed]) -> None:
        """Show these dossiers."""
        self._put(
            [listed.dossier.code for listed in dossiers],
            [(*_cells(listed.dossier), "") for listed in dossiers],
        )

    def fill_work(self, items: Sequence[Item]) -> None:
        """Show these lines of a work list."""
        rows = []
        for item in items:
            code, *cells = (
                (item.subject, "", item.why, day(item.since), "")
                if item.why or item.dossier is None
                else _cells(item.dossier)
            )
            given = " · ".join(filter(None, (item.assigned, item.note)))
            rows.append((code, *cells, given))
        self._put([item.subject for item in items], rows)

    def fill_differences(self, found: Sequence[Difference]) -> None:
        """Show these dossiers, each with why only one view counts it."""
        rows = []
        for one in found:
            dossier = one.listed.dossier
            code, owner, procedure, _, solved = _cells(dossier)
            reason = self._texts.text(one.reason)  # it says which view, too
            rows.append((code, owner, procedure, day(dossier.received_at), solved, reason))
        self._put([one.listed.dossier.code for one in found], rows, DIFFERENCE_COLUMNS)

    def chosen(self) -> list[str]:
        """Return what the selected lines speak of: codes of dossiers, or ids of scans."""
        return [self._subjects[row] for row in sorted({index.row() for index in self.selectedIndexes()})]

    def _put(
        self,
        subjects: list[str],
        rows: Sequence[tuple[str, ...]],
        heads: tuple[str, ...] = LIST_COLUMNS,
    ) -> None:
        if heads != self._heads:
            self._heads = heads
            self._head()
        kept = set(self.chosen())
        self._subjects = subjects
        self.clearSelection()
        self.setRowCount(len(rows))
        for number, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(number, column, item)
                item.setSelected(subjects[number] in kept)
        self.resizeColumnToContents(0)
        self.resizeColumnToContents(1)
        if self._heads is not LIST_COLUMNS:
            self.resizeColumnToContents(len(self._heads) - 1)

    def _head(self) -> None:
        self.setHorizontalHeaderLabels([self._texts.text(text) for text in self._heads])


def _prepare(table: QTableWidget) -> None:
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setProperty("kind", "framed")
    table.setFont(look.font(look.TEXT_LARGE))
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)


def _cells(one: Dossier) -> tuple[str, str, str, str, str]:
    return one.code, one.owner_name, one.procedure_name, day(one.due_at), day(one.solved_at)


def _texts_of(row: UnitRow) -> tuple[str, ...]:
    own = row.figures
    rates = (own.overdue_rate, own.digitization_rate, own.online_rate, own.payment_rate)
    missing = own.results_due - own.results_stored
    name = f"{row.name} · {row.code}" if row.name else row.code or "–"
    return (
        name,
        *map(percent, rates),
        str(missing),
        f"+{row.effect:.3f}".replace(".", ",") if row.effect else "–",
    )
