"""The window over a workstation: shown first, the work begins behind it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app import __version__
from app.compose.doctor import environment_lacks
from app.compose.side_windows import FIRST_USE, windows
from app.compose.station import Station
from app.pipeline.ports import Notice
from app.ui.station import open_station as open_station_window

SIGNAL_CHECK_MILLISECONDS = 300
REFUSAL_MILLISECONDS = 20_000


def show_window(station: Station, opened: Callable[[], None] = lambda: None) -> int:
    """Show the station's window until it is closed; return the exit code. `opened` is called once work has begun."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Sohoa")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("sohoa")
    window = open_station_window(
        station.desk,
        station.news.subscribe,
        station.books.workspace,
        station.translator,
        station.use_settings,
        windows=windows(station),
    )
    if not station.books.workspace.settings_file.exists():
        window.commands.actions[FIRST_USE].trigger()
    heartbeat = _end_on_signals(app)
    # Recovery and the folders are slow on a large journal or a slow share: the window does not wait for them.
    beginning = threading.Thread(target=_begin, args=(station, opened), name="beginning", daemon=True)
    QTimer.singleShot(0, beginning.start)
    code = app.exec()
    heartbeat.stop()
    window.close()
    if beginning.ident is not None:
        beginning.join()
    return code


def show_refusal(text: str) -> None:
    """Tell in a box why the workstation does not open: who starts it from a menu sees no standard error.

    The box goes by itself after a while, so that a start by script ends.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName("Sohoa")
    box = QMessageBox(QMessageBox.Icon.Warning, "Sohoa", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    QTimer.singleShot(REFUSAL_MILLISECONDS, box, box.accept)
    box.exec()


def _begin(station: Station, opened: Callable[[], None]) -> None:
    for lack in environment_lacks():
        station.news.announce(Notice(lack, "blocks"))
    station.start()
    opened()


def _end_on_signals(app: QApplication) -> QTimer:
    """Let Ctrl-C and a system shutdown close the window: Python sees signals only while it runs."""
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: app.closeAllWindows())
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(SIGNAL_CHECK_MILLISECONDS)
    return timer
