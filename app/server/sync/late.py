"""Overdue by a system told apart from overdue by people, each with its evidence.

A dossier is late by a system when it was solved in time and all of it (result and state) lay here in time, but the
other side showed it later than promised, or still does not, for a cause that is not the unit's. Everything else that is
late is late by people: solved too late, not solved, stored too late, or wrong in the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from app.server.accounts import Account
from app.server.database import Row, many
from app.server.sync.errors import Asked
from app.server.sync.rules import SyncRules
from app.storage.figures_schema import OPEN, SOLVED


class Fault(StrEnum):
    """Why a dossier is late, or looks so."""

    SYSTEM = "system"  # all was here in time
    SOLVED_LATE = "solved-late"
    NOT_SOLVED = "not-solved"
    STORED_LATE = "stored-late"  # solved in time, but result or state came here after the promised day
    REGISTER = "register"  # here in time, but what the register says could not be sent


@dataclass(frozen=True, slots=True)
class Late:
    """A late dossier and its evidence; times in microseconds since 1970 (None: not yet)."""

    dossier: str
    target: str  # "" for a dossier without a stored result
    unit: str
    fault: Fault
    due_at: int
    solved_at: int | None
    ready_at: int | None  # result and final state were here
    first_sent_at: int | None
    equal_at: int | None  # the other side was proved equal
    cause: str | None


_LATE = """
SELECT outbox.dossier, outbox.target, outbox.unit, outbox.cause, due_at, solved_at, open, ready.at AS ready_at,
    (SELECT min(began_at) FROM sync_attempts AS one
        WHERE one.dossier = outbox.dossier AND one.target = outbox.target AND one.change >= ready.id) AS first_sent_at,
    (SELECT min(ended_at) FROM sync_attempts AS one WHERE one.dossier = outbox.dossier
        AND one.target = outbox.target AND one.change >= ready.id AND one.cause IS NULL) AS equal_at,
    (SELECT one.cause FROM sync_attempts AS one WHERE one.dossier = outbox.dossier AND one.target = outbox.target
        AND one.change >= ready.id AND one.cause IS NOT NULL ORDER BY id LIMIT 1) AS first_cause
FROM (
    SELECT coalesce(sent.dossier, dossiers.code) AS dossier, coalesce(sent.target, '') AS target, dossiers.unit AS unit,
        sent.cause AS cause, dossiers.due_at AS due_at, solved_at, {open} AS open
    FROM dossiers LEFT JOIN outbox AS sent ON lower(sent.dossier) = lower(dossiers.code)
    WHERE dossiers.due_at >= :begin AND dossiers.due_at < :end AND dossiers.due_at < :now
        AND (sent.dossier IS NOT NULL OR {open} OR ({solved} AND solved_at > dossiers.due_at))
) AS outbox
LEFT JOIN sync_changes AS ready ON ready.id = (SELECT min(id) FROM sync_changes
    WHERE sync_changes.dossier = outbox.dossier AND sync_changes.state IN (7, 9, 10))
WHERE {where} ORDER BY due_at, outbox.dossier, outbox.target"""


def late(
    connection: Connection,
    account: Account | None,
    asked: Asked,
    period: tuple[int, int],
    now: int,
    rules: SyncRules,
) -> Iterator[Late]:
    """Yield the dossiers promised within [begin, end) that are late, or are shown late on the other side.

    A dossier without a stored result is late by people alone, and stands there once, without a system.
    """
    where, values = asked.where(account)
    sql = _LATE.format(where=where, open=f"({OPEN})", solved=SOLVED)
    for row in many(connection, sql, begin=period[0], end=period[1], now=now, **values):
        if fault := _fault(row, rules):
            names = (
                "dossier",
                "target",
                "unit",
                "due_at",
                "solved_at",
                "ready_at",
                "first_sent_at",
                "equal_at",
            )
            told: dict[str, Any] = {name: row[name] for name in names}
            yield Late(fault=fault, cause=row["first_cause"] or row["cause"], **told)


def _fault(row: Row, rules: SyncRules) -> Fault | None:
    due = row["due_at"]
    if row["open"]:
        return Fault.NOT_SOLVED
    if row["solved_at"] is None:
        return None  # refused or not taken: nothing was promised to be solved
    if row["solved_at"] > due:
        return Fault.SOLVED_LATE
    if row["equal_at"] is not None and row["equal_at"] <= due:
        return None
    if row["ready_at"] is None or row["ready_at"] > due:
        return Fault.STORED_LATE
    cause = row["first_cause"] or row["cause"]
    return Fault.REGISTER if cause and cause not in rules.of_systems() else Fault.SYSTEM
