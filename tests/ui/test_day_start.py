"""What is left from earlier days is told at the start of the day, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.ui.conftest import Station
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper

OpenWindow = Callable[..., Station]


def test_what_waits_from_yesterday_is_told_at_the_start_and_once(
    office: Office, open_window: OpenWindow
) -> None:
    office.wait_for_person("s1", plain_paper(1))
    office.linked_by_rule("s2", plain_paper(2))
    office.now += timedelta(days=1)
    office.wait_for_person("s3", plain_paper(3))
    station = open_window()
    notices = station.parts.notices
    station.until(notices.isVisible)
    assert notices.said.text().startswith("Còn lại từ các ngày trước: 2 bản quét. 1 bản cần người xem")
    station.click(notices.button)
    station.parts.feed.came.emit()
    assert not notices.isVisible()


def test_on_a_morning_with_nothing_left_nothing_is_told(office: Office, open_window: OpenWindow) -> None:
    office.wait_for_person("s1", plain_paper(1))
    station = open_window()
    station.look_at("s1")
    assert not station.parts.notices.isVisible()
