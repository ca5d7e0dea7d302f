"""The calls of tus 1.0.0 (https://tus.io/protocols/resumable-upload): core, creation, checksum, expiration."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import UTC
from email.utils import format_datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from app.server.access import account_of, bearer, may
from app.server.accounts import Account
from app.server.asked import Text
from app.server.calls import Store
from app.server.database import moment_of
from app.server.parts import ServedStore
from app.server.problems import ProblemError
from app.server.shield import TUS_VERSION
from app.server.uploads import LARGEST_BYTES, Chunk, Upload, discarded_on_failure

_ABLE = {
    "Tus-Version": TUS_VERSION,
    "Tus-Extension": "creation,creation-with-upload,checksum,expiration",
    "Tus-Checksum-Algorithm": "sha256",
    "Tus-Max-Size": str(LARGEST_BYTES),
}
_BUFFER_BYTES = 1 << 20
_MEDIA_TYPE = "application/offset+octet-stream"


async def _spoken(tus_resumable: Annotated[str, Header()] = "") -> None:
    if tus_resumable != TUS_VERSION:
        raise ProblemError(412, "tus-version", {"Tus-Version": TUS_VERSION})


open_router = APIRouter(prefix="/uploads")
router = APIRouter(prefix="/uploads", dependencies=[Depends(bearer), Depends(account_of), Depends(_spoken)])
Depositing = Annotated[Account, Depends(may("deposit"))]
Count = Annotated[int, Header(ge=0, le=2**63 - 1)]


@open_router.options("", status_code=204, operation_id="tus")
def tus() -> Response:
    """Tell which version and extensions of tus are spoken here."""
    return Response(status_code=204, headers=_ABLE)


@router.post("", status_code=201, operation_id="create_upload")
async def create_upload(
    store: Store,
    account: Depositing,
    request: Request,
    upload_length: Count,
    upload_checksum: Annotated[str, Header()] = "",
) -> Response:
    """Begin an upload of a known length; its address is in `Location`. Its first bytes may come with the call."""
    if upload_length > LARGEST_BYTES or _announced(request) > upload_length:
        raise ProblemError(413, "too-large")
    expected, carries = _checksum(upload_checksum), _carries_bytes(request)
    data = b""
    if carries and 0 < _announced(request) <= _BUFFER_BYTES:
        data = await _body(request)  # of a cut call nothing is kept: nobody has been told the address
        carries = False
        _require_checksum(expected, hashlib.sha256(data).digest() if expected else b"")
    upload = await run_in_threadpool(store.uploads.create, account, upload_length, data)
    arrived, expires_at = upload.arrived, upload.expires_at
    if carries:
        arrived, expires_at = await _receive(store, upload, request, expected)
    location = f"{request.url.path.rstrip('/')}/{upload.id}"  # relative: a proxy may stand before us
    return _answered(201, arrived, expires_at, {"Location": location})


@router.head("/{upload_id}", operation_id="upload_offset")
def upload_offset(store: Store, account: Depositing, upload_id: Text) -> Response:
    """Tell how many bytes have arrived."""
    upload = store.uploads.find(account, upload_id)
    more = {"Upload-Length": str(upload.length)}
    return _answered(200, upload.arrived, upload.expires_at, more)


@router.patch("/{upload_id}", status_code=204, operation_id="send_chunk")
async def send_chunk(
    store: Store,
    account: Depositing,
    upload_id: Text,
    request: Request,
    upload_offset: Count,
    upload_checksum: Annotated[str, Header()] = "",
) -> Response:
    """Take the bytes at this offset; those of a cut call count as well, unless a checksum came with them."""
    if not _carries_bytes(request):
        raise ProblemError(415, "malformed")
    expected = _checksum(upload_checksum)
    upload = await run_in_threadpool(store.uploads.find, account, upload_id)
    if upload.arrived != upload_offset:
        raise ProblemError(409, "offset-differs", {"Upload-Offset": str(upload.arrived)})
    if upload.arrived + _announced(request) > upload.length:
        raise ProblemError(413, "too-large")
    return _answered(204, *await _receive(store, upload, request, expected))


def _carries_bytes(request: Request) -> bool:
    return request.headers.get("content-type", "").split(";")[0].strip().lower() == _MEDIA_TYPE


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0


async def _receive(
    store: ServedStore, upload: Upload, request: Request, expected: bytes | None
) -> tuple[int, int]:
    """Take the body as the upload's next bytes; return the new offset, and until when the upload is kept."""
    if expected and 0 < _announced(request) <= _BUFFER_BYTES:
        data = await _body(request)
        _require_checksum(expected, hashlib.sha256(data).digest())
        return await run_in_threadpool(store.uploads.append, upload, data)
    chunk = await run_in_threadpool(store.uploads.begin_chunk, upload)
    with discarded_on_failure(chunk):
        whole = await _written(chunk, request, upload.length - upload.arrived)
        _require_checksum(expected, chunk.digest.digest() if whole else b"")
        if not chunk.size:
            chunk.discard()
            return upload.arrived, upload.expires_at
        return await run_in_threadpool(store.uploads.take, chunk)


async def _written(chunk: Chunk, request: Request, most: int) -> bool:
    """Write the body as it comes, never much of it in memory; return whether it came to its end."""
    buffer = bytearray()
    try:
        async for data in request.stream():
            buffer += data
            if chunk.size + len(buffer) > most:
                raise ProblemError(413, "too-large")
            if len(buffer) >= _BUFFER_BYTES:
                await run_in_threadpool(chunk.write, bytes(buffer))
                buffer.clear()
        whole = True
    except ClientDisconnect:
        whole = False
    if buffer:
        await run_in_threadpool(chunk.write, bytes(buffer))
    return whole


async def _body(request: Request) -> bytes:
    """Return a short body; when the line was cut within it, nothing of it counts."""
    try:
        return await request.body()
    except ClientDisconnect:
        raise ProblemError(460, "checksum-differs") from None  # heard by nobody, but no defect


def _require_checksum(expected: bytes | None, found: bytes) -> None:
    if expected is not None and expected != found:
        raise ProblemError(460, "checksum-differs")


def _checksum(header: str) -> bytes | None:
    """Return the checksum that was sent (None: none); ProblemError 400 when it is not one of SHA-256."""
    if not header:
        return None
    algorithm, _, text = header.partition(" ")
    try:
        checksum = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProblemError(400, "malformed") from None
    if algorithm != "sha256" or len(checksum) != hashlib.sha256().digest_size:
        raise ProblemError(400, "malformed", _ABLE)
    return checksum


def _answered(status: int, arrived: int, expires_at: int, more: dict[str, str] | None = None) -> Response:
    until = format_datetime(moment_of(expires_at).astimezone(UTC), usegmt=True)
    headers = {"Upload-Offset": str(arrived), "Upload-Expires": until}
    return Response(status_code=status, headers=headers | (more or {}))
