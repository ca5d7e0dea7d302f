"""The spool: captures, readings and sealed files of this workspace, by digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.errors import NeedsPersonError
from app.domain.page import Reading
from app.storage.codec import MisfitError, reading_from_bytes, reading_to_bytes
from app.storage.durable import digest_of, patient
from app.storage.objects import Flaw, ObjectFolder

LEFT_BEHIND = timedelta(hours=12)  # no unfinished file of a living program is as old


class FolderSpool:
    """Port Spool over one folder. Safe to call from any thread, and from several programs."""

    def __init__(self, root: Path) -> None:
        """Make the folder when it is missing."""
        self._objects = ObjectFolder(root)

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Store bytes durably; return digest and size. The same bytes twice are one file.

        TryAgainError when the disk is full, locked or in trouble; what the iterable raises passes through. Nothing is
        left behind then.
        """
        return self._objects.put(chunks)

    def adopt(self, path: Path) -> tuple[str, int]:
        """Take over a file made in `workroom` (it is moved, durably); return digest and size."""
        return self._objects.adopt(path)

    def path(self, digest: str) -> Path:
        """Return where the bytes lie; NeedsPersonError when they are missing."""
        return self._objects.existing(digest)

    def workroom(self) -> Path:
        """Return a folder on the same file system for unfinished files."""
        return self._objects.work

    def empty_workroom(self, now: datetime) -> int:
        """Delete unfinished files that a program left behind; return how many. For the holder of the workspace."""
        return self._objects.empty_work((now - LEFT_BEHIND).timestamp())

    def put_reading(self, reading: Reading) -> str:
        """Store a reading; return its digest."""
        return self.put([reading_to_bytes(reading)])[0]

    def reading(self, digest: str) -> Reading:
        """Return a stored reading; NeedsPersonError when its file is missing or altered."""
        path = self._objects.existing(digest)
        with patient(path):
            data = path.read_bytes()
            found, _ = digest_of(path)
        try:
            if found != digest:
                raise MisfitError(found)
            return reading_from_bytes(data)
        except MisfitError as trouble:
            raise NeedsPersonError(Flaw(digest, "altered", path).message) from trouble

    def files(self) -> Iterator[Path]:
        """Yield every file, sorted by digest."""
        return self._objects.files()

    def check(self, expected: Iterable[str] = ()) -> Iterator[Flaw]:
        """Re-read every file against its digest, and name those of `expected` that are missing. Reads everything."""
        return self._objects.check(expected)
