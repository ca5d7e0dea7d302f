"""The doors of a login: after too many wrong attempts they close for a time, in the database, for all processes."""

from __future__ import annotations

from datetime import timedelta

from app.server.database import ServerDatabase, do, one
from app.server.problems import ProblemError

_AT_MOST = {"account": 5, "address": 50}  # attempts, then the door is closed
_MICROSECONDS = timedelta(microseconds=1)
_WITHIN = timedelta(minutes=15) // _MICROSECONDS
_CLOSED = timedelta(minutes=15) // _MICROSECONDS
_CHECKING = timedelta(seconds=10) // _MICROSECONDS  # how long the last attempts may be under way


class Doors:
    """Counts an attempt before its password is looked at, so that parallel ones are not more than one after another."""

    def __init__(self, database: ServerDatabase) -> None:
        """Work on a database."""
        self._database = database

    def enter(self, name: str, address: str) -> None:
        """Count an attempt; ProblemError 429 while the door of the account or of the address is closed."""
        with self._database.changing() as connection:
            now = self._database.now(connection)
            for kind, door in _doors(name, address):
                do(connection, _COUNT, door=door, now=now, old=now - _WITHIN)
                row = one(connection, "SELECT * FROM attempts WHERE subject = :door", door=door)
                assert row is not None, "it was just counted"
                if row["closed_until"] > now:
                    wait = str((row["closed_until"] - now) // 1_000_000 + 1)
                    raise ProblemError(429, "too-many-attempts", {"Retry-After": wait})
                if row["failures"] >= _AT_MOST[kind]:
                    # Others wait until it is known how this attempt ends.
                    do(connection, _CLOSE, until=now + _CHECKING, door=door, most=0)

    def wrong(self, name: str, address: str) -> None:
        """Say that an attempt was wrong: doors that have seen too many close."""
        with self._database.changing() as connection:
            now = self._database.now(connection)
            for kind, door in _doors(name, address):
                do(connection, _CLOSE, until=now + _CLOSED, door=door, most=_AT_MOST[kind])

    def right(self, name: str, address: str) -> None:
        """Say that an attempt was right: nothing of it counts, and the account's door is open again."""
        (_, account), (_, place) = _doors(name, address)
        with self._database.changing() as connection:
            do(connection, "DELETE FROM attempts WHERE subject = :door", door=account)
            do(connection, "UPDATE attempts SET failures = failures - 1 WHERE subject = :door", door=place)
            now = self._database.now(connection)
            do(
                connection,
                "DELETE FROM attempts WHERE since < :old AND closed_until < :now",
                old=now - _WITHIN, now=now,
            )  # fmt: skip


def _doors(name: str, address: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("account", f"account {name}"[:200]), ("address", f"address {address}")


_COUNT = """
INSERT INTO attempts (subject, failures, since, closed_until) VALUES (:door, 1, :now, 0)
ON CONFLICT (subject) DO UPDATE SET
    failures = CASE WHEN attempts.closed_until > :now THEN attempts.failures
        WHEN attempts.since < :old THEN 1 ELSE attempts.failures + 1 END,
    since = CASE WHEN attempts.since < :old THEN :now ELSE attempts.since END"""
_CLOSE = "UPDATE attempts SET closed_until = :until WHERE subject = :door AND failures >= :most"
