"""Taking one file out of a scanner folder: opening it safely, reading it to the end, and letting the original leave."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.capture.names import numbered

CHUNK_BYTES = 1024 * 1024
DONE = "done"
_MOST_OF_ONE_NAME = 100_000
_SHORT_NAME_BYTES = 60  # for paths that the system finds too long (Windows without long paths: 260)


class Outcome(StrEnum):
    """What became of a file that was offered."""

    LEFT = "left"  # captured, and the original left the folder
    KEPT = "kept"  # captured, and the original stays
    LEAVING = "leaving"  # captured, and the original is deleted when it has rested for a while
    GONE = "gone"  # it vanished before it could be opened
    CHANGED = "changed"  # it is not what was seen: wait until it settles again
    REFUSED = "refused"  # it can never be taken as it is (a link, a pipe)
    LATER = "later"  # trouble with this file: try it again
    ALL_LATER = "all later"  # trouble with disk or journal: no file can be taken now


@dataclass(frozen=True, slots=True)
class Identity:
    """Tells one state of one file from any other: size, time of change, inode and device."""

    size: int
    mtime_ns: int
    inode: int
    device: int = 0

    @classmethod
    def of(cls, found: os.stat_result) -> Identity:
        """Return the identity that `found` shows."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ino, found.st_dev)

    def same_inode(self, other: Identity) -> bool:
        """Return whether both are the same file on disk, whatever its content."""
        return (self.inode, self.device) == (other.inode, other.device)


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome; once captured, where the original lies, and which state of it was captured."""

    outcome: Outcome
    lies_at: Path | None = None
    identity: Identity | None = None


class FileChangedError(Exception):
    """The file changed while it was read."""


class NotAFileError(Exception):
    """The name leads to something that is not an ordinary file (link, pipe, device, folder)."""


class SourceError(Exception):
    """The file can't be read or moved now; `reason` is the system's own word for it.

    Not an OSError, so that nobody who writes the bytes elsewhere takes it for trouble of his own.
    """

    def __init__(self, trouble: OSError) -> None:
        super().__init__(trouble.strerror or type(trouble).__name__)
        self.reason = trouble.strerror or type(trouble).__name__
        self.vanished = isinstance(trouble, FileNotFoundError)


@dataclass(slots=True)
class OpenFile:
    """An ordinary file opened for reading; `identity` is what it was then. Close it."""

    path: Path
    descriptor: int
    identity: Identity
    changed_ns: int  # the later of the times of change of content and of inode (Windows: of creation)

    def close(self) -> None:
        """Let the file go."""
        os.close(self.descriptor)

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes; SourceError on trouble, FileChangedError when the file is not the same afterwards."""
        seen = 0
        try:
            os.lseek(self.descriptor, 0, os.SEEK_SET)
            while chunk := os.read(self.descriptor, CHUNK_BYTES):
                seen += len(chunk)
                yield chunk
            after = Identity.of(os.fstat(self.descriptor))
            named = Identity.of(os.lstat(self.path))
        except OSError as trouble:
            raise SourceError(trouble) from trouble
        if seen != self.identity.size or after != self.identity or named != self.identity:
            raise FileChangedError


def is_link(found: os.stat_result) -> bool:
    """Return whether `found` (of an lstat) is a symbolic link, or on Windows a junction."""
    if sys.platform == "win32":
        return found.st_reparse_tag in {stat.IO_REPARSE_TAG_SYMLINK, stat.IO_REPARSE_TAG_MOUNT_POINT}
    else:  # noqa: RET505 - so that the types of both systems are checked
        return stat.S_ISLNK(found.st_mode)


def open_file(path: Path) -> OpenFile:
    """Open an ordinary file, never through a link and never waiting for a pipe's writer.

    NotAFileError for anything else; SourceError when it can't be opened now.
    """
    try:
        if is_link(os.lstat(path)):
            raise NotAFileError
        descriptor = os.open(path, _flags())
    except OSError as trouble:
        if trouble.errno in (
            errno.ELOOP,
            errno.ENXIO,
            errno.EMLINK,
        ):  # a link, a socket (BSD says EMLINK for a link)
            raise NotAFileError from trouble
        raise SourceError(trouble) from trouble
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise NotAFileError
    except OSError as trouble:
        os.close(descriptor)
        raise SourceError(trouble) from trouble
    except NotAFileError:
        os.close(descriptor)
        raise
    return OpenFile(path, descriptor, Identity.of(found), max(found.st_mtime_ns, found.st_ctime_ns))


def _flags() -> int:
    if sys.platform == "win32":
        return os.O_RDONLY | os.O_BINARY | os.O_NOINHERIT
    else:  # noqa: RET505
        return os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def move_to_done(path: Path, root: Path, identity: Identity) -> Path:
    """Move the original to `root`/done (its sub-folder kept), under a name that is still free; return where it lies.

    FileChangedError when it is no longer what was captured; SourceError when it can't be moved now. Its bytes are safe
    in the spool: a power cut that undoes the move only makes it be moved again.
    """
    try:
        if Identity.of(os.lstat(path)) != identity:
            raise FileChangedError
        folder = root / DONE / path.parent.relative_to(root)
        folder.mkdir(parents=True, exist_ok=True)
        return _moved(path, folder)
    except OSError as trouble:
        raise SourceError(trouble) from trouble


def _moved(path: Path, folder: Path) -> Path:
    limit = 255
    for number in range(1, _MOST_OF_ONE_NAME):
        target = folder / numbered(path.name, number, limit)
        try:
            if os.path.lexists(target):  # POSIX would overwrite it silently; Windows refuses by itself
                continue
            path.rename(target)
        except FileExistsError:
            continue
        except OSError as trouble:
            if trouble.errno == errno.ENAMETOOLONG or (
                getattr(trouble, "winerror", 0) in (206, 3) and limit > 60
            ):
                limit = 60
                continue
            if trouble.errno != errno.EXDEV:
                raise
            _copy_over(path, target)
        return target
    raise FileExistsError(errno.EEXIST, "no free name", str(path))


def _copy_over(path: Path, target: Path) -> None:
    """Move `path` to another file system: copied, on the disk, then deleted. A copy that can't replace it goes."""
    found = path.stat()
    try:
        with path.open("rb") as source, target.open("xb") as copy:
            while chunk := source.read(CHUNK_BYTES):
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))
        _flush_folder(target.parent)
        path.unlink()
    except FileExistsError:
        raise  # another program made a file of this name: not ours to delete
    except OSError:
        target.unlink(missing_ok=True)
        raise


def _flush_folder(folder: Path) -> None:
    if sys.platform != "win32":  # NTFS journals its folders; there is no call for it
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def delete(path: Path, identity: Identity) -> None:
    """Delete the original; FileChangedError when it is not what was captured, SourceError when it can't be done now."""
    try:
        if Identity.of(os.lstat(path)) != identity:
            raise FileChangedError
        path.unlink()
    except OSError as trouble:
        raise SourceError(trouble) from trouble
