"""The calls about synchronisation: how it stands, what is wrong, sending again, the report; and results by link."""

from __future__ import annotations

import hmac
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.requests import Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from app.domain.ledger import local_day
from app.server.access import account_of, bearer, may
from app.server.accounts import Account
from app.server.asked import Text, period_of
from app.server.audit import Act, write_down
from app.server.calls import Store
from app.server.database import moment_of, one
from app.server.parts import ServedStore
from app.server.problems import ProblemError, translator_of
from app.server.sync.errors import Asked, attempts, errors, resend, shown, status
from app.server.sync.parcels import Links
from app.server.sync.report import Wanted, write_report
from app.server.sync.rules import SyncRules
from app.server.sync.words import CAUSES, MENDERS
from app.settings.dated import dated_rules

router = APIRouter(prefix="/sync", dependencies=[Depends(bearer), Depends(account_of)])
open_router = APIRouter()
Looking = Annotated[Account, Depends(may("look"))]
Supervising = Annotated[Account, Depends(may("supervise"))]
_MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class Which(BaseModel):
    """Which errors are asked for. `after`: code and system, with a space between, behind which the page begins."""

    cause: Text = ""
    unit: Text = ""
    target: Text = ""
    after: Text = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


class Resend(BaseModel):
    """What is to be sent again: one dossier, or all with this cause (of this unit, at this system)."""

    dossier: Annotated[Text, Field(max_length=1000)] = ""
    cause: Annotated[Text, Field(max_length=100)] = ""
    unit: Annotated[Text, Field(max_length=100)] = ""
    target: Annotated[Text, Field(max_length=100)] = ""


def rules_of(store: ServedStore) -> SyncRules:
    """Return the rules in force today: the program's, and the office's own over them."""
    folders = (store.translations.parent / "rules", store.place.home.parent / "rules")
    with store.database.reading() as connection:
        today = local_day(moment_of(store.database.now(connection)))
    return SyncRules(dated_rules(folders, "sync", today))


@router.get("", operation_id="sync_status")
def sync_status(store: Store, account: Looking, unit: Text = "") -> dict[str, Any]:
    """Tell for each system how many dossiers are equal, waiting, and wrong by cause."""
    with store.database.reading() as connection:
        return {"targets": status(connection, account, Asked(unit=unit))}


@router.get("/errors", operation_id="sync_errors")
def sync_errors(
    store: Store, account: Looking, request: Request, which: Annotated[Which, Query()]
) -> dict[str, Any]:
    """Give dossiers with an error, in the order of their codes, with cause and whose it is to mend in words."""
    code, _, system = which.after.rpartition(" ")
    asked = Asked(which.cause, which.target, which.unit, after=(code, system))
    say, rules = translator_of(request).text, rules_of(store)
    with store.database.reading() as connection:
        found = [shown(row, rules) for row in errors(connection, account, asked, which.limit)]
    told = [
        row | {"told": say(CAUSES[row["cause"]]), "mender_told": say(MENDERS[row["mender"]])} for row in found
    ]
    more = f"{found[-1]['dossier']} {found[-1]['target']}" if len(found) == which.limit else None
    return {"errors": told, "next_after": more}


@router.get("/dossiers/{dossier}", operation_id="sync_attempts")
def sync_attempts(store: Store, account: Supervising, dossier: Text) -> dict[str, Any]:
    """Give every attempt on a dossier with the requests and answers that were kept."""
    with store.database.reading() as connection:
        row = one(connection, "SELECT unit FROM outbox WHERE dossier = :dossier", dossier=dossier)
        if row is None or not account.answers_for(row["unit"]):
            raise ProblemError(404, "not-found")
        return {"dossier": dossier, "attempts": attempts(connection, dossier)}


@router.post("/resend", operation_id="sync_resend")
def sync_resend(store: Store, account: Supervising, what: Resend) -> dict[str, int]:
    """Let one dossier, or all with a cause, be sent again now."""
    if not (what.dossier or what.cause):
        raise ProblemError(422, "malformed")
    return {"resent": resend(store, account, Asked(what.cause, what.target, what.unit, what.dossier))}


@router.get("/report", operation_id="sync_report", response_class=Response)
def sync_report(
    store: Store, account: Supervising, request: Request, *, first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")], unit: Text = "", form: Literal["xlsx", "pdf"] = "xlsx",
) -> Response:  # fmt: skip
    """Give the report for the department of science and technology: errors, and what became late by a system."""
    wanted = Wanted(period_of(first, last), Asked(unit=unit), account)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{form}"
        write_report(store, rules_of(store), wanted, translator_of(request).text, path)
        data = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="sync_{first}_{last}.{form}"'}
    return Response(data, media_type=_MEDIA[form], headers=headers)


@open_router.get("/linked/{result_id}/{token}", operation_id="linked", response_class=StreamingResponse)
def linked(store: Store, result_id: Text, token: Text) -> StreamingResponse:
    """Give the bytes of a result to the systems that were given its link; never those of a withdrawn one."""
    with store.database.reading() as connection:
        row = one(
            connection, "SELECT digest, unit, bytes, withdrawn_at FROM results WHERE id = :id", id=result_id
        )
    right = Links(store.key).token(result_id, row["digest"]) if row else ""
    known = hmac.compare_digest(right.encode(), token.encode("utf-8", "replace"))
    if row is None or not known or row["withdrawn_at"] is not None:
        raise ProblemError(404, "not-found")
    with store.database.writing() as connection:
        act = Act("-", "read-by-link", result_id, row["unit"])
        write_down(connection, store.key, act, store.database.now(connection))
    headers = {"Content-Length": str(row["bytes"]), "ETag": f'"{row["digest"]}"'}
    return StreamingResponse(store.blobs.read(row["digest"]), 200, headers, media_type="application/pdf")
