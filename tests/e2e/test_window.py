"""The real program in a real window: papers dropped as a scanner drops them, decided by keys, stored, and counted."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings, WatchedFolder, save
from tests.commands.calls import PROJECT, SAMPLES
from tests.e2e.screen import Screen, screen, until
from tests.faults.road import Office, open_office

PROPOSED = SAMPLES / "02-trich-luc-khai-sinh.pdf"
TWINS = SAMPLES / "06-hai-ho-so-cung-khop.jpg"
STACK = SAMPLES / "05-chong-ho-so.pdf"
PAGES = SAMPLES / "09-nhieu-trang.tif"
TWIN_CODES = {"H15.64-251113-0006", "H15.64-251113-0008"}
DRIP_BYTES = 1 << 14
COLOURS_OF_A_BOX = 30  # text has soft edges; an empty screen has one or two
COLOURS_OF_A_PAGE = 1000  # paper has grain

pytestmark = [pytest.mark.timeout(1500), pytest.mark.slow]


@dataclass(frozen=True)
class Desk:
    """An office, the screen its window is on, and where pictures are left."""

    office: Office
    screen: Screen
    artefacts: Path

    @contextmanager
    def window(self, *, fill: bool = True) -> Iterator[subprocess.Popen[str]]:
        """The workstation, from when its window can be typed on."""
        command = [sys.executable, "-m", "app", "--workspace", str(self.office.root)]
        with subprocess.Popen(
            command, cwd=PROJECT, env=self.screen.environment, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                self.screen.window_of(process.pid, fill=fill)
                yield process
            finally:
                process.kill()

    def drop(self, *samples: Path) -> None:
        """Let a scanner write files into the folder, piece by piece, under a passing name at first."""
        for sample in samples:
            unfinished = self.office.inbox / f"{sample.name}.tmp"
            with unfinished.open("wb", buffering=0) as out:
                data = sample.read_bytes()
                for begin in range(0, len(data), DRIP_BYTES):
                    out.write(data[begin : begin + DRIP_BYTES])
                    time.sleep(0.002)
            unfinished.rename(self.office.inbox / sample.name)

    def scan_of(self, sample: Path, **wanted: Any) -> dict[str, Any] | None:
        """The scan that came as this file, if it is as is wanted."""
        for one in self.office.scans():
            if one["source"] == sample.name and all(one[name] == value for name, value in wanted.items()):
                return one
        return None

    def held(self, sample: Path) -> bool:
        scan = self.scan_of(sample)
        return bool(scan and scan["hold"])

    def page_is_shown(self) -> bool:
        """Whether the middle of the screen is a scanned page, not a surface with a hint on it."""
        middle = self.screen.picture().crop((500, 150, 1100, 850))
        return len(middle.getcolors(1 << 20) or ()) > COLOURS_OF_A_PAGE

    def keep_picture(self, name: str) -> None:
        self.screen.keep_picture(self.artefacts / f"e2e-{name}.png")


@pytest.fixture
def desk(tmp_path: Path, artefacts: Path) -> Iterator[Desk]:
    """An office where a person links everything: each proposal waits for a key."""
    office = open_office(tmp_path)
    folders = (WatchedFolder(str(office.inbox)),)
    save(office.workspace.settings_file, Settings(quality="swift", auto_link="off", folders=folders))
    frame = tmp_path / "frame"
    frame.mkdir()
    with screen(frame) as shown:
        yield Desk(office, shown, artefacts)


def end(process: subprocess.Popen[str]) -> str:
    """Wait for the program's end; return what it said on standard error."""
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


def accept_what_is_proposed(desk: Desk) -> None:
    """One key for one result; a second thought after sealing, and a double Enter that links nothing twice."""
    desk.drop(PROPOSED)
    until(lambda: desk.held(PROPOSED), "a proposal that waits for a key")
    until(desk.page_is_shown, "its page")
    desk.keep_picture("2-proposed")
    until(
        lambda: desk.scan_of(PROPOSED, state="sealed"),
        "the scan sealed after Enter",
        act=lambda: desk.screen.press("Return"),
    )
    desk.keep_picture("2-resting")
    desk.screen.press("ctrl+z")
    until(lambda: desk.held(PROPOSED), "the scan waiting again after Ctrl+Z")
    until(
        lambda: desk.scan_of(PROPOSED, state="stored"),
        "the scan stored after a digit and a double Enter",
        act=lambda: desk.screen.press("1", "Return", "Return"),
    )


def choose_one_of_two(desk: Desk) -> None:
    """Where two dossiers fit, Enter alone does nothing; a digit and Enter decide."""
    desk.drop(TWINS)
    until(lambda: desk.held(TWINS), "two dossiers that fit")
    until(desk.page_is_shown, "their page")
    desk.screen.press("Return")
    time.sleep(1.0)
    assert desk.held(TWINS)
    desk.keep_picture("3-twins")
    stored = until(
        lambda: desk.scan_of(TWINS, state="stored"),
        "the scan stored after a digit and Enter",
        act=lambda: desk.screen.press("2", "Return"),
    )
    assert stored["dossier"] in TWIN_CODES
    assert stored["linked_by"] != "rule"
    desk.keep_picture("4-stored")


def leave_in_mid_work(desk: Desk, process: subprocess.Popen[str]) -> None:
    desk.drop(STACK, PAGES)
    until(lambda: desk.scan_of(STACK), "the stack captured")
    desk.keep_picture("5-working")
    desk.screen.press("ctrl+q")
    assert "Traceback" not in end(process)
    assert not (desk.office.root / "lock.holder").exists()
    assert desk.office.total().balanced


def go_on_after_the_start(desk: Desk, process: subprocess.Popen[str]) -> None:
    until(lambda: desk.office.total().waiting == 0 and desk.scan_of(PAGES), "all read")
    until(desk.page_is_shown, "a page")
    desk.keep_picture("6-after-restart")
    desk.screen.press("ctrl+q")
    assert "Traceback" not in end(process)


def test_a_clerk_s_morning(desk: Desk) -> None:
    with desk.window() as process:
        desk.keep_picture("1-empty")
        accept_what_is_proposed(desk)
        choose_one_of_two(desk)
        leave_in_mid_work(desk, process)
    with desk.window() as process:
        go_on_after_the_start(desk, process)
    sums = desk.office("ledger").record["total"]
    assert (sums["captured"], sums["stored"], sums["held"]) == (5, 2, 3)
    assert (sums["waiting"], sums["rejected"], sums["letters"], sums["balanced"]) == (0, 0, 0, True)
    assert desk.office("export", desk.office.root.parent / "bag").record["results"] == 2


def test_a_second_window_tells_in_a_box_who_works_there_and_ends(desk: Desk) -> None:
    with desk.office.running() as first, desk.window(fill=False) as second:
        until(
            lambda: len(desk.screen.picture().getcolors(1 << 20) or ()) > COLOURS_OF_A_BOX, "a box with text"
        )
        desk.keep_picture("7-second-copy")
        desk.screen.press("Return")
        _, said = second.communicate(timeout=300)
        assert second.returncode == 2
        assert str(first.pid) in said
        assert first.poll() is None
