"""Being woken when something changes in a scanner folder (watchdog). What changed is then seen by listing the folder.

Network shares tell nothing reliably, and watchdog's polling observer would list the whole share a second time:
there, and wherever the system refuses to watch, the folder is simply listed more often (see `watch`).
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Protocol

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

logger = logging.getLogger(__name__)


def _means_something(record: logging.LogRecord) -> bool:
    return "called when the thread is inactive" not in str(record.msg)


# watchdog calls it an error when one of its threads is stopped between two reads, and warns when it learns twice of a
# folder that was made a moment ago; nothing is wrong then
logging.getLogger("watchdog.observers.inotify").addFilter(_means_something)
warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)

Woken = Callable[[str | None], None]  # called with the path of a file that its writer closed, or with None

_WANTED: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileClosedEvent,
    DirCreatedEvent,
    DirMovedEvent,
]
_STOPS_WITHIN_SECONDS = 5.0


class Listener(Protocol):
    """Something that wakes us until it is stopped."""

    def stop(self) -> None:
        """Wake nobody any more."""


class _Ear(FileSystemEventHandler):
    def __init__(self, skip: AbstractSet[str], woken: Woken) -> None:
        self._skip = tuple(path + os.sep for path in skip)
        self._woken = woken

    def on_any_event(self, event: FileSystemEvent) -> None:
        path = os.fsdecode(event.dest_path or event.src_path)
        if not path.startswith(self._skip):
            self._woken(path if isinstance(event, FileClosedEvent) else None)


class NativeListener:
    """The system's own watching of a folder and everything below it."""

    def __init__(self, root: Path, skip: AbstractSet[str], woken: Woken) -> None:
        """Begin; OSError when the system can't (no such folder, no watches left)."""
        self._observer = Observer()
        self._observer.daemon = True
        self._observer.schedule(_Ear(skip, woken), str(root), recursive=True, event_filter=_WANTED)
        self._observer.start()

    def stop(self) -> None:
        """End; waits shortly for the observer's threads."""
        self._observer.stop()
        self._observer.join(_STOPS_WITHIN_SECONDS)


def listen_natively(root: Path, skip: AbstractSet[str], woken: Woken) -> Listener | None:
    """Return a running listener, or None when the system can't watch this folder."""
    try:
        return NativeListener(root, skip, woken)
    except OSError as trouble:
        logger.warning("no native watching of a scanner folder: %s", trouble.strerror)
        return None
