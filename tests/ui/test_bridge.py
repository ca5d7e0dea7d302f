"""The one door between threads and Qt."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread, QTimer
from pytestqt.qtbot import QtBot

from app.domain.errors import UsageError
from app.domain.messages import Message
from app.domain.scan import Scan
from app.pipeline.ports import Notice, ScanChanged, WorkBegan
from app.ui.bridge import AT_ONCE, DEFECT, Bridge, Line
from tests.ui.fake_desk import Office
from tests.ui.papers import plain_paper


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


def scans(count: int) -> list[Scan]:
    office = Office()
    return [office.capture(f"s{number}", plain_paper(1)) for number in range(count)]


def test_two_thousand_events_from_many_threads_come_out_in_portions_and_the_window_lives_between(
    bridge: Bridge, qtbot: QtBot
) -> None:
    portions: list[int] = []
    beats: list[int] = []
    bridge.scans_changed.connect(lambda changed: portions.append(len(changed)))
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(len(portions)))
    heart.start(0)
    every = scans(2000)
    threads = [
        threading.Thread(
            target=lambda part: [bridge.announce(ScanChanged(scan)) for scan in part], args=(every[i::4],)
        )
        for i in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    qtbot.waitUntil(lambda: sum(portions) == 2000)
    assert max(portions) <= AT_ONCE
    assert len(set(beats)) > 3


def test_of_many_changes_of_one_scan_only_the_newest_comes_out(bridge: Bridge, qtbot: QtBot) -> None:
    office = Office()
    first = office.capture("s1", plain_paper(1))
    last = office.read("s1")
    told: list[Scan] = []
    bridge.scans_changed.connect(told.extend)
    bridge.announce(ScanChanged(first))
    bridge.announce(ScanChanged(last))
    qtbot.waitUntil(lambda: told != [])
    assert told == [last]


def test_work_and_notices_come_out_in_their_order(bridge: Bridge, qtbot: QtBot) -> None:
    work: list[object] = []
    notices: list[object] = []
    bridge.work_told.connect(work.extend)
    bridge.noticed.connect(notices.append)
    events = [WorkBegan("s1", "read"), WorkBegan("s1", "match"), Notice(Message.of("station-defect"))]
    for event in events:
        bridge.announce(event)
    qtbot.waitUntil(lambda: len(work) == 2 and len(notices) == 1)
    assert work == events[:2]


def test_calls_run_in_the_pool_and_their_results_come_to_the_gui_thread(bridge: Bridge, qtbot: QtBot) -> None:
    here = QThread.currentThread()
    threads: list[object] = []
    bridge.ask(threading.get_ident, lambda ident: threads.extend([ident, QThread.currentThread()]))
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] != threading.get_ident()
    assert threads[1] is here


def test_a_result_that_a_newer_call_has_overtaken_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    gate = threading.Event()
    told: list[str] = []

    def slow() -> str:
        gate.wait(5)
        return "old"

    bridge.ask(slow, told.append, topic="search")
    bridge.ask(lambda: "new", told.append, topic="search")
    qtbot.waitUntil(lambda: told == ["new"])
    gate.set()
    bridge.ask(lambda: "end", told.append)
    qtbot.waitUntil(lambda: "end" in told)
    qtbot.wait(20)
    assert told == ["new", "end"]


def test_expected_trouble_is_told_by_its_message(bridge: Bridge, qtbot: QtBot) -> None:
    message = Message.of("no-such-scan", scan="s1")
    told: list[Message] = []

    def fail() -> None:
        raise UsageError(message)

    bridge.ask(fail, lambda _: None, told.append)
    qtbot.waitUntil(lambda: told == [message])


def test_a_bug_is_logged_and_told_as_a_defect(bridge: Bridge, qtbot: QtBot, error_log: object) -> None:
    error_log.expect("A call of the window failed")  # type: ignore[attr-defined]
    told: list[Message] = []
    bridge.ask(lambda: 1 / 0, lambda _: None, told.append)
    qtbot.waitUntil(lambda: told == [DEFECT])


def test_acts_are_done_one_after_the_other_in_the_order_of_the_keys(bridge: Bridge, qtbot: QtBot) -> None:
    done: list[int] = []
    told: list[int] = []
    for number in range(20):
        bridge.ask(lambda number=number: done.append(number) or number, told.append, line=Line.ACTS)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(told) == 20)
    assert done == told == list(range(20))


def test_closing_finishes_acts_and_delivers_nothing_more(qtbot: QtBot) -> None:
    bridge = Bridge()
    done: list[str] = []
    told: list[str] = []
    gate = threading.Event()

    def act() -> str:
        gate.wait(5)
        done.append("act")
        return "act"

    bridge.ask(act, told.append, line=Line.ACTS)
    bridge.ask(lambda: "look", told.append)
    threading.Timer(0.05, gate.set).start()
    bridge.close()
    assert done == ["act"]
    bridge.announce(Notice(Message.of("station-defect")))
    bridge.ask(lambda: "late", told.append)
    qtbot.wait(20)
    assert told == []


def test_a_long_list_comes_in_chunks_never_many_at_a_time(bridge: Bridge, qtbot: QtBot) -> None:
    made: list[int] = []
    chunks: list[list[int]] = []
    ended: list[bool] = []

    def source() -> Iterator[int]:
        for number in range(5000):
            made.append(number)
            yield number

    bridge.stream(source, chunks.append, lambda: ended.append(True), lambda _: None)
    qtbot.waitUntil(lambda: ended == [True])
    assert [number for chunk in chunks for number in chunk] == list(range(5000))
    assert max(map(len, chunks)) <= 400


def test_work_that_began_and_ended_at_once_is_told_before_its_end(bridge: Bridge, qtbot: QtBot) -> None:
    (scan,) = scans(1)
    told: list[str] = []
    bridge.work_told.connect(lambda _: told.append("began"))
    bridge.scans_changed.connect(lambda _: told.append("ended"))
    bridge.announce(WorkBegan(scan.id, "deposit"))
    bridge.announce(ScanChanged(scan))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["began", "ended"]
