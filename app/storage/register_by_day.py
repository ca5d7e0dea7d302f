"""Finds dossiers by the unit in a paper's head and the paper's day: all that is left where nothing else was read."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, time, timedelta

from app.domain.dossier import Dossier
from app.domain.folding import fold
from app.domain.ledger import VIETNAM
from app.storage.register_schema import SELECTED, from_row, microseconds

_DAYS_BEFORE, _DAYS_AFTER = 2, 5  # a dossier is solved so close to the day on its paper
_SHORTEST_UNIT = 5  # letters
_MOST_LOOKED_AT = 5_000  # dossiers of these days: a province solves some 500 a day
_UNITS = """SELECT DISTINCT unit_name FROM
            (SELECT unit_name FROM dossiers WHERE solved_at >= ? AND solved_at < ? LIMIT ?)"""
_OF_UNIT = f"""SELECT {SELECTED} FROM dossiers WHERE solved_at >= ? AND solved_at < ? AND unit_name = ?
               ORDER BY solved_at LIMIT ?"""  # noqa: S608


def of_unit_and_day(connection: sqlite3.Connection, head: str, day: date, limit: int) -> list[Dossier]:
    """Return dossiers solved around `day` by units whose names stand in `head` (folded), at most `limit` of each."""
    first, end = (_start(day - timedelta(days=_DAYS_BEFORE)), _start(day + timedelta(days=_DAYS_AFTER + 1)))
    names = [name for (name,) in connection.execute(_UNITS, (first, end, _MOST_LOOKED_AT)) if name]
    here = [name for name in names if len(fold(name)) >= _SHORTEST_UNIT and fold(name) in head]
    return [from_row(row) for name in here for row in connection.execute(_OF_UNIT, (first, end, name, limit))]


def _start(day: date) -> int:
    return microseconds(datetime.combine(day, time(), VIETNAM))
