"""The queue: a row for each scan, on shelves; made for 100,000 rows, and for many changes at once."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.ledger import local_day
from app.domain.messages import Message
from app.domain.scan import Clock, Scan, ScanState, Severity

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
REBUILD_FROM = 24  # this many changes of the shown rows are cheaper as one new list than one by one


class Shelf(StrEnum):
    """Which scans are shown."""

    NEEDS = "needs"
    WORKING = "working"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What the queue shows of one scan."""

    scan: str
    state: ScanState
    hold: Message | None
    blocks: bool
    source: str
    dossier: str
    owner: str
    captured_at: datetime
    changed_at: datetime
    order: float  # seconds: the time of capture
    folded: str

    @property
    def needs_person(self) -> bool:
        """Whether a person must look."""
        return self.hold is not None and not self.state.finished


def row_of(scan: Scan) -> QueueRow:
    """Return the queue's row for a scan."""
    code, owner = _subject(scan)
    return QueueRow(
        scan=scan.id,
        state=scan.state,
        hold=scan.hold.message if scan.hold else None,
        blocks=bool(scan.hold and scan.hold.severity is Severity.BLOCKS),
        source=scan.source,
        dossier=code,
        owner=owner,
        captured_at=scan.captured_at,
        changed_at=scan.changed_at or scan.captured_at,
        order=scan.captured_at.timestamp(),
        folded=fold(f"{scan.source} {code} {owner}"),
    )


def _subject(scan: Scan) -> tuple[str, str]:
    """The dossier a scan is linked to, or the one proposed first, and its owner's name."""
    for candidate in scan.candidates:
        if scan.dossier in (None, candidate.dossier):
            return candidate.dossier, candidate.owner_name
    return scan.dossier or "", ""


def fold(text: str) -> str:
    """Return the text in small letters without tone marks, for looking things up in the queue."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


class QueueModel(QAbstractTableModel):
    """The rows of one shelf that hold the wanted text, in the order of capture; the data role ROW is the QueueRow."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._rows: dict[str, QueueRow] = {}
        self._open: dict[str, QueueRow] = {}  # those of _rows that are not finished
        self._shown: list[QueueRow] = []
        self._shelf = Shelf.NEEDS
        self._wanted = ""
        self._newest_first = False
        self._counts = dict.fromkeys(Shelf, 0)
        self._today = local_day(clock())
        self.changing = False  # rows come or go: what Qt then does to the selection is no choice of a person
        self.spoken: Callable[[QueueRow], str] = lambda row: (
            row.source
        )  # a row as a sentence, for screen readers

    # --- what Qt asks ---

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._shown[index.row()]
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
        return dict(self._counts)

    def show(self, shelf: Shelf, wanted: str = "", *, newest_first: bool = False) -> None:
        """Show another shelf, only rows with the text `wanted` (any part, without tone marks)."""
        self._shelf, self._wanted, self._newest_first = shelf, fold(wanted), newest_first
        self._rebuild()

    def put(self, rows: Iterable[QueueRow]) -> None:
        """Take new and changed rows."""
        self.changing = True
        try:
            self._put(rows)
        finally:
            self.changing = False

    def _put(self, rows: Iterable[QueueRow]) -> None:
        self._turn_of_day()
        came: list[QueueRow] = []
        gone: list[QueueRow] = []
        changed: list[tuple[QueueRow, QueueRow]] = []
        for row in {row.scan: row for row in rows}.values():
            old = self._rows.get(row.scan)
            if old is not None and old.changed_at > row.changed_at:
                continue  # a list read before the event came
            self._keep(row)
            self._count(old, -1)
            self._count(row, +1)
            was, is_now = old is not None and self._fits(old), self._fits(row)
            if was and is_now and old is not None and old.order == row.order:
                changed.append((old, row))
            else:
                gone += [old] if was and old else []
                came += [row] if is_now else []
        self._apply(came, gone, changed)

    def place(self, scan_id: str) -> int:
        """Return where the scan's row is shown, or -1."""
        row = self._rows.get(scan_id)
        return self._index(row) if row else -1

    def row(self, scan_id: str) -> QueueRow | None:
        """Return the row of a scan, shown or not."""
        return self._rows.get(scan_id)

    def next_needing(self, after: str, besides: set[str]) -> str | None:
        """Return the next scan (in the order of capture, then from the start) that needs a person, not in `besides`."""
        needing = [row for row in self.unfinished() if row.needs_person and row.scan not in besides]
        start = self._rows.get(after)
        if start:
            later = [row for row in needing if _by_capture(row) > _by_capture(start)]
            needing = later + needing
        return next((row.scan for row in needing if row.scan != after), None)

    def unfinished(self) -> list[QueueRow]:
        """Return the rows of all scans that are neither stored nor rejected, oldest first."""
        return sorted(self._open.values(), key=_by_capture)

    @property
    def oldest(self) -> QueueRow | None:
        """The row of the scan that has waited longest."""
        return min(self._open.values(), key=_by_capture, default=None)

    # --- inside ---

    def _keep(self, row: QueueRow) -> None:
        self._rows[row.scan] = row
        if row.state.finished:
            self._open.pop(row.scan, None)
        else:
            self._open[row.scan] = row

    def _fits(self, row: QueueRow) -> bool:
        return self._on(self._shelf, row) and (not self._wanted or self._wanted in row.folded)

    def _on(self, shelf: Shelf, row: QueueRow) -> bool:
        match shelf:
            case Shelf.NEEDS:
                return row.needs_person
            case Shelf.WORKING:
                return not row.state.finished and row.hold is None
            case Shelf.DONE:
                return row.state.finished and local_day(row.changed_at) == self._today
        return True

    def _count(self, row: QueueRow | None, step: int) -> None:
        if row is not None:
            for shelf in Shelf:
                self._counts[shelf] += step * self._on(shelf, row)

    def _turn_of_day(self) -> None:
        today: date = local_day(self._clock())
        if today != self._today:
            self._today = today
            self._counts = {s: sum(self._on(s, row) for row in self._rows.values()) for s in Shelf}
            self._rebuild()

    def _key(self, row: QueueRow) -> tuple[float, str]:
        return (-row.order if self._newest_first else row.order, row.scan)

    def _index(self, row: QueueRow) -> int:
        place = bisect_left(self._shown, self._key(row), key=self._key)
        return place if place < len(self._shown) and self._shown[place].scan == row.scan else -1

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._shown = sorted((row for row in self._rows.values() if self._fits(row)), key=self._key)
        self.endResetModel()

    def _apply(
        self, came: list[QueueRow], gone: list[QueueRow], changed: list[tuple[QueueRow, QueueRow]]
    ) -> None:
        for old, new in changed:
            place = self._index(old)
            self._shown[place] = new
            self.dataChanged.emit(self.index(place, 0), self.index(place, 0))
        came.sort(key=self._key)
        if came and not gone and self._joins(came):
            return
        if len(came) + len(gone) > REBUILD_FROM:
            self._rebuild()
            return
        for row in gone:
            place = self._index(row)
            if place >= 0:
                self.beginRemoveRows(_NOWHERE, place, place)
                del self._shown[place]
                self.endRemoveRows()
        for row in came:
            place = bisect_left(self._shown, self._key(row), key=self._key)
            self.beginInsertRows(_NOWHERE, place, place)
            self._shown.insert(place, row)
            self.endInsertRows()

    def _joins(self, came: list[QueueRow]) -> bool:
        """Put rows that all belong in one gap there, as one insertion."""
        place = bisect_left(self._shown, self._key(came[0]), key=self._key)
        if place < len(self._shown) and self._key(came[-1]) > self._key(self._shown[place]):
            return False
        self.beginInsertRows(_NOWHERE, place, place + len(came) - 1)
        self._shown[place:place] = came
        self.endInsertRows()
        return True


def _by_capture(row: QueueRow) -> tuple[float, str]:
    return (row.order, row.scan)
