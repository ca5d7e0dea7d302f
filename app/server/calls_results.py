"""The calls about results: making them of uploads, looking, reading back, recalling."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import JSONResponse, StreamingResponse

from app.domain.receipt import published
from app.server.access import account_of, bearer, may
from app.server.accounts import Account
from app.server.asked import Key, NewResult, Text, Withdrawal, cursor_of, place_of
from app.server.calls import LIMIT, Store, change_and_time
from app.server.database import moment_of
from app.server.results import Handed, Wanted

router = APIRouter(prefix="/results", dependencies=[Depends(bearer), Depends(account_of)])
Looking = Annotated[Account, Depends(may("look"))]


@router.post("", status_code=201, operation_id="deposit", response_model=dict[str, Any])
def deposit(
    store: Store,
    account: Annotated[Account, Depends(may("deposit"))],
    result: NewResult,
    idempotency_key: Annotated[Key, Header()],
) -> JSONResponse:
    """Make a result of a finished upload and give its signed receipt: the bytes are durable then."""
    handed = Handed(idempotency_key, result.dossier, result.digest, result.upload, result.metadata)
    return JSONResponse(published(store.results.deposit(account, handed)), 201)


@router.get("", operation_id="results")
def results(
    store: Store,
    account: Looking,
    dossier: Text = "",
    since: Text = "",
    cursor: str = "",
    *,
    withdrawn: bool = False,
    limit: LIMIT = 100,
) -> dict[str, Any]:
    """Give receipts in the order of storing; those of withdrawn results only with `withdrawn=true`."""
    place = place_of(cursor, since)
    as_of, now = change_and_time(store, "results")
    rows = store.results.page(account, Wanted(place, dossier, withdrawn, limit))
    more = cursor_of((rows[-1]["stored_at"], rows[-1]["sequence"])) if len(rows) == limit else None
    return {
        "results": [store.results.shown(row) for row in rows],
        "next_cursor": more,
        "as_of": moment_of(as_of).isoformat(),
        "now": moment_of(now).isoformat(),
    }


@router.get("/{result_id}", operation_id="result")
def result_(store: Store, account: Looking, result_id: Text) -> dict[str, Any]:
    """Give a receipt with what was deposited beside the bytes."""
    row = store.results.find(account, result_id)
    return store.results.shown(row) | {"metadata": store.results.metadata(row)}


@router.get("/{result_id}/content", operation_id="content", response_class=StreamingResponse)
def content(store: Store, account: Looking, result_id: Text, request: Request) -> StreamingResponse:
    """Give the bytes of a result; `Range: bytes=N-` goes on behind what has come already."""
    asked = re.fullmatch(r"bytes=(\d{1,18})-", request.headers.get("range", ""))
    begin = int(asked[1]) if asked else 0
    row, pieces = store.results.content(account, result_id, begin)
    size = row["bytes"]
    headers = {
        "Content-Length": str(size - begin),
        "Accept-Ranges": "bytes",
        "ETag": f'"{row["digest"]}"',
        "Content-Disposition": f'attachment; filename="{row["id"]}.pdf"',
    }
    if asked and size:
        headers["Content-Range"] = f"bytes {begin}-{size - 1}/{size}"
    status = 206 if asked and size else 200
    return StreamingResponse(pieces, status, headers, media_type="application/octet-stream")


@router.post("/{result_id}/withdrawal", operation_id="withdraw")
def withdraw(
    store: Store,
    account: Annotated[Account, Depends(may("withdraw"))],
    result_id: Text,
    withdrawal: Withdrawal,
) -> dict[str, Any]:
    """Recall a result: it stays in the store, but is spoken of no more."""
    return store.results.shown(store.results.withdraw(account, result_id, withdrawal.reason))
