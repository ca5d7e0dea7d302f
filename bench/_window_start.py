"""Starts the real program over a workspace as `sohoa` does, and ends it when its first page is on the screen.

    _window_start.py WORKSPACE SECONDS    (SECONDS: time.time() when this Python was started)

Prints the seconds to the first paint of anything, and to the first page of a scan that can be decided.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

if (
    __name__ == "__main__"
):  # a worker process begins by importing the program that started it: as light as ours
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    born = float(sys.argv[2])


class Listening:
    """In place of a station's news: when the window subscribes to them, it is there, and not shown yet."""

    def __init__(self, news: Any) -> None:
        self._news = news

    def __getattr__(self, name: str) -> Any:
        return getattr(self._news, name)

    def subscribe(self, listener: Any) -> None:
        """Subscribe the window, and look on from now."""
        self._news.subscribe(listener)
        _look_on()


def _look_on() -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from app.ui.station import StationWindow

    class FirstPaint(QObject):
        """Notes when anything was painted first."""

        at = 0.0

        def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint and not self.at:
                self.at = time.time()
            return False

    app = QApplication.instance()
    app.first_paint = FirstPaint()
    app.installEventFilter(app.first_paint)

    def end(_: object) -> None:
        print(app.first_paint.at - born, time.time() - born, flush=True)
        QTimer.singleShot(0, app.closeAllWindows)

    for window in QApplication.topLevelWidgets():
        if isinstance(window, StationWindow):
            window.parts.pages.painted.connect(end)


def main() -> None:
    from app.commands import sohoa
    from app.commands import window as place
    from app.commands.line import run

    opened = place.open_station

    class Opened:
        """The station, with news that we listen to."""

        def __init__(self, *given: Any, **named: Any) -> None:
            self._station = opened(*given, **named)

        def __enter__(self) -> Any:
            station = self._station.__enter__()
            station.news = Listening(station.news)
            return station

        def __exit__(self, *trouble: object) -> Any:
            return self._station.__exit__(*trouble)

    place.open_station = Opened
    sys.exit(run(sohoa, ["--workspace", sys.argv[1]]))


if __name__ == "__main__":
    main()
