"""Bytes of results in S3: read back and compared before anybody may rely on them, and never written over.

Every part is sent with its MD5, which the server must refuse when it differs, but only reading back proves what is
there: servers are known that take wrong checksums.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import boto3
import keyring
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from keyring.errors import KeyringError

from app.domain.errors import EnvironmentLackError, NeedsPersonError, TryAgainError
from app.domain.messages import Message
from app.server.blobs import PIECE_BYTES, S3Place
from app.storage.durable import discard, make_folder, write_temporary
from app.storage.objects import Flaw

KEYRING = "sohoa-s3"  # the secret of an access key, under the key's name
_PART_BYTES = 16 << 20  # 640 parts of the largest file; Swift takes 1000, Amazon 10,000
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MISSING = ("NoSuchKey", "404")
_CLIENT = Config(
    connect_timeout=5,
    read_timeout=60,
    retries={"mode": "standard", "max_attempts": 3},
    max_pool_connections=50,
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",  # the newer checksums are known to Amazon's server only
    response_checksum_validation="when_required",
)


class S3Blobs:
    """Bytes by digest in a bucket of an S3 server. Safe to use from any thread."""

    def __init__(self, place: S3Place, work: Path) -> None:
        """Use a bucket that is there, and a folder for what is on its way; EnvironmentLackError when it can't be."""
        self._place, self._work = place, work
        make_folder(work)
        self._client = boto3.session.Session().client(
            "s3",
            endpoint_url=place.endpoint or None,
            region_name=place.region,
            aws_access_key_id=place.key,
            aws_secret_access_key=_secret(place.key),
            config=_CLIENT,
        )
        try:
            self._client.head_bucket(Bucket=place.bucket)
        except (BotoCoreError, ClientError) as trouble:
            raise EnvironmentLackError(
                Message.of("serve-s3-unusable", bucket=place.bucket, detail=_told(trouble))
            ) from trouble

    def put(self, chunks: Iterable[bytes], digest: str) -> int:
        """Store the bytes durably and return how many; NeedsPersonError (nothing sent) when the digest is another."""
        path, found, _ = write_temporary(chunks, self._work)
        try:
            if found != digest:
                raise NeedsPersonError(Message.of("storage-digest-differs", expected=digest, found=found))
            return self.adopt(path, digest)
        finally:
            discard(path)

    def adopt(self, path: Path, digest: str) -> int:
        """Store a file that has this digest; what is there already and right is not sent again."""
        size = path.stat().st_size
        with self._troubles():
            if not self._holds(digest):
                self._send(path, digest, size)
                if not self._holds(digest):
                    raise TryAgainError(Message.of("serve-s3-differs", digest=digest[:12]))
        return size

    def read(self, digest: str, begin: int = 0) -> Iterator[bytes]:
        """Yield the bytes from `begin` on; NeedsPersonError at once when they are missing."""
        asked = {"Range": f"bytes={begin}-"} if begin else {}
        with self._troubles():
            try:
                body = self._object(digest, **asked)
            except ClientError as trouble:
                if _told(trouble) not in _MISSING:
                    raise
                raise NeedsPersonError(self._flaw(digest, "missing").message) from trouble
        return self._pieces(body)

    def check(self, expected: Iterable[str]) -> Iterator[Flaw]:
        """Re-read every object against its digest; name what is altered, misnamed, or missing of `expected`."""
        there = set()
        for name in self._names():
            if not _DIGEST.fullmatch(name):
                yield Flaw("", "foreign", self._path(name))
                continue
            there.add(name)
            with self._troubles():
                if not self._holds(name):
                    yield self._flaw(name, "altered")
        for digest in expected:
            if digest not in there:
                yield self._flaw(digest, "missing")

    def digests(self) -> Iterator[str]:
        """Yield the digest of every object there."""
        return (name for name in self._names() if _DIGEST.fullmatch(name))

    def reachable(self) -> bool:
        """Return whether the bucket answers."""
        try:
            self._client.head_bucket(Bucket=self._place.bucket)
        except (BotoCoreError, ClientError):
            return False
        return True

    # --- within ---

    def _at(self, digest: str) -> dict[str, str]:
        return {"Bucket": self._place.bucket, "Key": self._place.prefix + digest}

    def _path(self, name: str) -> Path:
        return Path(f"{self._place.bucket}/{self._place.prefix}{name}")

    def _flaw(self, digest: str, problem: str) -> Flaw:
        return Flaw(digest, problem, self._path(digest))

    def _object(self, digest: str, **asked: str) -> Any:
        return self._client.get_object(**self._at(digest), **asked)["Body"]

    def _holds(self, digest: str) -> bool:
        """Read the object and return whether it is there and has its digest."""
        found = hashlib.sha256()
        try:
            with contextlib.closing(self._object(digest)) as body:
                for piece in body.iter_chunks(PIECE_BYTES):
                    found.update(piece)
        except ClientError as trouble:
            if _told(trouble) in _MISSING:
                return False
            raise
        return found.hexdigest() == digest

    def _pieces(self, body: Any) -> Iterator[bytes]:
        with self._troubles(), contextlib.closing(body):
            yield from body.iter_chunks(PIECE_BYTES)

    def _names(self) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._place.bucket, Prefix=self._place.prefix
        )
        with self._troubles():
            for page in pages:
                for entry in page.get("Contents", ()):
                    yield entry["Key"].removeprefix(self._place.prefix)

    def _send(self, path: Path, digest: str, size: int) -> None:
        with path.open("rb") as file:
            if size <= _PART_BYTES:
                data = file.read()
                self._client.put_object(**self._at(digest), Body=data, ContentMD5=_md5(data))
            else:
                self._send_parts(file, digest)

    def _send_parts(self, file: BinaryIO, digest: str) -> None:
        at = self._at(digest)
        parts: list[dict[str, Any]] = []
        upload = {"UploadId": self._client.create_multipart_upload(**at)["UploadId"]}
        try:
            while data := file.read(_PART_BYTES):
                number = len(parts) + 1
                told = self._client.upload_part(
                    **at, **upload, PartNumber=number, Body=data, ContentMD5=_md5(data)
                )
                parts.append({"PartNumber": number, "ETag": told["ETag"]})
            self._client.complete_multipart_upload(**at, **upload, MultipartUpload={"Parts": parts})
        except (BotoCoreError, ClientError):
            with contextlib.suppress(BotoCoreError, ClientError):
                self._client.abort_multipart_upload(**at, **upload)
            raise

    @contextlib.contextmanager
    def _troubles(self) -> Iterator[None]:
        """Turn what S3 and the way to it have against a call into TryAgainError."""
        try:
            yield
        except (BotoCoreError, ClientError) as trouble:
            raise TryAgainError(
                Message.of("serve-s3-trouble", bucket=self._place.bucket, detail=_told(trouble))
            ) from trouble


def _told(trouble: BotoCoreError | ClientError) -> str:
    """Return the code of an answer, or the kind of trouble; never the text, which may hold parts of the secret."""
    if isinstance(trouble, ClientError):
        return str(trouble.response.get("Error", {}).get("Code", "-"))
    return type(trouble).__name__


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _secret(key: str) -> str:
    """Return the access key's secret: of the environment, else of the keyring; EnvironmentLackError without one."""
    try:
        secret = os.environ.get("AWS_SECRET_ACCESS_KEY") or keyring.get_password(KEYRING, key)
    except KeyringError:
        secret = None
    if not key or not secret:
        raise EnvironmentLackError(Message.of("serve-s3-no-credential", key=key or "-", keyring=KEYRING))
    return secret
