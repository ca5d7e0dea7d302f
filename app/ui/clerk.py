"""The clerk's acts: which scan is open, which dossier is chosen, and what a key press may do. No widgets here.

A link is made only of what has been seen: the page of this scan must have been on the screen for a moment, and the scan
must not have changed since. So a double Enter never links twice, and never links the scan that came after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.dossier import Dossier
from app.domain.messages import Message
from app.domain.scan import Scan
from app.pipeline.desk import Desk
from app.ui.bridge import Bridge, Line
from app.ui.case import Case, Choice, load_case, same_sight, with_found
from app.ui.pages import PageKey
from app.ui.queue_model import QueueModel, row_of
from app.ui.undo import Done, UndoList

GUARD_SECONDS = (
    0.35  # nobody has looked at a page in less; the second press of a double Enter comes within it
)
ILLEGAL = "illegal-fact"


class Clerk(QObject):
    """One person at one desk."""

    shown = Signal(object, object)  # Case or None, Choice or None
    search_wanted = Signal()
    refused = Signal(object, str)  # Message, id of the scan it is about
    undo_offered = Signal(object)  # Done or None

    def __init__(self, desk: Desk, bridge: Bridge, model: QueueModel, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._desk, self._bridge, self._model, self._monotonic = desk, bridge, model, monotonic
        self._case: Case | None = None
        self._choice: Choice | None = None
        self._opening = ""
        self._seen_since: float | None = None
        self._busy: set[str] = set()
        self.undo_list = UndoList()

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
        self._opening = scan_id
        self._bridge.ask(
            partial(load_case, self._desk, scan_id), self._opened, self._not_opened, topic="case"
        )

    def open_next(self, after: str = "") -> None:
        """Open the next scan that needs a person; show that there is none, where there is none."""
        following = self._model.next_needing(after, self._busy)
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
        self.refused.emit(message, scan_id)

    def _show(self, case: Case) -> None:
        self._case, self._choice, self._seen_since = case, case.preselected, None
        self.shown.emit(case, self._choice)

    # --- seeing ---

    def page_painted(self, key: PageKey) -> None:
        """Note that a page has been on the screen."""
        case = self._case
        if case is None or self._seen_since is not None or key.page not in case.pages:
            return
        if (key.capture, key.reading) == (case.scan.capture, case.scan.reading or ""):
            self._seen_since = self._monotonic()

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

    # --- deciding ---

    @Slot()
    def accept(self) -> None:
        """Link the scan to the chosen dossier and open the next; without a choice, ask for one."""
        case, choice = self._case, self._choice
        if case is None or not case.linkable:
            return
        if choice is None:
            self.search_wanted.emit()
            return
        if self.ready:
            scan = case.scan
            self._act(
                scan,
                lambda: self._desk.link(scan.id, choice.code, seen=scan),
                Done("link", scan.id, choice.owner or choice.code),
            )

    def hold(self, reason: str) -> None:
        """Hold the scan for this reason and open the next."""
        if self._case:
            scan = self._case.scan
            self._act(scan, lambda: self._desk.hold(scan.id, reason), Done("hold", scan.id, scan.source))

    def reject(self, reason: str) -> None:
        """End the scan's life for this reason and open the next."""
        if self._case:
            scan = self._case.scan
            self._act(scan, lambda: self._desk.reject(scan.id, reason), None)

    @Slot()
    def release(self) -> None:
        """Let the held scan go on and open the next."""
        if self._case and self._case.scan.hold and self.ready:
            scan = self._case.scan
            self._act(scan, lambda: self._desk.release(scan.id), None)

    def confirm(self, reason: str) -> None:
        """Let a link stand that the program has stopped, for this reason, and open the next."""
        if self._case and self._case.confirmable:
            scan = self._case.scan
            self._act(scan, lambda: self._desk.confirm(scan.id, reason), None)

    @Slot()
    def unlink(self) -> None:
        """Take back the link of the scan that is open; it waits for a new decision."""
        if self._case and self._case.undoable and self.ready:
            self._take_back(Done("link", self._case.scan.id, ""))

    @Slot()
    def undo(self) -> None:
        """Take back the last act that can be taken back, and open its scan again."""
        done = self.undo_list.take()
        if done is None:
            return
        self._offer_undo()
        self._take_back(done)

    def _take_back(self, done: Done) -> None:
        call = self._desk.unlink if done.act == "link" else self._desk.release
        self._bridge.ask(
            lambda: call(done.scan_id),
            self._undone,
            lambda message: self._refuse(done.scan_id, message, "station-undo-too-late"),
            line=Line.ACTS,
        )

    def _undone(self, scan: Scan) -> None:
        self._model.put([row_of(scan)])
        self.open(scan.id)

    def _act(self, scan: Scan, call: Callable[[], Scan], done: Done | None) -> None:
        self._busy.add(scan.id)

        def acted(changed: Scan) -> None:
            self._busy.discard(scan.id)
            self._model.put([row_of(changed)])
            if done:
                self.undo_list.add(done)
                self._offer_undo()

        def failed(message: Message) -> None:
            self._busy.discard(scan.id)
            self._refuse(scan.id, message, "scan-changed-meanwhile")

        self._bridge.ask(call, acted, failed, line=Line.ACTS)
        self.open_next(scan.id)

    def _refuse(self, scan_id: str, message: Message, when_illegal: str) -> None:
        told = Message.of(when_illegal) if message.id == ILLEGAL else message
        self.refused.emit(told, scan_id)

    def _offer_undo(self) -> None:
        self.undo_offered.emit(self.undo_list.last)

    # --- what happens elsewhere ---

    @Slot(list)
    def scans_changed(self, scans: list[Scan]) -> None:
        """Follow what happened to the scan that is open, and forget acts that can't be taken back any more."""
        if self.undo_list.forget(scans):
            self._offer_undo()
        for scan in scans:
            if self._case and scan.id == self._case.scan.id:
                self._follow(scan)
        if self.idle and self._model.next_needing("", self._busy):
            self.open_next()

    def _follow(self, scan: Scan) -> None:
        assert self._case is not None
        if not same_sight(self._case.scan, scan):
            self.open(scan.id)
        elif scan != self._case.scan:
            self._case = replace(self._case, scan=scan)
            self.shown.emit(self._case, self._choice)
