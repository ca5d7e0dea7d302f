"""Undo goes back any number of steps, also after sealing, until the deposit; the foot says how long that is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt

from app.domain.facts import DepositBegan, Sealed
from app.domain.receipt import SealedFile
from app.domain.scan import ScanState
from app.pipeline.ports import WorkBegan
from app.settings import Settings
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper

OpenWindow = Callable[..., Station]
CONTROL = Qt.KeyboardModifier.ControlModifier


def accept(station: Station, scan_id: str) -> None:
    """Link a scan by Enter, and let it be sealed."""
    station.look_at(scan_id)
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to(scan_id))
    station.office.record(Sealed(scan=scan_id, at=station.office.now, file=SealedFile("aa", 1, 1, "2b")))


def three_accepted(office: Office, open_window: OpenWindow, settings: Settings | None = None) -> Station:
    scans = ["s1", "s2", "s3"]
    for number, scan_id in enumerate(scans):
        office.wait_for_person(scan_id, plain_paper(number))
    station = open_window(settings)
    for scan_id in scans:
        accept(station, scan_id)
    station.until(lambda: len(station.parts.resting.all_left()) == (0 if settings else 3))
    return station


def state(office: Office, scan_id: str) -> ScanState:
    return office.journal.standings[scan_id].state


def test_three_sealed_results_are_taken_back_by_three_keys(office: Office, open_window: OpenWindow) -> None:
    station = three_accepted(office, open_window)
    for scan_id in ("s3", "s2", "s1"):
        station.until(lambda: station.parts.acts.undo_list.last)
        station.press(Qt.Key.Key_Z, CONTROL)
        station.until(lambda scan_id=scan_id: state(office, scan_id) is ScanState.SEPARATED)
        station.until(lambda scan_id=scan_id: station.open_scan == scan_id)
    assert station.parts.resting.all_left() == []


def test_foot_and_row_tell_how_long_a_result_still_rests(office: Office, open_window: OpenWindow) -> None:
    station = three_accepted(office, open_window)
    office.now += timedelta(seconds=8)
    station.parts.rest_line._tick()
    assert station.parts.rest_line.isVisible()
    assert "12" in station.parts.rest_line.text()
    assert "Ctrl+Z" in station.parts.rest_line.text()
    row = station.parts.model.rows.get("s3")
    assert row
    assert "12" in station.parts.queue.delegate.spoken(row)
    office.now += timedelta(seconds=12)
    station.parts.rest_line._tick()
    assert not station.parts.rest_line.isVisible()


def test_nothing_is_said_to_be_worked_on_while_it_rests(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", plain_paper(1))
    station = open_window()
    station.look_at("s1")
    station.press(Qt.Key.Key_Return)
    station.until(lambda: station.linked_to("s1"))
    office.announce(WorkBegan("s1", "seal"))
    station.until(station.parts.foot.work.text)
    office.record(Sealed(scan="s1", at=office.now, file=SealedFile("aa", 1, 1, "2b")))
    station.until(lambda: not station.parts.foot.work.text())


def test_once_the_deposit_has_begun_only_what_rests_can_be_taken_back(
    office: Office, open_window: OpenWindow
) -> None:
    station = three_accepted(office, open_window)
    office.record(DepositBegan(scan="s3", at=office.now))
    station.until(lambda: (last := station.parts.acts.undo_list.last) and last.scan_id == "s2")
    assert len(station.parts.resting.all_left()) == 2
    station.press(Qt.Key.Key_Z, CONTROL)
    station.until(lambda: state(office, "s2") is ScanState.SEPARATED)
    assert state(office, "s3") is ScanState.SEALED


def test_where_nothing_rests_or_the_office_signs_first_nothing_is_told(
    office: Office, open_window: OpenWindow
) -> None:
    station = three_accepted(office, open_window, Settings(grace_seconds=0))
    assert not station.parts.rest_line.isVisible()


def test_results_that_wait_for_a_signature_are_not_said_to_be_stored_soon(
    office: Office, open_window: OpenWindow
) -> None:
    station = three_accepted(office, open_window, Settings(signing_rule="before"))
    assert not station.parts.rest_line.isVisible()
