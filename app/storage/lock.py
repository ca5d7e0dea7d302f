"""One program at a time runs stages on a workspace; a second one is told who is there."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from app.domain.errors import UsageError
from app.domain.ledger import VIETNAM
from app.domain.messages import Message
from app.domain.scan import Clock
from app.storage.durable import patient, write_file


@contextlib.contextmanager
def workspace_lock(path: Path, clock: Clock) -> Iterator[None]:
    """Hold the workspace whose lock file is `path`; UsageError naming process and time when another program holds it.

    The lock goes with the process, however it ends. Who holds it stands in a file beside, because Windows lets nobody
    read a locked file.
    """
    lock = FileLock(path, timeout=0, thread_local=False)
    try:
        with patient(path):
            lock.acquire()
    except Timeout as taken:
        raise UsageError(_held_by(_beside(path))) from taken
    try:
        note = json.dumps({"pid": os.getpid(), "since": clock().isoformat()})
        write_file(_beside(path), [note.encode()])
        yield
    finally:
        with contextlib.suppress(OSError):
            _beside(path).unlink(missing_ok=True)
        lock.release()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".holder")


def _held_by(note: Path) -> Message:
    """Say who holds the lock; a note that is not there yet, or damaged, only makes the message shorter."""
    try:
        holder = json.loads(note.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(holder["since"]).astimezone(VIETNAM)
        return Message.of(
            "storage-workspace-in-use",
            pid=str(int(holder["pid"])),
            since=since.strftime("%d/%m/%Y %H:%M:%S"),
            folder=str(note.parent),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Message.of("storage-workspace-in-use-by-unknown", folder=str(note.parent))
