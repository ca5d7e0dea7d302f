"""The windows beside the clerk's station; what each needs is brought in when it opens: the first is there sooner."""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtWidgets import QDialog, QWidget

from app.compose.books import import_register, utc_now
from app.compose.signing import SigningDesks
from app.compose.station import Station
from app.settings import Settings
from app.ui import look
from app.ui.first_steps import Doors, FirstSteps
from app.ui.outfit import Outfit
from app.ui.station import StationWindow
from app.ui.store_step import StoreLogin
from app.ui.surroundings import Surroundings
from app.ui.windows import SideWindow

FIRST_USE = "first"


def windows(station: Station) -> tuple[SideWindow, ...]:
    """Return the windows beside the clerk's station: one row each."""
    desks = SigningDesks(station)
    return (
        SideWindow(FIRST_USE, "first-menu", "", partial(_beginning, station)),
        SideWindow("scanner", "scanner-menu", "Ctrl+N", partial(_scanning, station)),
        SideWindow("signing", "signing-menu", "Ctrl+Shift+S", partial(_signing, desks)),
        SideWindow("import", "import-menu", "Ctrl+Shift+I", partial(_importing, station)),
        SideWindow("supervision", "overview-menu", "Ctrl+Shift+G", partial(_overseeing, station)),
    )


def _importing(station: Station, parent: QWidget, around: Surroundings) -> QDialog:
    from app.compose.import_desk import StationImports, StationReview
    from app.ui.import_window import ImportWindow

    desks = StationImports(station), StationReview(station)
    window = ImportWindow(*desks, around.bridge, around.texts, parent)
    window.begin()
    return window


def _signing(desks: SigningDesks, parent: QWidget, around: Surroundings) -> QDialog:
    from app.ui.signing_window import SigningWindow

    window = SigningWindow(desks.desk(), around.bridge, around.texts, parent)
    window.begin()
    return window


def _overseeing(station: Station, parent: QWidget, around: Surroundings) -> QDialog:
    from app.compose.oversight import WorkspaceOversight
    from app.compose.supervision import later, overlook
    from app.ui.supervision.window import SupervisionWindow

    colours = look.colours_of(around.preferences.theme)
    oversight = WorkspaceOversight(lambda: station.books)
    looking = overlook(station.books, later)
    window = SupervisionWindow(looking, oversight, around.bridge, around.texts, colours, parent)
    window.begin()
    return window


def _scanning(station: Station, parent: QWidget, around: Surroundings) -> QDialog:
    from app.pipeline.scanner_desk import ScannerDesk
    from app.ui.scanner_window import ScannerWindow

    desk = ScannerDesk(station.books.workspace, utc_now)
    insert = parent.parts.page_acts.insert if isinstance(parent, StationWindow) else None
    window = ScannerWindow(desk, around.bridge, around.texts, insert, parent)
    window.begin()
    return window


def _beginning(station: Station, parent: QWidget, around: Surroundings) -> QDialog:
    outfit = parent.parts.outfit if isinstance(parent, StationWindow) else Outfit(around)
    return FirstSteps(parent, around.texts, around.bridge, outfit, first_doors(station))


def first_doors(station: Station) -> Doors:
    """Return what the steps of the first use do here."""

    def taken(file: Path) -> tuple[int, int]:
        report = import_register(station.books, file)
        return report.added, len(report.refused)

    def learned(path: str) -> float:
        return station.folders.learned_seconds(path)  # whichever are watched then: settings change meanwhile

    def joined(login: StoreLogin) -> Settings:
        from app.compose.store_road import Wanted, join
        from app.storage.http.connection import Credential

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
