"""Which scan is open, which dossier is chosen, and whether it has been seen long enough to decide. No widgets here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.dossier import Dossier
from app.domain.messages import Message
from app.domain.scan import Scan
from app.pipeline.desk import Desk
from app.pipeline.ports import FieldsSeen
from app.ui.ahead import Ahead
from app.ui.bridge import Bridge
from app.ui.case import Case, Choice, load_case, same_sight, with_found
from app.ui.pages import PageKey, page_key
from app.ui.queue_rows import Rows

GUARD_SECONDS = (
    0.35  # nobody has looked at a page in less; the second press of a double Enter comes within it
)


class Clerk(QObject):
    """One person at one desk."""

    shown = Signal(object, object)  # Case or None, Choice or None
    not_opened = Signal(object, str)  # Message, id of the scan

    def __init__(
        self, desk: Desk, bridge: Bridge, rows: Rows, ahead: Ahead, monotonic: Callable[[], float]
    ) -> None:
        super().__init__()
        self._desk, self._bridge, self._rows, self._monotonic = desk, bridge, rows, monotonic
        self._ahead = ahead
        self._case: Case | None = None
        self._choice: Choice | None = None
        self._opening = ""
        self._seen_since: float | None = None
        self.busy: set[str] = set()  # scans decided on, before the journal has said so

    @property
    def case(self) -> Case | None:
        """The case that is open."""
        return self._case

    @property
    def choice(self) -> Choice | None:
        """The dossier that Enter would accept."""
        return self._choice

    @property
    def idle(self) -> bool:
        """Whether no scan is open, nor being opened."""
        return self._case is None and not self._opening

    # --- opening ---

    @Slot(str)
    def open(self, scan_id: str) -> None:
        """Open a scan; until it is there, nothing can be decided."""
        self._case = self._choice = self._seen_since = None
        prepared = self._ahead.take(scan_id)
        if prepared:
            self._bridge.drop("case")
            self._opened(prepared)
            return
        self._opening = scan_id
        self._bridge.ask(
            partial(load_case, self._desk, scan_id, self._ahead.office),
            self._opened,
            self._not_opened,
            topic="case",
        )

    def open_next(self, after: str = "") -> None:
        """Open the next scan that needs a person; show that there is none, where there is none."""
        following = self._rows.next_needing(after, self.busy)
        if following:
            self.open(following)
            return
        self._bridge.drop("case")
        self._case = self._choice = self._seen_since = None
        self._opening = ""
        self.shown.emit(None, None)

    def _opened(self, case: Case) -> None:
        self._opening = ""
        self._show(case)

    def _not_opened(self, message: Message) -> None:
        scan_id, self._opening = self._opening, ""
        self.not_opened.emit(message, scan_id)

    def _show(self, case: Case) -> None:
        self._case, self._choice, self._seen_since = case, case.preselected, None
        self.shown.emit(case, self._choice)

    # --- seeing ---

    def page_painted(self, key: PageKey) -> None:
        """Note that a page has been on the screen."""
        case = self._case
        if case is None or self._seen_since is not None or key.page not in case.pages:
            return
        if key == page_key(case.scan, key.page):
            self._seen_since = self._monotonic()

    def look_again(self) -> None:
        """Forget that the page has been seen: nobody was there."""
        self._seen_since = None

    def page_not_shown(self) -> None:
        """Note that the page can't be shown: a person may still decide, but nothing is chosen for them."""
        if self._case and self._seen_since is None:
            self._seen_since = self._monotonic()
            self._choose(None)

    @property
    def ready(self) -> bool:
        """Whether what is open has been seen long enough to be decided on."""
        return self._seen_since is not None and self._monotonic() - self._seen_since >= GUARD_SECONDS

    # --- choosing ---

    @Slot(int)
    def choose(self, number: int) -> None:
        """Choose the card with this digit; 0 is the dossier found by hand."""
        if self._case is None or not self._case.linkable:
            return
        if number == 0 and self._case.found:
            self._choose(self._case.found)
        elif 1 <= number <= len(self._case.choices):
            self._choose(self._case.choices[number - 1])

    def take(self, dossier: Dossier) -> None:
        """Choose a dossier found in the register; it has to be seen for a moment, too."""
        if self._case and self._case.linkable:
            self._case = with_found(self._case, dossier)
            if self._seen_since is not None:
                self._seen_since = self._monotonic()
            self._choose(self._case.found)

    def _choose(self, choice: Choice | None) -> None:
        self._choice = choice
        self.shown.emit(self._case, choice)

    # --- what happens elsewhere ---

    @Slot(list)
    def scans_changed(self, scans: list[Scan]) -> None:
        """Follow what happened to the scan that is open; open one where none is."""
        for scan in scans:
            if self._case and scan.id == self._case.scan.id:
                self._follow(scan)
        if self.idle and self._rows.next_needing("", self.busy):
            self.open_next()

    @Slot(object)
    def fields_seen(self, seen: FieldsSeen) -> None:
        """Show what a first look found on the scan that is open, until its reading is there."""
        case = self._case
        if case and case.scan.id == seen.scan_id and case.scan.reading is None:
            self._case = replace(case, fields=seen.fields)
            self.shown.emit(self._case, self._choice)

    def _follow(self, scan: Scan) -> None:
        assert self._case is not None
        if not same_sight(self._case.scan, scan):
            self.open(scan.id)
        elif scan != self._case.scan:
            self._case = replace(self._case, scan=scan)
            self.shown.emit(self._case, self._choice)
