"""The queue as Qt sees it: the rows of one shelf, made for 100,000 of them and for many changes at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.folding import without_marks
from app.domain.scan import Clock
from app.ui.queue_rows import QueueRow, Rows, Shelf, by_capture

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
REBUILD_FROM = 40  # this many separate changes of the shown rows cost more than one new list


class QueueModel(QAbstractTableModel):
    """Keeps the rows in the order of capture; with the newest first, Qt sees the same list from its end."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.rows = Rows(clock)
        self._shown: list[QueueRow] = []  # always the oldest first
        self._shelf = Shelf.NEEDS
        self._wanted = ""
        self._newest_first = False
        self.changing = False  # rows come or go: what Qt then does to the selection is no choice of a person
        self.spoken: Callable[[QueueRow], str] = lambda row: row.source  # for screen readers

    # --- what Qt asks ---

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._shown[-1 - index.row() if self._newest_first else index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spoken(row)
        return None

    # --- what the window asks ---

    @property
    def shelf(self) -> Shelf:
        """The shelf shown."""
        return self._shelf

    @property
    def counts(self) -> dict[Shelf, int]:
        """How many rows each shelf has."""
        return dict(self.rows.counts)

    def show(self, shelf: Shelf, wanted: str = "", *, newest_first: bool = False) -> None:
        """Show another shelf, only rows with the text `wanted` (any part, without tone marks)."""
        self._shelf, self._wanted, self._newest_first = shelf, without_marks(wanted).strip(), newest_first
        self._rebuild()

    def place(self, scan_id: str) -> int:
        """Return where the scan's row is shown, or -1."""
        row = self.rows.get(scan_id)
        place = self._index(row) if row else -1
        return place if place < 0 or not self._newest_first else len(self._shown) - 1 - place

    def put(self, rows: Iterable[QueueRow]) -> None:
        """Take new and changed rows."""
        self.changing = True
        try:
            self._put(rows)
        finally:
            self.changing = False

    # --- inside: places here are those of _shown ---

    def _put(self, rows: Iterable[QueueRow]) -> None:
        if self.rows.new_day():
            self._rebuild()
        came: list[QueueRow] = []
        gone: list[QueueRow] = []
        for row in {row.scan: row for row in rows}.values():
            old = self.rows.get(row.scan)
            if not self.rows.keep(row):
                continue
            was, is_now = old is not None and self._fits(old), self._fits(row)
            if was and is_now and old is not None and old.order == row.order:
                self._replace(old, row)
            else:
                gone += [old] if was and old else []
                came += [row] if is_now else []
        self._apply(sorted(came, key=by_capture), gone)

    def _fits(self, row: QueueRow) -> bool:
        return self.rows.on(self._shelf, row) and (not self._wanted or self._wanted in row.folded)

    def _index(self, row: QueueRow) -> int:
        place = bisect_left(self._shown, by_capture(row), key=by_capture)
        return place if place < len(self._shown) and self._shown[place].scan == row.scan else -1

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._shown = self.rows.shelf(self._shelf, self._wanted)
        self.endResetModel()

    def _replace(self, old: QueueRow, new: QueueRow) -> None:
        place = self._index(old)
        self._shown[place] = new
        seen = self.index(len(self._shown) - 1 - place if self._newest_first else place, 0)
        self.dataChanged.emit(seen, seen)

    def _apply(self, came: list[QueueRow], gone: list[QueueRow]) -> None:
        runs = self._runs(came)
        if len(runs) + len(gone) > REBUILD_FROM:
            self._rebuild()
            return
        for place, run in reversed(runs):  # from the end, so that the places before stay what they are
            first = len(self._shown) - place if self._newest_first else place
            self.beginInsertRows(_NOWHERE, first, first + len(run) - 1)
            self._shown[place:place] = run
            self.endInsertRows()
        for row in gone:
            place = self._index(row)
            if place >= 0:
                seen = len(self._shown) - 1 - place if self._newest_first else place
                self.beginRemoveRows(_NOWHERE, seen, seen)
                del self._shown[place]
                self.endRemoveRows()

    def _runs(self, came: list[QueueRow]) -> list[tuple[int, list[QueueRow]]]:
        """The new rows, divided by the gaps of the shown ones that they fall into."""
        runs: list[tuple[int, list[QueueRow]]] = []
        for row in came:
            place = bisect_left(self._shown, by_capture(row), key=by_capture)
            if runs and runs[-1][0] == place:
                runs[-1][1].append(row)
            else:
                runs.append((place, [row]))
        return runs
