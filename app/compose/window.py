"""The window over a workstation: shown first, the work begins behind it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from app import __version__
from app.compose.books import import_register, utc_now
from app.compose.doctor import environment_lacks
from app.compose.import_desk import StationImports, StationReview
from app.compose.oversight import WorkspaceOversight
from app.compose.signing import SigningDesks
from app.compose.station import Station
from app.compose.store_road import Wanted, join
from app.compose.supervision import overlook
from app.pipeline.ports import Notice
from app.pipeline.scanner_desk import ScannerDesk
from app.settings import Settings
from app.storage.http.connection import Credential
from app.ui import look
from app.ui.first_steps import Doors, FirstSteps
from app.ui.import_window import ImportWindow
from app.ui.outfit import Outfit
from app.ui.scanner_window import ScannerWindow
from app.ui.signing_window import SigningWindow
from app.ui.station import StationWindow
from app.ui.station import open_station as open_station_window
from app.ui.store_step import StoreLogin
from app.ui.supervision.window import SupervisionWindow
from app.ui.surroundings import Surroundings
from app.ui.windows import SideWindow

SIGNAL_CHECK_MILLISECONDS = 300
FIRST_USE = "first"
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


def _importing(station: Station, parent: QWidget, around: Surroundings) -> QDialog:
    desks = StationImports(station), StationReview(station)
    window = ImportWindow(*desks, around.bridge, around.texts, parent)
    window.begin()
    return window


def windows(station: Station) -> tuple[SideWindow, ...]:
    """Return the windows beside the clerk's station: one row each."""
    desks = SigningDesks(station)

    def signing(parent: QWidget, around: Surroundings) -> QDialog:
        window = SigningWindow(desks.desk(), around.bridge, around.texts, parent)
        window.begin()
        return window

    def overseeing(parent: QWidget, around: Surroundings) -> QDialog:
        colours = look.colours_of(around.preferences.theme)
        oversight = WorkspaceOversight(lambda: station.books)
        window = SupervisionWindow(
            overlook(station.books), oversight, around.bridge, around.texts, colours, parent
        )
        window.begin()
        return window

    def scanning(parent: QWidget, around: Surroundings) -> QDialog:
        desk = ScannerDesk(station.books.workspace, utc_now)
        insert = parent.parts.page_acts.insert if isinstance(parent, StationWindow) else None
        window = ScannerWindow(desk, around.bridge, around.texts, insert, parent)
        window.begin()
        return window

    def beginning(parent: QWidget, around: Surroundings) -> QDialog:
        outfit = parent.parts.outfit if isinstance(parent, StationWindow) else Outfit(around)
        return FirstSteps(parent, around.texts, around.bridge, outfit, first_doors(station))

    return (
        SideWindow(FIRST_USE, "first-menu", "", beginning),
        SideWindow("scanner", "scanner-menu", "Ctrl+N", scanning),
        SideWindow("signing", "signing-menu", "Ctrl+Shift+S", signing),
        SideWindow("import", "import-menu", "Ctrl+Shift+I", partial(_importing, station)),
        SideWindow("supervision", "overview-menu", "Ctrl+Shift+G", overseeing),
    )


def first_doors(station: Station) -> Doors:
    """Return what the steps of the first use do here."""

    def taken(file: Path) -> tuple[int, int]:
        report = import_register(station.books, file)
        return report.added, len(report.refused)

    def learned(path: str) -> float:
        return station.folders.learned_seconds(path)  # whichever are watched then: settings change meanwhile

    def joined(login: StoreLogin) -> Settings:
        credential = (
            Credential(login.account, login.secret) if login.account else Credential(token=login.secret)
        )
        return join(station.books.workspace, Wanted(login.address, credential, login.authority))

    return Doors(
        taken,
        lambda: practise(station.translator.language),
        joined,
        learned,
    )


def practise(language: str) -> None:
    """Open the practice station in a process and a workspace of its own; nothing of this one's settings reaches it."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
    plain = QProcessEnvironment()
    for name, value in os.environ.items():
        if not name.startswith("SOHOA_"):
            plain.insert(name, value)
    process = QProcess()
    process.setProcessEnvironment(plain)
    process.setProgram(program[0])
    process.setArguments([*program[1:], "--lang", language, "demo"])
    process.startDetached()


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
