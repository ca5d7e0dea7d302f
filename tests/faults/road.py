"""A small office for faults on the real road: a workspace with the sample register, and one scanner folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.commands.shapes import scan_shape
from app.compose.books import import_register, open_books
from app.domain.ledger import Tally
from app.language import Translator
from app.settings import Settings, WatchedFolder, Workspace, open_workspace, resources, save
from tests.commands.calls import PROJECT, SAMPLES, Answer, program

DIGITAL = (
    SAMPLES / "11-ban-dien-tu.pdf"
)  # needs no OCR, links by itself: the quickest way down the whole road
SCANNED = SAMPLES / "03-ma-ho-so-in-san.jpg"


@dataclass(frozen=True)
class Office:
    """A workspace and its scanner folder."""

    root: Path
    inbox: Path

    @property
    def workspace(self) -> Workspace:
        return open_workspace(self.root)

    def scan(self, *samples: Path) -> None:
        """Put files into the scanner folder."""
        for sample in samples:
            shutil.copy(sample, self.inbox / sample.name)

    def __call__(self, *words: object, **environment: str) -> Answer:
        """Run a command in a process of its own, with --json, in English."""
        return program("--json", "--lang", "en", "--workspace", self.root, *words, **environment)

    def scans(self) -> list[dict[str, Any]]:
        """What `sohoa scans --json` would list, without the price of a process."""
        english = Translator("en", resources() / "translations")
        with open_books(self.workspace) as books:
            return [scan_shape(scan, english) for scan in books.journal.scans()]

    def total(self) -> Tally:
        """The ledger in all."""
        with open_books(self.workspace) as books:
            return books.desk.ledger().total

    @contextmanager
    def running(self, *words: object) -> Iterator[subprocess.Popen[str]]:
        """`sohoa run` in the background, from when it holds the workspace."""
        command = [sys.executable, "-m", "app", "--lang", "en", "--workspace", str(self.root), "run"]
        with subprocess.Popen(
            [*command, *map(str, words)],
            cwd=PROJECT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                while not (self.root / "lock.holder").exists():
                    assert process.poll() is None, process.communicate()
                    time.sleep(0.05)
                yield process
            finally:
                process.kill()


def open_office(folder: Path, root: Path | None = None, *, register: bool = True) -> Office:
    """Make a workspace (at `root`, else in `folder`) with the sample register and a watched scanner folder."""
    office = Office(root or folder / "workspace", folder / "scanner")
    office.inbox.mkdir(parents=True)
    workspace = open_workspace(office.root)
    folders = (WatchedFolder(str(office.inbox)),)
    save(workspace.settings_file, Settings(quality="swift", workers=1, folders=folders))
    if register:
        with open_books(office.workspace) as books:
            import_register(books, SAMPLES / "register.csv")
    return office
