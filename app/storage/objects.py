"""Files named by their SHA-256, in up to 256 folders; written so that they are there completely or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.messages import Message
from app.storage.durable import (
    chunks_of,
    digest_of,
    discard,
    make_folder,
    move,
    patient,
    sync_folder,
    write_temporary,
)

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHARD = re.compile(r"[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a file: `problem` is "missing", "altered", "unreadable", or "foreign" (misnamed)."""

    digest: str
    problem: str
    path: Path

    @property
    def message(self) -> Message:
        """What a person is told."""
        return Message.of(f"storage-file-{self.problem}", file=str(self.path), digest=self.digest[:12])


class ObjectFolder:
    """A folder of files by digest: `root`/ab/cdef…; `root`/work holds what is not finished yet."""

    def __init__(self, root: Path) -> None:
        """Make the folder and its workroom."""
        self.root = root
        self.work = root / "work"
        self._sure: set[str] = set()  # folders that this program knows to be on the disk
        make_folder(self.work)

    def place(self, digest: str) -> Path:
        """Return where the file with this digest lies or would lie; ValueError when it is no SHA-256 in hex."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(digest)
        return self.root / digest[:2] / digest[2:]

    def existing(self, digest: str) -> Path:
        """Return where the file lies; NeedsPersonError when it is missing."""
        path = self.place(digest)
        if not path.is_file():
            raise NeedsPersonError(Flaw(digest, "missing", path).message)
        return path

    def put(self, chunks: Iterable[bytes], expected: str | None = None) -> tuple[str, int]:
        """Write bytes durably under their digest; return digest and size.

        NeedsPersonError, and nothing kept, when they do not have the `expected` digest; TryAgainError when the disk is
        full, locked or in trouble. What the iterable itself raises passes through.
        """
        path, digest, size = write_temporary(chunks, self.work)
        try:
            if expected not in (None, digest):
                raise NeedsPersonError(
                    Message.of("storage-digest-differs", expected=str(expected), found=digest)
                )
            self._settle(path, digest, size)
        except BaseException:
            discard(path)
            raise
        return digest, size

    def adopt(self, path: Path) -> tuple[str, int]:
        """Take over the file (it is moved, durably); return digest and size. Errors as for `put`."""
        with patient(path):
            digest, size = digest_of(path, sync=True)
        try:
            self._settle(path, digest, size)
        except OSError as trouble:
            if trouble.errno != errno.EXDEV:
                raise
            self.put(chunks_of(path), expected=digest)  # it lay on another disk
            path.unlink()
        return digest, size

    def link(self, path: Path, digest: str, size: int) -> bool:
        """Give a synced file of this digest a second name here, durably; return False where disks have no such names.

        FileNotFoundError when it is gone; TryAgainError as for `put`.
        """
        passing = self.work / f"{secrets.token_hex(16)}.part"
        try:
            os.link(path, passing)
        except FileNotFoundError:
            raise
        except OSError:
            return False
        try:
            self._settle(passing, digest, size)
        finally:
            discard(
                passing
            )  # also when the name was there already for these very bytes: a rename does nothing then
        return True

    def _settle(self, path: Path, digest: str, size: int) -> None:
        """Give a synced file its name. An earlier file of this name is replaced, which also mends a damaged one."""
        target = self.place(digest)
        try:
            with patient(target):
                self._make_sure(target.parent)
                move(path, target)
        except FileNotFoundError as vanished:
            raise TryAgainError(Message.of("storage-file-in-use", file=str(path))) from vanished
        except TryAgainError:
            if not (path.exists() and target.is_file() and target.stat().st_size == size):
                raise
            with patient(target):
                sync_folder(target.parent)
            discard(path)  # Windows replaces no file that somebody reads; that one has the same bytes

    def _make_sure(self, shard: Path) -> None:
        """Make the folder of a file. One that is there already may have been made by a program that did not sync it."""
        if shard.name not in self._sure:
            shard.mkdir(exist_ok=True)
            sync_folder(self.root)
            self._sure.add(shard.name)

    def check(self, expected: Iterable[str] = ()) -> Iterator[Flaw]:
        """Re-read every file against its name, and name those of `expected` that are missing. Reads everything."""
        for path in self.files():
            digest = path.parent.name + path.name
            if not _DIGEST.fullmatch(digest):
                yield Flaw("", "foreign", path)
                continue
            try:
                found, _ = digest_of(path)
            except OSError:
                yield Flaw(digest, "unreadable", path)
                continue
            if found != digest:
                yield Flaw(digest, "altered", path)
        for digest in expected:
            if not self.place(digest).is_file():
                yield Flaw(digest, "missing", self.place(digest))

    def files(self) -> Iterator[Path]:
        """Yield every file under a digest's place, sorted by name."""
        for shard in sorted(self.root.iterdir()):
            if _SHARD.fullmatch(shard.name):
                yield from sorted(shard.iterdir())

    def empty_work(self, unchanged_since: float) -> int:
        """Delete unfinished files last changed before that moment (seconds since 1970); return how many."""
        gone = 0
        for path in sorted(
            self.work.rglob("*"), reverse=True
        ):  # what lies in a folder comes before the folder
            try:
                if path.lstat().st_mtime >= unchanged_since:
                    continue
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
                gone += 1
            except OSError:
                continue  # in use, or a folder with newer files: another time
        return gone
