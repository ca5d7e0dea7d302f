"""Pages of the open scan are edited by key and mouse; each edit is in the journal and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from app.domain.arrangement import Arrangement
from app.domain.facts import Arranged, Read, Separated
from app.domain.scan import Scan, ScanState
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper

OpenWindow = Callable[..., Station]
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def station(office: Office, open_window: OpenWindow) -> Station:
    """A scan of three pages is open, one of one page waits behind it."""
    office.wait_for_person("s1", plain_paper(1, pages=3))
    office.wait_for_person("s2", plain_paper(2))
    station = open_window()
    station.look_at("s1")
    return station


def now(station: Station, scan_id: str = "s1") -> Scan:
    return station.office.journal.standings[scan_id]


def order(station: Station) -> list[int]:
    """The numbers that the pages of the scan have in their captures."""
    return [ref.page for ref in now(station).arranged.pages]


def shown(station: Station) -> Arrangement | None:
    """How the window shows the scan."""
    case = station.parts.clerk.case
    return case.scan.arranged if case else None


def edited(station: Station, pages: list[int]) -> None:
    """Wait until the scan has these pages of its captures, and the window shows so many."""
    station.until(lambda: order(station) == pages and shown(station) == now(station).arranged)
    station.until(lambda: station.parts.pages.strip.count() == (len(pages) if len(pages) > 1 else 0))


def test_ctrl_r_turns_the_page_for_good_and_ctrl_z_turns_it_back(station: Station) -> None:
    station.press(Qt.Key.Key_R, CONTROL)
    station.until(lambda: now(station).arranged.pages[0].turn == 90)
    station.press(Qt.Key.Key_R, CONTROL)
    station.until(lambda: now(station).arranged.pages[0].turn == 180)
    for turn in (90, None):
        station.until(lambda: station.parts.acts.undo_list.last and shown(station) == now(station).arranged)
        station.press(Qt.Key.Key_Z, CONTROL)
        station.until(lambda turn=turn: now(station).arranged.pages[0].turn == turn)
    kinds = [type(fact) for fact in station.office.journal.lives["s1"]]
    assert kinds.count(Arranged) == 4


def test_keys_pressed_faster_than_the_journal_writes_all_count(station: Station) -> None:
    for _ in range(3):
        station.press(Qt.Key.Key_R, CONTROL)
    station.until(lambda: now(station).arranged.pages[0].turn == 270)


def test_a_page_is_moved_by_key_and_stays_the_one_shown(station: Station) -> None:
    station.press(Qt.Key.Key_Down, ALT)
    edited(station, [2, 1, 3])
    station.until(lambda: station.parts.pages.place == 1)
    station.press(Qt.Key.Key_Up, ALT)
    edited(station, [1, 2, 3])


def test_pages_are_dragged_to_another_place(station: Station) -> None:
    strip = station.parts.pages.strip
    strip.setCurrentRow(2)
    top = strip.visualItemRect(strip.item(0)).topLeft() + QPoint(5, 5)
    drop = QDropEvent(
        QPointF(top), Qt.DropAction.MoveAction, QMimeData(), Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    strip.dropEvent(drop)
    edited(station, [3, 1, 2])


def test_a_page_is_taken_out_by_key_but_never_the_last(station: Station) -> None:
    station.press(Qt.Key.Key_Delete, CONTROL)
    edited(station, [2, 3])
    station.press(Qt.Key.Key_Delete, CONTROL)
    edited(station, [3])
    station.press(Qt.Key.Key_Delete, CONTROL)
    station.until(station.parts.notices.said.text)
    assert order(station) == [3]


def test_a_scan_is_split_at_the_page_shown_and_made_whole_again(station: Station) -> None:
    station.press(Qt.Key.Key_PageDown)
    station.press(Qt.Key.Key_T, CONTROL)
    edited(station, [1])
    assert [ref.page for ref in now(station, "new").arranged.pages] == [2, 3]
    station.until(lambda: station.parts.acts.undo_list.last)
    station.press(Qt.Key.Key_Z, CONTROL)
    edited(station, [1, 2, 3])
    assert now(station, "new").state is ScanState.REJECTED


def test_the_scan_that_came_next_is_merged_and_parted_again(station: Station) -> None:
    station.press(Qt.Key.Key_G, CONTROL)
    edited(station, [1, 2, 3, 1])
    assert now(station, "s2").state is ScanState.REJECTED
    station.until(lambda: station.parts.acts.undo_list.last)
    station.press(Qt.Key.Key_Z, CONTROL)
    edited(station, [1, 2, 3])
    assert now(station, "s2").state is not ScanState.REJECTED


@pytest.mark.parametrize(("key", "pages"), [(Qt.Key.Key_I, [1, 1, 2, 3]), (Qt.Key.Key_E, [1, 2, 3])])
def test_a_page_from_a_file_is_put_in_or_takes_a_place(
    station: Station, tmp_path: Path, key: Qt.Key, pages: list[int]
) -> None:
    file = tmp_path / "thiếu.png"
    file.write_bytes(plain_paper(7).pages[0])
    station.press(key, CONTROL)
    dialog = station.window.dialogs.opened["file"]
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    edited(station, pages)
    both = {now(station).capture, station.office.spool.digest_of(file.read_bytes())}
    station.until(lambda: {ref.capture for ref in now(station).arranged.pages} == both)


def test_a_drawn_area_is_what_is_kept_of_the_page_and_escape_draws_none(station: Station) -> None:
    view = station.parts.pages.view
    station.press(Qt.Key.Key_K, CONTROL)
    station.press(Qt.Key.Key_Escape)
    assert not station.parts.pages.area.leave()
    station.press(Qt.Key.Key_K, CONTROL)
    middle = view.viewport().rect().center()
    left, mouse = Qt.MouseButton.LeftButton, station.qtbot
    mouse.mousePress(view.viewport(), left, pos=middle)
    mouse.mouseMove(view.viewport(), middle + QPoint(40, 50))
    mouse.mouseMove(view.viewport(), middle + QPoint(80, 100))
    mouse.mouseRelease(view.viewport(), left, pos=middle + QPoint(80, 100))
    station.until(lambda: now(station).arranged.pages[0].crop)
    crop = now(station).arranged.pages[0].crop
    assert crop is not None
    assert (crop.x, crop.y) == pytest.approx((0.5, 0.5), abs=0.05)
    pages = station.parts.pages
    station.until(lambda: pages.picture and pages.picture.width < 620 * 0.5)


def test_the_arrows_push_in_the_edges_of_the_page_and_enter_takes_what_is_left(station: Station) -> None:
    station.press(Qt.Key.Key_K, CONTROL)
    for _ in range(10):
        station.press(Qt.Key.Key_Right)
    for _ in range(5):
        station.press(Qt.Key.Key_Up)
    station.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    station.press(Qt.Key.Key_Return)
    station.until(lambda: now(station).arranged.pages[0].crop)
    crop = now(station).arranged.pages[0].crop
    assert crop is not None
    assert (crop.x, crop.y, crop.w, crop.h) == pytest.approx((0.1, 0.0, 0.9, 0.96), abs=0.005)
    assert now(station).dossier is None


def test_after_an_edit_enter_links_what_the_pages_now_say(station: Station, office: Office) -> None:
    station.press(Qt.Key.Key_Delete, CONTROL)
    edited(station, [2, 3])
    scan = now(station)
    office.record(Read(scan="s1", at=office.now, reading=scan.capture))
    office.record(Separated(scan="s1", at=office.now, pages=(1, 2), caution=scan.caution))
    office.ask_again("s1", plain_paper(1))
    station.until(lambda: station.parts.clerk.choice)
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1") == plain_paper(1).dossier.code)


def test_papers_of_two_people_merged_are_not_linked_by_enter(station: Station, office: Office) -> None:
    station.press(Qt.Key.Key_G, CONTROL)
    edited(station, [1, 2, 3, 1])
    mine, other = plain_paper(1).dossier, plain_paper(2).dossier
    assert {ref.meant for ref in now(station).arranged.pages} == {mine.code, other.code}
    scan = now(station)
    office.spool.papers["of four pages"] = plain_paper(1, pages=4)
    office.record(Read(scan="s1", at=office.now, reading="of four pages"))
    office.record(Separated(scan="s1", at=office.now, pages=(1, 2, 3, 4), caution=scan.caution))
    office.ask_again("s1", plain_paper(1), other.code)
    station.look_at("s1")
    assert other.code in station.parts.decision._banner_text.text()
    station.press(Qt.Key.Key_Return)
    assert station.parts.clerk.choice is None
    assert station.linked_to("s1") is None


def test_a_rejection_is_taken_back(station: Station) -> None:
    station.parts.acts.reject("nhầm")
    station.until(lambda: station.parts.acts.undo_list.last)
    station.press(Qt.Key.Key_Z, CONTROL)
    station.until(lambda: now(station).state is ScanState.SEPARATED)
    station.until(lambda: station.open_scan == "s1")
