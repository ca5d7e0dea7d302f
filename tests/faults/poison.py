"""A reader for worker processes that some files crash and some hang, beside text that it reads at once."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from app.domain.page import CaptureShape, PageReading
from app.domain.requests import ReadOptions
from tests.domain.readings import page

CRASHES, HANGS, FILLS, KILLED = "crash", "hang", "fill", "killed"  # the last: by a system without memory


def inspect(path: str, name: str) -> CaptureShape:
    if Path(path).read_text(encoding="utf-8").startswith(CRASHES):
        os._exit(11)
    return CaptureShape("application/pdf", 1)


def read_page(path: str, number: int, options: ReadOptions) -> PageReading:
    text = Path(path).read_text(encoding="utf-8")
    if text.startswith(HANGS):
        time.sleep(3600)
    if text.startswith(FILLS):
        bytearray(1 << 62)
    if text.startswith(KILLED):
        os.kill(os.getpid(), signal.SIGKILL)
    return page(text.splitlines(), number=number)


first_look = read_page


def engine_name() -> str:
    return "text"
