"""The outbox of synchronisation: which dossiers with results changed, for each system that is switched on.

A change is noted in the transaction that makes it (deposit, withdrawal, register), so none can be lost. A row of the
outbox is one dossier at one system; what is sent is all of the dossier as it is then, so results arrive in their order,
and a change noted twice is sent once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.server.database import Row, ServerDatabase, do, many, one
from app.storage.figures_schema import NO_LETTER

DEPOSITED, WITHDRAWN, REGISTER, SWITCHED_ON, ASKED = (
    "deposited",
    "withdrawn",
    "register",
    "switched-on",
    "asked",
)
_LEASE = 15 * 60 * 1_000_000  # a claim of a sender that died is free again after this

_NOTE = """
INSERT INTO sync_changes (dossier, at, what, state)
SELECT :dossier, :now, :what, (SELECT state FROM dossiers WHERE lower(code) = lower(:dossier))
WHERE EXISTS (SELECT 1 FROM sync_targets)"""
_QUEUE = """
INSERT INTO outbox (dossier, target, unit, change, due_at)
SELECT :dossier, target, :unit, (SELECT max(id) FROM sync_changes WHERE dossier = :dossier), :now
FROM sync_targets WHERE 1 = 1
ON CONFLICT (dossier, target) DO UPDATE SET change = excluded.change, due_at = excluded.due_at, tries = 0"""
_NOTE_EVERY = f"""
INSERT INTO sync_changes (dossier, at, what, state)
SELECT every.dossier, :now, 'switched-on', dossiers.state
FROM (SELECT DISTINCT dossier FROM results WHERE {NO_LETTER}) AS every
LEFT JOIN dossiers ON lower(dossiers.code) = lower(every.dossier)"""  # noqa: S608
_QUEUE_EVERY = f"""
INSERT INTO outbox (dossier, target, unit, change, due_at)
SELECT dossier, :target, max(unit),
    (SELECT max(id) FROM sync_changes WHERE sync_changes.dossier = results.dossier), :now
FROM results WHERE {NO_LETTER} GROUP BY dossier
ON CONFLICT (dossier, target) DO UPDATE SET change = excluded.change, due_at = excluded.due_at, tries = 0"""  # noqa: S608
_CLAIM = """
UPDATE outbox SET claimed_by = :me, claimed_until = :until WHERE (dossier, target) IN
    (SELECT dossier, target FROM outbox
     WHERE target = :target AND due_at <= :now AND claimed_until < :now ORDER BY due_at, dossier LIMIT :limit {lock})
RETURNING dossier, target, unit, change, tries"""
_FINISH = """
UPDATE outbox SET claimed_until = 0, cause = :cause, tries = :tries, equal_at = :equal_at,
    sent = CASE WHEN CAST(:cause AS TEXT) IS NULL THEN :change ELSE sent END,
    due_at = CASE WHEN change > :change THEN due_at ELSE :next END
WHERE dossier = :dossier AND target = :target AND claimed_by = :me"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A dossier that this sender alone works on now. `change`: the number of its last change when it was claimed."""

    dossier: str
    target: str
    unit: str
    change: int
    tries: int


def note(connection: Connection, dossier: str, unit: str, what: str, now: int) -> None:
    """Note a change of a dossier's results; nothing while no system is switched on."""
    if do(connection, _NOTE, dossier=dossier, now=now, what=what):
        do(connection, _QUEUE, dossier=dossier, unit=unit, now=now)


def note_register(connection: Connection, codes: list[str], now: int) -> None:
    """Note the changes of those dossiers that are in the outbox already."""
    if not codes or one(connection, "SELECT 1 FROM sync_targets") is None:
        return
    values = {f"code{number}": code.lower() for number, code in enumerate(codes)}
    names = ", ".join(f":{name}" for name in values)
    sql = f"SELECT DISTINCT dossier, unit FROM outbox WHERE lower(dossier) IN ({names})"  # noqa: S608 - names of ours
    for row in many(connection, sql, **values):
        note(connection, row["dossier"], row["unit"], REGISTER, now)


def switch(database: ServerDatabase, targets: set[str]) -> None:
    """Let these systems be synchronised and no others; one that is new gets every result that is stored already."""
    with database.writing() as connection:
        now = database.now(connection)
        before = {row["target"] for row in many(connection, "SELECT target FROM sync_targets")}
        for target in before - targets:
            do(connection, "DELETE FROM sync_targets WHERE target = :target", target=target)
            do(connection, "UPDATE outbox SET due_at = NULL WHERE target = :target", target=target)
        for target in sorted(targets - before):
            do(connection, "INSERT INTO sync_targets VALUES (:target, :now)", target=target, now=now)
            do(connection, _NOTE_EVERY, now=now)
            do(connection, _QUEUE_EVERY, now=now, target=target)


def claim(database: ServerDatabase, target: str, me: str, limit: int) -> list[Claim]:
    """Take up to `limit` dossiers that are due and that no other sender holds, the longest waiting first."""
    lock = "FOR UPDATE SKIP LOCKED" if database.dialect == "postgresql" else ""
    with database.changing() as connection:
        now = database.now(connection)
        rows = many(
            connection,
            _CLAIM.format(lock=lock),
            me=me, target=target, now=now, until=now + _LEASE, limit=limit,
        )  # fmt: skip
    return [Claim(**row) for row in rows]


def finish(connection: Connection, claimed: Claim, me: str, cause: str | None, **then: Any) -> bool:
    """Say how a claimed dossier's attempt ended (cause None: equal); False when the claim was another's by then.

    `then`: `tries`, `next` (when to try again, None: not by itself) and `equal_at`. A change that came meanwhile is due
    all the same.
    """
    values = {"cause": cause, "change": claimed.change, "dossier": claimed.dossier, "target": claimed.target}
    return do(connection, _FINISH, me=me, **values, **then) > 0


def give_back(database: ServerDatabase, claims: list[Claim], me: str) -> None:
    """Free what was claimed and not begun."""
    with database.changing() as connection:
        for one_ in claims:
            do(
                connection,
                "UPDATE outbox SET claimed_until = 0"
                " WHERE dossier = :dossier AND target = :target AND claimed_by = :me",
                dossier=one_.dossier, target=one_.target, me=me,
            )  # fmt: skip


def ask_again(connection: Connection, rows: list[Row], now: int) -> int:
    """Let these rows of the outbox be sent again now; return how many."""
    for row in rows:
        do(connection, _NOTE, dossier=row["dossier"], now=now, what=ASKED)
        do(
            connection,
            "UPDATE outbox SET due_at = :now, tries = 0 WHERE dossier = :dossier AND target = :target",
            now=now, dossier=row["dossier"], target=row["target"],
        )  # fmt: skip
    return len(rows)
