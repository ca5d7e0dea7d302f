"""The middle: the page with its tools, and small pictures of all pages where there are several."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.messages import Message
from app.domain.page import Box
from app.domain.scan import Scan
from app.ui import look
from app.ui.drawn_area import DrawnArea
from app.ui.empty import EmptyState
from app.ui.page_strip import PageStrip
from app.ui.page_tools import PageTools
from app.ui.page_view import ZOOM_STEP, Fit, Mark, PageView
from app.ui.pages import PageKey, PageStore, Picture, page_key
from app.ui.texts import Texts
from app.ui.thumbnails import Thumbnails

A_NUMBER = "\N{OBJECT REPLACEMENT CHARACTER}"


class PagePanel(QFrame):
    """Shows the pages of one scan. `painted` says that a page of it has been on the screen."""

    painted = Signal(object)  # PageKey
    turned = Signal(int)  # another page is shown
    area_picked = Signal(object)  # Box: a part of the page, drawn by a person
    turn_wanted = Signal()
    not_shown = Signal()  # the page can't be shown, and says so

    def __init__(self, store: PageStore, texts: Texts) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self._store, self._texts = store, texts
        self._scan: Scan | None = None
        self._pages: tuple[int, ...] = ()
        self._marks: dict[int, list[Mark]] = {}
        self._pointed: tuple[int, Box] | None = None
        self._next: tuple[str, int] = ("", 0)  # the scan and the place to show after an edit
        self.page = 0
        self.view, self.strip = PageView(), PageStrip()
        self.thumbnails = Thumbnails(store, self.strip)
        self.area = DrawnArea(self.view)
        self._bar = PageTools(texts)
        self.tools = self._bar.buttons
        self._stack, self._nothing = QStackedWidget(), EmptyState(texts)
        self._build()
        self.view.page_painted.connect(self.painted)
        self.area.drawn.connect(self.area_picked)
        self.view.zoomed.connect(self._tell_zoom)
        self._act_on_tools()
        self.strip.currentRowChanged.connect(self._strip_moved)
        texts.changed.connect(self._tell_place)
        self.clear()

    # --- building ---

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        self._texts.bind(self, self.strip.setAccessibleName, "station-pages-strip")
        self._texts.bind(self, self.view.setAccessibleName, "station-page-view")
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.strip)
        across.addWidget(self.view, 1)
        self._stack.addWidget(row)
        self._stack.addWidget(self._nothing)
        column.addWidget(self._stack, 1)

    def _act_on_tools(self) -> None:
        self.tools["previous"].clicked.connect(lambda: self.step(-1))
        self.tools["next"].clicked.connect(lambda: self.step(+1))
        self.tools["zoom-in"].clicked.connect(lambda: self.view.zoom(ZOOM_STEP))
        self.tools["zoom-out"].clicked.connect(lambda: self.view.zoom(1 / ZOOM_STEP))
        self.tools["fit-width"].clicked.connect(lambda: self.view.fit_to(Fit.WIDTH))
        self.tools["fit-page"].clicked.connect(lambda: self.view.fit_to(Fit.PAGE))
        self.tools["rotate"].clicked.connect(self.turn_wanted)

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours of a theme."""
        self._bar.dressed(colours)
        self._nothing.dressed(colours)

    # --- showing ---

    def clear(self, sentence: str = "station-page-none") -> None:
        """Show no scan, only the text with the id `sentence`."""
        self._scan, self._pages, self.page = None, (), 0
        self.view.clear()
        self.strip.clear()
        self.thumbnails.follow(None, ())
        self._nothing.tell("page", sentence, "")
        self._stack.setCurrentWidget(self._nothing)
        self._tell_place()

    def show_scan(self, scan: Scan, pages: tuple[int, ...]) -> None:
        """Show a scan that has these pages: the first, or the one asked for by `show_next`."""
        first = min(self._next[1], len(pages) - 1) if self._next[0] == scan.id else 0
        self._next = ("", 0)
        self._scan, self._pages, self._marks, self._pointed = scan, pages, {}, None
        self.view.straighten()
        self.strip.blockSignals(True)
        numbers = _numbers(scan, pages) if len(pages) > 1 else ()
        name = self._texts.text("station-page-number", n=A_NUMBER)  # once: a batch may have hundreds of pages
        self.strip.fill([name.replace(A_NUMBER, str(n)) for n in numbers])
        self.strip.blockSignals(False)
        self.strip.setVisible(len(pages) > 1)
        self._turn_to(pages[first])
        self.thumbnails.follow(scan if numbers else None, pages)

    def shows(self, scan: Scan, pages: tuple[int, ...]) -> bool:
        """Whether just these pages of this capture, as read, are shown already."""
        mine = self._scan
        return mine is not None and self._sight(mine, self._pages) == self._sight(scan, pages)

    @staticmethod
    def _sight(scan: Scan, pages: tuple[int, ...]) -> tuple[object, ...]:
        return (scan.id, [page_key(scan, page) for page in pages])

    @property
    def picture(self) -> Picture | None:
        """The picture of the page that is shown, once it is there."""
        return self._store.at_hand(page_key(self._scan, self.page)) if self._scan else None

    def mark(self, marks: dict[int, list[Mark]]) -> None:
        """Mark places, by page."""
        self._marks = marks
        self.view.mark(marks.get(self.page, []))
        self._point()

    def point_at(self, page: int, box: Box) -> None:
        """Turn to the page and bring the place into view."""
        self._pointed = (page, box)
        if page != self.page and page in self._pages:
            self._turn_to(page)
        else:
            self._point()

    def step(self, by: int) -> None:
        """Turn `by` pages on or back."""
        if self._scan and self.page in self._pages:
            place = self._pages.index(self.page) + by
            if 0 <= place < len(self._pages):
                self._turn_to(self._pages[place])

    def show_next(self, scan_id: str, place: int) -> None:
        """Show the page at this place when the scan is shown next."""
        self._next = (scan_id, max(0, place))

    @property
    def count(self) -> int:
        """How many pages the scan has."""
        return len(self._pages)

    @property
    def place(self) -> int:
        """The place of the page shown, from 0."""
        return self._pages.index(self.page) if self.page in self._pages else 0

    @property
    def places(self) -> frozenset[int]:
        """The places of the pages chosen: those marked in the strip, else the one shown."""
        return self.strip.places or frozenset({self.place})

    # --- inside ---

    def _turn_to(self, page: int) -> None:
        assert self._scan is not None
        self.page = page
        self._tell_place()
        if len(self._pages) > 1:
            self.strip.setCurrentRow(self._pages.index(page))
        if self.view.key is None or not self._is_of(self._scan, self.view.key):
            self.view.clear()
        self._stack.setCurrentIndex(0)
        self._store.want(self._scan, page, self._came, self._failed)
        self.turned.emit(page)

    def _is_of(self, scan: Scan, key: PageKey) -> bool:
        return any(key == page_key(scan, page) for page in self._pages)

    def _came(self, key: PageKey, picture: Picture) -> None:
        self.view.show_page(key, picture)
        self.view.mark(self._marks.get(self.page, []))
        self._point()

    def _failed(self, message: Message) -> None:
        self.view.clear()
        self._nothing.tell("warning", message, "")
        self._stack.setCurrentWidget(self._nothing)
        self.not_shown.emit()

    def _point(self) -> None:
        if self._pointed and self._pointed[0] == self.page:
            self.view.point_at(self._pointed[1])

    @Slot(int)
    def _strip_moved(self, place: int) -> None:
        if 0 <= place < len(self._pages) and self._pages[place] != self.page:
            self._turn_to(self._pages[place])

    @Slot()
    def _tell_zoom(self) -> None:
        self._bar.percent.setText(f"{self.view.percent} %")

    @Slot()
    def _tell_place(self) -> None:
        total = len(self._pages)
        place = self._pages.index(self.page) + 1 if self.page in self._pages else 0
        self._bar.tell(place, total)


def _numbers(scan: Scan, pages: tuple[int, ...]) -> tuple[int, ...]:
    """Return how pages are numbered: as in their capture, or by their place once a person arranged them."""
    return pages if scan.arrangement is None else tuple(range(1, len(pages) + 1))
