"""An import that kills itself at a boundary: `python -m tests.faults.import_boundaries WORKSPACE FOLDER NUMBER`.

Boundaries are just before and just after each call that makes something durable: bytes to the spool, facts to the
journal, what became of files to the inventory, results to the store. The one with this number is the last moment.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.storage.batches import BatchBook
from app.storage.journal import SqliteJournal
from app.storage.spool import FolderSpool
from app.storage.store import EmbeddedStore
from tests.faults.import_driver import run

DURABLE: tuple[tuple[type, str], ...] = (
    (FolderSpool, "put"),
    (SqliteJournal, "record"),
    (BatchBook, "list_anew"),
    (BatchBook, "settle"),
    (EmbeddedStore, "deposit"),
)


def lay_mines(last: int, durable: tuple[tuple[type, str], ...] = DURABLE) -> None:
    """Let the process end by SIGKILL at the boundary with this number (from 0)."""
    numbers, lock = itertools.count(), threading.Lock()

    def passes() -> None:
        with lock:
            if next(numbers) == last:
                os.kill(os.getpid(), signal.SIGKILL)

    for kind, name in durable:
        setattr(kind, name, _mined(getattr(kind, name), passes))


def _mined(call: Callable[..., Any], passes: Callable[[], None]) -> Callable[..., Any]:
    def mined(*words: Any, **named: Any) -> Any:
        passes()
        result = call(*words, **named)
        passes()
        return result

    return mined


if __name__ == "__main__":
    lay_mines(int(sys.argv[3]))
    run(Path(sys.argv[1]), Path(sys.argv[2]))
