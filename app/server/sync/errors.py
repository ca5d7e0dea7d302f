"""What is waiting, what is wrong and why, what was tried; and sending again, one or by rule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.server.accounts import Account
from app.server.audit import Act, write_down
from app.server.database import Row, many, moment_of, within
from app.server.outbox import ask_again
from app.server.parts import ServedStore
from app.server.sync.rules import SyncRules

_STATUS = """
SELECT target, count(*) AS dossiers, sum(CASE WHEN sent = change AND cause IS NULL THEN 1 ELSE 0 END) AS equal,
    sum(CASE WHEN cause IS NOT NULL THEN 1 ELSE 0 END) AS errors,
    min(CASE WHEN sent < change THEN due_at END) AS oldest
FROM outbox WHERE {where} GROUP BY target ORDER BY target"""
_CAUSES = """
SELECT target, cause, count(*) AS number FROM outbox WHERE cause IS NOT NULL AND {where} GROUP BY target, cause"""
_ERRORS = """
SELECT outbox.dossier, outbox.target, outbox.unit, cause, tries, due_at,
    (SELECT min(began_at) FROM sync_attempts AS one
        WHERE one.dossier = outbox.dossier AND one.target = outbox.target AND one.id > coalesce((
            SELECT max(id) FROM sync_attempts AS good
            WHERE good.dossier = outbox.dossier AND good.target = outbox.target AND good.cause IS NULL), 0)) AS since,
    (SELECT differences FROM sync_attempts AS one
        WHERE one.dossier = outbox.dossier AND one.target = outbox.target ORDER BY id DESC LIMIT 1) AS differences
FROM outbox WHERE cause IS NOT NULL AND {where} ORDER BY outbox.dossier, outbox.target LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which dossiers of the outbox: of this cause, system, unit and code ("": all), behind a code and system."""

    cause: str = ""
    target: str = ""
    unit: str = ""
    dossier: str = ""
    after: tuple[str, str] = ("", "")

    def where(self, account: Account | None) -> tuple[str, dict[str, Any]]:
        """Return the condition over `outbox` and its values; an account sees its own units' only."""
        conditions = ["(outbox.dossier, outbox.target) > (:after_code, :after_target)"]
        values: dict[str, Any] = {"after_code": self.after[0], "after_target": self.after[1]}
        for name in ("cause", "target", "dossier"):
            if asked := getattr(self, name):
                conditions.append(f"outbox.{name} = :{name}")
                values[name] = asked
        if self.unit:
            condition, named = within("outbox.unit", [self.unit], "unit")
            conditions.append(condition)
            values |= named
        if account is not None and not account.everywhere:
            condition, own = within("outbox.unit", account.units)
            conditions.append(condition)
            values |= own
        return " AND ".join(conditions), values


def status(connection: Connection, account: Account | None, asked: Asked = Asked()) -> list[dict[str, Any]]:
    """Return for each system: dossiers, how many are equal, waiting, wrong, and wrong by cause."""
    where, values = asked.where(account)
    causes: dict[str, dict[str, int]] = {}
    for row in many(connection, _CAUSES.format(where=where), **values):
        causes.setdefault(row["target"], {})[row["cause"]] = row["number"]
    return [
        {
            "target": row["target"],
            "dossiers": row["dossiers"],
            "equal": row["equal"],
            "waiting": row["dossiers"] - row["equal"] - row["errors"],
            "errors": row["errors"],
            "causes": causes.get(row["target"], {}),
            "oldest_waiting": _moment(row["oldest"]),
        }
        for row in many(connection, _STATUS.format(where=where), **values)
    ]


def errors(connection: Connection, account: Account | None, asked: Asked, limit: int) -> list[Row]:
    """Return the dossiers with an error, in the order of their codes."""
    where, values = asked.where(account)
    return many(connection, _ERRORS.format(where=where), limit=limit, **values)


def shown(row: Row, rules: SyncRules) -> dict[str, Any]:
    """Return an error as API and command line show it."""
    return {
        "dossier": row["dossier"],
        "target": row["target"],
        "unit": row["unit"],
        "cause": row["cause"],
        "mender": rules.mender(row["cause"]).value,
        "since": _moment(row["since"]),
        "tries": row["tries"],
        "next_try": _moment(row["due_at"]),
        "differences": json.loads(row["differences"] or "[]"),
    }


def attempts(connection: Connection, dossier: str, target: str = "") -> list[dict[str, Any]]:
    """Return every attempt on a dossier, the first one first, each with the requests and answers that were kept."""
    rows = many(
        connection,
        "SELECT * FROM sync_attempts WHERE dossier = :dossier AND (target = :target OR :target = '') ORDER BY id",
        dossier=dossier, target=target,
    )  # fmt: skip
    return [
        {
            "target": row["target"],
            "began_at": _moment(row["began_at"]),
            "ended_at": _moment(row["ended_at"]),
            "cause": row["cause"],
            "differences": json.loads(row["differences"]),
            "exchanges": json.loads(row["exchanges"]),
        }
        for row in rows
    ]


def resend(store: ServedStore, account: Account | None, asked: Asked) -> int:
    """Let the dossiers with an error that are asked for be sent again now; return how many. Written down with who."""
    where, values = asked.where(account)
    by = account.name if account else "-"
    with store.database.writing() as connection:
        now = store.database.now(connection)
        sql = f"SELECT dossier, target, unit FROM outbox WHERE cause IS NOT NULL AND {where}"  # noqa: S608
        rows = many(connection, sql, **values)
        for row in rows:
            write_down(connection, store.key, Act(by, "sync-asked-again", row["dossier"], row["unit"]), now)
        return ask_again(connection, rows, now)


def _moment(ticks: int | None) -> str | None:
    return None if ticks is None else moment_of(ticks).isoformat()
