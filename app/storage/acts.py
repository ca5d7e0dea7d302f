"""What supervisors do, durably and in order: work given to people, notes, verdicts. Only ever added to."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.storage.database import Database
from app.storage.migrations import Schema

_ACTS = """
CREATE TABLE acts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT    NOT NULL,
    subject  TEXT    NOT NULL,  -- a dossier's code or a scan's id
    body     TEXT    NOT NULL,  -- JSON object
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL   -- microseconds since 1970, UTC
) STRICT;
CREATE INDEX acts_by_subject ON acts (kind, subject, sequence);
CREATE TRIGGER acts_never_change BEFORE UPDATE ON acts
BEGIN SELECT RAISE(ABORT, 'acts never change'); END;
CREATE TRIGGER acts_never_go BEFORE DELETE ON acts
BEGIN SELECT RAISE(ABORT, 'acts never go'); END;
"""
# A number is given to one letter only, and a letter has one number only, whoever asks at the same moment.
_LETTERS = """
CREATE UNIQUE INDEX acts_letters_once ON acts (kind, subject) WHERE kind IN ('letter-numbered', 'letter-number');
"""
_SCHEMA = Schema(application_id=0x536F6856, steps=(_ACTS, _LETTERS))  # "SohV"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a dossier or a scan."""

    kind: str
    subject: str
    body: dict[str, Any]
    by: str
    at: datetime


class ActBook:
    """The acts of one workspace. Safe to call from any thread, and from several programs."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; EnvironmentLackError when it is damaged, foreign or newer than this program."""
        self._database = Database(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def record(self, acts: Sequence[Act]) -> None:
        """Write all of them durably, or none."""
        rows = [
            (
                act.kind,
                act.subject,
                json.dumps(act.body, ensure_ascii=False),
                act.by,
                (act.at - _EPOCH) // _MICROSECOND,
            )
            for act in acts
        ]
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT INTO acts (kind, subject, body, by, at) VALUES (?, ?, ?, ?, ?)", rows
            )

    def record_once(self, acts: Sequence[Act]) -> str:
        """Write all, or none when an act of its kind stands on a subject already: return that subject, else ""."""
        try:
            self.record(acts)
        except sqlite3.IntegrityError:
            standing = {
                (act.kind, act.subject) for kind in {act.kind for act in acts} for act in self.all(kind)
            }
            asked = Counter((act.kind, act.subject) for act in acts)
            return next(one for one in asked if one in standing or asked[one] > 1)[1]
        return ""

    def newest(self, kind: str) -> dict[str, Act]:
        """Return the last act of this kind on each subject."""
        return {act.subject: act for act in self.all(kind)}

    def all(self, kind: str) -> Iterator[Act]:
        """Yield every act of this kind, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT kind, subject, body, by, at FROM acts WHERE kind = ? ORDER BY sequence", (kind,)
            ).fetchall()
        for name, subject, body, by, at in rows:
            yield Act(name, subject, json.loads(body), by, _EPOCH + at * _MICROSECOND)
