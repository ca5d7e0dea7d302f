"""The window of imports over an import desk in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.batch import Batch, Choices, FileState
from app.domain.batch_preview import Preview
from app.domain.errors import UsageError
from app.domain.ledger import Tally
from app.domain.messages import Message
from app.domain.scan import Hold, Scan, ScanState, Severity
from app.language import Translator
from app.pipeline.batch_mending import Change, Group, Mend
from app.pipeline.batch_progress import Progress
from app.settings import resources
from app.ui.bridge import Bridge
from app.ui.import_window import ImportWindow
from app.ui.texts import Texts

NOW = datetime(2026, 3, 31, 3, tzinfo=UTC)
HOLD = Message.of("hold-nothing-fits")
CODE = "H15.12-250715-0012"


@dataclass
class FakeImports:
    """An import desk that keeps everything in memory."""

    known: list[Batch] = field(default_factory=list)
    choices: Choices | None = None
    running: Progress | None = None
    held: int = 3
    mends: list[Mend] = field(default_factory=list)

    def imports(self) -> list[Batch]:
        return self.known

    def profiles(self) -> list[str]:
        return ["hộp cũ"]

    def preview(self, folder: str, choices: Choices) -> Preview:
        return Preview(files=31, pages=53, duplicates=2, expected=12, unparsed=4, seconds=600)

    def start(self, folder: str, choices: Choices) -> Batch:
        if not folder:
            raise UsageError(Message.of("no-such-folder", folder=folder))
        self.choices = choices
        batch = Batch("260331-a", folder, NOW)
        self.known.append(batch)
        files = {FileState.TAKEN: 20, FileState.WAITING: 10, FileState.KNOWN: 1}
        tally = Tally(captured=20, stored=12, waiting=5, held=3)
        self.running = Progress(batch, files, tally, "Hộp 3/tờ 17.pdf", 24.0, (240.0, 420.0), False, False)
        return batch

    def pause(self) -> None:
        self._be(paused=True)

    def go_on(self) -> None:
        self._be(paused=False)

    def stop(self) -> None:
        self.running = None

    def progress(self) -> Progress | None:
        return self.running

    def groups(self, folder: str) -> list[Group]:
        return [Group(HOLD, self.held, ["Hộp 1/a.pdf"])] if self.held and self.known else []

    def plan(self, folder: str, way: Mend, most: int) -> tuple[list[Change], int]:
        scan = Scan(
            "s1", ScanState.SEPARATED, "c", "a.pdf", folder, NOW, path="Hộp 1/a.pdf", pages=(1,),
            hold=Hold(HOLD, Severity.ASKS, NOW),
        )  # fmt: skip
        return [Change(scan, (CODE,), None)], self.held

    def mend(self, folder: str, way: Mend) -> int:
        self.mends.append(way)
        mended, self.held = self.held, 0
        return mended

    def undo(self, folder: str) -> tuple[int, int]:
        self.held = 3
        return 3, 0

    def _be(self, *, paused: bool) -> None:
        from dataclasses import replace

        assert self.running is not None
        self.running = replace(self.running, paused=paused)


@pytest.fixture
def desk() -> FakeImports:
    return FakeImports()


@pytest.fixture
def window(desk: FakeImports, qtbot: QtBot) -> Iterator[ImportWindow]:
    bridge = Bridge()
    made = ImportWindow(desk, bridge, Texts(Translator("vi", resources() / "translations")))
    qtbot.addWidget(made)
    made.begin()
    made.show()
    qtbot.waitUntil(lambda: made.form.profile.count() == 2)
    yield made
    bridge.close()


def test_a_person_looks_ahead_starts_pauses_and_goes_on(
    window: ImportWindow, desk: FakeImports, qtbot: QtBot
) -> None:
    window.form.folder.setCurrentText("/kho/2019")
    window.form.auto_link.setChecked(True)
    qtbot.mouseClick(window.preview, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "53 trang" in window.told.text())
    assert desk.choices is None

    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.current.text() == "Hộp 3/tờ 17.pdf")
    assert desk.choices == Choices(profile="", manifest="", auto_link=True, quality="exact", nights="")
    assert (window.bar.value(), window.bar.maximum()) == (16, 31)
    assert "từ 4 đến 7 phút" in window.told.text()

    qtbot.mouseClick(window.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pause.text() == "Làm tiếp")
    qtbot.mouseClick(window.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pause.text() == "Tạm dừng")


def test_what_is_wrong_with_the_choices_is_said_in_the_window(window: ImportWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Không thấy thư mục" in window.told.text())


def test_a_group_is_mended_after_its_changes_were_seen_and_the_mend_is_undone(
    window: ImportWindow, desk: FakeImports, qtbot: QtBot, artefacts: Path
) -> None:
    groups = window.groups
    window.form.folder.setCurrentText("/kho/2019")
    qtbot.mouseClick(window.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.known != [])
    groups.look("/kho/2019")
    qtbot.waitUntil(lambda: groups.groups.rowCount() == 1)
    assert not groups.apply.isEnabled()
    groups.groups.selectRow(0)
    groups.naming.setText("**{code}*")
    qtbot.mouseClick(groups.show_changes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(groups.apply.isEnabled)
    item = groups.changes.item(0, 2)
    assert item is not None
    assert item.text() == CODE
    window.grab().save(str(artefacts / "import-window.png"))

    qtbot.mouseClick(groups.apply, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: groups.groups.rowCount() == 0)
    assert desk.mends == [Mend("hold-nothing-fits", ("**{code}*",))]
    qtbot.mouseClick(groups.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: groups.groups.rowCount() == 1)
