"""Checks everything outside Python, and says how to mend it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import EnvironmentLackError, SohoaError, TryAgainError
from app.domain.messages import Message
from app.ocr.door import probe
from app.settings import Workspace
from app.storage.journal import SqliteJournal
from app.storage.register import SqliteRegister

ROOM_BYTES = 2 * 1024**3  # a busy day of a counter: 300 results of a few megabytes, twice


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; the message says what was found and, when it is not right, how to mend it."""

    name: str
    ok: bool
    message: Message


def environment_lacks() -> list[Message]:
    """Return what the machine lacks for reading; empty when it lacks nothing."""
    return [message for _, ok, message in probe() if not ok]


@contextlib.contextmanager
def nobody_waits() -> Iterator[None]:
    """Raise EnvironmentLackError instead of TryAgainError when the machine lacks something for reading.

    The stages try again until it is there; a command that reads one file would try in vain.
    """
    try:
        yield
    except TryAgainError as trouble:
        for lack in environment_lacks():
            raise EnvironmentLackError(lack) from trouble
        raise


def examine(workspace: Workspace) -> Iterator[Check]:
    """Yield every check: reading, disk, folders, books."""
    for name, ok, message in probe():
        yield Check(name, ok, message)
    yield _check_room(workspace.root)
    for folder in workspace.settings.folders:
        yield _check_folder(Path(folder.path))
    yield _check_book("journal", workspace.journal, SqliteJournal)
    yield _check_book("register", workspace.register, SqliteRegister)
    version = sqlite3.sqlite_version
    yield Check("sqlite", True, Message.of("doctor-version", version=version))


def _check_room(root: Path) -> Check:
    free = shutil.disk_usage(root).free
    megabytes = free // 1024**2
    text = "doctor-room" if free >= ROOM_BYTES else "doctor-little-room"
    return Check("disk", free >= ROOM_BYTES, Message.of(text, megabytes=megabytes, folder=str(root)))


def _check_folder(folder: Path) -> Check:
    try:
        next(folder.iterdir(), None)
    except OSError as trouble:
        text = Message.of("doctor-folder-away", folder=str(folder), detail=trouble.strerror or "")
        return Check("folder", False, text)
    return Check("folder", True, Message.of("doctor-folder", folder=str(folder)))


def _check_book(name: str, path: Path, kind: type[SqliteJournal | SqliteRegister]) -> Check:
    if not path.exists():
        return Check(name, True, Message.of("doctor-book-new", file=str(path)))
    try:
        book = kind(path)
    except SohoaError as trouble:
        return Check(name, False, trouble.message)
    try:
        damage = book.database.damage()
    finally:
        book.close()
    if damage:
        return Check(name, False, Message.of("doctor-book-damaged", file=str(path), detail=damage[0]))
    return Check(name, True, Message.of("doctor-book", file=str(path)))
