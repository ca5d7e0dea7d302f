"""The folder of an import by its address (`sftp://`, `smb://`, `s3://`, `memory://`): whatever fsspec knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import fsspec  # type: ignore[import-untyped]

from app.capture.legacy import SourceAwayError
from app.capture.names import is_ignored
from app.capture.pickup import CHUNK_BYTES, FileChangedError, Identity, NotAFileError, SourceError
from app.domain.batch import Listed
from app.domain.errors import UsageError
from app.domain.messages import Message

_TIMES = (
    "mtime",
    "LastModified",
    "last_modified",
    "modified",
    "updated",
    "created",
)  # as file systems name them


class RemoteSource:
    """A folder behind fsspec; UsageError when the address is none that it knows."""

    def __init__(self, address: str) -> None:
        try:
            self._files, self._root = fsspec.core.url_to_fs(address)
        except (ValueError, ImportError) as trouble:
            raise UsageError(
                Message.of("import-address-wrong", address=address, detail=str(trouble))
            ) from trouble
        self._files.use_listings_cache = False

    def check(self, *, held_files: bool) -> None:
        """Raise SourceAwayError when the folder is away, or empty although it `held_files`."""
        if not self._list(self._root) and held_files:
            raise SourceAwayError("empty")

    def entries(self) -> Iterator[Listed]:
        """Yield all that lies in the folder and below it; SourceAwayError when it can't be listed."""
        waiting = [self._root]
        while waiting:
            found = sorted(self._list(waiting.pop()), key=lambda one: str(one["name"]))
            for one in found:
                path = self._relative(one["name"])
                if one["type"] not in ("file", "directory"):
                    yield Listed(path, refused=Message.of("import-not-a-file"))
                elif is_ignored(one["name"].rstrip("/").rpartition("/")[2]):
                    yield Listed(path, refused=Message.of("import-passed-over"))
                elif one["type"] == "file":
                    yield Listed(path, int(one["size"] or 0), _time(one))
            waiting += [one["name"] for one in reversed(found) if one["type"] == "directory"]

    def open(self, path: bytes) -> _RemoteFile:
        """Open a file of the listing; NotAFileError, SourceError."""
        name = f"{self._root}/{path.decode(errors='surrogateescape')}"
        try:
            return _RemoteFile(self._files, name)
        except OSError as trouble:
            raise SourceError(trouble) from trouble

    def _list(self, folder: str) -> list[dict[str, Any]]:
        try:
            found = self._files.ls(folder, detail=True, refresh=True)
        except OSError as trouble:
            raise SourceAwayError(trouble.strerror or type(trouble).__name__) from trouble
        return [one for one in found if one["name"].rstrip("/") != folder.rstrip("/")]

    def _relative(self, name: str) -> bytes:
        return name[len(self._root) :].strip("/").encode(errors="surrogateescape")


class _RemoteFile:
    """A file behind fsspec, open for reading."""

    def __init__(self, files: Any, name: str) -> None:
        self._files, self._name = files, name
        self.identity = self._seen()
        self._file = files.open(name, "rb")

    def close(self) -> None:
        self._file.close()

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes; SourceError on trouble, FileChangedError when the file is not the same afterwards."""
        seen = 0
        try:
            self._file.seek(0)
            while chunk := self._file.read(CHUNK_BYTES):
                seen += len(chunk)
                yield chunk
            after = self._seen()
        except OSError as trouble:
            raise SourceError(trouble) from trouble
        if seen != self.identity.size or after != self.identity:
            raise FileChangedError

    def _seen(self) -> Identity:
        one = self._files.info(self._name)
        if one["type"] != "file":
            raise NotAFileError
        return Identity(int(one["size"] or 0), _time(one), 0)


def _time(entry: dict[str, Any]) -> int:
    """The time of change in nanoseconds; 0 where the file system tells none."""
    time = next((entry[name] for name in _TIMES if entry.get(name) is not None), 0)
    if isinstance(time, datetime):
        time = time.timestamp()
    return int(float(time) * 1e9) if isinstance(time, (int, float)) else 0
