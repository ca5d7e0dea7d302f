"""The clerk's station: queue, page, decision, foot; puts the parts together and lets them talk to one another."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.domain.messages import Message
from app.domain.scan import Scan, ScanState
from app.domain.signing import SigningRule
from app.language.translator import Translator
from app.pipeline.desk import Desk
from app.pipeline.ports import Announce, FieldsSeen, Notice
from app.pipeline.undoing import Done
from app.settings import Settings, Workspace
from app.ui import look, style
from app.ui.allocation import give_back_large_pieces
from app.ui.bridge import Bridge
from app.ui.commands import Commands
from app.ui.dialogs import Dialogs
from app.ui.keys import Keys
from app.ui.locking import Locking
from app.ui.notice_bar import Word
from app.ui.parts import Parts
from app.ui.practice import practice_band
from app.ui.preferences import Preferences
from app.ui.qt_texts import QtTexts
from app.ui.queue_rows import Shelf, row_of, with_first_fields
from app.ui.rubbish import Rubbish
from app.ui.shade import Shade
from app.ui.station_acts import station_acts
from app.ui.surroundings import Surroundings
from app.ui.texts import Texts
from app.ui.windows import SideWindow

LEDGER_PATIENCE_MILLISECONDS = 250
AGES_GROW_MILLISECONDS = 20_000
PAPER_IN_HAND = timedelta(minutes=10)  # later the queue alone tells of a bad scan
# The GUI thread asks for the interpreter at every call back from Qt; with Python's 5 ms a thread that reads a long list
# would make it wait that long each time.
GIL_SECONDS = 0.0005
SIDES = (310, 640, 400)  # widths at 1366 pixels


class StationWindow(QMainWindow):
    """One window, one clerk."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around, self.parts = around, Parts(around)
        parts, texts = self.parts, around.texts
        self.dialogs, self.shade = Dialogs(self, parts), Shade(self, texts)
        self.locking = Locking(self, around, self.dialogs, self.shade)
        acts = station_acts(parts, self.dialogs) | {"lock": self.lock, "leave": self.close}
        self.commands = Commands(self, texts, Keys(around.preferences.keys), acts)
        parts.decision.acts.use_keys(Keys(around.preferences.keys))
        parts.outfit.dress_too(self.shade)
        self._ledger_wait, self._ages = QTimer(self), QTimer(self)
        self._rubbish = Rubbish()
        self._flaws_told: set[str] = set()
        self._lay_out()
        self._connect()
        parts.outfit.use_theme(around.preferences.theme)
        self._offer_undo(None)

    # --- building ---

    def _lay_out(self) -> None:
        parts, texts, kept = self.parts, self.around.texts, self.around.preferences
        self.sides = QSplitter(Qt.Orientation.Horizontal)
        self.sides.setChildrenCollapsible(False)
        self.sides.setHandleWidth(1)
        for place, (panel, width) in enumerate(
            zip((parts.queue, parts.pages, parts.decision), SIDES, strict=True)
        ):
            self.sides.addWidget(panel)
            self.sides.setStretchFactor(place, 1 if panel is parts.pages else 0)
            panel.setMinimumWidth(width * 3 // 4)
        self.sides.setSizes(list(SIDES))
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.around.workspace.practice:
            column.addWidget(practice_band(texts))
        column.addWidget(parts.notices)
        column.addWidget(self.sides, 1)
        column.addWidget(parts.foot)
        self.setCentralWidget(middle)
        self.commands.fill_menus(parts.outfit.use_language, parts.outfit.use_theme)
        texts.bind(self, self.setWindowTitle, "station-title")
        self.resize(1366, 740)
        if (shape := kept.shape("window")) is not None:
            self.restoreGeometry(shape)
        if (shape := kept.shape("sides")) is not None:
            self.sides.restoreState(shape)

    def _connect(self) -> None:
        bridge, parts, acts = self.around.bridge, self.parts, self.parts.acts
        bridge.scans_changed.connect(self._scans_changed)
        bridge.work_told.connect(parts.foot.work_told)
        bridge.store_told.connect(parts.foot.store_told)
        bridge.noticed.connect(self._noticed)
        bridge.fields_seen.connect(parts.clerk.fields_seen)
        bridge.fields_seen.connect(self._fields_seen)
        parts.feed.came.connect(self._rows_came)
        parts.feed.failed.connect(self._warn)
        parts.queue.folder_wanted.connect(self.dialogs.settings)
        parts.clerk.not_opened.connect(self._refused)
        acts.refused.connect(self._refused)
        parts.page_acts.refused.connect(self._refused)
        parts.paper_acts.refused.connect(self._refused)
        acts.undo_offered.connect(self._offer_undo)
        parts.outfit.changed.connect(self._outfit_changed)
        self.locking.opened.connect(self._unlock)
        parts.outfit.failed.connect(self._warn)
        self.dialogs.keys_chosen.connect(self._use_keys)
        self._ledger_wait.setSingleShot(True)
        self._ledger_wait.setInterval(LEDGER_PATIENCE_MILLISECONDS)
        self._ledger_wait.timeout.connect(self._ask_ledger)
        self._ages.setInterval(AGES_GROW_MILLISECONDS)
        self._ages.timeout.connect(self._grow_older)
        self._ages.start()

    # --- beginning and ending ---

    def begin(self) -> None:
        """Load the queue: first the scans that need a person, then those in work and those of the last days."""
        self._rubbish.begin()
        self.locking.use(self.commands)  # from now on there is a window whose keys can be seen
        self._ask_ledger()
        self.parts.feed.want(Shelf.DONE)  # and with it, before it, all that is open
        self.parts.acts.remember()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window's shape; finish what was decided; drop everything else."""
        self.around.preferences.keep_shape("window", self.saveGeometry())
        self.around.preferences.keep_shape("sides", self.sides.saveState())
        self.dialogs.close()
        self._ages.stop()
        self._ledger_wait.stop()
        self.hide()
        self.around.bridge.close()
        self._rubbish.end()
        QApplication.removeTranslator(self.around.qt_texts)
        event.accept()

    # --- what comes from the bridge ---

    @Slot()
    def _rows_came(self) -> None:
        self.parts.queue.retold()
        if self.parts.clerk.idle:
            self.parts.clerk.open_next()

    @Slot(list)
    def _scans_changed(self, scans: list[Scan]) -> None:
        self._tell_flaws(scans)
        self.parts.model.put([row_of(scan) for scan in scans])
        self.parts.foot.scans_changed(scans)
        self.parts.acts.scans_changed(scans)
        self.parts.clerk.scans_changed(scans)
        self.parts.queue.retold()
        self.parts.rest_line.tell()
        self.parts.foot.tell()
        if not self._ledger_wait.isActive():
            self._ledger_wait.start()

    def _tell_flaws(self, scans: list[Scan]) -> None:
        """Say at once, and once, what was scanned badly while the paper is still in hand."""
        now = self.around.desk.clock()
        for scan in scans:
            fresh = now - scan.captured_at < PAPER_IN_HAND and scan.id not in self._flaws_told
            if scan.flaws and not scan.state.finished and fresh:
                self._flaws_told.add(scan.id)
                what = self.around.texts.say(scan.flaws[0])
                self._refused(Message.of("station-flawed", source=scan.source, what=what), scan.id, "asks")

    @Slot(object)
    def _fields_seen(self, seen: FieldsSeen) -> None:
        row = self.parts.model.rows.get(seen.scan_id)
        if row is not None and row.state is ScanState.CAPTURED:
            self.parts.model.put([with_first_fields(row, seen.fields)])

    @Slot(object)
    def _noticed(self, notice: Notice) -> None:
        self.parts.notices.tell(Word(notice.message, "blocks" if notice.severity == "blocks" else "asks"))

    def _ask_ledger(self) -> None:
        self.around.bridge.ask(self.around.desk.ledger, self.parts.foot.show_ledger, topic="ledger")

    @Slot()
    def _grow_older(self) -> None:
        self.parts.queue.view.viewport().update()
        self.parts.foot.tell()

    # --- telling ---

    @Slot(object)
    def _warn(self, message: Message) -> None:
        self.parts.notices.tell(Word(message, "blocks"))

    @Slot(object, str)
    def _refused(self, message: Message, scan_id: str, tone: str = "blocks") -> None:
        self.parts.notices.tell(
            Word(message, tone, "station-notice-open", lambda: self.parts.clerk.open(scan_id))
        )

    @Slot(object)
    def _offer_undo(self, done: Done | None) -> None:
        what = self.around.texts.text(f"station-undo-{done.act}", what=done.what) if done else ""
        self.parts.decision.acts.offer_undo(what)

    def lock(self) -> None:
        """Cover the window; keys do nothing until somebody is there again."""
        self.locking.lock()

    @Slot()
    def _unlock(self) -> None:
        self.parts.clerk.look_again()
        self.parts.pages.view.paint_again()
        self.parts.queue.take_keys()

    @Slot()
    def _outfit_changed(self) -> None:
        self.locking.use(self.commands)
        self.parts.pages.strip.blur(masked=self.around.preferences.masked)
        self.commands.tick(self.around.texts.language, self.around.preferences.theme)
        settings = self.parts.outfit.settings
        self.parts.queue.watching = bool(settings.folders)
        signs_first = settings.signing_rule == SigningRule.BEFORE
        self.parts.queue.delegate.signs_first = self.parts.resting.signs_first = signs_first
        self.parts.resting.grace_seconds = settings.grace_seconds
        self.parts.decision.form.office = self.parts.ahead.office = settings.unit_name
        self.parts.rest_line.tell()
        self.parts.queue.retold()
        self._offer_undo(self.parts.acts.undo_list.last)

    @Slot(object)
    def _use_keys(self, keys: Keys) -> None:
        self.around.preferences.keys = keys.as_chosen()
        self.commands.use_keys(keys)
        self.parts.decision.acts.use_keys(keys)


def open_station(
    desk: Desk,
    subscribe: Callable[[Announce], None],
    workspace: Workspace,
    translator: Translator,
    save_settings: Callable[[Settings], None],
    monotonic: Callable[[], float] = time.monotonic,
    windows: Sequence[SideWindow] = (),
) -> StationWindow:
    """Return the station's window, shown and filling itself; a QApplication must be there.

    `subscribe` is given the function that takes events, which may be called from any thread. `save_settings` is called
    outside the GUI thread with settings a person has changed (it also lets the watchers follow). Everything is read
    and done through `desk`, outside the GUI thread. Closing the window waits for acts already decided, nothing else.
    `windows` are those that open beside it.
    """
    sys.setswitchinterval(GIL_SECONDS)
    give_back_large_pieces()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    preferences = Preferences(workspace.root / "window.ini")
    style.dress(app, look.colours_of(preferences.theme))
    qt_texts = QtTexts(translator)
    QApplication.installTranslator(qt_texts)
    bridge = Bridge()
    texts = Texts(translator)
    window = StationWindow(
        Surroundings(desk, bridge, texts, qt_texts, workspace, preferences, save_settings, monotonic)
    )
    for row in windows:
        window.commands.add(row.name, row.text, row.keys, partial(window.dialogs.beside, row))
    subscribe(bridge.announce)
    window.show()
    window.begin()
    return window
