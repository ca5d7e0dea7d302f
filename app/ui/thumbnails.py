"""The small pictures of a scan's pages, fetched where they are seen: a batch may have hundreds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.domain.scan import Scan
from app.ui.page_strip import PageStrip
from app.ui.pages import PageStore, Picture


class Thumbnails(QObject):
    """Follows what is in view of the strip; `shown` counts the pictures that came for this scan."""

    def __init__(self, store: PageStore, strip: PageStrip) -> None:
        super().__init__()
        self._store, self._strip = store, strip
        self._scan: Scan | None = None
        self._pages: tuple[int, ...] = ()
        self._asked: set[int] = set()  # pages whose pictures are on their way
        self.shown = 0
        strip.seen.connect(self._want)

    def follow(self, scan: Scan | None, pages: tuple[int, ...]) -> None:
        """Fetch the pictures of this scan from now on; the strip shows its pages already."""
        self._scan, self._pages, self.shown = scan, pages, 0
        self._asked.clear()
        self._want()

    @Slot()
    def _want(self) -> None:
        if self._scan is not None and self._strip.count() == len(self._pages):
            seen = [self._pages[place] for place in self._strip.in_view if not self._strip.has(place)]
            lacking = [page for page in seen if page not in self._asked]
            self._asked.update(lacking)
            self._store.thumbnails(self._scan, lacking, partial(self._came, self._scan))

    def _came(self, scan: Scan, page: int, picture: Picture) -> None:
        if scan is self._scan and self._strip.count() == len(self._pages):
            self._asked.discard(page)
            self._strip.picture(self._pages.index(page), picture)
            self.shown += 1
