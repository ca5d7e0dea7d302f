"""Makes the standings again from the facts: after a repair, and to prove that both say the same."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from operator import itemgetter

from app.domain.scan import Scan
from app.domain.transitions import apply
from app.storage.codec import fact_from_json, scan_to_json
from app.storage.database import Database
from app.storage.journal import put_standing


def rebuild(database: Database) -> int:
    """Replace all standings of a journal by what its facts say, in one transaction; return how many scans there are.

    Memory stays flat: the facts are read scan by scan.
    """
    count = 0
    with database.writing() as connection:
        connection.execute("DELETE FROM standings")
        connection.execute("DELETE FROM marks")
        connection.execute("DELETE FROM tallies WHERE bucket <> 'captured'")
        for birth, scan in _lives(connection):
            put_standing(connection, scan, birth)
            count += 1
    return count


def differences(database: Database) -> list[str]:
    """Return the ids of scans whose standing is not what their facts say; empty when all is well."""
    wrong = []
    with database.reading() as connection:
        standing = dict(connection.execute("SELECT scan, body FROM standings"))
        for _, scan in _lives(connection):
            if standing.pop(scan.id, None) != scan_to_json(scan):
                wrong.append(scan.id)
    return wrong + sorted(standing)


def _lives(connection: sqlite3.Connection) -> Iterator[tuple[int, Scan]]:
    rows = connection.execute("SELECT scan, sequence, body FROM facts ORDER BY scan, sequence")
    for _, life in itertools.groupby(rows, key=itemgetter(0)):
        scan: Scan | None = None
        birth = 0
        for _, sequence, body in life:
            birth = birth or sequence
            scan = apply(scan, fact_from_json(body))
        if scan is not None:
            yield birth, scan
