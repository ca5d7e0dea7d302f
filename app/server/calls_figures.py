"""The calls of supervision: figures by unit, and what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import Connection, text

from app.domain.dossier import Dossier
from app.domain.indicators import Figures, View
from app.server.access import account_of, bearer, may
from app.server.accounts import Account
from app.server.asked import LARGEST_NUMBER, Text, cursor_of, period_of, place_of, words_of
from app.server.calls import Store
from app.server.calls_sync import rules_of as sync_rules_of
from app.server.database import many, moment_of
from app.server.parts import ServedStore
from app.server.problems import ProblemError, translator_of
from app.server.register import units_of
from app.server.sync.errors import Asked, errors, shown
from app.server.sync.words import CAUSES
from app.storage.register_schema import COLUMNS, from_row
from app.supervision.figures import Ask, Indicators
from app.supervision.published import indicators_shape, item_shape
from app.supervision.rules import Rules
from app.supervision.worklists import Item, Kind, condition_of

router = APIRouter(dependencies=[Depends(bearer), Depends(account_of)])
Looking = Annotated[Account, Depends(may("look"))]
_SINCE = {Kind.MISSING: "solved_at", Kind.DUE: f"coalesce(due_at, {LARGEST_NUMBER})"}


@router.get("/indicators", operation_id="indicators")
def indicators(
    store: Store, account: Looking, *, first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")], unit: Text = "", view: View = View.PROVINCIAL,
) -> dict[str, Any]:  # fmt: skip
    """Give the figures of a period for the account's units (or one of them), as `sohoa indicators` does."""
    period, rules = period_of(first, last), rules_of(store)
    figures = Indicators(_asker(store), rules.units(), store.database.dialect)
    found = {code: one for code, one in figures.by_unit(period, view).items() if account.answers_for(code)}
    if unit:
        own = figures.units.at(unit, period.last)
        if not account.answers_for(own):
            raise ProblemError(403, "foreign-unit")
        found = {own: found.get(own, Figures())}
    return indicators_shape(found, period, view, rules.indicators(period.last), figures.names())


class Which(BaseModel):
    """Which work is asked for; `days`: how soon is soon."""

    kind: Literal["due", "missing", "overdue", "soon", "sync_error"]
    unit: Text = ""
    days: Annotated[int, Field(ge=0, le=366)] = 3
    cursor: str = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


@router.get("/worklist", operation_id="worklist")
def worklist(
    store: Store, account: Looking, request: Request, which: Annotated[Which, Query()]
) -> dict[str, Any]:
    """Give what is to be done in the account's units, the longest waiting first (sync_error: by dossier)."""
    with store.database.reading() as connection:
        if which.kind == "sync_error":
            asked = Asked(unit=which.unit, after=words_of(which.cursor))
            found = _unsynchronised(
                store, connection, account, asked, which.limit, translator_of(request).text
            )
        else:
            now = moment_of(store.database.now(connection))
            where, values = condition_of(Kind(which.kind), now, which.days)
            own = units_of(connection, account, which.unit)
            at, after = place_of(which.cursor)
            asked_for = {**values, "limit": which.limit, "at": at, "after": after}
            found = _dossiers(connection, Kind(which.kind), where, asked_for, own)
    more = cursor_of(found[-1][0]) if len(found) == which.limit else None
    return {"items": [item_shape(item) for _, item in found], "next_cursor": more}


Found = list[tuple[tuple[int | str, int | str], Item]]  # each with its place in the list


def _dossiers(
    connection: Connection, kind: Kind, where: str, values: Mapping[str, Any], units: Iterable[str]
) -> Found:
    named = {f"unit{number}": unit for number, unit in enumerate(units)}
    since = _SINCE.get(kind, "due_at")
    rows = many(
        connection,
        f"SELECT id, {since} AS place, {', '.join(COLUMNS)} FROM dossiers"  # noqa: S608 - texts of ours
        f" WHERE ({where}) AND ({since}, id) > (:at, :after)"
        f" AND unit IN ({', '.join(f':{name}' for name in named) or 'NULL'}) ORDER BY {since}, id LIMIT :limit",
        **values,
        **named,
    )
    found: Found = []
    for row in rows:
        dossier = from_row(tuple(row[name] for name in COLUMNS))
        moment = dossier.solved_at if kind is Kind.MISSING else dossier.due_at
        found.append(((row["place"], row["id"]), Item(kind, dossier.code, moment, dossier=dossier)))
    return found


def _unsynchronised(
    store: ServedStore,
    connection: Connection,
    account: Account,
    asked: Asked,
    limit: int,
    say: Callable[[str], str],
) -> Found:
    rules = sync_rules_of(store)
    found: Found = []
    for row in errors(connection, account, asked, limit):
        told = shown(row, rules)
        since = datetime.fromisoformat(told["since"]) if told["since"] else None
        dossier = Dossier(row["dossier"], unit_code=row["unit"])
        why = f"{row['target']}: {say(CAUSES[row['cause']])}"
        item = Item(Kind.SYNC_ERROR, dossier.code, since, dossier=dossier, why=why)
        found.append(((row["dossier"], row["target"]), item))
    return found


def rules_of(store: ServedStore) -> Rules:
    """Return the program's rules, and the office's own over them."""
    return Rules((store.translations.parent / "rules", store.place.home.parent / "rules"))


def _asker(store: ServedStore) -> Ask:
    def ask(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with store.database.reading() as connection:
            return [tuple(row) for row in connection.execute(text(sql), dict(values))]

    return ask
