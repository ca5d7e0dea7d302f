"""The parts of a station's window, made and joined in one place; the window lays them out."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from app.pipeline.page_editor import PageEditor
from app.pipeline.paper_desk import PaperDesk
from app.ui.acts import Acts
from app.ui.ahead import Ahead
from app.ui.answers import Answers
from app.ui.clerk import Clerk
from app.ui.day_start import DayStart
from app.ui.decision_panel import DecisionPanel
from app.ui.feed import Feed
from app.ui.foot import Foot
from app.ui.notice_bar import NoticeBar
from app.ui.open_case import OpenCase
from app.ui.outfit import Outfit
from app.ui.page_acts import PageActs
from app.ui.page_panel import PagePanel
from app.ui.pages import PageStore
from app.ui.paper_acts import PaperActs
from app.ui.queue_model import QueueModel
from app.ui.queue_panel import QueuePanel
from app.ui.resting import Resting, RestLine
from app.ui.surroundings import Surroundings


class Parts(QObject):
    """What the window, its commands and its dialogs all work with."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        desk, bridge, texts = around.desk, around.bridge, around.texts
        self.around = around
        self.model = QueueModel(desk.clock)
        self.store = PageStore(desk, bridge)
        self.ahead = Ahead(desk, bridge, self.store, self.model.rows)
        self.clerk = Clerk(desk, bridge, self.model.rows, self.ahead, around.monotonic)
        self.acts = Acts(desk, bridge, self.model, self.clerk)
        self.answers = Answers(desk, self.acts, self.clerk)
        self.feed = Feed(desk, bridge, self.model)
        self.queue = QueuePanel(self.model, texts, desk.clock, lambda: around.preferences.masked)
        self.pages = PagePanel(self.store, texts)
        self.decision = DecisionPanel(desk, bridge, texts, desk.clock)
        editor = PageEditor(desk)
        self.page_acts = PageActs(editor, bridge, self.model, self.clerk, self.pages, self.acts)
        self.paper_acts = PaperActs(PaperDesk(desk), bridge, self.model, self.acts)
        self.open_case = OpenCase(self.clerk, self.queue, self.pages, self.decision, texts)
        self.open_case.follow(self.ahead)
        self.resting = Resting(self.model, desk.clock)
        self.queue.delegate.rest_of = self.resting.left
        self.rest_line = RestLine(self.resting, texts, lambda: self.decision.acts.keys.shown("undo"))
        self.foot = Foot(self.model, texts, desk.clock, self.rest_line)
        self.notices = NoticeBar(texts)
        self.day_start = DayStart(self.feed, self.model.rows, self.notices, desk.clock)
        self.outfit = Outfit(around)
        for part in (self.queue, self.pages, self.decision, self.foot, self.notices):
            self.outfit.dress_too(part)
        self._join()

    def _join(self) -> None:
        box, acts = self.decision.acts, self.acts
        self.notices.came.connect(self._sound)
        box.accepted.connect(acts.accept)
        box.held.connect(acts.hold)
        box.rejected.connect(acts.reject)
        box.released.connect(acts.release)
        box.undone.connect(acts.undo)
        box.unlinked.connect(acts.unlink)
        box.cut_wanted.connect(acts.cut)
        box.confirmed.connect(acts.confirm)
        box.same_answered.connect(self.answers.same)
        box.related.connect(self.answers.relate)
        box.reason.closed.connect(self.queue.take_keys)
        acts.search_wanted.connect(self.decision.focus_search)
        self.decision.form.corrected.connect(self.paper_acts.correct)
        self.decision.form.pointed.connect(self.pages.point_at)
        self.pages.turn_wanted.connect(self.page_acts.turn)
        self.queue.chosen.connect(self.clerk.open)
        self.queue.shelf_shown.connect(self.feed.want)
        self.rest_line.ticked.connect(self.queue.view.viewport().update)

    @Slot()
    def _sound(self) -> None:
        if self.around.preferences.sounds:
            QApplication.beep()
