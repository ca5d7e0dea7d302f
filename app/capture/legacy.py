"""The folder of an import on a disk or a network share: listed and read, never changed. Links are never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from app.capture.names import is_ignored
from app.capture.pickup import OpenFile, is_link, open_file
from app.domain.batch import Listed
from app.domain.messages import Message


class SourceAwayError(Exception):
    """The whole folder is away: not one of its files is to blame. `reason` is the system's own word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LocalSource:
    """A folder by its path."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._mounted: bool | None = None

    def check(self, *, held_files: bool) -> None:
        """Raise SourceAwayError when the folder is missing, no longer mounted, or empty although it `held_files`.

        What lies in the mount point of a share that is away is not the share: it only looks like an empty one.
        """
        try:
            self._root.stat()
            mounted = os.path.ismount(self._root)
            with os.scandir(self._root) as entries:
                empty = next(entries, None) is None
        except OSError as trouble:
            raise SourceAwayError(trouble.strerror or type(trouble).__name__) from trouble
        if self._mounted and not mounted:
            raise SourceAwayError("no longer mounted")
        if held_files and empty:
            raise SourceAwayError("empty")
        self._mounted = mounted

    def entries(self) -> Iterator[Listed]:
        """Yield all that lies in the folder and below it, sorted by name in each folder.

        SourceAwayError when the folder itself can't be listed; trouble further down is an entry.
        """
        waiting = [os.fsencode(self._root)]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(folder) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError as trouble:
                if folder == os.fsencode(self._root):
                    raise SourceAwayError(trouble.strerror or type(trouble).__name__) from trouble
                yield Listed(self._relative(folder), refused=Message.of("import-folder-closed"))
                continue
            deeper: list[bytes] = []
            for entry in entries:
                yield from self._listed(entry, deeper)
            waiting += reversed(deeper)

    def open(self, path: bytes) -> OpenFile:
        """Open a file of the listing; NotAFileError, SourceError (see app.capture.pickup)."""
        return open_file(self._root / os.fsdecode(path))

    def _listed(self, entry: os.DirEntry[bytes], deeper: list[bytes]) -> Iterator[Listed]:
        path = self._relative(entry.path)
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError as trouble:
            if not isinstance(trouble, FileNotFoundError):
                yield Listed(path)  # it waits, and reading it will tell
            return
        if is_link(found) or not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)):
            yield Listed(path, refused=Message.of("import-not-a-file"))
        elif is_ignored(os.fsdecode(entry.name)):
            yield Listed(path, refused=Message.of("import-passed-over"))
        elif stat.S_ISDIR(found.st_mode):
            deeper.append(entry.path)
        else:
            yield Listed(path, found.st_size, found.st_mtime_ns)

    def _relative(self, path: bytes) -> bytes:
        return os.path.relpath(path, os.fsencode(self._root))
