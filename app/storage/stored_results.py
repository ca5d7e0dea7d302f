"""Brings the register up to date with the store: which dossiers have a result that is not withdrawn.

The two are files of their own, so nothing can change both at once; whoever wants figures asks for this first. It looks
only at what came or was withdrawn since.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app.storage.database import Database, understood
from app.storage.figures_schema import NO_LETTER

_PUT = (
    "INSERT INTO stored_results SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM stored_results WHERE dossier = ?1)"
)
_CAME = f"SELECT DISTINCT dossier FROM results WHERE sequence > ? AND withdrawn_at IS NULL AND {NO_LETTER}"  # noqa: S608
_WENT = "SELECT DISTINCT dossier FROM results WHERE withdrawn_at IS NOT NULL"
_DEPOSITED = """SELECT DISTINCT standings.dossier FROM facts JOIN standings ON standings.scan = facts.scan
                WHERE facts.sequence > ? AND standings.state = 'stored' AND standings.dossier IS NOT NULL
                AND standings.letter = 0"""
_NEWEST = """SELECT (SELECT coalesce(max(sequence), 0) FROM results),
                    (SELECT count(*) FROM results WHERE withdrawn_at IS NOT NULL)"""
_STILL = f"SELECT 1 FROM results WHERE dossier = ? AND withdrawn_at IS NULL AND {NO_LETTER} LIMIT 1"  # noqa: S608


def take_stored_results(register: Database, store_file: Path) -> bool:
    """Take what the store has received and withdrawn since the last time into the register; return whether anything.

    TryAgainError and EnvironmentLackError as every database of ours.
    """
    with (
        understood(store_file),
        closing(sqlite3.connect(f"{store_file.absolute().as_uri()}?mode=ro", uri=True)) as store,
    ):
        store.execute("BEGIN")  # one state of the store throughout
        with register.reading() as connection:
            seen = connection.execute("SELECT sequence, withdrawn FROM results_seen").fetchone()
        newest = store.execute(_NEWEST).fetchone()
        if tuple(newest) == tuple(seen):
            return False
        came = store.execute(_CAME, (seen[0],)).fetchall()
        went = [row for row in store.execute(_WENT) if not store.execute(_STILL, row).fetchone()]
    with register.writing() as connection:
        connection.executemany(_PUT, came)
        connection.executemany("DELETE FROM stored_results WHERE dossier = ?", went)
        connection.execute("UPDATE results_seen SET sequence = ?, withdrawn = ?", newest)
    return True


def take_deposited_results(register: Database, journal: Database) -> bool:
    """Do the same for a served store, from the journal: what this workspace deposited there.

    What others deposited or withdrew, only the store itself knows.
    """
    with register.reading() as connection:
        seen = connection.execute("SELECT fact FROM results_seen").fetchone()[0]
    with journal.reading() as facts:
        newest = facts.execute("SELECT coalesce(max(sequence), 0) FROM facts").fetchone()[0]
        came = facts.execute(_DEPOSITED, (seen,)).fetchall() if newest != seen else []
    if newest == seen:
        return False
    with register.writing() as connection:
        connection.executemany(_PUT, came)
        connection.execute("UPDATE results_seen SET fact = ?", (newest,))
    return True
