"""The supervisor's window at a workstation of a served store: what is not synchronised, sending again, the report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.compose.books import open_books
from app.compose.oversight import WorkspaceOversight
from app.compose.store import kept_credential
from app.compose.supervision import overlook
from app.language.translator import Translator
from app.server.database import do, many
from app.settings import open_workspace, resources
from app.storage.http.connection import Credential
from app.supervision.worklists import Kind
from app.ui import look, style
from app.ui.bridge import Bridge
from app.ui.supervision.window import SupervisionWindow
from app.ui.texts import Texts
from tests.server.served import Served, served

CAUSES = {"H95.1-260310-0001": "refused", "H95.1-260310-0002": "not-there", "H95.1-260310-0003": "not-there"}
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en", "uk"])


@contextmanager
def opened(qtbot: QtBot, folder: Path, language: str, store: str, token: str) -> Iterator[SupervisionWindow]:
    """The window over a new workspace, which deposits in the store at this address, if any, with this token."""
    workspace = open_workspace(folder)
    settings = replace(workspace.settings, store_url=store, store_credential="file", language=language)
    workspace = replace(workspace, settings=settings)
    if store:
        kept_credential(workspace).keep(Credential(token=token))
    app, bridge = QApplication.instance(), Bridge()
    assert isinstance(app, QApplication)
    style.dress(app, look.LIGHT)
    texts = Texts(Translator(language, resources() / "translations"))
    with open_books(workspace) as books:
        window = SupervisionWindow(
            overlook(books), WorkspaceOversight(lambda: books), bridge, texts, look.LIGHT
        )
        qtbot.addWidget(window)
        window.show()
        window.begin()
        window.work.lists.setCurrentIndex(1 + list(Kind).index(Kind.SYNC_ERROR))
        try:
            yield window
        finally:
            bridge.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Served]:
    """A store in which three dossiers are not the same at the national gateway."""
    with served(tmp_path) as one:
        with one.inside.database.writing() as connection:
            for code, cause in CAUSES.items():
                do(
                    connection,
                    "INSERT INTO outbox (dossier, target, unit, change, cause)"
                    " VALUES (:code, 'dvcqg', 'H95.1', 1, :cause)",
                    code=code,
                    cause=cause,
                )
        yield one


def asked_again(store: Served) -> list[str]:
    with store.inside.database.reading() as connection:
        rows = many(
            connection, "SELECT subject FROM audit WHERE action = 'sync-asked-again' ORDER BY sequence"
        )
    return [row["subject"] for row in rows]


@LANGUAGES
def test_what_is_not_synchronised_is_told_and_sent_again_by_dossier_and_by_cause(
    store: Served, qtbot: QtBot, tmp_path: Path, language: str, artefacts: Path
) -> None:
    token = store.token("supervisor", "H95")
    with opened(qtbot, tmp_path / "workstation", language, store.url, token) as window:
        work, say = window.work, window._texts.text
        qtbot.waitUntil(lambda: work.dossiers.rowCount() == len(CAUSES), timeout=20000)
        qtbot.waitUntil(lambda: work.sync.causes.count() == 2, timeout=20000)
        assert not work.sync.none.isVisible()
        words = {work.dossiers.item(row, 0).text(): work.dossiers.item(row, 2).text() for row in range(3)}
        for code, cause in CAUSES.items():
            assert say(f"sync-cause-{cause}") in words[code]
        work.sync.resend.click()
        assert window.told.text() == say("overview-choose-first")
        work.dossiers.selectRow(0)
        (first,) = work.dossiers.chosen()
        work.sync.resend.click()
        qtbot.waitUntil(lambda: window.told.text() == say("sync-resent", count=1), timeout=20000)
        assert asked_again(store) == [first]
        assert work.sync.causes.itemText(0) == f"{say('sync-cause-not-there')} (2)"
        window.grab().save(str(artefacts / f"supervision-sync-{language}.png"))
        work.sync.resend_all.click()
        qtbot.waitUntil(lambda: window.told.text() == say("sync-resent", count=2), timeout=20000)
    assert sorted(asked_again(store)[1:]) == [code for code, cause in CAUSES.items() if cause == "not-there"]


def test_the_report_for_the_department_is_one_click(store: Served, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    token = store.token("supervisor", "H95")
    with opened(qtbot, tmp_path / "workstation", "vi", store.url, token) as window:
        qtbot.waitUntil(lambda: window.work.sync.causes.count() == 2, timeout=20000)
        window.work.sync.write_report(folder)
        qtbot.waitUntil(lambda: str(folder) in window.told.text(), timeout=30000)
    begins = {file.suffix: file.read_bytes()[:4] for file in folder.iterdir()}
    assert begins == {".xlsx": b"PK\x03\x04", ".pdf": b"%PDF"}


def test_who_may_only_look_is_told_so_and_nothing_is_sent(
    store: Served, qtbot: QtBot, tmp_path: Path
) -> None:
    with opened(qtbot, tmp_path / "workstation", "en", store.url, store.token("clerk", "H95")) as window:
        qtbot.waitUntil(lambda: window.work.sync.causes.count() == 2, timeout=20000)
        before = window.told.text()
        window.work.sync.resend_all.click()
        qtbot.waitUntil(lambda: window.told.text() not in ("", before), timeout=20000)
    assert asked_again(store) == []


@LANGUAGES
def test_without_a_served_store_it_is_said_and_nothing_is_offered(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    with opened(qtbot, tmp_path / "workstation", language, "", "") as window:
        row = window.work.sync
        qtbot.waitUntil(row.none.isVisible, timeout=20000)
        assert row.none.text() == window._texts.text("overview-sync-none")
        assert not any(one.isVisible() for one in (row.resend, row.resend_all, row.report, row.causes))
