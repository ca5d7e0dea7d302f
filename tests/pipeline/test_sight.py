"""What is seen of a reading is the same whether it is found here or, of a long one, by a worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.facts import Captured, Read, Separated
from app.domain.page import Box, CaptureShape, Line, PageReading, Reading, Word
from app.domain.scan import Scan
from app.ocr import door as reader
from app.pipeline import desk as desks
from app.pipeline import sight
from app.pipeline.crew import ProcessCrew
from app.pipeline.desk import Desk
from app.pipeline.sight import LONG, FormAsked, look, sight_of
from tests.pipeline.road import Road

AT = datetime(2026, 3, 10, 2, tzinfo=UTC)
NUMBER = "Số: 12/TLKS-BS"


class CountingSpool:
    """The spool, which counts readings that were read here: a worker has its own."""

    def __init__(self, road: Road) -> None:
        self._spool, self.read = road.spool, 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._spool, name)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return type(self._spool), (self._spool._objects.root,)

    def reading(self, digest: str) -> Reading:
        self.read += 1
        return self._spool.reading(digest)


@pytest.fixture
def crew() -> Iterator[ProcessCrew]:
    made = ProcessCrew(1)
    yield made
    made.close()


def _page(number: int, rotation: int) -> PageReading:
    lines = []
    for row, text in enumerate((NUMBER, "GIẤY KHAI SINH", "Họ, chữ đệm, tên: NGUYỄN THỊ HOA")):
        top = 0.1 + 0.05 * row
        words = tuple(
            Word(word, Box(0.1 + 0.08 * place, top, 0.07, 0.02), 0.95)
            for place, word in enumerate(text.split())
        )
        lines.append(Line(words, Box(0.1, top, 0.6, 0.02), top + 0.018, top + 0.018))
    return PageReading(number, 1000, 1400, 120, rotation, 0.0, False, 0.95, tuple(lines))


def _scan(road: Road, pages: int) -> Scan:
    capture, size = road.spool.put([b"a capture"])
    shape = CaptureShape("application/pdf", pages)
    read = tuple(_page(number, 90 * (number % 2)) for number in range(1, pages + 1))
    reading = road.spool.put_reading(Reading(shape, read, "hand"))
    road.journal.record(
        Captured(scan="s", at=AT, capture=capture, bytes=size, source="a.pdf", folder="/in"),
        Read(scan="s", at=AT, reading=reading),
        Separated(scan="s", at=AT, pages=tuple(range(1, pages + 1))),
    )
    return road.now("s")


def _desk(road: Road, spool: CountingSpool, crew: ProcessCrew) -> Desk:
    return Desk(
        road.journal, spool, road.register, reader, crew, lambda: AT, "lan", lambda _: None, road.new_id,
    )  # fmt: skip


def _asked(scan: Scan) -> FormAsked:
    return FormAsked(scan.id, scan.reading, scan.pages, None, (), "UBND xã Mẫu")


def test_a_long_reading_is_looked_through_by_a_worker_and_says_the_same(
    road: Road, crew: ProcessCrew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "_turns", {})
    scan, spool = _scan(road, LONG + 1), CountingSpool(road)
    seen = sight_of(_desk(road, spool, crew), scan, _asked(scan))
    assert spool.read == 0
    assert seen == look(road.spool, scan, _asked(scan), AT)
    assert seen.fields is not None
    assert seen.fields.document_number is not None
    assert {entry.name: entry.value for entry in seen.form or ()}["number"] in NUMBER
    assert desks.turn_of(spool, scan, 1) == 90  # known by now, without the reading
    assert spool.read == 0


def test_a_short_reading_is_read_here_once(road: Road, crew: ProcessCrew) -> None:
    scan, spool = _scan(road, 2), CountingSpool(road)
    seen = sight_of(_desk(road, spool, crew), scan, _asked(scan))
    assert spool.read == 1
    assert seen.form is not None
    assert seen.turns == {1: 90, 2: 0}


def test_before_it_was_read_nothing_is_seen(road: Road, crew: ProcessCrew) -> None:
    scan = replace(_scan(road, 1), reading=None)
    assert sight_of(_desk(road, CountingSpool(road), crew), scan, _asked(scan)) == sight.Sight()
