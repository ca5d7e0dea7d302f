"""The clerk's station: queue, page, decision, foot; puts the parts together and lets them talk to one another."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.domain.evidence import Evidence
from app.domain.messages import Message
from app.domain.scan import Scan
from app.language.translator import Translator
from app.pipeline.desk import Desk
from app.pipeline.ports import Announce, Notice
from app.settings import Settings, Workspace
from app.ui import case as cases
from app.ui import look
from app.ui.bridge import Bridge
from app.ui.case import Case, Choice
from app.ui.clerk import Clerk
from app.ui.commands import Commands
from app.ui.decision_panel import DecisionPanel
from app.ui.foot import Foot
from app.ui.keys import Keys
from app.ui.notice_bar import NoticeBar, Word
from app.ui.outfit import Outfit
from app.ui.page_panel import PagePanel
from app.ui.pages import PageKey, PageStore
from app.ui.preferences import Preferences
from app.ui.qt_texts import QtTexts
from app.ui.queue_model import QueueModel, QueueRow, row_of
from app.ui.queue_panel import QueuePanel
from app.ui.station_acts import station_acts
from app.ui.surroundings import Surroundings
from app.ui.texts import Texts
from app.ui.undo import Done

LEDGER_PATIENCE_MILLISECONDS = 250
AGES_GROW_MILLISECONDS = 20_000
SIDES = (310, 640, 400)  # widths at 1366 pixels
LOOK_AHEAD = 2


class StationWindow(QMainWindow):
    """One window, one clerk."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        desk, bridge, texts = around.desk, around.bridge, around.texts
        self.model = QueueModel(desk.clock)
        self.clerk = Clerk(desk, bridge, self.model, around.monotonic)
        self.store = PageStore(desk, bridge)
        self.queue = QueuePanel(self.model, texts, desk.clock, lambda: around.preferences.masked)
        self.pages = PagePanel(self.store, texts)
        self.decision = DecisionPanel(desk, bridge, texts, desk.clock)
        self.foot = Foot(self.model, texts, desk.clock)
        self.notices = NoticeBar(texts)
        self.commands = Commands(self, texts, Keys(around.preferences.keys), station_acts(self))
        self._ledger_wait, self._ages = QTimer(self), QTimer(self)
        self.outfit = Outfit(around, (self.queue, self.pages, self.decision, self.foot, self.notices))
        self._lay_out()
        self._connect()
        self.outfit.use_theme(around.preferences.theme)
        self._offer_undo(None)

    # --- building ---

    def _lay_out(self) -> None:
        self.sides = QSplitter(Qt.Orientation.Horizontal)
        self.sides.setChildrenCollapsible(False)
        self.sides.setHandleWidth(1)
        for place, (panel, width) in enumerate(
            zip((self.queue, self.pages, self.decision), SIDES, strict=True)
        ):
            self.sides.addWidget(panel)
            self.sides.setStretchFactor(place, 1 if panel is self.pages else 0)
            panel.setMinimumWidth(width * 3 // 4)
        self.sides.setSizes(list(SIDES))
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.sides, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(middle)
        self.commands.fill_menus(self.outfit.use_language, self.outfit.use_theme)
        self.around.texts.bind(self, self.setWindowTitle, "station-title")
        self.resize(1366, 740)
        if (shape := self.around.preferences.shape("window")) is not None:
            self.restoreGeometry(shape)
        if (shape := self.around.preferences.shape("sides")) is not None:
            self.sides.restoreState(shape)

    def _connect(self) -> None:
        bridge, clerk, acts = self.around.bridge, self.clerk, self.decision.acts
        bridge.scans_changed.connect(self._scans_changed)
        bridge.work_told.connect(self.foot.work_told)
        bridge.noticed.connect(self._noticed)
        self.queue.chosen.connect(clerk.open)
        self.queue.folder_wanted.connect(self._choose_folder)
        clerk.shown.connect(self._show)
        clerk.search_wanted.connect(self.decision.focus_search)
        clerk.refused.connect(self._refused)
        clerk.undo_offered.connect(self._offer_undo)
        self.pages.painted.connect(self._painted)
        self.pages.not_shown.connect(clerk.page_not_shown)
        self.decision.picked.connect(clerk.choose)
        self.decision.pointed.connect(self._point)
        self.decision.search.found.connect(self._found)
        self.outfit.changed.connect(self._outfit_changed)
        self.outfit.failed.connect(lambda message: self.tell(Word(message, "blocks")))
        acts.accepted.connect(clerk.accept)
        acts.held.connect(clerk.hold)
        acts.rejected.connect(clerk.reject)
        acts.released.connect(clerk.release)
        acts.undone.connect(clerk.undo)
        acts.unlinked.connect(clerk.unlink)
        acts.confirmed.connect(clerk.confirm)
        acts.reason_closed.connect(self.focus_queue)
        self._ledger_wait.setSingleShot(True)
        self._ledger_wait.setInterval(LEDGER_PATIENCE_MILLISECONDS)
        self._ledger_wait.timeout.connect(self._ask_ledger)
        self._ages.setInterval(AGES_GROW_MILLISECONDS)
        self._ages.timeout.connect(self._grow_older)
        self._ages.start()

    # --- beginning and ending ---

    def begin(self) -> None:
        """Load the queue: first the scans that need a person, then all others."""
        self._ask_ledger()
        desk, bridge = self.around.desk, self.around.bridge

        def rows() -> Iterator[QueueRow]:
            for scan in desk.scans(held=True):
                yield row_of(scan)
            for scan in desk.scans():
                yield row_of(scan)

        bridge.stream(rows, self._loaded, lambda: None, lambda message: self.tell(Word(message, "blocks")))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window's shape; finish what was decided; drop everything else."""
        self.around.preferences.keep_shape("window", self.saveGeometry())
        self.around.preferences.keep_shape("sides", self.sides.saveState())
        self._ages.stop()
        self._ledger_wait.stop()
        self.hide()
        self.around.bridge.close()
        QApplication.removeTranslator(self.around.qt_texts)
        event.accept()

    # --- what comes from the bridge ---

    def _loaded(self, rows: list[QueueRow]) -> None:
        self.model.put(rows)
        self.queue.retold()
        if self.clerk.idle:
            self.clerk.open_next()

    @Slot(list)
    def _scans_changed(self, scans: list[Scan]) -> None:
        self.model.put([row_of(scan) for scan in scans])
        self.foot.scans_changed(scans)
        self.clerk.scans_changed(scans)
        self.queue.retold()
        self.foot.tell()
        if not self._ledger_wait.isActive():
            self._ledger_wait.start()

    @Slot(object)
    def _noticed(self, notice: Notice) -> None:
        self.tell(Word(notice.message, "blocks" if notice.severity == "blocks" else "asks"))

    def _ask_ledger(self) -> None:
        self.around.bridge.ask(self.around.desk.ledger, self.foot.show_ledger, topic="ledger")

    @Slot()
    def _grow_older(self) -> None:
        self.queue.view.viewport().update()
        self.foot.tell()

    # --- the open case ---

    @Slot(object, object)
    def _show(self, case: Case | None, choice: Choice | None) -> None:
        if case is None:
            self.pages.clear()
            self.decision.clear("sun", "station-decide-none")
            self.queue.select("")
            return
        self.queue.select(case.scan.id)
        self.decision.show_case(case, choice)
        if self.pages.shows(case.scan, case.pages):
            self.pages.view.paint_again()
        else:
            self.pages.show_scan(case.scan, case.pages)
        self.pages.mark(cases.all_marks(case, choice, self.around.texts))
        self._show_crops()

    def _show_crops(self) -> None:
        picture = self.pages.picture
        if picture is not None:
            self.decision.show_page(self.pages.page, picture.levels[0])

    @Slot(object)
    def _painted(self, key: PageKey) -> None:
        self.clerk.page_painted(key)
        self._show_crops()
        case, ahead = self.clerk.case, list[str]()
        after = case.scan.id if case else ""
        while len(ahead) < LOOK_AHEAD and (following := self.model.next_needing(after, set(ahead))):
            ahead.append(following)
            after = following
        self.store.look_ahead(ahead)

    @Slot(object)
    def _point(self, evidence: Evidence) -> None:
        if evidence.box is not None:
            self.pages.point_at(evidence.page, evidence.box)

    @Slot(object)
    def _found(self, dossier: object) -> None:
        self.clerk.take(dossier)  # type: ignore[arg-type]
        self.focus_queue()

    # --- telling ---

    def tell(self, word: Word) -> None:
        """Show a notice."""
        self.notices.tell(word)

    @Slot(object, str)
    def _refused(self, message: Message, scan_id: str) -> None:
        self.tell(Word(message, "blocks", "station-notice-open", lambda: self.clerk.open(scan_id)))

    @Slot(object)
    def _offer_undo(self, done: Done | None) -> None:
        what = self.around.texts.text(f"station-undo-{done.act}", what=done.what) if done else ""
        self.decision.acts.offer_undo(what)

    @Slot()
    def focus_queue(self) -> None:
        """Let the keys go to the queue."""
        self.queue.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _outfit_changed(self) -> None:
        self.commands.tick(self.around.texts.language, self.around.preferences.theme)
        self.queue.watching = bool(self.outfit.settings.folders)
        self.queue.retold()
        self._offer_undo(self.clerk.undo_list.last)

    @Slot()
    def _choose_folder(self) -> None:
        self.commands.actions["settings"].trigger()


def open_station(
    desk: Desk,
    subscribe: Callable[[Announce], None],
    workspace: Workspace,
    translator: Translator,
    save_settings: Callable[[Settings], None],
    monotonic: Callable[[], float] = time.monotonic,
) -> StationWindow:
    """Return the station's window, shown and filling itself; a QApplication must be there.

    `subscribe` is given the function that takes events, which may be called from any thread. `save_settings` is called
    outside the GUI thread with settings a person has changed (it also lets the watchers follow). Everything is read
    and done through `desk`, outside the GUI thread. Closing the window waits for acts already decided, nothing else.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    preferences = Preferences(workspace.root / "window.ini")
    look.dress(app, look.colours_of(preferences.theme))
    qt_texts = QtTexts(translator)
    QApplication.installTranslator(qt_texts)
    bridge = Bridge()
    texts = Texts(translator)
    window = StationWindow(
        Surroundings(desk, bridge, texts, qt_texts, workspace, preferences, save_settings, monotonic)
    )
    subscribe(bridge.announce)
    window.show()
    window.begin()
    return window
