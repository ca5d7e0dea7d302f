"""A person edits the pages of a result: every edit is a fact, can be taken back, and no capture changes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.domain.arrangement import PageRef, as_it_lies, turned_box
from app.domain.errors import IllegalFactError, UsageError
from app.domain.facts import Arranged, Captured, DepositBegan, Linked, Read, Sealed, Separated
from app.domain.page import Box, CaptureShape, Line, PageReading, Reading, Word
from app.domain.receipt import SealedFile
from app.domain.requests import ReadOptions
from app.domain.scan import Scan, ScanState
from app.ocr import door as reader
from app.pipeline.arranger import Arranger
from app.pipeline.desk import Desk
from app.pipeline.page_editor import PageEditor, restore
from app.pipeline.papers import Papers
from app.pipeline.stages.seal import SealStage, SealWay
from app.sealing import door as sealer
from app.settings.paper_rules import paper_rules_on
from tests.pipeline.road import InlineCrew, Road

COLOURS = ["red", "green", "blue", "orange"]
CROP = Box(0.5, 0.0, 0.5, 1.0)


class QuickReader:
    """Inspects and draws as the real one, but reads nothing: what it was asked is remembered."""

    inspect = staticmethod(reader.inspect)
    render_page = staticmethod(reader.render_page)
    first_look = staticmethod(reader.first_look)

    def __init__(self) -> None:
        self.read: list[tuple[str, int]] = []

    def read_page(self, path: str, page: int, options: ReadOptions) -> PageReading:
        self.read.append((Path(path).name, page))
        return page_reading(page, "đọc lại")


def page_reading(page: int, text: str, rotation: int = 0) -> PageReading:
    box = Box(0.1, 0.1, 0.3, 0.02)
    line = Line((Word(text, box, 0.9),), box, 0.12, 0.12)
    return PageReading(page, 200, 300, 100, rotation, 0.0, False, 0.9, (line,))


def picture(colour: str, size: tuple[int, int] = (200, 300)) -> bytes:
    """A page: its left half white, its right half of this colour."""
    image = Image.new("RGB", size, "white")
    image.paste(Image.new("RGB", (size[0] // 2, size[1]), colour), (size[0] // 2, 0))
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(100, 100))
    return out.getvalue()


@dataclass
class Bench:
    """A desk with the page editor over a road, and captures of several coloured pages."""

    road: Road
    reader: QuickReader

    @property
    def desk(self) -> Desk:
        return Desk(
            self.road.journal, self.road.spool, self.road.register, self.reader, InlineCrew(), self.road.clock,
            "lan", lambda _: None, self.road.new_id,
        )  # fmt: skip

    @property
    def editor(self) -> PageEditor:
        return PageEditor(self.desk)

    @property
    def arranger(self) -> Arranger:
        return Arranger(
            self.road.spool, self.reader, sealer, InlineCrew(), ReadOptions(), self.road.clock, lambda: "hand"
        )

    def scan(self, *colours: str, signed: bool = False) -> Scan:
        """A capture with a page for each colour, read and separated."""
        pages = [Image.open(io.BytesIO(picture(colour))) for colour in colours]
        out = io.BytesIO()
        pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(100, 100))
        capture, size = self.road.spool.put([out.getvalue()])
        read = tuple(page_reading(n, colour) for n, colour in enumerate(colours, 1))
        shape = CaptureShape("image/tiff", len(pages), signed=signed)
        reading = self.road.spool.put_reading(Reading(shape, read, "hand"))
        scan = self.road.new_id()
        self.road.journal.record(
            Captured(
                scan=scan, at=self.road.clock(), capture=capture, bytes=size, source="a.tif", folder="/in"
            ),
            Read(scan=scan, at=self.road.clock(), reading=reading),
            Separated(scan=scan, at=self.road.clock(), pages=tuple(range(1, len(pages) + 1))),
        )
        return self.road.now(scan)

    def walk(self, scan: Scan) -> Scan:
        """Read and separate an arranged scan, as the runner does."""
        self.road.journal.record(*self.arranger.read(self.road.now(scan.id)))
        (separated,) = self.road.separate(self.road.now(scan.id))
        return separated

    def texts(self, scan: Scan) -> list[str]:
        reading = self.desk.reading(scan)
        assert reading is not None
        return [page.text for page in reading.only(scan.pages)]

    def sealed(self, scan: Scan) -> pikepdf.Pdf:
        """The final file, made by the real sealer."""
        self.road.journal.record(
            Linked(scan=scan.id, at=self.road.clock(), dossier="H15.12-250715-0001", by="lan")
        )
        stage = SealStage(
            self.road.spool, self.road.stop, sealer, InlineCrew(), self.road.clock,
            SealWay(), self.arranger, Papers(self.road.register, self.road.store, paper_rules_on),
        )  # fmt: skip
        confirmed = replace(self.road.now(scan.id), confirmed=True)
        (fact,) = stage.work(confirmed)
        assert isinstance(fact, Sealed)
        return pikepdf.open(self.road.spool.path(fact.file.digest))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    road = Road.at(tmp_path, [])
    yield Bench(road, QuickReader())
    road.close()


def test_pages_are_moved_and_taken_out_without_reading_anything_again(bench: Bench) -> None:
    scan = bench.scan(*COLOURS)
    moved = bench.editor.move(scan, frozenset({3}), 0).scan
    left = bench.editor.remove(moved, frozenset({1, 2})).scan
    after = bench.walk(left)
    assert bench.texts(after) == ["orange", "blue"]
    assert (after.state, after.capture) == (ScanState.SEPARATED, scan.capture)
    assert bench.reader.read == []
    assert [type(fact) for fact in bench.desk.life(scan.id)].count(Arranged) == 2


def test_a_turned_page_is_read_anew_and_sealed_as_it_was_turned(bench: Bench) -> None:
    scan = bench.scan("red", "green")
    after = bench.walk(bench.editor.turn(scan, frozenset({1}), 90).scan)
    assert bench.texts(after) == ["red", "đọc lại"]
    assert len(bench.reader.read) == 1
    with bench.sealed(after) as pdf:
        boxes = [[float(side) for side in page.mediabox[2:]] for page in pdf.pages]
        turned = [page.obj.get("/Rotate", 0) for page in pdf.pages]
    assert boxes[0] == pytest.approx([144, 216], abs=0.1)
    assert boxes[1] == pytest.approx([216, 144], abs=0.1)
    assert turned == [0, 0]


def test_what_was_cropped_away_is_not_in_the_final_file(bench: Bench) -> None:
    scan = bench.scan("red")
    after = bench.walk(bench.editor.crop(scan, 0, CROP).scan)
    with bench.sealed(after) as pdf:
        (image,) = [pikepdf.PdfImage(one) for one in pdf.pages[0].get_images().values()]
        shown = image.as_pil_image().convert("RGB")
    assert shown.size == (100, 300)
    assert shown.getextrema() == ((255, 255), (0, 0), (0, 0))


def test_a_page_turned_after_it_was_cropped_keeps_the_same_part(bench: Bench) -> None:
    cropped = bench.editor.crop(bench.scan("red"), 0, CROP).scan
    turned = bench.editor.turn(cropped, frozenset({0}), 90).scan
    ref = turned.arranged.pages[0]
    assert (ref.turn, ref.crop) == (90, Box(0, 0.5, 1, 0.5))
    again = bench.editor.crop(turned, 0, Box(0, 0, 1, 0.5)).scan
    assert again.arranged.pages[0].crop == Box(0, 0.5, 1, 0.25)


def test_a_split_gives_two_scans_and_undo_makes_them_one_again(bench: Bench) -> None:
    scan = bench.scan("red", "green", "blue")
    edit = bench.editor.split(scan, 1)
    (born,) = edit.born
    assert bench.texts(bench.walk(edit.scan)) == ["red"]
    assert bench.texts(bench.walk(bench.road.now(born))) == ["green", "blue"]
    back = bench.walk(bench.editor.take_back(edit))
    assert bench.texts(back) == ["red", "green", "blue"]
    assert bench.road.now(born).state is ScanState.REJECTED


def test_pages_of_two_captures_become_one_result_and_undo_parts_them_again(bench: Bench) -> None:
    first, second = bench.scan("red"), bench.scan("green", "blue")
    edit = bench.editor.merge(first, second.id)
    merged = bench.walk(edit.scan)
    assert bench.texts(merged) == ["red", "green", "blue"]
    assert bench.road.now(second.id).state is ScanState.REJECTED
    with bench.sealed(merged) as pdf:
        assert len(pdf.pages) == 3
    back = bench.walk(bench.editor.take_back(edit))
    assert bench.texts(back) == ["red"]
    assert bench.texts(bench.walk(bench.road.now(second.id))) == ["green", "blue"]


def test_pages_of_a_file_are_put_in_and_its_bytes_are_kept(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "trang thiếu.png"
    file.write_bytes(picture("yellow"))
    scan = bench.scan("red", "green")
    after = bench.walk(bench.editor.insert(scan, 1, file).scan)
    assert bench.texts(after) == ["red", "đọc lại", "green"]
    digest = after.arranged.pages[1].capture
    assert bench.road.spool.path(digest).read_bytes() == file.read_bytes()
    replaced = bench.walk(bench.editor.replace(after, 0, file).scan)
    assert bench.texts(replaced) == ["đọc lại", "đọc lại", "green"]


def test_after_a_change_nothing_is_linked_by_rule_until_a_person_has_looked(bench: Bench) -> None:
    after = bench.walk(bench.editor.remove(bench.scan("red", "green"), frozenset({0})).scan)
    assert after.caution is not None
    held = bench.road.match(after)
    assert held.hold is not None
    assert held.hold.message.id == "hold-pages-arranged"


def test_the_last_page_stays_and_what_was_changed_meanwhile_is_not_overwritten(bench: Bench) -> None:
    scan = bench.scan("red", "green")
    with pytest.raises(UsageError):
        bench.editor.remove(scan, frozenset({0, 1}))
    bench.editor.move(scan, frozenset({1}), 0)
    with pytest.raises(UsageError, match="scan-changed-meanwhile"):
        bench.editor.remove(scan, frozenset({0}))


def test_pages_of_a_signed_capture_are_left_alone(bench: Bench) -> None:
    with pytest.raises(UsageError, match="pages-of-signed"):
        bench.editor.turn(bench.scan("red", signed=True), frozenset({0}), 90)


def test_on_its_way_to_the_store_a_result_is_edited_no_more(bench: Bench) -> None:
    scan, clock = bench.scan("red", "green"), bench.road.clock
    bench.road.journal.record(
        Linked(scan=scan.id, at=clock(), dossier="H15.12-250715-0001", by="lan"),
        Sealed(scan=scan.id, at=clock(), file=SealedFile("aa", 1, 2, "2b")),
        DepositBegan(scan=scan.id, at=clock()),
    )
    with pytest.raises(IllegalFactError):
        bench.editor.remove(bench.road.now(scan.id), frozenset({0}))


def test_a_sealed_result_is_edited_and_begins_its_road_anew(bench: Bench) -> None:
    scan, clock = bench.scan("red", "green"), bench.road.clock
    bench.road.journal.record(
        Linked(scan=scan.id, at=clock(), dossier="H15.12-250715-0001", by="lan"),
        Sealed(scan=scan.id, at=clock(), file=SealedFile("aa", 1, 2, "2b")),
    )
    after = bench.editor.remove(bench.road.now(scan.id), frozenset({0})).scan
    assert (after.state, after.dossier, after.sealed) == (ScanState.CAPTURED, None, None)


def test_a_rejection_is_taken_back_and_waits_for_a_decision(bench: Bench) -> None:
    scan = bench.scan("red")
    bench.desk.reject(scan.id, "nhầm")
    back = restore(bench.desk, scan.id)
    assert (back.state, back.pages, back.rejected_because) == (ScanState.SEPARATED, (1,), None)
    assert back.hold is not None


def test_the_desk_shows_an_edited_page_as_it_was_turned(bench: Bench) -> None:
    scan = bench.scan("red", "green")
    edited = bench.editor.turn(bench.editor.move(scan, frozenset({1}), 0).scan, frozenset({0}), 180).scan
    shown = Image.open(io.BytesIO(bench.desk.page_picture(edited, 1)))
    assert shown.convert("RGB").getpixel((10, 10)) == (0, 128, 0)
    assert shown.convert("RGB").getpixel((190, 10)) == (255, 255, 255)


def test_a_box_turned_four_times_is_where_it_was() -> None:
    box = Box(0.125, 0.25, 0.5, 0.0625)
    for _ in range(4):
        box = turned_box(box, 90)
    assert box == Box(0.125, 0.25, 0.5, 0.0625)


def test_what_a_reader_turned_against_the_persons_will_lies_as_the_person_said() -> None:
    page = as_it_lies(page_reading(1, "ngang", rotation=90))
    assert page.rotation == 0
    assert page.lines[0].box.y == pytest.approx(0.6)
    assert (page.lines[0].box.w, page.lines[0].box.h) == (0.02, 0.3)
    assert PageRef("c", 1).turned(90, 90).turn == 180
