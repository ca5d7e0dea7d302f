"""Fetches what will be looked at next, so that the next scan stands there as soon as the key goes down."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from app.pipeline.desk import Desk
from app.ui.bridge import Bridge, Line
from app.ui.case import Case, load_case
from app.ui.pages import PageStore, Picture, page_key
from app.ui.queue_rows import Rows

SCANS_AHEAD = 2
CASES_KEPT = 6


class Ahead(QObject):
    """Keeps a few cases, loaded before they are opened; a case older than its row in the queue is not given."""

    def __init__(self, desk: Desk, bridge: Bridge, store: PageStore, rows: Rows) -> None:
        super().__init__()
        self._desk, self._bridge, self._store, self._rows = desk, bridge, store, rows
        self._cases: dict[str, Case] = {}
        self.office = ""  # of the settings

    def look(self, after: str) -> None:
        """Fetch the scans that need a person after this one, and their first pages."""
        wanted: list[str] = []
        while len(wanted) < SCANS_AHEAD:
            following = self._rows.next_needing(wanted[-1] if wanted else after, {after, *wanted})
            if following is None:
                return
            wanted.append(following)
            self._bridge.ask(
                partial(self._fetch, following), self._keep, line=Line.AHEAD, topic=f"ahead-{len(wanted)}"
            )

    def at_hand(self, scan_id: str) -> bool:
        """Whether the case of this scan and its first page need no waiting."""
        case = self._cases.get(scan_id)
        return case is not None and self._store.has(page_key(case.scan, case.pages[0]))

    def take(self, scan_id: str) -> Case | None:
        """Return the case of a scan if it is at hand and nothing has happened to the scan since."""
        case, row = self._cases.pop(scan_id, None), self._rows.get(scan_id)
        return case if case and row and case.scan.changed_at == row.changed_at else None

    def _fetch(self, scan_id: str) -> tuple[Case, Picture | None]:
        case = load_case(self._desk, scan_id, self.office)
        key = page_key(case.scan, case.pages[0])
        return case, None if self._store.has(key) else self._store.render(case.scan, key)

    def _keep(self, found: tuple[Case, Picture | None]) -> None:
        case, picture = found
        if picture:
            self._store.keep(page_key(case.scan, case.pages[0]), picture)
        self._cases[case.scan.id] = case
        while len(self._cases) > CASES_KEPT:
            del self._cases[next(iter(self._cases))]
