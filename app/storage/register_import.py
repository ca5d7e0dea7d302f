"""Takes dossiers into the register: new ones, changed ones, and a reason for each row that can't be taken."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.domain.dossier import Dossier
from app.domain.messages import Message
from app.storage.database import Database
from app.storage.figures_counting import counted_together
from app.storage.register_files import rows_of
from app.storage.register_rows import RefusedRowError, fields_of
from app.storage.register_schema import (
    COLUMNS,
    KEYS,
    SELECTED,
    codes_of,
    from_row,
    keys_of,
    searched_text,
    to_row,
)
from app.storage.tables import Misshapen

ROWS_AT_ONCE = 5000
_INSERT = (
    f"INSERT INTO dossiers ({', '.join(COLUMNS + KEYS)}) VALUES ({', '.join('?' * len(COLUMNS + KEYS))})"  # noqa: S608
)
_UPDATE = f"UPDATE dossiers SET {', '.join(f'{name} = ?' for name in COLUMNS + KEYS)} WHERE id = ?"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken, by the number a person sees in the file, and why."""

    row: int
    reason: Message


@dataclass(slots=True)
class ImportReport:
    """What became of the rows of one import."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)


Progress = Callable[[int], None]  # told how many rows are done


def import_file(database: Database, path: Path, progress: Progress | None = None) -> ImportReport:
    """Take the rows of a CSV, spreadsheet or JSON file; UsageError when the file can't be read at all.

    Portions are transactions: when the disk fills (TryAgainError), what was taken stays, and importing again goes on.
    """
    report = ImportReport()
    rows = _understood_rows(path, report)
    for portion in _portions(rows):
        _take(database, portion, report)
        if progress:
            progress(portion[-1][0])
    return report


def put_dossiers(database: Database, dossiers: Iterable[Dossier]) -> ImportReport:
    """Take whole dossiers, each replacing the one with the same code."""
    report = ImportReport()
    rows = ((number, _fields(dossier)) for number, dossier in enumerate(dossiers, 1))
    for portion in _portions(rows):
        _take(database, portion, report)
    return report


def _fields(dossier: Dossier) -> dict[str, Any]:
    return {name: getattr(dossier, name) for name in COLUMNS}


def _understood_rows(path: Path, report: ImportReport) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row, titles in rows_of(path):
        if isinstance(row, Misshapen):
            report.refused.append(Refusal(number, row.reason))
            continue
        try:
            yield number, fields_of(row, titles)
        except RefusedRowError as refused:
            report.refused.append(Refusal(number, refused.reason))


def _portions(rows: Iterator[tuple[int, dict[str, Any]]]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    while portion := list(itertools.islice(rows, ROWS_AT_ONCE)):
        yield portion


def _take(database: Database, portion: list[tuple[int, dict[str, Any]]], report: ImportReport) -> None:
    """Take one portion in one transaction; the report counts it only when it is written."""
    counts = {"added": 0, "updated": 0, "unchanged": 0}
    with database.writing() as connection, counted_together(connection):
        known = _known(connection, [fields["code"] for _, fields in portion])
        for _, fields in portion:
            key = fields["code"].casefold()
            number, before = known.get(key, (None, None))
            after = merged(before, fields)
            if before is None:
                number = _insert(connection, after)
                counts["added"] += 1
            elif after == before:
                counts["unchanged"] += 1
            else:
                _update(connection, number, before, after)
                counts["updated"] += 1
            known[key] = (number, after)
    report.added += counts["added"]
    report.updated += counts["updated"]
    report.unchanged += counts["unchanged"]


def merged(before: Dossier | None, fields: Mapping[str, Any]) -> Dossier:
    """Return what the row makes of the dossier: its columns replace old values, those it lacks leave them."""
    if before is None:
        return Dossier(**fields)
    return replace(before, **{**fields, "code": before.code, "extra": before.extra | fields["extra"]})


def _known(connection: sqlite3.Connection, codes: list[str]) -> dict[str, tuple[int | None, Dossier]]:
    known: dict[str, tuple[int | None, Dossier]] = {}
    for start in range(0, len(codes), 500):
        some = codes[start : start + 500]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(f"SELECT id, {SELECTED} FROM dossiers WHERE code IN ({marks})", some)  # noqa: S608
        known |= {row[1].casefold(): (row[0], from_row(row[1:])) for row in rows}
    return known


def _insert(connection: sqlite3.Connection, dossier: Dossier) -> int:
    cursor = connection.execute(_INSERT, (*to_row(dossier), *keys_of(dossier)))
    number = int(cursor.lastrowid or 0)
    _put_codes(connection, number, dossier)
    connection.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (number, searched_text(dossier)))
    return number


def _update(connection: sqlite3.Connection, number: int | None, before: Dossier, after: Dossier) -> None:
    connection.execute(_UPDATE, (*to_row(after), *keys_of(after), number))
    if before.codes != after.codes:
        connection.execute("DELETE FROM codes WHERE dossier = ?", (number,))
        _put_codes(connection, number, after)
    old, new = searched_text(before), searched_text(after)
    if old != new:
        connection.execute("INSERT INTO texts (texts, rowid, text) VALUES ('delete', ?, ?)", (number, old))
        connection.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (number, new))


def _put_codes(connection: sqlite3.Connection, number: int | None, dossier: Dossier) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO codes (code_key, dossier, code, own, tail_key) VALUES (?, ?, ?, ?, ?)",
        [(key, number, code, own, tail) for key, code, own, tail in codes_of(dossier)],
    )
