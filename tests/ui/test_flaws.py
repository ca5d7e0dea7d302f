"""A bad scan is told while the paper is still in hand: at once, in its row, and where it is decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.facts import Read, Rejected, Separated
from app.domain.messages import Message
from app.ui.queue_rows import row_of
from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper

OpenWindow = Callable[..., Station]
BLURRED = Message.of("flaw-blurred", pages="1")


def scan_badly(office: Office, scan_id: str) -> None:
    scan = office.capture(scan_id, plain_paper(1))
    office.record(Read(scan=scan_id, at=office.now, reading=scan.capture))
    office.record(Separated(scan=scan_id, at=office.now, pages=(1,), flaws=(BLURRED,)))


def test_a_bad_scan_is_told_at_once_in_its_row_and_at_the_decision(
    office: Office, open_window: OpenWindow
) -> None:
    station = open_window()
    scan_badly(office, "s1")
    notices = station.parts.notices
    station.until(notices.isVisible)
    assert notices.said.text().startswith("Scan_s1.pdf: Trang 1 bị nhòe.")
    assert notices.property("banner") == "asks"
    row = station.parts.model.rows.get("s1")
    assert row is not None
    assert "bị nhòe" in station.parts.queue.delegate.spoken(row)
    station.click(notices.button)
    station.look_at("s1")
    flaws = station.parts.decision.findChild(type(notices.said), "flaws")
    assert flaws is not None
    assert flaws.isVisible()
    assert "quét lại" in flaws.text()


def test_a_bad_scan_is_told_once_however_often_it_changes(office: Office, open_window: OpenWindow) -> None:
    station = open_window()
    scan_badly(office, "s1")
    station.until(station.parts.notices.isVisible)
    station.click(station.parts.notices.button)
    office.announce_all([office.journal.standings["s1"]])
    scan_badly(office, "s2")
    station.until(station.parts.notices.isVisible)
    assert station.parts.notices.said.text().startswith("Scan_s2.pdf")


def test_what_was_scanned_badly_long_ago_is_told_by_the_queue_alone(
    office: Office, open_window: OpenWindow
) -> None:
    scan_badly(office, "s1")
    office.now += timedelta(hours=1)
    station = open_window()
    office.announce_all([office.journal.standings["s1"]])
    scan_badly(office, "s2")
    station.until(station.parts.notices.isVisible)
    assert station.parts.notices.said.text().startswith("Scan_s2.pdf")


def test_a_notice_is_heard_only_where_sounds_are_wanted(
    office: Office, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append("beep"))
    station = open_window()
    scan_badly(office, "s1")
    station.until(station.parts.notices.isVisible)
    assert heard == []
    station.window.around.preferences.sounds = True
    scan_badly(office, "s2")
    station.until(lambda: heard == ["beep"])


def test_what_is_finished_warns_no_more(office: Office) -> None:
    scan_badly(office, "s1")
    office.record(Rejected(scan="s1", at=office.now, reason="quét lại", by="lan"))
    assert row_of(office.journal.standings["s1"]).flaws == ()
