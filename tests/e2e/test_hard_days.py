"""The real window on hard days: killed while a result rests, and thousands of files dropped at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.settings import Settings, WatchedFolder, save
from tests.e2e.screen import screen, until
from tests.e2e.test_window import PROPOSED, Desk, end
from tests.faults.road import open_office

pytestmark = [pytest.mark.timeout(1500), pytest.mark.slow]
AN_HOUR = 3600
MANY = 2000


@pytest.fixture
def desk(tmp_path: Path, artefacts: Path) -> Iterator[Desk]:
    """An office whose sealed results rest for an hour, and where a person links everything."""
    office = open_office(tmp_path)
    folders = (WatchedFolder(str(office.inbox)),)
    settings = Settings(quality="swift", auto_link="off", folders=folders, grace_seconds=AN_HOUR)
    save(office.workspace.settings_file, settings)
    frame = tmp_path / "frame"
    frame.mkdir()
    with screen(frame) as shown:
        yield Desk(office, shown, artefacts)


def test_a_window_killed_while_a_result_rests_loses_nothing_and_the_link_is_taken_back_after_the_start(
    desk: Desk,
) -> None:
    with desk.window() as process:
        desk.drop(PROPOSED)
        until(lambda: desk.held(PROPOSED), "a proposal that waits for a key")
        until(
            lambda: desk.scan_of(PROPOSED, state="sealed"),
            "the scan sealed after Enter",
            act=lambda: desk.screen.press("Return"),
        )
        os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
    assert desk.scan_of(PROPOSED, state="sealed")
    with desk.window() as process:
        until(
            lambda: desk.held(PROPOSED),
            "the scan waiting again after Ctrl+Z",
            act=lambda: desk.screen.press("ctrl+z"),
        )
        desk.keep_picture("8-taken-back-after-a-kill")
        desk.screen.press("ctrl+q")
        assert "Traceback" not in end(process)
    assert desk.office.total().balanced


def test_two_thousand_files_dropped_at_once_are_all_taken_while_the_window_answers(desk: Desk) -> None:
    waiting = desk.office.root.parent / "waiting"
    waiting.mkdir()
    for number in range(MANY):  # the smallest that a scanner could write, each another one
        colour = (number % 256, number // 256, 200)
        Image.new("RGB", (8, 8), colour).save(waiting / f"{number:04}.png")
    with desk.window() as process:
        for file in waiting.iterdir():
            file.rename(desk.office.inbox / file.name)
        until(lambda: desk.office.total().captured == MANY, "all of them captured")
        desk.keep_picture("9-two-thousand")
        desk.screen.press("ctrl+q")
        assert "Traceback" not in end(process)
    assert desk.office.total().balanced
    assert not list(desk.office.inbox.glob("*.png"))
