"""What stands on a paper's head is told while the whole is still being read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.domain.errors import ReadFailure, UnreadableError
from app.domain.facts import Captured
from app.domain.page import Barcode, Box, CaptureShape, PageReading
from app.domain.requests import ReadOptions
from app.domain.scan import Lane, Scan
from app.domain.transitions import apply
from app.pipeline.ports import Event, FieldsSeen
from app.pipeline.stages.read import ReadStage
from app.storage.spool import FolderSpool
from tests.domain.readings import page
from tests.pipeline.road import NOW, InlineCrew

CODE = "H15.12-260310-0003"
SLIP = replace(page(["Phiếu kiểm soát"]), barcodes=(Barcode("CODE128", CODE, Box(0.1, 0.1, 0.3, 0.05)),))


@dataclass
class PaperReader:
    """A reader of a paper of one page, which keeps in what order it was asked."""

    quick: Callable[[], PageReading] = lambda: SLIP
    asked: list[str] = field(default_factory=list)

    def inspect(self, path: str, name: str) -> CaptureShape:
        return CaptureShape("image/png", 1)

    def first_look(self, path: str, number: int, options: ReadOptions) -> PageReading:
        self.asked.append("head")
        return self.quick()

    def read_page(self, path: str, number: int, options: ReadOptions) -> PageReading:
        self.asked.append("whole")
        return SLIP

    def render_page(self, path: str, number: int, turn: int, max_side: int) -> bytes:
        raise AssertionError


def read(folder: Path, reader: PaperReader, quality: str = "exact", lane: Lane = Lane.COUNTER) -> list[Event]:
    """Return what was announced while one scan was read; its reading must be whole whatever the first look did."""
    spool, told = FolderSpool(folder), []
    capture, size = spool.put([b"paper"])
    born = Captured(scan="s1", at=NOW, capture=capture, bytes=size, source="a.png", folder="/in")
    scan: Scan = replace(apply(None, born), lane=lane)
    stage = ReadStage(
        spool, reader, InlineCrew(), ReadOptions(quality), lambda: NOW, lambda: "hand", told.append
    )
    (fact,) = stage.work(scan)
    assert spool.reading(fact.reading).pages == (SLIP,)
    return told


def test_the_code_on_the_head_is_told_before_the_whole_page_is_read(tmp_path: Path) -> None:
    reader = PaperReader()
    (seen,) = read(tmp_path, reader)
    assert isinstance(seen, FieldsSeen)
    assert (seen.scan_id, [found.value for found in seen.fields.dossier_codes]) == ("s1", [CODE])
    assert reader.asked == ["head", "whole"]


@pytest.mark.parametrize(("quality", "lane"), [("swift", Lane.COUNTER), ("exact", Lane.BATCH)])
def test_where_nobody_waits_at_the_counter_no_time_is_spent_on_a_first_look(
    tmp_path: Path, quality: str, lane: Lane
) -> None:
    reader = PaperReader()
    assert read(tmp_path, reader, quality, lane) == []
    assert reader.asked == ["whole"]


def test_a_first_look_that_fails_is_not_spoken_of(tmp_path: Path) -> None:
    def fails() -> PageReading:
        raise UnreadableError(ReadFailure.TIMEOUT, "slow")

    assert read(tmp_path, PaperReader(quick=fails)) == []
