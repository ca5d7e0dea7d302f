"""Papers of two people put together in the page editor: held with a sentence, never sealed unconfirmed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import NeedsPersonError
from app.domain.facts import Confirmed, Held, Linked
from app.domain.page import PageReading
from app.domain.requests import ReadOptions
from app.domain.scan import Scan, ScanState, Severity
from app.ocr import door as reader
from app.pipeline.arranger import Arranger
from app.pipeline.desk import Desk
from app.pipeline.page_editor import Edit, PageEditor
from app.pipeline.stages.wrong_person import face_of
from app.sealing import door as sealer
from tests.domain.offices import paper, slip
from tests.domain.readings import page
from tests.pipeline.road import BON, NOW, SEN, InlineCrew, Road
from tests.pipeline.test_page_editor import QuickReader, picture


class ReaderOfBon(QuickReader):
    """Every page that is read anew is a paper of Bốn's."""

    def read_page(self, path: str, page: int, options: ReadOptions) -> PageReading:
        return of_bon(first=page)


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    road = Road.at(tmp_path, [SEN, BON])
    yield road
    road.close()


def of_bon(first: int = 1) -> PageReading:
    return paper(BON.owner_name, BON.owner_number, first=first)


def editor(road: Road) -> PageEditor:
    return PageEditor(
        Desk(
            road.journal, road.spool, road.register, ReaderOfBon(), InlineCrew(), road.clock, "lan",
            lambda _: None, road.new_id,
        )
    )  # fmt: skip


def unlinked(road: Road, *pages: PageReading) -> Scan:
    """A result that waits for a person, with dossiers proposed."""
    scan = road.linked(*pages)
    if scan.state is not ScanState.LINKED:
        return scan
    return editor(road).desk.unlink(scan.id)


def walked(road: Road, edit: Edit) -> Scan:
    """The arranged scan, read, separated and matched as the runner does."""
    arranger = Arranger(
        road.spool, ReaderOfBon(), sealer, InlineCrew(), ReadOptions(), road.clock, reader.engine_name
    )
    road.journal.record(*arranger.read(edit.scan))
    (separated,) = road.separate(road.now(edit.scan.id))
    return road.match(separated)


def told(scan: Scan) -> str:
    assert scan.hold is not None
    return scan.hold.message.id


def stopped_at_sealing(road: Road, scan: Scan, code: str) -> str:
    """Link by hand, as a clerk can, and return why it is not sealed."""
    linked = scan if scan.state is ScanState.LINKED else editor(road).desk.link(scan.id, code)
    with pytest.raises(NeedsPersonError) as stop:
        road.seal(linked)
    return stop.value.message.id


def let_through(road: Road, linked: Scan) -> None:
    """The stop says nothing."""
    assert linked.reading is not None
    road.stop.check(linked, face_of(linked, road.spool.reading(linked.reading)))


def test_papers_of_two_people_merged_are_held_and_stopped_whoever_they_are_linked_to(road: Road) -> None:
    first, second = unlinked(road, paper()), unlinked(road, of_bon())
    merged = walked(road, editor(road).merge(first, second.id))
    assert told(merged) == "stop-page-meant-for"
    for code in (SEN.code, BON.code):
        assert stopped_at_sealing(road, merged, code) == "stop-page-meant-for"
        merged = editor(road).desk.unlink(merged.id)


def test_a_merge_where_only_a_slip_named_the_second_person_is_stopped_too(road: Road) -> None:
    anonymous = page(["PHỤ LỤC", "Bảng kê kèm theo"], number=2)
    first, second = unlinked(road, paper()), unlinked(road, slip(BON.code), anonymous)
    merged = walked(road, editor(road).merge(first, second.id))
    assert told(merged) == "stop-page-meant-for"
    assert stopped_at_sealing(road, merged, SEN.code) == "stop-page-meant-for"


def test_editing_the_merged_pages_again_does_not_make_anybody_forget(road: Road) -> None:
    first, second = unlinked(road, paper()), unlinked(road, of_bon())
    merged = editor(road).merge(first, second.id).scan
    moved = walked(road, editor(road).move(merged, frozenset({1}), 0))
    assert told(moved) == "stop-page-meant-for"
    mended = walked(road, editor(road).remove(moved, frozenset({0})))
    assert told(mended) == "hold-pages-arranged"
    let_through(road, editor(road).desk.link(mended.id, SEN.code))


@pytest.mark.parametrize("how", ["insert", "replace"])
def test_a_page_of_a_file_that_names_another_person_is_held_and_stopped(
    road: Road, tmp_path: Path, how: str
) -> None:
    file = tmp_path / "bon.png"
    file.write_bytes(picture("red"))
    scan = unlinked(road, paper(), page(["Nơi nhận: Lưu VT"], number=2))
    edit = editor(road).insert(scan, 1, file) if how == "insert" else editor(road).replace(scan, 1, file)
    after = walked(road, edit)
    assert told(after) == "stop-page-of-another"
    assert stopped_at_sealing(road, after, SEN.code) == "stop-page-of-another"


def test_two_papers_in_one_capture_are_not_sealed_for_the_first_ones_owner(road: Road) -> None:
    (scan,) = road.separate(road.read(paper(), of_bon(first=2)))
    held = road.match(scan)
    assert told(held) == "hold-several-results"
    assert stopped_at_sealing(road, held, SEN.code) == "stop-page-of-another"


def test_a_code_of_another_dossier_on_a_later_page_stops_the_sealing(road: Road) -> None:
    later = page(["Kèm theo hồ sơ", f"Mã hồ sơ: {BON.code}"], number=2)
    (scan,) = road.separate(road.read(paper(code=SEN.code), later))
    assert stopped_at_sealing(road, road.match(scan), SEN.code) == "stop-page-of-another"


def test_pages_of_one_person_from_two_captures_are_linked_and_sealed(road: Road) -> None:
    first = unlinked(road, paper())
    second = unlinked(road, page(["Điều 3. Tổ chức thực hiện.", "Nơi nhận: bà Trần Thị Sen"]))
    merged = walked(road, editor(road).merge(first, second.id))
    assert told(merged) == "hold-pages-arranged"
    let_through(road, editor(road).desk.link(merged.id, SEN.code))


def test_a_person_who_looked_twice_may_let_the_merge_stand_with_a_reason(road: Road) -> None:
    first, second = unlinked(road, paper()), unlinked(road, of_bon())
    merged = walked(road, editor(road).merge(first, second.id))
    road.journal.record(Linked(scan=merged.id, at=NOW, dossier=SEN.code, by="lan"))
    with pytest.raises(NeedsPersonError) as stop:
        road.seal(road.now(merged.id))
    road.journal.record(
        Held(scan=merged.id, at=NOW, message=stop.value.message, severity=Severity.BLOCKS),
        Confirmed(scan=merged.id, at=NOW, by="hoa", reason="vợ chồng cùng đứng tên"),
    )
    let_through(road, road.now(merged.id))
