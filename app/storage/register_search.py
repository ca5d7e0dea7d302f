"""Finds dossiers by any part of code, number or name, without tone marks.

Several ways, cheapest and surest first: beginning and end of a code, beginning of a number or name, in their indexes;
the text as it stands anywhere (trigrams); its words in any order. Each is asked for a hundred hits only, so "nguyen"
costs no more than a rare name, and none is asked when those before it have found enough.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.codes import code_key
from app.domain.dossier import Dossier
from app.domain.folding import fold, name_key
from app.storage.register_schema import SELECTED, from_row, number_key, searched_text

_POOL = 100  # hits that are looked at to find the best
_TRIGRAM = 3
_DAY_AND_SERIAL = 8  # characters: an end of a code that long is meant as one
_AFTER_ALL = "\U0010ffff"
_WHOLE_NAME = 3  # words: a name of as many that is known is meant as it stands
_BY_CODE = "SELECT dossier FROM codes WHERE code_key >= ? AND code_key < ? LIMIT ?"
_BY_CODE_END = "SELECT dossier FROM codes WHERE tail_key >= ? AND tail_key < ? LIMIT ?"
_BY_NUMBER = "SELECT id FROM dossiers WHERE number_key >= ? AND number_key < ? LIMIT ?"
_BY_NAME = "SELECT id FROM dossiers WHERE name_key >= ? AND name_key < ? ORDER BY name_key LIMIT ?"


def search(connection: sqlite3.Connection, text: str, limit: int) -> list[Dossier]:
    """Return at most `limit` dossiers, best first.

    Whole codes and numbers come before beginnings of codes, whole names, whole words and parts; then the newest.
    """
    wanted = fold(text)
    if not wanted or limit < 1:
        return []
    pool = max(_POOL, limit)
    found: dict[int, None] = {}
    for ids in _ways(connection, text, wanted, pool):
        found |= dict.fromkeys(ids)
        if len(found) >= limit:
            break
    dossiers = _load(connection, list(found))
    rank = _Rank(wanted, code_key(text), number_key(text), name_key(text))
    return sorted(dossiers, key=rank.of)[:limit]


def _ways(connection: sqlite3.Connection, text: str, wanted: str, pool: int) -> Iterator[list[int]]:
    """Yield the ids that each way finds; end early when the text can't be meant otherwise."""
    key, number = code_key(text), wanted.replace(" ", "")
    digits = number.isdigit() and len(number) >= _TRIGRAM
    if len(key) >= _TRIGRAM and any(map(str.isdigit, text)):
        yield _between(connection, _BY_CODE, key, pool)
        if _known(connection, "SELECT 1 FROM codes WHERE code_key = ? LIMIT 1", key):
            return
        ends = _between(connection, _BY_CODE_END, key[::-1], 10 if digits else pool)  # leave room for numbers
        yield ends
        if ends and len(key) >= _DAY_AND_SERIAL:
            return
    if digits:
        yield _between(connection, _BY_NUMBER, number, pool)
        if not _known(connection, "SELECT 1 FROM dossiers WHERE number_key = ? LIMIT 1", number):
            yield _containing(connection, f'"{number}"', pool)
    else:
        yield _between(connection, _BY_NAME, name_key(text), pool)
        whole = len(wanted.split()) >= _WHOLE_NAME
        if whole and _known(connection, "SELECT 1 FROM dossiers WHERE name_key = ? LIMIT 1", name_key(text)):
            return
    if not digits or " " in wanted:
        yield from _anywhere(connection, wanted, pool)


def _anywhere(connection: sqlite3.Connection, wanted: str, pool: int) -> Iterator[list[int]]:
    if len(wanted) >= _TRIGRAM:
        yield _containing(connection, f'"{wanted}"', pool)
    words = wanted.split()
    if len(words) > 1 and any(len(word) + 1 >= _TRIGRAM for word in words):
        yield _containing(connection, " AND ".join(_words(wanted)), pool)
    if len(wanted) < _TRIGRAM:
        yield _containing(connection, _words(f"{wanted} ")[0], pool)


def _known(connection: sqlite3.Connection, query: str, key: str) -> bool:
    return connection.execute(query, (key,)).fetchone() is not None


def _words(wanted: str) -> list[str]:
    """Phrases for the words of a text: anywhere in a word when long enough, else the beginning of one, or all of it."""
    phrases = {1: '" {} "', 2: '" {}"'}
    return [phrases.get(len(word), '"{}"').format(word) for word in wanted.split()]


def _between(connection: sqlite3.Connection, query: str, beginning: str, pool: int) -> list[int]:
    return [number for (number,) in connection.execute(query, (beginning, beginning + _AFTER_ALL, pool))]


def _containing(connection: sqlite3.Connection, phrases: str, pool: int) -> list[int]:
    query = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid DESC LIMIT ?"
    return [number for (number,) in connection.execute(query, (phrases, pool))]


def _load(connection: sqlite3.Connection, numbers: list[int]) -> list[Dossier]:
    marks = ", ".join("?" * len(numbers))
    rows = connection.execute(f"SELECT {SELECTED} FROM dossiers WHERE id IN ({marks})", numbers)  # noqa: S608
    return [from_row(row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Rank:
    wanted: str
    code: str
    number: str
    name: str

    def of(self, dossier: Dossier) -> tuple[int, float, str]:
        """Return what to sort by: how well the text fits, then the newest first."""
        received = dossier.received_at.timestamp() if dossier.received_at else 0.0
        return self._fit(dossier), -received, dossier.code

    def _fit(self, dossier: Dossier) -> int:
        codes = [code_key(code) for code in dossier.codes] if self.code else []
        if self.code in codes or (self.number and self.number == number_key(dossier.owner_number)):
            return 0
        if any(code.startswith(self.code) for code in codes):
            return 1
        if self.name and self.name == name_key(dossier.owner_name):
            return 2
        searched = searched_text(dossier)
        if f" {self.wanted} " in searched:
            return 3
        if all(f" {word} " in searched for word in self.wanted.split()):
            return 4
        return 5 if f" {self.wanted}" in searched else 6
