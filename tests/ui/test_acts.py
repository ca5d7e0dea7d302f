"""Beside the main road: hold, reject, release, confirm, and taking back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.domain.facts import DepositBegan, Held, Linked, Sealed, Stored
from app.domain.messages import Message
from app.domain.receipt import Receipt, SealedFile
from app.domain.scan import ScanState, Severity
from app.ui.queue_rows import Shelf
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper

ONE, TWO = plain_paper(1), plain_paper(2)
NOTHING = Message.of("hold-nothing-fits")
OpenWindow = Callable[..., Station]


def store(office: Office, scan_id: str) -> None:
    """The program seals and deposits what was linked."""
    file = SealedFile("f" * 64, 1000, 1, "2b")
    code = office.journal.standings[scan_id].dossier or ""
    office.record(Sealed(scan=scan_id, at=office.now, file=file))
    office.record(DepositBegan(scan=scan_id, at=office.now))
    receipt = Receipt("KQ-1", code, file.digest, file.bytes, 1, office.now, "embedded")
    office.record(Stored(scan=scan_id, at=office.now, receipt=receipt))


# --- reasons ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["typed", "suggested"])
def test_a_scan_is_rejected_with_a_reason_and_the_next_one_opens(
    office: Office, open_window: OpenWindow, where: str
) -> None:
    office.wait_for_person("s1", ONE)
    office.wait_for_person("s2", TWO)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_F8)
    box = station.parts.decision.acts
    assert box.reason.asking
    if where == "typed":
        station.type("trang 1")
    else:
        station.click(box.reason.suggestions[0])
    wanted = box.reason.line.text()
    station.press(Qt.Key.Key_Return)
    station.until(lambda: office.journal.standings["s1"].state is ScanState.REJECTED)
    assert office.journal.standings["s1"].rejected_because == wanted != ""
    station.look_at("s2")


def test_without_a_reason_nothing_is_rejected_and_escape_puts_the_question_away(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_F8)
    station.press(Qt.Key.Key_Return)
    assert station.parts.decision.acts.reason.asking
    station.press(Qt.Key.Key_Escape)
    assert not station.parts.decision.acts.reason.asking
    assert office.journal.standings["s1"].state is ScanState.SEPARATED


def test_a_digit_in_a_reason_is_a_digit_and_chooses_nothing(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE, [(ONE, 0.4), (TWO, 0.4)])
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_F8)
    station.type("2 / 3")
    assert station.parts.decision.acts.reason.line.text() == "2 / 3"
    assert station.parts.clerk.choice is None


def test_a_scan_that_the_program_works_on_can_be_held(office: Office, open_window: OpenWindow) -> None:
    office.linked_by_rule("s1", ONE)
    station = open_window()
    station.parts.clerk.open("s1")
    station.look_at("s1")
    station.press(Qt.Key.Key_F4)
    station.type("doi y kien")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: office.journal.standings["s1"].hold)
    hold = office.journal.standings["s1"].hold
    assert hold is not None
    assert hold.message.arguments["reason"] == "doi y kien"
    station.until(lambda: station.parts.decision.acts._undo_what)
    station.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    station.until(lambda: office.journal.standings["s1"].hold is None)


def test_a_held_scan_is_let_go_on(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_F5)
    station.until(lambda: office.journal.standings["s1"].hold is None)


def test_a_link_that_the_program_has_stopped_is_let_stand_with_a_reason(
    office: Office, open_window: OpenWindow
) -> None:
    office.linked_by_rule("s1", ONE)
    stop = Message.of("stop-second-result", code=ONE.dossier.code, other="s0")
    office.record(Held(scan="s1", at=office.now, message=stop, severity=Severity.BLOCKS))
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)  # nothing to accept here
    station.press(Qt.Key.Key_F10)
    station.type("ban moi")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: office.journal.standings["s1"].confirmed)


# --- taking back ------------------------------------------------------------------------------------------------------


def test_undo_takes_the_last_link_back_and_opens_its_scan_again(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    office.wait_for_person("s2", TWO)
    station = open_window()
    for scan_id in ("s1", "s2"):
        station.look_at(scan_id)
        station.press(Qt.Key.Key_Return)
        station.until(lambda scan_id=scan_id: station.linked_to(scan_id))
    for scan_id in ("s2", "s1"):
        station.until(lambda scan_id=scan_id: station.parts.acts.undo_list.last.scan_id == scan_id)
        station.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        station.look_at(scan_id)
        assert station.linked_to(scan_id) is None
    assert station.parts.acts.undo_list.last is None


def test_a_link_can_be_taken_back_after_sealing_but_not_after_the_deposit(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.parts.acts.undo_list.last)
    undo = station.parts.decision.acts.undo
    assert not undo.isHidden()
    store(office, "s1")
    station.until(undo.isHidden)


def test_a_deposit_that_comes_between_is_told_and_changes_nothing(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.parts.acts.undo_list.last)
    listeners, office.listeners = office.listeners, []
    store(office, "s1")
    office.listeners = listeners
    station.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    station.until(station.parts.notices.isVisible)
    assert station.parts.notices.said.text() == station.window.around.texts.text("station-undo-too-late")
    assert station.linked_to("s1") == ONE.dossier.code


def test_the_link_of_an_open_scan_can_be_taken_back(office: Office, open_window: OpenWindow) -> None:
    office.linked_by_rule("s1", ONE)
    station = open_window()
    station.parts.queue.show_shelf(Shelf.WORKING)
    station.parts.clerk.open("s1")
    station.look_at("s1")
    station.click(station.parts.decision.acts.unlink)
    station.until(lambda: station.linked_to("s1") is None)
    station.until(lambda: station.parts.clerk.case and station.parts.clerk.case.linkable)


def test_a_stop_for_a_stranger_s_page_says_what_can_be_done_now(
    office: Office, open_window: OpenWindow
) -> None:
    stopped = Message.of("stop-page-meant-for", page=2, other=TWO.dossier.code, dossier=ONE.dossier.code)
    office.wait_for_person("s1", ONE, message=stopped)
    station = open_window()
    station.look_at("s1")
    texts, panel = station.window.around.texts, station.parts.decision
    assert panel._banner_text.text().endswith(texts.text("station-stop-link-first"))
    assert panel.acts.confirm_link.isHidden()
    office.record(Linked(scan="s1", at=office.now, dossier=ONE.dossier.code, by="lan"))
    office.record(Held(scan="s1", at=office.now, message=stopped, severity=Severity.BLOCKS))
    station.until(lambda: panel._banner_text.text().endswith(texts.text("station-stop-keep")))
    assert not panel.acts.confirm_link.isHidden()


def test_what_was_done_before_a_restart_is_taken_back_after_it(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", ONE)
    first = open_window()
    first.look_at("s1")
    first.until(lambda: first.parts.clerk.ready)
    first.press(Qt.Key.Key_Return)
    first.until(lambda: office.journal.standings["s1"].state is ScanState.LINKED)
    first.window.close()
    file = SealedFile("f" * 64, 1000, 1, "2b")
    office.record(Sealed(scan="s1", at=office.now, file=file))
    office.now += timedelta(minutes=1)
    second = open_window()
    second.until(lambda: second.parts.decision.acts._undo_what)
    assert ONE.dossier.owner_name in second.parts.decision.acts._undo_what
    second.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    second.until(lambda: office.journal.standings["s1"].state is ScanState.SEPARATED)
    assert second.parts.acts.undo_list.last is None
