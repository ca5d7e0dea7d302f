"""The calls about sessions, register, paper codes, audit and the store itself."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import PlainTextResponse

from app import __version__
from app.server.access import account_of, bearer, may, token_of
from app.server.accounts import EVERY_UNIT, Account
from app.server.asked import Dossiers, Login, NewPaperCode, Text, cursor_of, place_of
from app.server.audit import entries
from app.server.audit import shown as entry_shown
from app.server.database import many, moment_of, next_change
from app.server.metrics import MEDIA_TYPE, told
from app.server.parts import ServedStore
from app.server.problems import ProblemError, translator_of
from app.server.register import shown
from app.server.register_search import Question

public = APIRouter()
private = APIRouter(dependencies=[Depends(bearer), Depends(account_of)])
LIMIT = Annotated[int, Query(ge=1, le=1000)]
_DOSSIERS_AT_MOST = 5000


async def store_of(request: Request) -> ServedStore:
    """Return the store that this process serves. (Async: it needs no thread.)"""
    store: ServedStore = request.app.state.store
    return store


Store = Annotated[ServedStore, Depends(store_of)]


def change_and_time(store: ServedStore, table: str) -> tuple[int, int]:
    """Return the moment behind which later changes will be dated (asked before a page is read), and the time."""
    with store.database.reading() as connection:
        return next_change(connection, table), store.database.now(connection)


@public.get("/health", operation_id="health")
def health(store: Store, response: Response) -> dict[str, Any]:
    """Tell whether database and blobs can be reached (503 when not), and which version this is."""
    try:
        with store.database.reading() as connection:
            many(connection, "SELECT name FROM store")
        database = True
    except Exception:  # noqa: BLE001 - whatever it is: that is the answer
        database = False
    blobs = store.blobs.reachable() and store.uploads.reachable()
    response.status_code = 200 if database and blobs else 503
    return {"ok": database and blobs, "version": __version__, "database": database, "blobs": blobs}


@public.get("/keys", operation_id="keys")
def keys(store: Store) -> dict[str, Any]:
    """Show the keys with which this store signs and has signed; receipts are proved with them, offline too."""
    return {"keys": store.shown_keys()}


@public.post("/sessions", status_code=201, operation_id="log_in")
def log_in(store: Store, request: Request, login: Login) -> dict[str, Any]:
    """Open a session; its token stands in `Authorization: Bearer …` of the other calls."""
    address = request.client.host if request.client else ""
    token = store.accounts.log_in(login.account, login.password, address)
    account = token.account
    return {
        "token": token.secret,
        "expires_at": moment_of(token.expires_at).isoformat(),
        "account": account.name,
        "role": account.role,
        "units": list(account.units),
    }


@private.delete("/sessions", status_code=204, operation_id="log_out")
def log_out(store: Store, request: Request) -> None:
    """End the session of the token that is sent."""
    store.accounts.log_out(token_of(request))


@private.get("/dossiers", operation_id="dossiers")
def dossiers(
    store: Store,
    account: Annotated[Account, Depends(may("look"))],
    updated_since: Text = "",
    cursor: str = "",
    unit: Text = "",
    text: Annotated[Text, Query(max_length=200)] = "",
    limit: LIMIT = 100,
) -> dict[str, Any]:
    """Give dossiers in the order of their last change; `as_of` is the `updated_since` of the next look."""
    place = place_of(cursor, updated_since)
    as_of, now = change_and_time(store, "dossiers")
    rows = store.register.page(account, Question(place, unit, text, limit))
    more = cursor_of((rows[-1]["updated_at"], rows[-1]["id"])) if len(rows) == limit else None
    return {
        "dossiers": [shown(row) for row in rows],
        "next_cursor": more,
        "as_of": moment_of(as_of).isoformat(),
        "now": moment_of(now).isoformat(),
    }


@private.post("/dossiers", operation_id="take_dossiers")
def take_dossiers(
    store: Store,
    request: Request,
    account: Annotated[Account, Depends(may("register"))],
    batch: Dossiers | list[Any],
) -> dict[str, Any]:
    """Take a batch: new dossiers, changed ones, and a reason for each that is refused."""
    elements = (
        batch if isinstance(batch, list) else batch.dossiers if batch.dossiers is not None else batch.data
    )
    if elements is None:
        raise ProblemError(422, "malformed")
    if len(elements) > _DOSSIERS_AT_MOST:
        raise ProblemError(413, "too-large")
    taken = store.register.take(account, elements)
    say = translator_of(request).say
    return {
        "added": taken.added,
        "updated": taken.updated,
        "unchanged": taken.unchanged,
        "refused": [{"row": row, "reason": say(reason)} for row, reason in taken.refused],
    }


@private.post("/paper-codes", operation_id="give_paper_code")
def give_paper_code(
    store: Store, account: Annotated[Account, Depends(may("deposit"))], wanted: NewPaperCode
) -> dict[str, str]:
    """Give the next code of a digitized paper under this prefix, the same one again for the same key."""
    return {"code": store.paper_codes.give(account, wanted.prefix, wanted.key)}


@private.get("/metrics", operation_id="metrics", response_class=PlainTextResponse)
def metrics(store: Store, _: Annotated[Account, Depends(may("measure"))]) -> PlainTextResponse:
    """Tell Prometheus how many calls there were and how long they took, over all processes, and what waits."""
    return PlainTextResponse(told(store.database), media_type=MEDIA_TYPE)


@private.get("/audit", operation_id="audit")
def audit(
    store: Store, account: Annotated[Account, Depends(may("audit"))], cursor: str = "", limit: LIMIT = 100
) -> dict[str, Any]:
    """Give the audit in order; a supervisor of some units sees the acts on these."""
    after, _ = place_of(cursor)
    with store.database.telling() as connection:
        units = None
        if EVERY_UNIT not in account.units:
            every = many(connection, "SELECT unit FROM units UNION SELECT DISTINCT unit FROM results")
            units = [row["unit"] for row in every if account.answers_for(row["unit"])]
        rows = entries(connection, after, limit, units)
    more = cursor_of((rows[-1]["sequence"], 0)) if len(rows) == limit else None
    return {"entries": [entry_shown(row) for row in rows], "next_cursor": more}
