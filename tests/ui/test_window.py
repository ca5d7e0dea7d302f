"""The window around the main road: start and end, notices, the sheet, the shade, the queue."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.facts import Released
from app.domain.messages import Message
from app.domain.scan import Scan
from app.pipeline.ports import Notice, WorkBegan, WorkDelayed
from app.ui.day_sheet import DaySheet
from app.ui.feed import Loaded
from app.ui.queue_rows import Shelf
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper
from tests.ui.test_acts import store

ONE, TWO = plain_paper(1), plain_paper(2)
OpenWindow = Callable[..., Station]
CONTROL = Qt.KeyboardModifier.ControlModifier


def dialog(station: Station, name: str) -> object:
    station.until(lambda: name in station.window.dialogs.opened)
    return station.window.dialogs.opened[name]


# --- beginning and ending ---------------------------------------------------------------------------------------------


def test_closing_in_mid_work_finishes_what_was_decided_and_waits_for_nothing_else(
    office: Office, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.wait_for_person("s1", ONE)
    office.wait_for_person("s2", TWO)
    station = open_window()
    station.look_at("s1")
    gate, entered = threading.Event(), threading.Event()
    record = office.journal.record

    def slow(*facts: object, expecting: Scan | None = None) -> list[Scan]:
        entered.set()
        gate.wait(5)
        return record(*facts, expecting=expecting)  # type: ignore[arg-type]

    monkeypatch.setattr(office.journal, "record", slow)
    station.press(Qt.Key.Key_Return)
    station.until(entered.is_set)
    threading.Timer(0.05, gate.set).start()
    station.window.close()
    assert station.linked_to("s1") == ONE.dossier.code
    office.announce_all([office.journal.standings["s2"]])  # nobody listens any more, and nothing breaks


def test_two_thousand_scans_that_arrive_at_once_all_stand_in_the_queue(
    office: Office, open_window: OpenWindow
) -> None:
    station = open_window()
    for number in range(2000):
        office.capture(f"s{number:04d}", ONE)
    station.until(lambda: station.parts.model.counts[Shelf.WORKING] == 2000)
    station.parts.queue.show_shelf(Shelf.WORKING)
    assert station.parts.model.rowCount() == 2000


def test_what_was_finished_long_ago_is_read_when_its_shelf_is_shown(
    office: Office, open_window: OpenWindow
) -> None:
    for number in range(3):
        office.linked_by_rule(f"old{number}", ONE)
        store(office, f"old{number}")
    office.now += timedelta(days=9)
    office.wait_for_person("s1", TWO)
    station = open_window()
    station.until(lambda: station.parts.feed.loaded == Loaded.RECENT.value)
    assert station.parts.model.counts[Shelf.ALL] == 1
    station.press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    station.until(lambda: station.parts.model.rowCount() == 4)
    assert station.parts.model.place("s1") == 0


def test_the_foot_tells_the_ledger_the_work_the_oldest_and_the_store(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    office.capture("s2", TWO)
    station = open_window()
    foot = station.parts.foot
    station.until(lambda: foot.sum.text() == "đã quét 2 = đã lưu 0 + đang chờ 1 + tạm giữ 1 + loại 0")
    office.announce(WorkBegan("s2", "read"))
    station.until(lambda: foot.work.text() == "Đang đọc: Scan_s2.pdf")
    office.announce(WorkBegan("s2", "deposit"))
    office.announce(WorkDelayed("s2", Message.of("program-closing"), 30))
    station.until(lambda: foot.store.text() == "Kho chưa nhận, sẽ thử lại")
    assert foot.work.text() == ""
    assert foot.oldest.text().startswith("Chờ lâu nhất")


def test_notices_stand_in_the_window_one_after_the_other_and_keep_no_key_away(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    first, second = Message.of("station-empty-no-folder"), Message.of("program-closing")
    for message in (first, second, first):
        office.announce(Notice(message))
    notices = station.parts.notices
    station.until(lambda: notices._more.text() == "+1")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1"))
    station.click(notices.button)
    assert notices.said.text() == station.window.around.texts.say(second)
    station.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not notices.isVisible()


# --- the sheet, the shade ---------------------------------------------------------------------------------------------


def test_the_end_of_day_sheet_tells_the_sum_and_what_waits_and_is_kept_as_pdf(
    office: Office, open_window: OpenWindow, tmp_path: Path
) -> None:
    office.wait_for_person("s1", ONE, [], Message.of("hold-nothing-fits"), source="tờ <một> & hai.pdf")
    station = open_window()
    station.press(Qt.Key.Key_P, CONTROL)
    sheet = dialog(station, "sheet")
    assert isinstance(sheet, DaySheet)
    text = sheet.paper.toPlainText()
    assert "đã quét 1 = đã lưu 0 + đang chờ 0 + tạm giữ 1 + loại 0" in text
    assert "tờ <một> & hai.pdf" in text
    assert "Không hồ sơ nào khớp" in text
    sheet.keep_at(str(tmp_path / "ngay.pdf"))
    station.until(sheet.notices.isVisible)
    assert (tmp_path / "ngay.pdf").read_bytes().startswith(b"%PDF-")
    sheet.notices.button.click()
    sheet.keep_at(str(tmp_path / "khong-co" / "ngay.pdf"))
    station.until(sheet.notices.isVisible)
    assert "khong-co" in sheet.notices.said.text()


def test_under_the_shade_no_key_acts_and_the_key_that_lifts_it_does_nothing_else(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_L, CONTROL)
    assert station.window.shade.isVisible()
    station.qtbot.keyClick(station.window.shade, Qt.Key.Key_Return)
    assert not station.window.shade.isVisible()
    station.press(Qt.Key.Key_Return)
    assert station.linked_to("s1") is None
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1"))


def test_names_can_be_hidden_from_people_in_front_of_the_screen(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    row = station.parts.model.rows.get("s1")
    assert row is not None
    assert ONE.dossier.owner_name in station.parts.queue.delegate.spoken(row)
    station.press(Qt.Key.Key_M, CONTROL)
    assert ONE.dossier.owner_name not in station.parts.queue.delegate.spoken(row)


# --- the queue --------------------------------------------------------------------------------------------------------


def test_shelves_are_changed_by_keys_and_the_open_scan_stays_marked(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    office.wait_for_person("s2", TWO)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert station.parts.model.shelf is Shelf.ALL
    assert station.parts.queue.view.currentIndex().row() == station.parts.model.place("s1") == 1
    assert station.open_scan == "s1"
    station.press(Qt.Key.Key_Up, CONTROL)
    station.look_at("s2")


def test_the_open_scan_stays_open_when_it_leaves_the_shelf(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE)
    office.wait_for_person("s2", TWO)
    station = open_window()
    station.look_at("s1")
    office.record(Released(scan="s1", at=office.now, by="lan"))
    station.until(lambda: station.parts.model.rowCount() == 1)
    assert station.open_scan == "s1"


def test_a_filter_that_finds_nothing_says_so(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.press(Qt.Key.Key_F, CONTROL)
    station.type("zzz")
    assert station.parts.model.rowCount() == 0
    assert station.parts.queue._empty.isVisible()
    station.press(Qt.Key.Key_Escape)
    assert station.parts.model.rowCount() == 1
