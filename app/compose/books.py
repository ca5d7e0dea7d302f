"""Opens what a workspace keeps: journal, spool, register, store, and the desk over them."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.compose.store import ClosingStore, open_store
from app.domain.scan import Clock, Scan
from app.ocr import door as reader
from app.pipeline.crew import ProcessCrew
from app.pipeline.desk import Desk
from app.pipeline.scan_ids import new_scan_id
from app.settings import Workspace
from app.storage.bagit_export import export_bag
from app.storage.batches import BatchBook
from app.storage.http.register_copy import RegisterCopy
from app.storage.http.store import HttpStore
from app.storage.journal import SqliteJournal
from app.storage.lock import workspace_lock
from app.storage.register import SqliteRegister
from app.storage.register_import import ImportReport
from app.storage.spool import FolderSpool


def utc_now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return the id of a new scan."""
    return new_scan_id(utc_now(), secrets.randbelow)


@dataclass(frozen=True, slots=True)
class Books:
    """What a workspace keeps, open; enough for acts by script, without the stages running."""

    workspace: Workspace
    journal: SqliteJournal
    spool: FolderSpool
    register: SqliteRegister
    store: ClosingStore
    clock: Clock
    desk: Desk
    batches: BatchBook

    def heard_by(self, recorded: Callable[[list[Scan]], None]) -> Books:
        """Return the same books with a desk whose acts `recorded` hears of."""
        return replace(self, desk=replace(self.desk, recorded=recorded))


@contextlib.contextmanager
def open_books(workspace: Workspace) -> Iterator[Books]:
    """Open a workspace's books; close them in the end. EnvironmentLackError when one is damaged or too new."""
    with contextlib.ExitStack() as closing:
        journal = SqliteJournal(workspace.journal)
        closing.callback(journal.close)
        register = SqliteRegister(workspace.register)
        closing.callback(register.close)
        store = open_store(workspace, utc_now)
        closing.callback(store.close)
        spool = FolderSpool(workspace.spool)
        # The desk has a worker of its own, so that a page is shown at once while all others read. It starts when asked.
        crew = ProcessCrew(1, niceness=0)
        closing.callback(crew.close)
        desk = Desk(
            journal, spool, register, reader, crew, utc_now, workspace.settings.who, _nobody_hears, new_id
        )
        batches = BatchBook(workspace.imports)
        closing.callback(batches.close)
        yield Books(workspace, journal, spool, register, store, utc_now, desk, batches)


def _nobody_hears(scans: list[Scan]) -> None:
    """Do nothing: a workstation that is running notices a script's acts in the journal."""


@contextlib.contextmanager
def register_of_file(file: Path) -> Iterator[SqliteRegister]:
    """Yield a passing register with the dossiers of one file; UsageError when the file can't be read."""
    with tempfile.TemporaryDirectory(prefix="sohoa-register-") as folder:
        register = SqliteRegister(Path(folder) / "register.sqlite")
        try:
            register.import_file(file)
            yield register
        finally:
            register.close()


def import_register(books: Books, file: Path) -> ImportReport:
    """Take the dossiers of a file into the register, and into that of a served store, for every workstation.

    TryAgainError when the store can't be reached: what was taken here stays, and importing again goes on.
    """
    report = books.register.import_file(file)
    if isinstance(books.store, HttpStore):
        with register_of_file(file) as only_these:
            RegisterCopy(books.store.connection, books.store.memory, books.register).send(
                only_these.dossiers()
            )
    return report


def export_package(books: Books, folder: Path, since: datetime | None) -> int:
    """Write a BagIt package of the results stored since a moment (None: of all); return how many."""
    office = books.workspace.settings.unit_name
    return export_bag(books.store, folder, utc_now(), since=since, office=office).results


def empty_workspace(workspace: Workspace, keep: tuple[str, ...]) -> None:
    """Remove everything in a workspace but the files named `keep`; UsageError while a program works on it."""
    with workspace_lock(workspace.lock, utc_now):
        for entry in workspace.root.iterdir():
            if entry.name in keep or entry.name.startswith(workspace.lock.name):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
