"""The window of direct scanning, at SANE's test scanner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.language.translator import Translator
from app.pipeline.scanner_desk import ScannerDesk, scanned_folder
from app.settings import Settings, Workspace, resources
from app.ui.bridge import Bridge
from app.ui.scanner_window import ScannerWindow
from app.ui.texts import Texts
from tests.capture.sane_scanner import only_the_test_scanner

WAIT = 20_000


class Corner:
    """The window, the workspace behind it, and what it put into the open result."""

    def __init__(self, qtbot: QtBot, root: Path) -> None:
        self.qtbot = qtbot
        self.workspace = Workspace(root, Settings())
        self.bridge = Bridge()
        self.inserted: list[Path] = []
        desk = ScannerDesk(self.workspace, lambda: datetime(2026, 3, 20, 2, tzinfo=UTC))
        texts = Texts(Translator("vi", resources() / "translations"))
        self.window = ScannerWindow(desk, self.bridge, texts, self.inserted.append)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.begin()
        self.wait_for("scan")

    def wait_for(self, name: str) -> None:
        self.qtbot.waitUntil(self.window.buttons[name].isEnabled, timeout=WAIT)

    def press(self, name: str) -> None:
        self.window.buttons[name].click()

    @property
    def files(self) -> list[Path]:
        folder = Path(scanned_folder(self.workspace).path)
        return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def corner(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Corner]:
    monkeypatch.setenv("SANE_CONFIG_DIR", str(only_the_test_scanner(tmp_path / "sane")))
    made = Corner(qtbot, tmp_path / "workspace")
    yield made
    made.bridge.close()


def test_all_sheets_of_the_feeder_become_one_file_where_the_station_picks_it_up(corner: Corner) -> None:
    corner.window.source.setCurrentIndex(1)
    corner.press("scan")
    corner.wait_for("scan")
    assert corner.window.told.text().startswith("Đã quét 10 trang")
    (file,) = corner.files
    with Image.open(file) as image:
        assert (image.n_frames, image.mode, round(image.info["dpi"][0])) == (10, "RGB", 300)


def test_a_preview_is_shown_and_nothing_is_kept(corner: Corner) -> None:
    corner.press("preview")
    corner.wait_for("scan")
    assert not corner.window.picture.pixmap().isNull()
    assert corner.files == []


def test_pages_for_the_open_result_go_to_the_page_editor_and_not_into_the_queue(corner: Corner) -> None:
    corner.press("insert")
    corner.wait_for("scan")
    assert corner.files == []
    assert [path.suffix for path in corner.inserted] == [".tif"]
    assert corner.inserted[0].is_file()
