"""Where the workspace of the window's benchmark lies. Whoever makes it loads much that the measured window does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.settings import Settings, WatchedFolder, Workspace

PLACE = Path(__file__).resolve().parent.parent / ".cache" / "bench" / "window"
BATCH, BATCH_PAGES = "w-batch", 500  # one result of many pages, the last of those that wait
COMPLETE = "complete-3"  # a world of an older make is made anew


def world() -> Workspace:
    """Return the workspace; where it is not there yet it is made, in a process of its own."""
    if not (PLACE / COMPLETE).exists():
        subprocess.run([sys.executable, str(Path(__file__).with_name("_window_world.py"))], check=True)
    return workspace_of(PLACE)


def workspace_of(place: Path) -> Workspace:
    """Return the workspace in a folder, with the settings of the benchmark."""
    settings = Settings(language="vi", folders=(WatchedFolder(str(place / "scanner")),))
    return Workspace(place / "workspace", settings)
