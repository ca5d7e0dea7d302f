"""A direct scan takes the road of every capture."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.capture.sane import Abilities, ScanOrder
from app.pipeline.scanner_desk import ScannerDesk, scanned_folder
from app.settings import open_workspace
from tests.capture.sane_scanner import only_the_test_scanner
from tests.commands.calls import Line


def test_a_direct_scan_is_captured_and_leaves_its_folder_once_it_is_safe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANE_CONFIG_DIR", str(only_the_test_scanner(tmp_path / "sane")))
    workspace = open_workspace(tmp_path / "workspace")
    desk = ScannerDesk(workspace, lambda: datetime(2026, 3, 20, 2, tzinfo=UTC))
    assert desk.scan(ScanOrder("test:0", dpi=75), Abilities((), "", "Color"), lambda _: None) == 1
    line = Line(workspace.root, capsys)
    assert line("run", "--until-idle").record["captured"] == 1
    assert line("scans").record["source"] == "Scan_20260320_020000_000000.tif"
    assert list(Path(scanned_folder(workspace).path).iterdir()) == []
