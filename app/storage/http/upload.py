"""tus 1.0.0, the client's half: a file goes up in chunks, each with its checksum, and goes on at the exact byte."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import requests

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.messages import Message
from app.storage.http.answers import refused, strange
from app.storage.http.connection import Connection
from app.storage.http.memory import RoadMemory
from app.storage.http.pace import Pace

VERSION = {"Tus-Resumable": "1.0.0"}
_GONE = (404, 410)
_CHECKSUM_MISMATCH = 460  # tus, checksum extension
_CONFLICT = 409
_TRIES_WITHOUT_PROGRESS = 3  # then the runner's back-off is the better wait


@dataclass(slots=True)
class Traffic:
    """What the uploads of this program have sent, for the foot of the window and for measurements."""

    sent_bytes: int = 0  # in bodies, whether they arrived or not
    arrived_bytes: int = 0
    under_way: dict[str, tuple[int, int]] = field(default_factory=dict)  # digest: bytes there, bytes in all
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, sent: int = 0, arrived: int = 0) -> None:
        """Add to the sums."""
        with self._lock:
            self.sent_bytes += sent
            self.arrived_bytes += arrived

    def at(self, digest: str, offset: int, size: int) -> None:
        """Note how far an upload is."""
        with self._lock:
            self.under_way[digest] = (offset, size)

    def ended(self, digest: str) -> None:
        """Note that an upload is no longer under way."""
        with self._lock:
            self.under_way.pop(digest, None)

    def now(self) -> tuple[int, int, int]:
        """Return how many uploads are under way, how many of their bytes are there, and how many they have."""
        with self._lock:
            each = list(self.under_way.values())
        return len(each), sum(there for there, _ in each), sum(size for _, size in each)


class UploadGoneError(Exception):
    """The store does not know the upload (any more): it expired, or a result was made from it."""


@dataclass(slots=True)
class Uploader:
    """Brings files to one store. The address of an upload is remembered before a byte of it is sent.

    Only a file that is no longer than a chunk may go with the call that makes its upload: a cut costs no more.
    """

    connection: Connection
    memory: RoadMemory
    pace: Pace
    traffic: Traffic
    monotonic: Callable[[], float]
    creation: str = "uploads"
    _takes_at_once: bool | None = None  # whether the store takes bytes with that call; None: not asked yet

    def bring(self, key: str, digest: str, path: Path, *, first: bool) -> str:
        """Return the address of an upload that holds the whole file; go on where an earlier one was cut.

        UploadGoneError when the remembered one is gone; TryAgainError and NeedsPersonError as everywhere.
        """
        with path.open("rb") as file, self.pace.uploading(first=first):
            size = path.stat().st_size
            url = self.memory.upload(key, digest)
            if url is None:
                url, offset = self._begin(_Part("", digest, size, first), key, file)
            else:
                offset = self._offset(url, size)
            try:
                self._send_rest(_Part(url, digest, size, first), file, offset)
            finally:
                self.traffic.ended(digest)
            return url

    def _begin(self, part: _Part, key: str, file: BinaryIO) -> tuple[str, int]:
        """Make an upload, of a short file with its bytes; return its address and how much of it has arrived."""
        if 0 < part.size <= self.pace.chunk_bytes and self._may_send_at_once():
            chunk = file.read()
            self.pace.wait(len(chunk), first=part.first)
            self.traffic.count(sent=len(chunk))
            began = self.monotonic()
            try:
                answer = self._ask_for_upload(part.size, chunk, _chunk_headers(chunk, 0))
            except TryAgainError:
                self.pace.was_cut()
            else:
                if answer.status_code == 201:
                    there = self._offset_told(answer, part.size)
                    self.pace.arrived(there, self.monotonic() - began)
                    self.traffic.count(arrived=there)
                    return self._made(answer, key, part.digest), there
        return self._made(self._ask_for_upload(part.size, b"", {}), key, part.digest), 0

    def _may_send_at_once(self) -> bool:
        if self._takes_at_once is None:
            self._takes_at_once = False  # also when it can't be asked: nothing depends on it
            with contextlib.suppress(TryAgainError):
                told = self.connection.call("OPTIONS", self.creation, headers=VERSION)
                extensions = told.headers.get("Tus-Extension", "").split(",")
                self._takes_at_once = "creation-with-upload" in extensions
        return self._takes_at_once

    def _ask_for_upload(self, size: int, chunk: bytes, headers: Mapping[str, str]) -> requests.Response:
        told = {**VERSION, **headers, "Upload-Length": str(size)}
        return self.connection.call("POST", self.creation, headers=told, data=chunk)

    def _made(self, answer: requests.Response, key: str, digest: str) -> str:
        if answer.status_code != 201:
            raise refused(answer, self.connection.url)
        location = answer.headers.get("Location")
        if not location:
            raise strange(answer, self.connection.url)
        url = requests.compat.urljoin(answer.url, location)
        self.memory.keep_upload(key, digest, url)
        return url

    def _offset(self, url: str, size: int) -> int:
        answer = self.connection.call("HEAD", url, headers=VERSION)
        if answer.status_code in _GONE:
            raise UploadGoneError(url)
        return self._offset_told(answer, size)

    def _offset_told(self, answer: requests.Response, size: int) -> int:
        told = answer.headers.get("Upload-Offset", "")
        if not answer.ok or not told.isdecimal() or int(told) > size:
            raise strange(answer, self.connection.url)
        return int(told)

    def _send_rest(self, part: _Part, file: BinaryIO, offset: int) -> None:
        fruitless = 0
        while True:
            self.traffic.at(part.digest, offset, part.size)
            if offset == part.size:
                return
            before = offset
            try:
                offset = self._send_chunk(part, file, offset)
            except TryAgainError:
                if fruitless + 1 >= _TRIES_WITHOUT_PROGRESS:
                    raise
                self.pace.was_cut()
                offset = self._offset(part.url, part.size)
                self.traffic.count(arrived=max(0, offset - before))
            fruitless = 0 if offset > before else fruitless + 1
            if fruitless >= _TRIES_WITHOUT_PROGRESS:
                raise TryAgainError(Message.of("store-upload-stuck", store=self.connection.url))

    def _send_chunk(self, part: _Part, file: BinaryIO, offset: int) -> int:
        """Send the next chunk; return the offset that the store then has."""
        file.seek(offset)
        chunk = file.read(self.pace.chunk_bytes)
        if not chunk:
            raise NeedsPersonError(Message.of("store-source-missing", file=file.name))
        self.pace.wait(len(chunk), first=part.first)
        self.traffic.count(sent=len(chunk))
        began = self.monotonic()
        answer = self.connection.call("PATCH", part.url, headers=_chunk_headers(chunk, offset), data=chunk)
        if answer.status_code in _GONE:
            raise UploadGoneError(part.url)
        if answer.status_code in (_CONFLICT, _CHECKSUM_MISMATCH):
            return self._offset(part.url, part.size)  # the store knows better where it is
        if not answer.ok:
            raise refused(answer, self.connection.url)
        there = self._offset_told(answer, part.size)
        self.pace.arrived(len(chunk), self.monotonic() - began)
        self.traffic.count(arrived=max(0, there - offset))
        return there


@dataclass(frozen=True, slots=True)
class _Part:
    """One upload under way."""

    url: str
    digest: str
    size: int
    first: bool


def _chunk_headers(chunk: bytes, offset: int) -> Mapping[str, str]:
    checksum = base64.b64encode(hashlib.sha256(chunk).digest()).decode()
    return VERSION | {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {checksum}",
    }
