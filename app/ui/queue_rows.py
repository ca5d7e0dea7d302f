"""The queue without Qt: a row for each scan, how many stand on each shelf, and which come next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter

from app.domain.folding import without_marks
from app.domain.ledger import local_day
from app.domain.messages import Message
from app.domain.page import Fields
from app.domain.rest import resting_since
from app.domain.scan import Clock, Scan, ScanState, Severity


class Shelf(StrEnum):
    """Which scans are shown."""

    NEEDS = "needs"
    WORKING = "working"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What the queue shows of one scan; `folded` is what the filter looks in, `read` what a first look found."""

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
    read: str = ""
    resting_since: datetime | None = None  # sealed, and about to be deposited
    flaws: tuple[Message, ...] = ()  # how it was scanned badly
    unsigned: bool = False  # sealed, and ours to sign: where the office signs first, it waits for that

    @property
    def needs_person(self) -> bool:
        """Whether a person must look."""
        return self.hold is not None and not self.state.finished


by_capture = attrgetter("order", "scan")  # the order of the queue; the id decides within a moment


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
        resting_since=resting_since(scan),
        unsigned=scan.may_be_signed,
        flaws=() if scan.state.finished else scan.flaws,
        folded=without_marks(f"{scan.source} {code} {owner}"),
    )


def with_first_fields(row: QueueRow, fields: Fields) -> QueueRow:
    """Return the row of a scan that is being read with the code and number seen so far (no names: people look on)."""
    found = (*fields.dossier_codes[:1], fields.document_number)
    return replace(row, read=" · ".join(one.value for one in found if one))


def _subject(scan: Scan) -> tuple[str, str]:
    """The dossier a scan is linked to, or the one proposed first, and its owner's name."""
    for candidate in scan.candidates:
        if scan.dossier in (None, candidate.dossier):
            return candidate.dossier, candidate.owner_name
    return scan.dossier or "", ""


class Rows:
    """Every row known; a row is replaced only by one that is not older."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rows: dict[str, QueueRow] = {}
        self._open: dict[str, QueueRow] = {}  # those that are not finished
        self._order: list[tuple[float, str]] = []  # (order, id) of every row, sorted when somebody looks
        self._today = local_day(clock())
        self.counts = dict.fromkeys(Shelf, 0)

    def get(self, scan_id: str) -> QueueRow | None:
        """Return the row of a scan, or None."""
        return self._rows.get(scan_id)

    def keep(self, row: QueueRow) -> bool:
        """Keep the row; tell whether it was not older than the one before."""
        old = self._rows.get(row.scan)
        if old is not None and old.changed_at > row.changed_at:
            return False  # read from a list before the event came
        self._rows[row.scan] = row
        if row.state.finished:
            self._open.pop(row.scan, None)
        else:
            self._open[row.scan] = row
        if old is None:
            self._order.append((row.order, row.scan))
        for shelf in Shelf:
            self.counts[shelf] += self.on(shelf, row) - (old is not None and self.on(shelf, old))
        return True

    def on(self, shelf: Shelf, row: QueueRow) -> bool:
        """Whether the row stands on this shelf."""
        match shelf:
            case Shelf.NEEDS:
                return row.needs_person
            case Shelf.WORKING:
                return not row.state.finished and row.hold is None
            case Shelf.DONE:
                return row.state.finished and local_day(row.changed_at) == self._today
        return True

    def shelf(self, shelf: Shelf, wanted: str) -> list[QueueRow]:
        """Return the rows of a shelf that hold the text `wanted` (folded), in the order of capture."""
        found = (
            sorted(self._open.values(), key=by_capture)
            if shelf in (Shelf.NEEDS, Shelf.WORKING)
            else self._all()
        )
        if shelf is not Shelf.ALL:
            found = [row for row in found if self.on(shelf, row)]
        return [row for row in found if wanted in row.folded] if wanted else found

    def _all(self) -> list[QueueRow]:
        self._order.sort()  # of a list that was sorted but for its end, this costs next to nothing
        rows = self._rows
        return [rows[scan_id] for _, scan_id in self._order]

    def new_day(self) -> bool:
        """Whether another day has begun; what was done "today" is then counted anew."""
        today: date = local_day(self._clock())
        if today == self._today:
            return False
        self._today = today
        self.counts = {shelf: sum(self.on(shelf, row) for row in self._rows.values()) for shelf in Shelf}
        return True

    def unfinished(self) -> list[QueueRow]:
        """Return the rows of all scans that are neither stored nor rejected, oldest first."""
        return sorted(self._open.values(), key=by_capture)

    def resting(self) -> list[QueueRow]:
        """Return the rows of sealed results that are about to be deposited."""
        return [row for row in self._open.values() if row.resting_since]

    @property
    def oldest(self) -> QueueRow | None:
        """The row of the scan that has waited longest."""
        return min(self._open.values(), key=by_capture, default=None)

    def following(self, scan_id: str) -> str | None:
        """Return the scan that was captured next and is not finished, or None."""
        start = self._rows.get(scan_id)
        following = _first_after(start, self._open.values()) if start else None
        return following.scan if following else None

    def next_needing(self, after: str, besides: set[str]) -> str | None:
        """Return the next scan (in the order of capture, then from the start) that needs a person, not in `besides`."""
        passed = besides | {after}
        left = [row for row in self._open.values() if row.hold is not None and row.scan not in passed]
        start = self._rows.get(after)
        following = _first_after(start, left) if start else None
        following = following or min(left, key=by_capture, default=None)
        return following.scan if following else None


def _first_after(start: QueueRow, rows: Iterable[QueueRow]) -> QueueRow | None:
    """The first in the order of capture that comes after `start`: looked for at each key, among thousands."""
    begin = by_capture(start)
    return min((row for row in rows if by_capture(row) > begin), key=by_capture, default=None)
