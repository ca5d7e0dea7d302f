"""What a clerk decides: accept, hold, reject, release, confirm, and take back. No widgets here.

A link is made only of what has been seen: the page of this scan must have been on the screen for a moment, and the scan
must not have changed since. So a double Enter never links twice, and never links the scan that came after.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.messages import Message
from app.domain.scan import Scan
from app.pipeline.desk import Desk
from app.pipeline.page_editor import restore
from app.pipeline.undoing import Done, acts_left
from app.ui.bridge import Bridge, Line
from app.ui.clerk import Clerk
from app.ui.queue_model import QueueModel
from app.ui.queue_rows import row_of
from app.ui.undo import UndoList

OVERTAKEN = ("illegal-fact", "scan-changed")  # somebody or something was faster


class Acts(QObject):
    """Each act is done in the pool, one after the other, while the next scan is already being shown."""

    search_wanted = Signal()
    refused = Signal(object, str)  # Message, id of the scan it is about
    undo_offered = Signal(object)  # Done or None

    def __init__(self, desk: Desk, bridge: Bridge, model: QueueModel, clerk: Clerk) -> None:
        super().__init__()
        self._desk, self._bridge, self._model, self._clerk = desk, bridge, model, clerk
        self.undo_list = UndoList()

    @Slot()
    def accept(self) -> None:
        """Link the scan to the chosen dossier and open the next; without any to choose from, ask for one."""
        case, choice = self._clerk.case, self._clerk.choice
        if case is None or not case.linkable:
            return
        if choice is None:
            if not case.choices:  # else a digit chooses: in the search box it would be searched for
                self.search_wanted.emit()
            return
        if choice.taken:
            self.refused.emit(Message.of("link-needs-relation", dossier=choice.code), case.scan.id)
        elif self._clerk.ready:
            scan = case.scan
            self.act(
                scan,
                lambda: self._desk.link(scan.id, choice.code, seen=scan),
                Done("link", scan.id, choice.owner or choice.code, lambda: self._desk.unlink(scan.id)),
            )

    def hold(self, reason: str) -> None:
        """Hold the scan for this reason and open the next."""
        if self._clerk.case:
            scan = self._clerk.case.scan
            back = Done("hold", scan.id, scan.source, lambda: self._desk.release(scan.id))
            self.act(scan, lambda: self._desk.hold(scan.id, reason), back)

    def reject(self, reason: str) -> None:
        """End the scan's life for this reason and open the next."""
        if self._clerk.case:
            scan = self._clerk.case.scan
            back = Done("reject", scan.id, scan.source, lambda: restore(self._desk, scan.id))
            self.act(scan, lambda: self._desk.reject(scan.id, reason), back)

    @Slot()
    def release(self) -> None:
        """Let the held scan go on and open the next."""
        if self._clerk.case and self._clerk.case.scan.hold and self._clerk.ready:
            scan = self._clerk.case.scan
            self.act(scan, lambda: self._desk.release(scan.id), None)

    def confirm(self, reason: str) -> None:
        """Let a link stand that the program has stopped, for this reason, and open the next."""
        if self._clerk.case and self._clerk.case.confirmable:
            scan = self._clerk.case.scan
            self.act(scan, lambda: self._desk.confirm(scan.id, reason), None)

    @Slot()
    def cut(self) -> None:
        """Cut a scan that holds several results where its papers begin, and show what it keeps."""
        case = self._clerk.case
        if case and case.cuttable and self._clerk.ready:
            scan_id = case.scan.id
            self._bridge.ask(
                lambda: self._desk.recut(scan_id),
                self._undone,
                lambda message: self._refuse(scan_id, message, "scan-changed-meanwhile"),
                line=Line.ACTS,
            )

    @Slot()
    def unlink(self) -> None:
        """Take back the link of the scan that is open; it waits for a new decision."""
        if self._clerk.case and self._clerk.case.undoable and self._clerk.ready:
            scan_id = self._clerk.case.scan.id
            self._take_back(Done("link", scan_id, "", lambda: self._desk.unlink(scan_id)))

    def remember(self) -> None:
        """Offer what was done before the window opened, too: undo reaches behind a restart, until the deposit."""
        desk, now = self._desk, self._desk.clock()
        self._bridge.ask(lambda: acts_left(desk, now), self._remembered, line=Line.LISTS)

    def _remembered(self, earlier: list[Done]) -> None:
        self.undo_list.add_before(earlier)
        self._offer_undo()

    @Slot()
    def undo(self) -> None:
        """Take back the last act that can be taken back, and open its scan again."""
        done = self.undo_list.take()
        if done is None:
            return
        self._offer_undo()
        self._take_back(done)

    def _take_back(self, done: Done) -> None:
        self._bridge.ask(
            done.back,
            self._undone,
            lambda message: self._refuse(done.scan_id, message, "station-undo-too-late"),
            line=Line.ACTS,
        )

    def _undone(self, scan: Scan) -> None:
        self._model.put([row_of(scan)])
        self._clerk.open(scan.id)

    def act(self, scan: Scan, call: Callable[[], Scan], done: Done | None) -> None:
        """Do one act on a scan in the pool and open the next; `done` is what can be taken back."""
        self._clerk.busy.add(scan.id)

        def acted(changed: Scan) -> None:
            self._clerk.busy.discard(scan.id)
            self._model.put([row_of(changed)])
            if done:
                self.did(done)

        def failed(message: Message) -> None:
            self._clerk.busy.discard(scan.id)
            self._refuse(scan.id, message, "scan-changed-meanwhile")

        self._bridge.ask(call, acted, failed, line=Line.ACTS)
        self._clerk.open_next(scan.id)

    def did(self, done: Done) -> None:
        """Offer to take back what was just done."""
        self.undo_list.add(done)
        self._offer_undo()

    def _refuse(self, scan_id: str, message: Message, when_illegal: str) -> None:
        told = Message.of(when_illegal) if message.id in OVERTAKEN else message
        self.refused.emit(told, scan_id)

    def _offer_undo(self) -> None:
        self.undo_offered.emit(self.undo_list.last)

    @Slot(list)
    def scans_changed(self, scans: list[Scan]) -> None:
        """Forget acts that can't be taken back any more."""
        if self.undo_list.forget(scans):
            self._offer_undo()
