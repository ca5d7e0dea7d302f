"""The register in SQLite: the dossiers known here, and every way they are asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.domain.codes import code_key
from app.domain.dossier import Dossier
from app.domain.folding import name_key
from app.domain.ledger import VIETNAM
from app.domain.near_names import near_keys
from app.domain.requests import Clues
from app.storage.database import Database
from app.storage.register_by_day import of_unit_and_day
from app.storage.register_import import ImportReport, Progress, import_file, put_dossiers
from app.storage.register_schema import REGISTER, SELECTED, from_row, microseconds, number_key
from app.storage.register_search import search

_CACHE_KIB = 32768  # searching 200,000 dossiers reads much of it again and again
_OF_CODE = f"SELECT {SELECTED} FROM dossiers WHERE code = ?"  # noqa: S608 - texts of ours, here and below
_OF_OTHER_CODE = f"""SELECT {SELECTED} FROM codes JOIN dossiers ON dossiers.id = codes.dossier
                     WHERE codes.code = ? AND own = 0 ORDER BY received_at DESC LIMIT 1"""  # noqa: S608
_OF_CODE_KEY = f"""SELECT {SELECTED} FROM codes JOIN dossiers ON dossiers.id = codes.dossier
                   WHERE code_key = ? ORDER BY received_at DESC LIMIT ?"""  # noqa: S608
_OF_NUMBER = f"""SELECT {SELECTED} FROM dossiers WHERE number_key = ?
                 ORDER BY received_at DESC LIMIT ?"""  # noqa: S608
_OF_NAME = f"SELECT {SELECTED} FROM dossiers WHERE name_key = ? ORDER BY received_at DESC LIMIT ?"  # noqa: S608
_KNOWN_NAMES = """SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM dossiers WHERE name_key = value)
                  ORDER BY json_each.key LIMIT ?"""
_MOST_NAMES_AROUND = 3  # names that nobody bears whose neighbours are looked for: the paper's first ones
_MOST_NEAR = 12  # neighbours of a name that are looked at
_OF_NAME_BY = f"""SELECT {SELECTED} FROM dossiers WHERE name_key = ? AND received_at < ?
                  ORDER BY received_at DESC LIMIT ?"""  # noqa: S608


class SqliteRegister:
    """Port Register over one SQLite file. Safe to call from any thread, and from several programs."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; EnvironmentLackError when it is damaged, foreign or newer than this program."""
        self._database = Database(path, REGISTER, cache_kib=_CACHE_KIB)

    @property
    def database(self) -> Database:
        """The file itself, for those who mend and measure it."""
        return self._database

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def import_file(self, path: Path, progress: Progress | None = None) -> ImportReport:
        """Take the rows of a CSV, spreadsheet or JSON file (see register_import)."""
        return import_file(self._database, path, progress)

    def put(self, dossiers: Iterable[Dossier]) -> ImportReport:
        """Take whole dossiers, each replacing the one with the same code."""
        return put_dossiers(self._database, dossiers)

    def by_code(self, code: str) -> Dossier | None:
        """Return the dossier with exactly this code (own first, then other; upper and lower case alike), or None."""
        plain = code.strip()
        with self._database.reading() as connection:
            for query in (_OF_CODE, _OF_OTHER_CODE):
                row = connection.execute(query, (plain,)).fetchone()
                if row:
                    return from_row(row)
        return None

    def answering(self, clues: Clues, limit_per_clue: int = 50) -> list[Dossier]:
        """Return every dossier that any of the clues points to, each once, in the order of the clues.

        Codes are compared after folding look-alike characters (domain.codes.code_key), numbers by their digits, names
        without tone marks and titles. A clue with more than `limit_per_clue` dossiers returns the most recently
        received ones (a name: those received by the paper's day first); a placeholder instead of a number none. Where
        neither code nor number points to any, names that nobody bears are taken for misread ones (domain.near_names).
        A paper without code, number and sure name, to which nothing else led, is asked for by its unit and day.
        """
        found: dict[str, Dossier] = {}
        with self._database.reading() as connection:
            for query, key in _questions(clues):
                answers = _answers(connection, query, key, limit_per_clue)
                found |= {one.code: one for one in answers}
            strange = []
            misread_perhaps = not found
            for key in filter(None, dict.fromkeys(map(name_key, clues.names))):
                answers = _of_name(connection, key, clues.issued_on, limit_per_clue)
                found |= {one.code: one for one in answers}
                if not answers:
                    strange.append(key)
            for key in strange[:_MOST_NAMES_AROUND] if misread_perhaps else ():
                found |= {one.code: one for one in _near(connection, key, clues.issued_on, limit_per_clue)}
            if clues.issued_on and not (found or clues.codes or clues.numbers):
                alike = of_unit_and_day(connection, clues.head, clues.issued_on, limit_per_clue)
                found |= {one.code: one for one in alike}
        return list(found.values())

    def name_counts(self, names: Sequence[str]) -> dict[str, int]:
        """Return for each name, as given, how many dossiers bear it (folded); for weighing evidence."""
        with self._database.reading() as connection:
            return {name: _count_of_name(connection, name) for name in names}

    def search(self, text: str, limit: int = 20) -> list[Dossier]:
        """Return dossiers by any part of code, name or number, without tone marks, best first."""
        with self._database.reading() as connection:
            return search(connection, text, limit)

    def count(self) -> int:
        """Return how many dossiers are known: the last number, since none is ever deleted (asked for each scan)."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT coalesce(max(id), 0) FROM dossiers").fetchone()[0])

    def dossiers(self) -> Iterator[Dossier]:
        """Yield every dossier in the order of import, in portions, so that nothing else has to wait."""
        last = 0
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(
                    f"SELECT id, {SELECTED} FROM dossiers WHERE id > ? ORDER BY id LIMIT 1000",  # noqa: S608
                    (last,),
                ).fetchall()
            if not rows:
                return
            yield from (from_row(row[1:]) for row in rows)
            last = rows[-1][0]


def _questions(clues: Clues) -> Iterator[tuple[str, str]]:
    for codes, query, fold in (
        (clues.codes, _OF_CODE_KEY, code_key),
        (clues.numbers, _OF_NUMBER, number_key),
    ):
        keys = dict.fromkeys(fold(clue) for clue in codes)
        yield from ((query, key) for key in keys if key)


def _answers(connection: sqlite3.Connection, query: str, key: str, limit: int) -> list[Dossier]:
    return [from_row(row) for row in connection.execute(query, (key, limit))]


def _of_name(connection: sqlite3.Connection, key: str, day: date | None, limit: int) -> list[Dossier]:
    """Dossiers in this name, newest first: those received by the end of `day`; where these are few, later ones too."""
    found: list[Dossier] = []
    if day is not None:
        end = microseconds(datetime.combine(day + timedelta(days=1), time(), VIETNAM))
        found = [from_row(row) for row in connection.execute(_OF_NAME_BY, (key, end, limit))]
    return found if len(found) == limit else found + _answers(connection, _OF_NAME, key, limit)


def _near(connection: sqlite3.Connection, key: str, day: date | None, limit: int) -> list[Dossier]:
    """Dossiers in names that reading may have made this one of, in all no more than `limit`."""
    known = connection.execute(_KNOWN_NAMES, (json.dumps(near_keys(key)), _MOST_NEAR)).fetchall()
    return [dossier for (name,) in known for dossier in _of_name(connection, name, day, limit // len(known))]


def _count_of_name(connection: sqlite3.Connection, name: str) -> int:
    query = "SELECT count(*) FROM dossiers WHERE name_key = ?"
    return int(connection.execute(query, (name_key(name),)).fetchone()[0])
