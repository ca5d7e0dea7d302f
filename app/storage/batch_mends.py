"""What was kept of mends before they were made, so that they can be undone; a part of the inventory of imports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class KeptMend:
    """A mend's id ("": there is none), and what was kept: how the import was understood, how each scan stood before."""

    mend: str
    before: list[dict[str, Any]]


class MendBook:
    """The mends of all imports of a workspace. Safe to call from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, batch_id: str, mend: str, before: list[dict[str, object]]) -> None:
        """Keep how some scans of a mend stand before it, durably."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO mends (batch, mend, body) VALUES (?, ?, ?)",
                (batch_id, mend, json.dumps(before, ensure_ascii=False)),
            )

    def last(self, batch_id: str) -> KeptMend:
        """Return the newest mend that was not undone."""
        own = "mend = (SELECT mend FROM mends WHERE batch = ? AND undone = 0 ORDER BY number DESC LIMIT 1)"
        query = f"SELECT mend, body FROM mends WHERE {own} ORDER BY number"  # noqa: S608 - texts of ours
        with self._database.reading() as connection:
            rows = connection.execute(query, (batch_id,)).fetchall()
        before = [one for _, body in rows for one in json.loads(body)]
        return KeptMend(rows[0][0] if rows else "", before)

    def call_undone(self, mend: str) -> None:
        """Call a mend undone: it is not the last one any more."""
        with self._database.writing() as connection:
            connection.execute("UPDATE mends SET undone = 1 WHERE mend = ?", (mend,))
