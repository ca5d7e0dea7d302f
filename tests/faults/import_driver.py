"""`sohoa import` with reading that costs nothing: `python -m tests.faults.import_driver WORKSPACE FOLDER`.

Stages, journal, spool, register, store and inventory are the real ones; what is read of a file stands in it as text,
and its final file is a line. So hundreds of kills fit into minutes, and nearly all of them hit what must survive them.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any
from unittest import mock

from app.compose import station as station_module
from app.compose.importing import begun
from app.domain.batch import Choices
from app.domain.page import CaptureShape, PageReading
from app.domain.requests import ReadOptions
from app.language import Translator
from app.settings import open_workspace, resources
from tests.domain.readings import page
from tests.pipeline.road import InlineCrew, PlainSealer


class TextReader:
    """Reads files that are text: one page, line by line."""

    def inspect(self, path: str, name: str) -> CaptureShape:
        return CaptureShape("application/pdf", 1)

    def read_page(self, path: str, number: int, options: ReadOptions) -> PageReading:
        return page(Path(path).read_text(encoding="utf-8").splitlines(), number=number)

    first_look = read_page

    def render_page(self, path: str, number: int, turn: int, max_side: int) -> bytes:
        raise NotImplementedError

    def engine_name(self) -> str:
        return "text"


def run(workspace: Path, folder: Path, crew: Any = None, reader: Any = None) -> None:
    """Import the folder to the end."""
    translator = Translator("en", resources() / "translations")
    with (
        # Given back at the end: a test that calls this in its own process must not leave the next one a false reader.
        mock.patch.multiple(station_module, reader=reader or TextReader(), sealer=PlainSealer()),
        station_module.open_station(open_workspace(workspace), translator, crew or InlineCrew()) as station,
    ):
        batch = begun(station.books, str(folder), Choices(auto_link=True))
        station.start(watch=False)
        station.imports.start(batch)
        (workspace / "begun").touch()
        quiet = 0
        while quiet < 3:
            time.sleep(0.02)
            quiet = quiet + 1 if station.imports.idle and station.runner.idle else 0


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
