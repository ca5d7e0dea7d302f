"""The bindings to Qt themselves: one release of them (6.12.0) lost references until the interpreter died."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


class Bell(QObject):
    rung = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True can't be lost from Python 3.12 on")
def test_calls_into_qt_keep_the_references_to_none_and_true(qtbot: QtBot) -> None:
    widget, bell = QWidget(), Bell()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(1000):
        widget.update()
        bell.rung.emit()
    assert sys.getrefcount(None) > before[0] - 100
    assert sys.getrefcount(True) > before[1] - 100
