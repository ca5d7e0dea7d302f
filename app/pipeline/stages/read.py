"""CAPTURED → Read: every page of the capture is read in the crew, a few at a time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from app.domain.errors import NeedsPersonError, ReadFailure, UnreadableError
from app.domain.facts import Fact, Read
from app.domain.fields import find_fields
from app.domain.page import CaptureShape, Fields, PageReading, Reading
from app.domain.requests import ReadOptions
from app.domain.scan import Clock, Lane, Scan
from app.pipeline.ports import Announce, Crew, FieldsSeen, Reader, Spool

INSPECT_SECONDS = 60.0
GRACE_SECONDS = 10.0  # the reader keeps its own time limit; the crew's is for a reader that hangs
UNREADABLE_PAGE = "page-unreadable"  # note on a page whose picture or text could not be had


def _unheard(_: object) -> None:
    """Announce to nobody."""


@dataclass(frozen=True, slots=True)
class ReadStage:
    """Reads captures; the text of a capture of several scans is read once, before it is separated.

    At the counter, where a clerk waits for an exact reading, a first look at page 1 is announced on the way.
    """

    spool: Spool
    reader: Reader
    crew: Crew
    options: ReadOptions
    clock: Clock
    engine: Callable[[], str]
    announce: Announce = _unheard

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Read. UnreadableError when nothing of the capture can be read."""

        def seen(fields: Fields) -> None:
            self.announce(FieldsSeen(scan.id, fields))

        reading = self.reading(str(self.spool.path(scan.capture)), scan.source, scan.lane, seen)
        return [Read(scan=scan.id, at=self.clock(), reading=self.spool.put_reading(reading))]

    def reading(
        self,
        path: str,
        name: str,
        lane: Lane = Lane.COUNTER,
        seen: Callable[[Fields], None] | None = None,
    ) -> Reading:
        """Return the reading of the file at `path`, which arrived under `name`; `seen` hears of the first fields.

        Where nobody is to hear of them, nothing is read twice for their sake.
        """
        began = time.perf_counter()
        first = lane is Lane.COUNTER
        shape = self._inspected(path, name, first)
        look = _FirstLook(began, seen or _unheard)
        if seen and first and self.options.quality == "exact":
            self._submit(self.reader.first_look, path, 1, first).add_done_callback(look.came)
        pages = tuple(self._pages(path, shape, first))
        seconds = round(time.perf_counter() - began, 3)
        return Reading(shape, pages, self.engine(), seconds, look.seconds or seconds)

    def _inspected(self, path: str, name: str, first: bool) -> CaptureShape:
        def ask() -> CaptureShape:
            limit = INSPECT_SECONDS
            return self.crew.submit(
                self.reader.inspect, path, name, timeout_seconds=limit, first=first
            ).result()

        try:
            return ask()
        except NeedsPersonError as trouble:
            if not _worth_another_try(trouble):
                raise
        return ask()

    def _pages(self, path: str, shape: CaptureShape, first: bool) -> Iterator[PageReading]:
        # A bounded number of pages is under way, so that a capture of 500 pages does not push out all others.
        under_way: deque[tuple[int, Future[PageReading]]] = deque()
        failures: list[NeedsPersonError] = []
        for page in range(1, shape.page_count + 1):
            under_way.append((page, self._submit(self.reader.read_page, path, page, first)))
            if len(under_way) >= 2 * self.crew.workers:
                yield self._settled(path, first, *under_way.popleft(), failures)
        while under_way:
            yield self._settled(path, first, *under_way.popleft(), failures)
        if len(failures) == shape.page_count:
            raise failures[0]

    def _settled(
        self, path: str, first: bool, page: int, future: Future[PageReading], failures: list[NeedsPersonError]
    ) -> PageReading:
        try:
            return future.result()
        except NeedsPersonError as trouble:
            if not _worth_another_try(trouble):
                failures.append(trouble)
                return _unreadable(page)
        try:
            return self._submit(self.reader.read_page, path, page, first).result()
        except NeedsPersonError as trouble:
            if not first:
                raise  # an import goes on: hundreds of such pages would hold it up for hours
            failures.append(trouble)
            return _unreadable(page)

    def _submit(
        self, read: Callable[[str, int, ReadOptions], PageReading], path: str, page: int, first: bool
    ) -> Future[PageReading]:
        limit = self.options.longest_seconds + GRACE_SECONDS
        return self.crew.submit(read, path, page, self.options, timeout_seconds=limit, first=first)


class _FirstLook:
    """Takes what a first look found, and how many seconds after `began`; a look that failed says nothing."""

    def __init__(self, began: float, seen: Callable[[Fields], None]) -> None:
        self._began = began
        self._seen = seen
        self.seconds = 0.0

    def came(self, look: Future[PageReading]) -> None:
        """Take the outcome, in the crew's thread. What is wrong with the page, its reading will say."""
        if look.cancelled() or look.exception() is not None:
            return
        fields = find_fields([look.result()])
        self.seconds = round(time.perf_counter() - self._began, 3)
        self._seen(fields)


def _worth_another_try(trouble: NeedsPersonError) -> bool:
    """A crash or a hang may be chance (memory, load); a damaged picture stays damaged."""
    return not isinstance(trouble, UnreadableError) or trouble.failure is ReadFailure.TIMEOUT


def _unreadable(page: int) -> PageReading:
    return PageReading(
        page=page,
        width_pixels=0,
        height_pixels=0,
        dpi=0,
        rotation=0,
        skew_degrees=0.0,
        blank=False,
        confidence=None,
        notes=(UNREADABLE_PAGE,),
    )
