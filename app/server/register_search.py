"""Pages of the register: what changed since a moment, and what holds some words, without tone marks.

A big register on PostgreSQL is asked for words in two ways. First the next dossiers in the order of their change are
walked, some thousands at most: common words are found there at once. Else an index of units and trigrams gives all that
match: those are few, since the walk met few. The database's own choice would walk a whole unit for words that none of
its dossiers holds, since it can't know that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.domain.folding import fold
from app.server.database import Row, many
from app.storage.register_schema import COLUMNS

_WORDS_AT_MOST = 8
_NAMES = ", ".join(("id", "updated_at", *COLUMNS))
_BEHIND = "(updated_at, id) > (:at, :after)"
_ORDER = "ORDER BY updated_at, id LIMIT"
# How many dossiers are walked: those of some units lie scattered over the table, those of all of them side by side.
_WALKED_OF_UNITS, _WALKED_OF_ALL = 3_000, 30_000
_WALK = f"""
SELECT {_NAMES} FROM (SELECT * FROM dossiers WHERE {_BEHIND} AND {{units}} {_ORDER} :walked) AS near
WHERE {{words}} {_ORDER} :limit"""  # noqa: S608 - names of ours
_BY_INDEX = f"""
WITH hits AS MATERIALIZED (SELECT id, updated_at FROM dossiers WHERE {_BEHIND} AND {{units}} AND {{words}}),
     next AS MATERIALIZED (SELECT id FROM hits {_ORDER} :limit)
SELECT {_NAMES} FROM dossiers WHERE id IN (SELECT id FROM next) ORDER BY updated_at, id"""  # noqa: S608
_PLAIN = f"SELECT {_NAMES} FROM dossiers WHERE {_BEHIND} AND {{units}} AND {{words}} {_ORDER} :limit"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the register. `after`: moment (microseconds) and id behind which the page begins."""

    after: tuple[int, int] = (0, 0)
    unit: str = ""
    text: str = ""
    limit: int = 100


def found(connection: Connection, dialect: str, question: Question, units: Sequence[str] | None) -> list[Row]:
    """Return the dossiers of one page, in the order of their last change; of these units only, unless None."""
    if units is not None and not units:
        return []
    own = {f"unit{number}": unit for number, unit in enumerate(units or ())}
    words = fold(question.text).split()[:_WORDS_AT_MOST]
    values: dict[str, Any] = {"at": question.after[0], "after": question.after[1], "limit": question.limit}
    values |= own | {f"word{number}": f"%{word}%" for number, word in enumerate(words)}
    of_units = among("unit", len(own)) if own else "1 = 1"
    holding = " AND ".join(_holding(dialect, number) for number in range(len(words))) or "1 = 1"
    if dialect != "postgresql" or not words:
        return many(connection, _PLAIN.format(units=of_units, words=holding), **values)
    walked = _WALKED_OF_UNITS if own else _WALKED_OF_ALL
    rows = many(connection, _WALK.format(units=of_units, words=holding), walked=walked, **values)
    if len(rows) == question.limit:
        return rows
    indexed = f"ARRAY[unit] && ARRAY[{', '.join(f':{name}' for name in own)}]" if own else "1 = 1"
    return many(connection, _BY_INDEX.format(units=indexed, words=holding), **values)


def among(column: str, count: int, name: str = "unit") -> str:
    """Return the condition that a column is one of `count` values, named :unit0, :unit1, …"""
    return f"{column} IN ({', '.join(f':{name}{number}' for number in range(count))})"


def _holding(dialect: str, number: int) -> str:
    if dialect == "postgresql":
        return f"search_text LIKE :word{number}"
    return f"id IN (SELECT rowid FROM texts WHERE search_text LIKE :word{number})"  # noqa: S608 - a number
