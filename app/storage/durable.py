"""Files that survive a power cut: writing, renaming, and what the disk may say against it. Windows twins live here.

On POSIX a rename is safe once the folder was synced. Windows has no such call: there the rename itself is asked to
write through (MoveFileExW), and folders need nothing.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import SohoaError, TryAgainError
from app.domain.messages import Message

CHUNK_BYTES = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT} | ({112, 39} if sys.platform == "win32" else set())
_IN_USE = {errno.EAGAIN, errno.EBUSY, errno.ETXTBSY, errno.ENOLCK, errno.EMFILE, errno.ENFILE}
_NO_ACCESS = {errno.EACCES, errno.EPERM, errno.EROFS}
_TROUBLE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ETIMEDOUT, errno.EFBIG, errno.ENOMEM}
_WINDOWS_IN_USE = {32, 33}  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: a virus scanner looks at the file

if sys.platform == "win32":
    import ctypes

    _REPLACE_EXISTING, _WRITE_THROUGH = 0x1, 0x8
    _WITHOUT_LENGTH_LIMIT = "\\\\?\\"

    def sync_folder(folder: Path) -> None:
        """Do nothing: `move` writes through, and Windows cannot sync a folder."""

    def move(source: Path, target: Path) -> None:
        """Rename over `target` on the same disk, and wait until the rename is on the disk."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        names = (_WITHOUT_LENGTH_LIMIT + str(path.absolute()) for path in (source, target))
        flags = (
            _WRITE_THROUGH if source.is_dir() else _REPLACE_EXISTING | _WRITE_THROUGH
        )  # folders are not replaced
        if not kernel.MoveFileExW(*map(ctypes.c_wchar_p, names), flags):
            raise ctypes.WinError(ctypes.get_last_error())

else:

    def sync_folder(folder: Path) -> None:
        """Wait until the names in `folder` are on the disk."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def move(source: Path, target: Path) -> None:
        """Rename over `target` on the same disk, and wait until the rename is on the disk."""
        source.replace(target)
        sync_folder(target.parent)


def expected(trouble: OSError, path: Path) -> SohoaError | None:
    """Return what an error of the disk at `path` means to people, or None when it is not one that passes by itself."""
    windows = getattr(trouble, "winerror", None)
    code = trouble.errno
    if code in _FULL or windows in _FULL:
        return TryAgainError(Message.of("storage-disk-full", folder=str(path.parent)))
    if code in _IN_USE or windows in _WINDOWS_IN_USE:
        return TryAgainError(Message.of("storage-file-in-use", file=str(path)))
    if code in _NO_ACCESS:
        return TryAgainError(Message.of("storage-no-access", file=str(path)))
    if code in _TROUBLE:
        detail = trouble.strerror or type(trouble).__name__
        return TryAgainError(Message.of("storage-disk-trouble", file=str(path), detail=detail))
    return None


@contextlib.contextmanager
def patient(path: Path) -> Iterator[None]:
    """Turn disk full, locks and read or write errors at `path` into TryAgainError; anything else passes through."""
    try:
        yield
    except OSError as trouble:
        meaning = expected(trouble, path)
        if meaning is None:
            raise
        raise meaning from trouble


def sync_file(out: BinaryIO) -> None:
    """Wait until everything written to `out` is on the disk."""
    os.fsync(out.fileno())


def write_all(out: BinaryIO, chunk: bytes) -> None:
    """Write the whole chunk to an unbuffered file, however little the system takes at once."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[out.write(rest) :]


def make_folder(folder: Path) -> None:
    """Make the folder and its parents, so that they survive a power cut."""
    with patient(folder):
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for place in missing:
            sync_folder(place.parent)


def write_temporary(chunks: Iterable[bytes], folder: Path) -> tuple[Path, str, int]:
    """Write the chunks to a new file in `folder`, synced; return its path, SHA-256 (hex) and size.

    The file is gone again when anything fails. Errors of the iterable itself pass through as they are; those of the
    disk come as TryAgainError.
    """
    with patient(folder / "*"):
        descriptor, name = tempfile.mkstemp(dir=folder, suffix=".part")
    path, digest, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                with patient(path):
                    write_all(out, chunk)
            with patient(path):
                sync_file(out)
    except BaseException:
        discard(path)
        raise
    return path, digest.hexdigest(), size


def write_file(target: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write a file that is there completely or not at all; return SHA-256 (hex) and size. TryAgainError as above."""
    path, digest, size = write_temporary(chunks, target.parent)
    try:
        with patient(target):
            move(path, target)
    except BaseException:
        discard(path)
        raise
    return digest, size


def digest_of(path: Path, *, sync: bool = False) -> tuple[str, int]:
    """Return SHA-256 (hex) and size of the file; with `sync`, its bytes are on the disk afterwards."""
    digest, size = hashlib.sha256(), 0
    with path.open("r+b" if sync else "rb", buffering=0) as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
        if sync:
            sync_file(file)
    return digest.hexdigest(), size


def chunks_of(path: Path) -> Iterator[bytes]:
    """Yield the bytes of the file."""
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def discard(path: Path) -> None:
    """Delete an unfinished file; one that can't be deleted now is left to the next emptying of the workroom."""
    with contextlib.suppress(OSError):
        path.unlink()
