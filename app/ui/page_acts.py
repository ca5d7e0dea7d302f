"""What a clerk does with the pages of the open scan: one edit after the other, each on what the last one left."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.messages import Message
from app.domain.page import Box
from app.domain.scan import Scan
from app.pipeline.page_editor import Edit, PageEditor
from app.pipeline.undoing import Done
from app.ui.acts import Acts
from app.ui.bridge import Bridge, Line
from app.ui.clerk import Clerk
from app.ui.page_panel import PagePanel
from app.ui.queue_model import QueueModel
from app.ui.queue_rows import row_of

QUARTER = 90
Change = Callable[[Scan], Edit]


class PageActs(QObject):
    """No widgets here but the panel that says which pages are chosen."""

    refused = Signal(object, str)  # Message, id of the scan it is about

    def __init__(
        self,
        editor: PageEditor,
        bridge: Bridge,
        model: QueueModel,
        clerk: Clerk,
        pages: PagePanel,
        acts: Acts,
    ) -> None:
        super().__init__()
        self._editor, self._bridge, self._model = editor, bridge, model
        self._clerk, self._pages, self._acts = clerk, pages, acts
        self._waiting: deque[tuple[str, Change, int]] = deque()
        self._latest: Scan | None = None  # as the last edit left it
        self._running = False
        pages.area_picked.connect(self.crop)
        pages.strip.moved.connect(self.move)
        pages.strip.removed.connect(self.remove)

    @property
    def editable(self) -> bool:
        """Whether the pages of the open scan can be changed now."""
        scan = self._clerk.case.scan if self._clerk.case else None
        return bool(scan and scan.pages and not scan.state.finished and not scan.depositing)

    def turn(self, degrees: int = QUARTER) -> None:
        """Turn the chosen pages; where nothing can be changed, the view alone."""
        places = self._pages.places
        if self.editable:
            self._do(lambda scan: self._editor.turn(scan, places, degrees), min(places))
        else:
            self._pages.view.turn()

    def shift(self, by: int) -> None:
        """Move the chosen pages one place on or back."""
        places = self._pages.places
        first, last = min(places, default=0), max(places, default=0)
        before = first - 1 if by < 0 else last + 2
        if 0 <= before <= self._pages.count:
            self.move(places, before)

    def move(self, places: frozenset[int], before: int) -> None:
        """Move pages before the one at `before`."""
        landing = before - sum(place < before for place in places)
        self._do(lambda scan: self._editor.move(scan, places, before), landing)

    def remove(self) -> None:
        """Take the chosen pages out."""
        places = self._pages.places
        self._do(lambda scan: self._editor.remove(scan, places), min(places, default=0))

    def split(self) -> None:
        """Make a further scan of the pages from the one shown on."""
        place = min(self._pages.places, default=0)
        self._do(lambda scan: self._editor.split(scan, place), 0)

    def merge(self) -> None:
        """Put the pages of the scan that came next behind this one's."""
        case = self._clerk.case
        other = self._model.rows.following(case.scan.id) if case else None
        if other is None:
            self.refused.emit(Message.of("pages-no-other"), case.scan.id if case else "")
            return
        self._do(lambda scan: self._editor.merge(scan, other), self._pages.count)

    def insert(self, file: Path) -> None:
        """Put the pages of a file behind the page shown."""
        place = max(self._pages.places, default=-1) + 1
        self._do(lambda scan: self._editor.insert(scan, place, file), place)

    def replace(self, file: Path) -> None:
        """Put the pages of a file in the place of the page shown."""
        place = min(self._pages.places, default=0)
        self._do(lambda scan: self._editor.replace(scan, place, file), place)

    def crop(self, box: Box) -> None:
        """Keep only this part of the page shown."""
        place = self._pages.place
        self._do(lambda scan: self._editor.crop(scan, place, box), place)

    # --- inside ---

    def _do(self, change: Change, place: int) -> None:
        """Do one edit, and show the page at `place` afterwards."""
        if self.editable and self._clerk.case:
            self._waiting.append((self._clerk.case.scan.id, change, place))
            self._next()

    def _next(self) -> None:
        if self._running or not self._waiting:
            return
        scan_id, change, place = self._waiting.popleft()
        case = self._clerk.case
        scan = case.scan if case and case.scan.id == scan_id else None
        if self._latest is not None and self._latest.id == scan_id:
            scan = self._latest if scan is None or _older(scan, self._latest) else scan
        if scan is None:
            self._next()
            return
        self._running = True
        self._bridge.ask(
            lambda: change(scan),
            lambda edit: self._edited(edit, place),
            lambda message: self._failed(message, scan_id),
            line=Line.ACTS,
        )

    def _edited(self, edit: Edit, place: int) -> None:
        self._running, self._latest = False, edit.scan
        self._model.put([row_of(edit.scan)])
        self._acts.did(Done("pages", edit.scan.id, edit.scan.source, lambda: self._editor.take_back(edit)))
        if self._clerk.case and self._clerk.case.scan.id == edit.scan.id:
            self._pages.show_next(edit.scan.id, place)
            self._clerk.open(edit.scan.id)
        self._next()

    def _failed(self, message: Message, scan_id: str) -> None:
        self._running, self._latest = False, None
        self._waiting.clear()
        told = Message.of("station-pages-too-late") if message.id == "illegal-fact" else message
        self.refused.emit(told, scan_id)


def _older(one: Scan, other: Scan) -> bool:
    return (one.changed_at or one.captured_at) < (other.changed_at or other.captured_at)
