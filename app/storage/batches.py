"""The inventory of imports: what every folder holds, and what became of each file.

Losing it costs reading, nothing else. What was captured is known by the journal; this file lets an import go on where
it stopped, and accounts for what was never captured.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.batch import Batch, BatchFile, FileCounts, FileState, Listed
from app.domain.messages import Message
from app.domain.sampling import SamplingPlan, Verdict
from app.storage.batch_mends import MendBook
from app.storage.database import Database
from app.storage.migrations import Schema

_TABLES = """
CREATE TABLE batches (
    id      TEXT NOT NULL PRIMARY KEY,
    folder  TEXT NOT NULL UNIQUE,
    body    TEXT NOT NULL,             -- JSON: the rest of Batch
    listing INTEGER NOT NULL DEFAULT 0 -- the number of the last listing that came to its end
) STRICT;
CREATE TABLE files (
    number   INTEGER PRIMARY KEY,
    batch    TEXT    NOT NULL REFERENCES batches (id),
    path     BLOB    NOT NULL,         -- as the system gives it: names need not be text
    size     INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    listing  INTEGER NOT NULL,         -- the last one that saw it
    state    TEXT    NOT NULL,
    digest   TEXT    NOT NULL DEFAULT '',
    scan     TEXT    NOT NULL DEFAULT '',
    reason   TEXT    NOT NULL DEFAULT '',
    tries    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (batch, path)
) STRICT;
CREATE INDEX files_by_state ON files (batch, state, tries, number);
CREATE TABLE verdicts (
    number INTEGER PRIMARY KEY,
    batch  TEXT NOT NULL REFERENCES batches (id),
    at     TEXT NOT NULL,
    body   TEXT NOT NULL               -- JSON: what was drawn, what was found, accepted or refused, by whom
) STRICT;
CREATE TABLE mends (
    number INTEGER PRIMARY KEY,
    batch  TEXT NOT NULL REFERENCES batches (id),
    mend   TEXT NOT NULL,              -- the mend's id: all of one are undone together
    body   TEXT NOT NULL,              -- JSON: how the scans stood before
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
"""
_SCHEMA = Schema(application_id=0x536F6849, steps=(_TABLES,))  # "SohI"

# A file that is as it was keeps its state; one that could not be read, had left or has changed is looked at anew.
_LISTED = """
INSERT INTO files (batch, path, size, mtime_ns, listing, state, reason) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (batch, path) DO UPDATE SET
    listing = excluded.listing, tries = 0,
    state = CASE WHEN (size, mtime_ns) = (excluded.size, excluded.mtime_ns) AND state IN ('taken', 'known')
            THEN state ELSE excluded.state END,
    reason = CASE WHEN (size, mtime_ns) = (excluded.size, excluded.mtime_ns) AND state IN ('taken', 'known')
             THEN reason ELSE excluded.reason END,
    size = excluded.size, mtime_ns = excluded.mtime_ns
"""
_FILE = "number, path, size, mtime_ns, state, digest, scan, reason, tries"
_ROWS_AT_ONCE = 1000


class BatchBook:
    """All imports of a workspace, in one SQLite file. Safe to call from any thread."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; EnvironmentLackError when it is damaged, foreign or newer."""
        self._database = Database(path, _SCHEMA)
        self.mends = MendBook(self._database)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def put(self, batch: Batch) -> None:
        """Keep an import, new or with other choices."""
        body = asdict(batch) | {"begun_at": batch.begun_at.isoformat()}
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO batches (id, folder, body) VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (batch.id, batch.folder, json.dumps(body, ensure_ascii=False)),
            )

    def batches(self) -> list[Batch]:
        """Return every import, oldest first."""
        with self._database.reading() as connection:
            return [_batch(body) for (body,) in connection.execute("SELECT body FROM batches ORDER BY rowid")]

    def batch(self, batch_id: str) -> Batch | None:
        """Return the import with this id, or None."""
        return next((one for one in self.batches() if one.id == batch_id), None)

    def of_folder(self, folder: str) -> Batch | None:
        """Return the import of this folder, or None."""
        return next((one for one in self.batches() if one.folder == folder), None)

    def listings(self, batch_id: str) -> int:
        """Return how many listings of the folder came to their end."""
        with self._database.reading() as connection:
            query = "SELECT listing FROM batches WHERE id = ?"
            return int(connection.execute(query, (batch_id,)).fetchone()[0])

    def list_anew(self, batch_id: str, entries: Iterable[Listed]) -> None:
        """Take in a whole listing of the folder: new and changed files wait, those not listed any more are gone.

        What `entries` raises ends the listing; what was seen so far is kept, and nothing is called gone then.
        """
        listing = self.listings(batch_id) + 1
        portion: list[tuple[object, ...]] = []
        for entry in entries:
            state = FileState.REFUSED if entry.refused else FileState.WAITING
            portion.append(
                (batch_id, entry.path, entry.size, entry.mtime_ns, listing, state.value, _said(entry.refused))
            )
            if len(portion) >= _ROWS_AT_ONCE:
                self._many(_LISTED, portion)
                portion = []
        self._many(_LISTED, portion)
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE files SET state = 'gone' WHERE batch = ? AND listing < ? AND state NOT IN ('taken', 'known')",
                (batch_id, listing),
            )
            connection.execute("UPDATE batches SET listing = ? WHERE id = ?", (listing, batch_id))

    def waiting(self, batch_id: str, limit: int) -> list[BatchFile]:
        """Return files still to be taken: in the order of the listing, those that made trouble last."""
        query = (
            f"SELECT {_FILE} FROM files WHERE batch = ? AND state = 'waiting' ORDER BY tries, number LIMIT ?"  # noqa: S608
        )
        with self._database.reading() as connection:
            return [_file(row) for row in connection.execute(query, (batch_id, limit))]

    def files(self, batch_id: str, *states: FileState) -> Iterator[BatchFile]:
        """Yield the files of an import in these states (all when none is given), in the order of the listing."""
        wanted = ", ".join(f"'{state.value}'" for state in states or FileState)
        number = 0
        query = f"SELECT {_FILE} FROM files WHERE batch = ? AND state IN ({wanted}) AND number > ?"  # noqa: S608
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(
                    f"{query} ORDER BY number LIMIT {_ROWS_AT_ONCE}", (batch_id, number)
                )
                found = [_file(row) for row in rows]
            yield from found
            if len(found) < _ROWS_AT_ONCE:
                return
            number = found[-1].number

    def settle(self, files: Sequence[BatchFile]) -> None:
        """Write down what became of files."""
        self._many(
            "UPDATE files SET size = ?, mtime_ns = ?, state = ?, digest = ?, scan = ?, reason = ?, tries = ?"
            " WHERE number = ?",
            [
                (
                    one.size, one.mtime_ns, one.state.value, one.digest, one.scan, _said(one.reason), one.tries,
                    one.number,
                )
                for one in files
            ],
        )  # fmt: skip

    def counts(self, batch_id: str) -> FileCounts:
        """Return how many files are in each state."""
        query = "SELECT state, count(*), sum(size) FROM files WHERE batch = ? GROUP BY state"
        with self._database.reading() as connection:
            rows = [(FileState(state), *sums) for state, *sums in connection.execute(query, (batch_id,))]
        return FileCounts(
            {state: files for state, files, _ in rows}, {state: size for state, _, size in rows}
        )

    def put_verdict(self, batch_id: str, verdict: Verdict) -> None:
        """Keep what a person found in a sample of the import; never changed afterwards."""
        body = {**asdict(verdict.plan), "seed": verdict.seed, "bad": verdict.bad, "by": verdict.by}
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO verdicts (batch, at, body) VALUES (?, ?, ?)",
                (batch_id, verdict.at.isoformat(), json.dumps(body, ensure_ascii=False)),
            )

    def verdicts(self, batch_id: str) -> list[Verdict]:
        """Return every verdict on the import, oldest first."""
        query = "SELECT at, body FROM verdicts WHERE batch = ? ORDER BY number"
        with self._database.reading() as connection:
            return [_verdict(at, json.loads(body)) for at, body in connection.execute(query, (batch_id,))]

    def _many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            with self._database.writing() as connection:
                connection.executemany(statement, rows)


def _batch(body: str) -> Batch:
    values = json.loads(body)
    values["begun_at"] = datetime.fromisoformat(values["begun_at"])
    values["naming"] = tuple(values.get("naming", ()))
    values["columns"] = tuple((field, header) for field, header in values.get("columns", ()))
    return Batch(**values)


def _verdict(at: str, body: dict[str, Any]) -> Verdict:
    plan = SamplingPlan(**{one.name: body[one.name] for one in fields(SamplingPlan)})
    return Verdict(plan, body["seed"], tuple(body["bad"]), body["by"], datetime.fromisoformat(at))


def _said(message: Message | None) -> str:
    return "" if message is None else json.dumps([message.id, dict(message.arguments)], ensure_ascii=False)


def _file(row: sqlite3.Row) -> BatchFile:
    number, path, size, mtime_ns, state, digest, scan, reason, tries = row
    said = Message(*json.loads(reason)) if reason else None
    return BatchFile(number, path, size, mtime_ns, FileState(state), digest, scan, said, tries)
