"""The door to reading: the port `Reader`, light to import.

Reading runs in worker processes; the program itself, and the window, must not wait a second for libraries that only
workers use. So each function brings them in when it is called.
"""

# ruff: noqa: PLC0415 - that is what this module is for

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.page import CaptureShape, PageReading
    from app.domain.requests import ReadOptions
    from app.ocr.probe import Finding


def inspect(path: str, name: str) -> CaptureShape:
    """Return what the file at `path` is; see app.ocr.reader.inspect."""
    from app.ocr import reader

    return reader.inspect(path, name)


def first_look(path: str, page: int, options: ReadOptions) -> PageReading:
    """Read barcodes and head of a page (from 1); see app.ocr.first_look.first_look."""
    from app.ocr import first_look as looking

    return looking.first_look(path, page, options)


def read_page(path: str, page: int, options: ReadOptions) -> PageReading:
    """Read one page (from 1); see app.ocr.reader.read_page."""
    from app.ocr import reader

    return reader.read_page(path, page, options)


def render_page(path: str, page: int, turn: int, max_side: int) -> bytes:
    """Return a page as a plain picture; see app.ocr.reader.render_page."""
    from app.ocr import reader

    return reader.render_page(path, page, turn, max_side)


def warm() -> None:
    """Bring in what shows pages, so that the first one does not wait for it."""
    from app.ocr import reader  # noqa: F401


def probe() -> list[Finding]:
    """Return what this machine has for reading; see app.ocr.probe.probe."""
    from app.ocr import probe as probing

    return probing.probe()


def engine_name() -> str:
    """Return what reads here, for the record of a reading; see app.ocr.probe.engine_name."""
    from app.ocr import probe as probing

    return probing.engine_name()
