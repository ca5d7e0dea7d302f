"""The report for the department of science and technology: what is not synchronised, and what became late by it.

XLSX holds every request and answer in full; the PDF the beginning of each.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.domain.indicators import Period
from app.domain.ledger import VIETNAM
from app.server.accounts import Account
from app.server.database import moment_of, ticks
from app.server.parts import ServedStore
from app.server.sync.errors import Asked, attempts, errors, shown
from app.server.sync.late import Fault, Late, late
from app.server.sync.printed import write_printed
from app.server.sync.rules import SyncRules
from app.server.sync.words import CAUSES, FAULTS, MENDERS
from app.storage.sheet_files import Cell, Table, write_workbook

Say = Callable[[str], str]
_MOST = 1_000_000
_CELL = 32_000  # characters a cell of a workbook holds
_PRINTED = 600  # characters of a request or an answer on paper
_ERROR_HEADS = (
    "sync-head-dossier", "sync-head-unit", "sync-head-target", "sync-head-cause", "sync-head-mender", "sync-head-since",
    "sync-head-tries", "sync-head-operation", "sync-head-request", "sync-head-answer",
)  # fmt: skip
_LATE_HEADS = (
    "sync-head-dossier", "sync-head-unit", "sync-head-target", "sync-head-promised", "sync-head-solved",
    "sync-head-ready", "sync-head-sent", "sync-head-equal", "sync-head-why", "sync-head-cause",
    "sync-head-operation", "sync-head-request", "sync-head-answer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which period (by promised days), dossiers and account (None: of all) a report is wanted."""

    period: Period
    asked: Asked
    account: Account | None = None


def write_report(
    store: ServedStore, rules: SyncRules, wanted: Wanted, say: Say, path: Path
) -> dict[str, int]:
    """Write the report as .xlsx or .pdf by the path's ending; return how many errors and late dossiers it lists."""
    printed = path.suffix == ".pdf"
    longest = _PRINTED if printed else _CELL
    with store.database.reading() as connection:
        wrong = _error_rows(connection, rules, wanted, say, longest)
        bounds = ticks(wanted.period.begin), ticks(wanted.period.end)
        now = store.database.now(connection)
        found = list(late(connection, wanted.account, wanted.asked, bounds, now, rules))
        by_whom: dict[bool, list[list[Cell]]] = {True: [], False: []}
        for one in found:
            told = _evidence(attempts(connection, one.dossier, one.target), first=True, longest=longest)
            by_whom[one.fault is Fault.SYSTEM].append([*_late_row(one, say), *told])
    notes = f"{say('sync-report-period')} {wanted.period.first:%d/%m/%Y} – {wanted.period.last:%d/%m/%Y}"
    tables = [
        Table(say(title), [notes, str(len(rows))], [say(head) for head in heads], rows)
        for title, heads, rows in (
            ("sync-report-errors", _ERROR_HEADS, wrong),
            ("sync-report-by-system", _LATE_HEADS, by_whom[True]),
            ("sync-report-by-people", _LATE_HEADS, by_whom[False]),
        )
    ]
    (write_printed if printed else write_workbook)(path, tables)
    return {"errors": len(wrong), "late_by_system": len(by_whom[True]), "late_by_people": len(by_whom[False])}


def _error_rows(
    connection: Connection, rules: SyncRules, wanted: Wanted, say: Say, longest: int
) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for row in errors(connection, wanted.account, wanted.asked, _MOST):
        one = shown(row, rules)
        tried = attempts(connection, one["dossier"], one["target"])
        told = [say(CAUSES[one["cause"]]), say(MENDERS[one["mender"]]), _day(one["since"]), one["tries"]]
        evidence = _evidence(tried, first=False, longest=longest)
        rows.append([one["dossier"], one["unit"], one["target"], *told, *evidence])
    return rows


def _late_row(one: Late, say: Say) -> list[str]:
    times = (one.due_at, one.solved_at, one.ready_at, one.first_sent_at, one.equal_at)
    told = ["" if at is None else _day(moment_of(at).isoformat()) for at in times]
    return [
        one.dossier,
        one.unit,
        one.target,
        *told,
        say(FAULTS[one.fault]),
        say(CAUSES[one.cause]) if one.cause else "",
    ]


def _evidence(tried: list[dict[str, Any]], *, first: bool, longest: int) -> list[str]:
    """Operation, request and answer of the last exchange of the first (or last) attempt that failed."""
    failed = [one for one in tried if one["cause"] and one["exchanges"]]
    if not failed:
        return ["", "", ""]
    exchange = failed[0 if first else -1]["exchanges"][-1]
    request, answer = (_told(exchange[name]) for name in ("request", "answer"))
    return [f"{exchange['operation']} {_day(exchange['at'])}", request[:longest], answer[:longest]]


def _told(sent: Any) -> str:
    return "–" if sent is None else json.dumps(sent, ensure_ascii=False)


def _day(moment: str | None) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") if moment else ""
