"""Reads and assembles the pages that a person has put together from one capture or several."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.arrangement import PageRef, as_it_lies
from app.domain.facts import Fact, Read
from app.domain.page import CaptureShape, PageReading, Reading
from app.domain.requests import PageSource, ReadOptions
from app.domain.scan import Clock, Lane, Scan
from app.pipeline.ports import Assembler, Crew, Reader, Spool

PDF = "application/pdf"
SECONDS_A_PAGE = 30.0
SECONDS_AT_LEAST = 60.0
GRACE_SECONDS = 10.0
PAGES_KEPT = 64


@dataclass(frozen=True, slots=True)
class Arranger:
    """Works for the stages: an arrangement is read from the readings that are there, and sealed from one PDF."""

    spool: Spool
    reader: Reader
    assembler: Assembler
    crew: Crew
    options: ReadOptions
    clock: Clock
    engine: Callable[[], str]
    read_before: dict[PageRef, PageReading] = field(
        default_factory=dict
    )  # a page turned is edited again soon

    def read(self, scan: Scan) -> Sequence[Fact]:
        """Return Read of a scan that was arranged; only pages that were turned, cropped or never read are read anew.

        UnreadableError when one of them can't be.
        """
        if scan.arrangement is None:
            raise ValueError(scan.id)
        began, pages, engines = time.perf_counter(), list[PageReading](), list[str]()
        born_digital = True
        for number, ref in enumerate(scan.arrangement.refs, start=1):
            known = self.spool.reading(ref.reading) if ref.reading else None
            engines.append(known.engine if known else self.engine())
            page = self._page(ref, known, scan.lane)
            born_digital = born_digital and page.source != "ocr"
            pages.append(replace(page, page=number))
        shape = CaptureShape(PDF, len(pages), born_digital=born_digital)
        seconds = round(time.perf_counter() - began, 3)
        reading = Reading(shape, tuple(pages), engines[0], seconds)
        return [Read(scan=scan.id, at=self.clock(), reading=self.spool.put_reading(reading))]

    def assembled(self, refs: Sequence[PageRef], room: Path, lane: Lane) -> Path:
        """Return one PDF in `room` with these pages as they are to be seen."""
        target = room / "arranged.pdf"
        sources = tuple(map(self._source, refs))
        limit = max(SECONDS_AT_LEAST, SECONDS_A_PAGE * len(refs))
        self.crew.submit(
            self.assembler.assemble,
            sources,
            str(target),
            timeout_seconds=limit,
            first=lane is Lane.COUNTER,
        ).result()
        return target

    def _source(self, ref: PageRef) -> PageSource:
        path = str(self.spool.path(ref.capture))
        if ref.reading:
            kind = self.spool.reading(ref.reading).shape.media_type
        else:
            kind = (
                self.crew.submit(self.reader.inspect, path, ref.capture, timeout_seconds=SECONDS_AT_LEAST)
                .result()
                .media_type
            )
        return PageSource(path, kind, ref.page, ref.turn or 0, ref.crop)

    def _page(self, ref: PageRef, known: Reading | None, lane: Lane) -> PageReading:
        if known is not None and not ref.changed:
            return known.page(ref.page)
        page = self.read_before.get(ref)
        if page is None:
            page = self.read_before[ref] = self._read_anew(ref, lane)
            for oldest in list(self.read_before)[:-PAGES_KEPT]:
                self.read_before.pop(oldest, None)  # another walker may have been faster
        return page

    def _read_anew(self, ref: PageRef, lane: Lane) -> PageReading:
        with tempfile.TemporaryDirectory(dir=self.spool.workroom()) as room:
            path, page = str(self.spool.path(ref.capture)), ref.page
            if ref.changed:
                path, page = str(self.assembled([ref], Path(room), lane)), 1
            limit = self.options.longest_seconds + GRACE_SECONDS
            counter = lane is Lane.COUNTER
            read = self.crew.submit(
                self.reader.read_page, path, page, self.options, timeout_seconds=limit, first=counter
            ).result()
        return as_it_lies(read) if ref.changed else read
