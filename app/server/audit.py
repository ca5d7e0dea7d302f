"""The audit: who did what to what when. Each entry holds the digest of the one before it and the store's signature.

Whoever can write the database but has not the key can neither change, remove nor add an entry unseen. What was cut off
at the end is found by the results that no entry speaks of, and by anchors: entries exported earlier, kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.server.database import Row, ServerDatabase, do, many, moment_of, one
from app.server.signing import StoreKey, is_signature

BEFORE_ALL = (0, "0" * 64)
LAST_ENTRY = "SELECT sequence, digest FROM audit ORDER BY sequence DESC LIMIT 1"
_COLUMNS = "sequence, at, account, action, unit, subject, detail, previous, digest, signature"
_AT_ONCE = 1000
_UNSPOKEN = """
SELECT id FROM results WHERE NOT EXISTS
    (SELECT 1 FROM audit WHERE audit.action = 'deposited' AND audit.subject = results.id) ORDER BY sequence"""


@dataclass(frozen=True, slots=True)
class Act:
    """What is written down. `action` is a verb in the past tense, `subject` the id or code of what it was done to."""

    account: str
    action: str
    subject: str = ""
    unit: str = ""
    detail: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AuditFlaw:
    """What tells of tampering. `problem`: altered, missing, foreign, unspoken (a result), not-as-anchored."""

    sequence: int
    problem: str
    subject: str = ""


def write_down(
    connection: Connection, key: StoreKey, act: Act, at: int, last: tuple[int, str] | None = None
) -> None:
    """Add an entry at the end of the chain. Only within `ServerDatabase.writing`.

    `last`: number and digest of the last entry, when it was asked for already (LAST_ENTRY).
    """
    if last is None:
        row = one(connection, LAST_ENTRY)
        last = (row["sequence"], row["digest"]) if row else BEFORE_ALL
    entry: dict[str, Any] = {
        "sequence": last[0] + 1,
        "at": at,
        "account": act.account,
        "action": act.action,
        "unit": act.unit,
        "subject": act.subject,
        "detail": json.dumps(act.detail or {}, sort_keys=True),
        "previous": last[1],
    }
    digest = _digest(entry)
    do(
        connection,
        f"INSERT INTO audit ({_COLUMNS}) VALUES (:sequence, :at, :account, :action, :unit, :subject, :detail,"  # noqa: S608
        " :previous, :digest, :signature)",
        **entry,
        digest=digest,
        signature=key.sign(digest.encode()),
    )


def _digest(entry: Row | dict[str, Any]) -> str:
    names = ("sequence", "at", "account", "action", "unit", "subject", "detail", "previous")
    return hashlib.sha256(json.dumps([entry[name] for name in names]).encode()).hexdigest()


def entries(connection: Connection, after: int, limit: int, units: Sequence[str] | None) -> list[Row]:
    """Return entries behind the number `after`, in order; of these units only, unless None."""
    if units is None:
        return many(
            connection,
            f"SELECT {_COLUMNS} FROM audit WHERE sequence > :after ORDER BY sequence LIMIT :limit",  # noqa: S608
            after=after,
            limit=limit,
        )
    if not units:
        return []
    names = {f"unit{number}": unit for number, unit in enumerate(units)}
    return many(
        connection,
        f"SELECT {_COLUMNS} FROM audit WHERE sequence > :after AND unit IN ({', '.join(':' + n for n in names)})"  # noqa: S608
        " ORDER BY sequence LIMIT :limit",
        after=after,
        limit=limit,
        **names,
    )


def shown(entry: Row) -> dict[str, Any]:
    """Return an entry as the API and the export show it."""
    return dict(entry) | {"at": moment_of(entry["at"]).isoformat(), "detail": json.loads(entry["detail"])}


def every_entry(database: ServerDatabase) -> Iterator[Row]:
    """Yield the whole audit in order."""
    after = 0
    while True:
        with database.telling() as connection:
            page = entries(connection, after, _AT_ONCE, None)
        yield from page
        if len(page) < _AT_ONCE:
            return
        after = page[-1]["sequence"]


def last_entry(database: ServerDatabase) -> Row | None:
    """Return the newest entry, which vouches for all before it: the anchor to keep elsewhere."""
    with database.telling() as connection:
        return one(connection, f"SELECT {_COLUMNS} FROM audit ORDER BY sequence DESC LIMIT 1")  # noqa: S608


def verify(
    database: ServerDatabase, public_keys: Sequence[str], anchors: Mapping[int, str] | None = None
) -> Iterator[AuditFlaw]:
    """Yield what does not agree: entries changed, missing, not signed by one of the keys; results without an entry.

    `anchors`: digests by number as they were exported earlier; an entry that is gone or another now is a flaw.
    """
    expected, previous = 1, BEFORE_ALL[1]
    anchored = dict(anchors or {})
    for entry in every_entry(database):
        number = entry["sequence"]
        if number != expected:
            yield AuditFlaw(expected, "missing")
        if entry["digest"] != _digest(entry) or (number == expected and entry["previous"] != previous):
            yield AuditFlaw(number, "altered", entry["subject"])
        elif not any(is_signature(key, entry["signature"], entry["digest"].encode()) for key in public_keys):
            yield AuditFlaw(number, "foreign", entry["subject"])
        if anchored.pop(number, entry["digest"]) != entry["digest"]:
            yield AuditFlaw(number, "not-as-anchored", entry["subject"])
        expected, previous = number + 1, entry["digest"]
    for number in sorted(anchored):
        yield AuditFlaw(number, "not-as-anchored")
    with database.reading() as connection:
        for row in many(connection, _UNSPOKEN):
            yield AuditFlaw(expected, "unspoken", row["id"])
