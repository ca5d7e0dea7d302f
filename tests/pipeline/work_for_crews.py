"""Pieces of work that crews in tests are given: they run in other processes, so they must be importable."""

from __future__ import annotations

import os
import time
from pathlib import Path

from app.domain.errors import ReadFailure, UnreadableError


def double(number: int) -> int:
    """Work that goes well."""
    return 2 * number


def die(_: int) -> int:
    """Work that takes its process with it, as a crash in a native library does."""
    os._exit(11)


def fill_memory(_: int) -> int:
    """Work that asks for more memory than any machine has."""
    return len(bytearray(1 << 62))


def hang(_: int) -> int:
    """Work that never ends."""
    while True:
        time.sleep(60)


def hang_named(folder: str) -> None:
    """Work that tells its process number, and never ends."""
    Path(folder, "worker").write_text(str(os.getpid()), encoding="utf-8")
    hang(0)


def find_empty(_: int) -> int:
    """Work that finds a file empty."""
    raise UnreadableError(ReadFailure.EMPTY, "nothing in it")


def threads_for_tesseract(_: int) -> str:
    """Return how many threads Tesseract may use in this worker."""
    return os.environ.get("OMP_THREAD_LIMIT", "")


def write_name(folder: str, name: str) -> str:
    """Append `name` to a file that tells the order in which work was done."""
    with Path(folder, "order.txt").open("a", encoding="utf-8") as out:
        out.write(name + "\n")
    return name
