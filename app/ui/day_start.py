"""The start of the day: what is left from earlier days is told once, when the queue has been read."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.domain.ledger import local_day
from app.domain.messages import Message
from app.domain.scan import Clock
from app.ui.feed import Feed, Loaded
from app.ui.notice_bar import NoticeBar, Word
from app.ui.queue_rows import Rows


class DayStart(QObject):
    """Looks at the queue once, as soon as all that is not finished stands in it."""

    def __init__(self, feed: Feed, rows: Rows, notices: NoticeBar, clock: Clock) -> None:
        super().__init__()
        self._feed, self._rows, self._notices, self._clock = feed, rows, notices, clock
        feed.came.connect(self._look)

    @Slot()
    def _look(self) -> None:
        if self._feed.loaded < Loaded.OPEN.value:
            return
        self._feed.came.disconnect(self._look)
        today = local_day(self._clock())
        left = [row for row in self._rows.unfinished() if local_day(row.captured_at) < today]
        if left:
            asks = sum(row.needs_person for row in left)
            told = Message.of("station-from-before", count=len(left), asks=asks)
            self._notices.tell(Word(told, "working"))
