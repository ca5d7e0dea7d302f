"""An import on a terminal: a real program on a real pseudo-terminal, real pages, real Tesseract."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from app.settings import Settings, open_workspace, save
from tests.commands.calls import PROJECT
from tests.generator import Recipe, make_register, make_result, scan, set_letter


def all_that_is_said(terminal: int) -> str:
    """Read a terminal until nobody writes to it any more."""
    said = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # EIO: the other side is closed
            part = b""
        if not part:
            return said.decode()
        said += part


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of this kind are of Unix")
def test_a_bar_grows_on_the_terminal_and_the_sums_stand_under_it(tmp_path: Path) -> None:
    random, folder = Random(21), tmp_path / "kho"
    folder.mkdir()
    for number, row in enumerate(make_register(random, 2)):
        letter = make_result(row, random, print_code=True, handwritten=False)
        sheet = set_letter(letter, random, dpi=200)[0]
        scan(sheet, Recipe(dpi=200), random).image.save(folder / f"{number}.png", dpi=(200, 200))
    save(open_workspace(tmp_path / "nơi").settings_file, Settings(language="vi"))
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "app", "--workspace", str(tmp_path / "nơi"), "import", str(folder)]
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [*command, "--quality", "swift"], cwd=PROJECT, env=environment, stdout=slave, stderr=slave
    ) as process:
        os.close(slave)
        said = all_that_is_said(master)
        assert process.wait(200) == 1, said  # without a register both are held, and that is said by the code
    os.close(master)
    assert "━" in said  # the bar
    assert "\x1b[" in said  # drawn over itself, not line by line
    assert "0/2" in said.replace(" ", "") or "2/2" in said.replace(" ", ""), said
    assert "Traceback" not in said
