"""Where the bytes of results lie, by digest: whoever is given a receipt may rely on them being there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.errors import TryAgainError
from app.domain.messages import Message
from app.storage.durable import chunks_of
from app.storage.objects import Flaw, ObjectFolder

PIECE_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class S3Place:
    """A bucket of an S3 server. `endpoint` "" is Amazon's own; `key` is the name of the access key, not its secret."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    key: str = ""


class Blobs(Protocol):
    """Bytes by digest. What is there is never replaced by other bytes."""

    def put(self, chunks: Iterable[bytes], digest: str) -> int:
        """Store the bytes durably and return how many; NeedsPersonError (nothing kept) when they have another digest.

        TryAgainError when the place is full, away or in trouble.
        """

    def adopt(self, path: Path, digest: str) -> int:
        """Store a file of ours that is on the disk and has this digest (reckoned as it came); return its size.

        The file stays. FileNotFoundError when it is gone; TryAgainError as above.
        """

    def read(self, digest: str, begin: int = 0) -> Iterator[bytes]:
        """Yield the bytes from `begin` on; NeedsPersonError at once when they are missing."""

    def check(self, expected: Iterable[str]) -> Iterator[Flaw]:
        """Re-read every object against its digest; name what is altered, misnamed, or missing of `expected`."""

    def digests(self) -> Iterator[str]:
        """Yield the digest of every object there."""

    def reachable(self) -> bool:
        """Return whether bytes could be written now."""


class FolderBlobs:
    """Bytes by digest in a folder of this machine or of a network share, written durably."""

    def __init__(self, root: Path) -> None:
        """Open or make the folder."""
        self._objects = ObjectFolder(root)

    def put(self, chunks: Iterable[bytes], digest: str) -> int:
        """Store the bytes durably; TryAgainError when the disk is full or in trouble."""
        return self._objects.put(chunks, expected=digest)[1]

    def adopt(self, path: Path, digest: str) -> int:
        """Give the file a second name in this folder; it is copied when the folder lies on another disk."""
        size = path.stat().st_size
        if not self._objects.link(path, digest, size):
            self._objects.put(chunks_of(path), expected=digest)
        return size

    def read(self, digest: str, begin: int = 0) -> Iterator[bytes]:
        """Yield the bytes from `begin` on; NeedsPersonError at once when they are missing."""
        path = self._objects.existing(digest)
        return _pieces(path, begin)

    def check(self, expected: Iterable[str]) -> Iterator[Flaw]:
        """Re-read every object against its digest; name what is altered, misnamed, or missing of `expected`."""
        return self._objects.check(expected)

    def digests(self) -> Iterator[str]:
        """Yield the digest of every object there."""
        return (path.parent.name + path.name for path in self._objects.files())

    def reachable(self) -> bool:
        """Return whether bytes could be written now."""
        return self._objects.work.is_dir()


def _pieces(path: Path, begin: int) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            file.seek(begin)
            while piece := file.read(PIECE_BYTES):
                yield piece
    except OSError as trouble:
        raise TryAgainError(Message.of("storage-file-in-use", file=str(path))) from trouble
