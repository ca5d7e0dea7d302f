"""The journal in SQLite: append-only facts, and the standings that transitions make of them, written together."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path

from app.domain.errors import EnvironmentLackError, IllegalFactError
from app.domain.facts import Captured, Fact, SplitOff
from app.domain.ledger import Ledger, Tally, local_day
from app.domain.messages import Message
from app.domain.scan import Bucket, Scan, ScanState
from app.domain.transitions import apply
from app.storage.codec import MisfitError, fact_from_json, fact_to_json, kind_of, scan_from_json, scan_to_json
from app.storage.database import Database
from app.storage.journal_schema import JOURNAL

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ROWS_AT_ONCE = 500
_NEW = "INSERT INTO standings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LETTERS = """SELECT coalesce(sum(day = ?), 0), count(*) FROM standings
              WHERE letter = 1 AND bucket = 'stored'"""
_AGAIN = """UPDATE standings SET state = ?, held = ?, bucket = ?, day = ?, captured_at = ?, capture = ?, dossier = ?,
            lane = ?, body = ? WHERE scan = ?"""


class SqliteJournal:
    """Port Journal over one SQLite file. Safe to call from any thread, and from several programs."""

    def __init__(self, path: Path, *, busy_seconds: float = 5.0) -> None:
        """Open or make the file; EnvironmentLackError when it is damaged, foreign or newer than this program."""
        self._database = Database(path, JOURNAL, busy_seconds=busy_seconds)

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._database.path

    @property
    def database(self) -> Database:
        """The file itself, for those who mend and measure it."""
        return self._database

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def record(self, *facts: Fact, expecting: Scan | None = None) -> list[Scan]:
        """Check the facts one after the other (domain.apply), write all or none durably; return the scans changed.

        Each scan comes once, in the order of its last fact. Raises IllegalFactError (also when the scan `expecting` is
        no longer what it says) and TryAgainError (locked, disk full); nothing is written then.
        """
        if not facts:
            return []
        changed: dict[str, Scan] = {}
        with self._database.writing() as connection:
            if expecting and self._standing(connection, expecting.id) != expecting:
                raise IllegalFactError(Message.of("scan-changed", scan=expecting.id))
            births = dict[str, int]()
            for fact in facts:
                before = changed.pop(fact.scan, None) or self._standing(connection, fact.scan)
                changed[fact.scan] = apply(before, fact)
                sequence = append(connection, fact)
                if before is None:
                    births[fact.scan] = sequence
            for scan in changed.values():
                put_standing(connection, scan, births.get(scan.id))
        return list(changed.values())

    def scan(self, scan_id: str) -> Scan | None:
        """Return the scan, or None."""
        with self._database.reading() as connection:
            return self._standing(connection, scan_id)

    def scans(
        self,
        *,
        state: ScanState | None = None,
        held: bool | None = None,
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = False,
    ) -> Iterator[Scan]:
        """Yield scans in the order of their capture, newest last, or first.

        Read in portions, so that the file is not kept busy while the caller works: a scan that changes meanwhile may
        be seen as it was or as it is.
        """
        where = _conditions(state, held)
        values = [] if state is None else [state.value]
        place = ((1 << 62), 0) if newest_first else (-(1 << 62), 0)
        beyond, turn = ("<", " DESC") if newest_first else (">", "")
        left = -1 if limit is None else limit
        while left:
            portion = _ROWS_AT_ONCE if left < 0 else min(_ROWS_AT_ONCE, left)
            with self._database.reading() as connection:
                rows = connection.execute(
                    f"SELECT captured_at, birth, body FROM standings WHERE {where}"  # noqa: S608 - texts of ours
                    f" AND (captured_at, birth) {beyond} (?, ?)"
                    f" ORDER BY captured_at{turn}, birth{turn} LIMIT ? OFFSET ?",
                    (*values, *place, portion, offset),
                ).fetchall()
            offset = 0
            for _, _, body in rows:
                yield self._as_scan(body)
            if len(rows) < portion:
                return
            place = rows[-1][:2]
            left -= len(rows) if left > 0 else 0

    def unfinished(self) -> list[str]:
        """Return the ids of all scans that are neither finished nor held, in the order of their capture."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT scan FROM standings WHERE bucket = 'waiting' ORDER BY captured_at, birth"
            )
            return [scan for (scan,) in rows]

    def of_capture(self, digest: str) -> list[Scan]:
        """Return every scan made from the bytes with this digest."""
        return self._all("SELECT body FROM standings WHERE capture = ? ORDER BY captured_at, birth", digest)

    def of_dossier(self, code: str) -> list[Scan]:
        """Return every scan linked to this dossier, whatever its state."""
        return self._all("SELECT body FROM standings WHERE dossier = ? ORDER BY captured_at, birth", code)

    def marked(self, marks: Sequence[str]) -> list[Scan]:
        """Return every scan that has one of these marks (domain.likeness), oldest first."""
        found = {
            scan.id: scan
            for mark in marks
            for scan in self._all(
                "SELECT body FROM standings JOIN marks ON marks.scan = standings.scan WHERE mark = ?", mark
            )
        }
        return sorted(found.values(), key=lambda scan: (scan.captured_at, scan.id))

    def facts(self, scan_id: str) -> list[Fact]:
        """Return the whole life of a scan."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT body FROM facts WHERE scan = ? ORDER BY sequence", (scan_id,))
            return [self._as_fact(body) for (body,) in rows]

    def lives(self) -> Iterator[list[Fact]]:
        """Yield the whole life of every scan, one scan after the other; memory stays flat."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT scan, body FROM facts ORDER BY scan, sequence")
            for _, life in itertools.groupby(rows, key=itemgetter(0)):
                yield [self._as_fact(body) for _, body in life]

    def changed_since(self, sequence: int) -> tuple[int, list[str]]:
        """Return the newest fact's number and the ids of scans that facts after `sequence` speak of.

        In the order of their newest facts. A `sequence` beyond the newest yields that number and no ids.
        """
        with self._database.reading() as connection:
            newest = connection.execute("SELECT coalesce(max(sequence), 0) FROM facts").fetchone()[0]
            rows = connection.execute(
                "SELECT scan FROM facts WHERE sequence > ? ORDER BY sequence DESC", (sequence,)
            )
            newest_first = dict.fromkeys(scan for (scan,) in rows)
            return int(newest), list(reversed(newest_first))

    def ledger(self, day: date) -> Ledger:
        """Return the ledger of that day (Vietnam time) and in all."""
        with self._database.reading() as connection:
            of_day = connection.execute(
                "SELECT bucket, scans FROM tallies WHERE day = ?", (day.isoformat(),)
            ).fetchall()
            total = connection.execute("SELECT bucket, sum(scans) FROM tallies GROUP BY bucket").fetchall()
            letters_of_day, letters = connection.execute(_LETTERS, (day.isoformat(),)).fetchone()
        return Ledger(
            day, Tally(**dict(of_day), letters=letters_of_day), Tally(**dict(total), letters=letters)
        )

    def _all(self, query: str, value: str) -> list[Scan]:
        with self._database.reading() as connection:
            return [self._as_scan(body) for (body,) in connection.execute(query, (value,))]

    def _standing(self, connection: sqlite3.Connection, scan_id: str) -> Scan | None:
        row = connection.execute("SELECT body FROM standings WHERE scan = ?", (scan_id,)).fetchone()
        return self._as_scan(row[0]) if row else None

    def _as_scan(self, body: str) -> Scan:
        try:
            return scan_from_json(body)
        except MisfitError as trouble:
            raise self._damaged() from trouble

    def _as_fact(self, body: str) -> Fact:
        try:
            return fact_from_json(body)
        except MisfitError as trouble:
            raise self._damaged() from trouble

    def _damaged(self) -> EnvironmentLackError:
        return EnvironmentLackError(Message.of("storage-database-damaged", file=str(self.path)))


def append(connection: sqlite3.Connection, fact: Fact) -> int:
    """Write one fact; return its number."""
    born_on = local_day(fact.at).isoformat() if isinstance(fact, Captured | SplitOff) else None
    cursor = connection.execute(
        "INSERT INTO facts (scan, kind, body, born_on) VALUES (?, ?, ?, ?)",
        (fact.scan, kind_of(type(fact)), fact_to_json(fact), born_on),
    )
    return int(cursor.lastrowid or 0)


def put_standing(connection: sqlite3.Connection, scan: Scan, birth: int | None) -> None:
    """Write where a scan stands; `birth` is the number of its first fact when it is new, else None."""
    columns = (
        scan.state.value,
        int(scan.hold is not None),
        scan.bucket.value,
        local_day(scan.captured_at).isoformat(),
        (scan.captured_at - _EPOCH) // _MICROSECOND,
        scan.capture,
        scan.dossier,
        scan.lane.value,
        scan_to_json(scan),
    )
    if birth is None:
        connection.execute(_AGAIN, (*columns, scan.id))
        connection.execute("DELETE FROM marks WHERE scan = ?", (scan.id,))
    else:
        connection.execute(_NEW, (birth, scan.id, *columns))
    connection.executemany(
        "INSERT INTO marks VALUES (?, ?)", [(mark, scan.id) for mark in dict.fromkeys(scan.marks)]
    )


def _conditions(state: ScanState | None, held: bool | None) -> str:
    """Words of SQL; `held` as a literal, so that the index of held scans serves."""
    conditions = [] if state is None else ["state = ?"]
    if held is not None:
        conditions.append(f"held = {int(held)}")
    return " AND ".join(conditions) or "1"


assert {bucket.value for bucket in Bucket} | {"captured", "letters"} == set(Tally.__dataclass_fields__)
