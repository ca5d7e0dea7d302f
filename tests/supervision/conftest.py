"""The supervisor's window over a made-up province."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.compose.books import open_books
from app.compose.oversight import WorkspaceOversight
from app.language.translator import Translator
from app.settings import open_workspace, resources
from app.storage.register import SqliteRegister
from app.supervision.overview import Overlook
from app.supervision.rules import Rules
from app.ui import look, style
from app.ui.bridge import Bridge
from app.ui.supervision.window import SupervisionWindow
from app.ui.texts import Texts
from tests.supervision.office import NOW, province
from tests.supervision.test_figures import asked

RULES = Rules((resources() / "rules",))


@dataclass
class Room:
    window: SupervisionWindow
    register: SqliteRegister
    bridge: Bridge
    overlook: Overlook
    texts: Texts
    qtbot: QtBot
    seen_again: list[str]
    oversight: WorkspaceOversight

    def until_shown(self) -> None:
        self.qtbot.waitUntil(lambda: self.window.units.rowCount() > 0, timeout=20000)


@pytest.fixture(params=["vi"])
def room(qtbot: QtBot, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    dossiers, stored = province()
    seen_again: list[str] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.dress(app, look.LIGHT)
    with open_books(open_workspace(tmp_path / "workspace")) as opened:
        books = replace(opened, clock=lambda: NOW)
        register = books.register
        register.put(dossiers)
        with register.database.writing() as connection:
            connection.executemany("INSERT INTO stored_results VALUES (?)", [(code,) for code in stored])
        overlook = Overlook(
            lambda: asked(register), RULES, lambda: NOW, lambda _: 30, lambda: bool(seen_again)
        )
        bridge, texts = Bridge(), Texts(Translator(request.param, resources() / "translations"))
        oversight = WorkspaceOversight(lambda: books)
        window = SupervisionWindow(overlook, oversight, bridge, texts, look.LIGHT)
        qtbot.addWidget(window)
        window.show()
        window.begin()
        yield Room(window, register, bridge, overlook, texts, qtbot, seen_again, oversight)
        bridge.close()
