"""Reads a stored result back, going on at the byte where the line was cut."""

from __future__ import annotations

from collections.abc import Iterator

import requests

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.messages import Message
from app.storage.http.answers import refused
from app.storage.http.connection import Connection
from app.storage.http.receipts import result_path

_PIECE_BYTES = 64 * 1024
_TRIES_WITHOUT_PROGRESS = 3


def read_back(connection: Connection, receipt_id: str) -> Iterator[bytes]:
    """Yield the bytes of a result; NeedsPersonError when the store has them not, TryAgainError for the network."""
    came, fruitless = 0, 0
    while True:
        before = came
        try:
            for piece in _from(connection, receipt_id, came):
                came += len(piece)
                yield piece
        except TryAgainError:
            fruitless = 0 if came > before else fruitless + 1
            if fruitless >= _TRIES_WITHOUT_PROGRESS:
                raise
        else:
            return


def _from(connection: Connection, receipt_id: str, begin: int) -> Iterator[bytes]:
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={begin}-"} if begin else {})
    with connection.call("GET", result_path(receipt_id) + "/content", headers=headers, stream=True) as answer:
        if answer.status_code in (404, 410):
            raise NeedsPersonError(Message.of("store-no-such-receipt", receipt=receipt_id))
        if answer.status_code == 416:  # the line was cut behind the last byte
            return
        if not answer.ok:
            raise refused(answer, connection.url)
        yield from _behind(_pieces(answer, connection.url), 0 if answer.status_code == 206 else begin)


def _pieces(answer: requests.Response, store: str) -> Iterator[bytes]:
    expected = answer.headers.get("Content-Length")
    came = 0
    try:
        for piece in answer.iter_content(_PIECE_BYTES):
            came += len(piece)
            yield piece
    except (requests.RequestException, OSError) as trouble:
        detail = type(trouble).__name__
        raise TryAgainError(Message.of("store-unreachable", store=store, detail=detail)) from trouble
    if expected is not None and came < int(expected):
        raise TryAgainError(Message.of("store-unreachable", store=store, detail="short"))


def _behind(pieces: Iterator[bytes], skip: int) -> Iterator[bytes]:
    """Leave out what came before: this store does not know Range."""
    for piece in pieces:
        if rest := piece[skip:]:
            yield rest
        skip = max(0, skip - len(piece))
