"""A screen of its own for a program under test: started, looked at, and typed on. Nobody's real desktop is touched."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PIL import Image

T = TypeVar("T")
PATIENCE_SECONDS = 400.0
STARTS_WITHIN_SECONDS = 60
WIDTH, HEIGHT = 1600, 1000


@dataclass(frozen=True)
class Screen:
    """A running X server without a window manager; `frame` is its picture, in memory."""

    name: str
    frame: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to appear here."""
        return os.environ | {"DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": ""}

    def window_of(self, pid: int, *, fill: bool) -> None:
        """Wait for the program's first window, let it `fill` the screen if wanted, and give it the keyboard."""
        window = until(
            lambda: self._xdotool("search", "--onlyvisible", "--pid", str(pid)).split(), "a window"
        )[-1]
        if fill:
            self._xdotool("windowmove", window, "0", "0")
            self._xdotool("windowsize", window, str(WIDTH), str(HEIGHT))
        self._xdotool("windowfocus", window)

    def give_keys_to(self, pid: int, title: str) -> None:
        """Wait for a window beside the first one, by a part of its title, and give it the keyboard."""
        window = until(
            lambda: self._xdotool(
                "search", "--all", "--onlyvisible", "--pid", str(pid), "--name", title
            ).split(),
            f"a window called {title}",
        )[-1]
        self._xdotool("windowfocus", "--sync", window)

    def press(self, *keys: str) -> None:
        """Press keys one after the other; names as X has them."""
        self._xdotool("key", "--delay", "30", *keys)

    def picture(self) -> Image.Image:
        """What is to be seen now."""
        data = self.frame.read_bytes()
        header = np.frombuffer(
            data, ">u4", 25
        )  # XWD: header size, ..., width, height, ..., bytes a line, ..., colours
        begin = int(header[0]) + int(header[19]) * 12
        width, height, line = int(header[4]), int(header[5]), int(header[12])
        rows = np.frombuffer(data, np.uint8, height * line, begin).reshape(height, line)
        return Image.fromarray(
            np.ascontiguousarray(rows[:, : width * 4].reshape(height, width, 4)[:, :, 2::-1])
        )

    def keep_picture(self, path: Path) -> None:
        """Leave what is to be seen now for a person to look at."""
        self.picture().save(path)

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout


@contextlib.contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """Start an X server whose picture lies in `folder`, and end it."""
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing: sudo apt-get install xvfb xdotool")
    answers, tells = os.pipe()
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(tells), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-dpi", "96"),
            *("-nolisten", "tcp", "-fbdir", str(folder)),
        ],
        pass_fds=[tells],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    try:
        with os.fdopen(answers, "rb") as answer:
            ready, _, _ = select.select([answer], [], [], STARTS_WITHIN_SECONDS)
            number = answer.readline().strip().decode() if ready else ""
        assert number, "Xvfb did not start"
        yield Screen(f":{number}", folder / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait(30)


def until(look: Callable[[], T], what: str, act: Callable[[], None] = lambda: None) -> T:
    """Look again and again (and act in between) until something is there; return it."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (seen := look()):
        assert time.monotonic() < end, f"never seen: {what}"
        act()
        time.sleep(0.3)
    return seen
