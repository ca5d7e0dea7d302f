"""Shows the case that the clerk has open, on all three sides of the window at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.dossier import Dossier
from app.domain.evidence import Evidence
from app.ui.ahead import Ahead
from app.ui.case import Case, Choice, all_marks
from app.ui.clerk import Clerk
from app.ui.decision_panel import DecisionPanel
from app.ui.page_panel import PagePanel
from app.ui.pages import PageKey
from app.ui.queue_panel import QueuePanel
from app.ui.texts import Texts


class OpenCase(QObject):
    """Keeps queue, page and decision on the same scan."""

    def __init__(
        self, clerk: Clerk, queue: QueuePanel, pages: PagePanel, decision: DecisionPanel, texts: Texts
    ) -> None:
        super().__init__()
        self._clerk, self._queue, self._pages, self._decision = clerk, queue, pages, decision
        self._texts = texts
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._decide)
        clerk.shown.connect(self._show)
        pages.not_shown.connect(clerk.page_not_shown)
        decision.picked.connect(clerk.choose)
        decision.pointed.connect(self._point)
        decision.search.found.connect(self._found)

    def follow(self, ahead: Ahead) -> None:
        """Note what has been seen, and fetch ahead what will be seen next."""
        self._pages.painted.connect(lambda key: self._painted(key, ahead))

    @Slot(object, object)
    def _show(self, case: Case | None, choice: Choice | None) -> None:
        if case is None:
            self._later.stop()
            self._pages.clear()
            self._decision.clear("sun", "station-decide-none")
            self._queue.select("")
            return
        self._queue.select(case.scan.id)
        if self._pages.shows(case.scan, case.pages):
            self._pages.view.paint_again()
            self._pages.mark(all_marks(case, choice, self._texts))
            self._decide()
            return
        self._pages.show_scan(case.scan, case.pages)
        self._pages.mark(all_marks(case, choice, self._texts))
        # The eye goes to the page. The cards come a moment later: both at once would keep the window from all else.
        self._later.start()

    @Slot()
    def _decide(self) -> None:
        """Show the decision of the case that is open now."""
        self._later.stop()
        if self._clerk.case is not None:
            self._decision.show_case(self._clerk.case, self._clerk.choice)
            self._show_crops()

    def _painted(self, key: PageKey, ahead: Ahead) -> None:
        if self._later.isActive():
            self._decide()
        self._clerk.page_painted(key)
        self._show_crops()
        if self._clerk.case:
            ahead.look(self._clerk.case.scan.id)

    def _show_crops(self) -> None:
        picture = self._pages.picture
        if picture is not None:
            self._decision.show_page(self._pages.page, picture.levels[0])

    @Slot(object)
    def _point(self, evidence: Evidence) -> None:
        if evidence.box is not None:
            self._pages.point_at(evidence.page, evidence.box)

    @Slot(object)
    def _found(self, dossier: Dossier) -> None:
        self._clerk.take(dossier)
        self._queue.take_keys()
