"""Circles of objects are looked for on the GUI thread alone while a window is open."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.ui.rubbish import Rubbish


@pytest.fixture
def rubbish(qtbot: QtBot) -> Iterator[Rubbish]:
    made = Rubbish()
    made.begin()
    yield made
    made.end()
    assert gc.isenabled()


def _circle_with_a_timer() -> weakref.ref[QTimer]:
    timer = QTimer()
    timer.myself = timer  # type: ignore[attr-defined]
    return weakref.ref(timer)


def _make_many_objects() -> None:
    kept = [[number] for number in range(100_000)]
    assert kept


def test_a_qt_object_in_a_circle_goes_on_the_gui_thread_whoever_makes_objects_meanwhile(
    rubbish: Rubbish, qtbot: QtBot
) -> None:
    circle = _circle_with_a_timer()
    gone_in: list[threading.Thread] = []
    weakref.finalize(circle(), lambda: gone_in.append(threading.current_thread()))
    worker = threading.Thread(target=_make_many_objects)
    worker.start()
    worker.join()
    assert gone_in == []
    kept = [[number] for number in range(10_000)]  # enough that a look is due
    qtbot.waitUntil(lambda: circle() is None, timeout=5000)
    assert kept
    assert gone_in == [threading.main_thread()]
