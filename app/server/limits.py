"""How much one account or address may ask: calls a minute, and bytes on their way; for all processes together."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from app.server.database import ServerDatabase, do, one
from app.server.problems import ProblemError

_MINUTE = 60 * 1_000_000
_GRANTS = 20  # in this many portions a minute's calls are handed to the processes


@dataclass(frozen=True, slots=True)
class Limits:
    """What an office allows: bytes of one account's uploads under way, calls a minute of an account and an address.

    0: no limit.
    """

    upload_bytes: int = 50 << 30
    calls_of_account: int = 30_000
    calls_of_address: int = 60_000


class Allowances:
    """Counts calls by the minute. A process takes a portion of the minute's calls from the database and spends it.

    Portions are added up in the database, so all processes together never let through more than the limit; each may
    hold back what it has taken and not spent, a twentieth of the limit at most.
    """

    def __init__(self, database: ServerDatabase, limits: Limits) -> None:
        """Work on a database."""
        self._database = database
        self._most = {"account": limits.calls_of_account, "address": limits.calls_of_address}
        self._left: dict[str, int] = {}
        self._minute = 0
        self._lock = threading.Lock()

    def spend_here(self, kind: str, who: str) -> bool:
        """Let a call pass by what this process has left; never waits for the database."""
        if not self._most[kind]:
            return True
        with self._lock:
            if self._minute != self._now():
                self._minute, self._left = self._now(), {}
            left = self._left.get(f"{kind} {who}", 0)
            if left:
                self._left[f"{kind} {who}"] = left - 1
            return left > 0

    def spend(self, kind: str, who: str) -> None:
        """Let a call pass, if need be by a new portion; ProblemError 429 when the minute's calls are spent."""
        if self.spend_here(kind, who):
            return
        most = self._most[kind]
        minute = self._now()
        taken = self._taken(f"{kind} {who}"[:300], minute, max(1, most // _GRANTS), most)
        if not taken:
            rest = _MINUTE - self._database.clock_ticks() % _MINUTE
            raise ProblemError(429, "too-many-calls", {"Retry-After": str(rest // 1_000_000 + 1)})
        with self._lock:
            if self._minute == minute:
                subject = f"{kind} {who}"
                self._left[subject] = self._left.get(subject, 0) + taken - 1

    def _now(self) -> int:
        return self._database.clock_ticks() // _MINUTE

    def _taken(self, subject: str, minute: int, portion: int, most: int) -> int:
        """Return how many calls the database has handed over: a portion, or what is left of the minute."""
        with self._database.changing() as connection:
            do(connection, "DELETE FROM allowances WHERE minute < :old", old=minute - 1)
            do(connection, _BEGIN, subject=subject, minute=minute)
            lock = " FOR UPDATE" if self._database.dialect == "postgresql" else ""
            row = one(connection, _TAKEN + lock, subject=subject, minute=minute)
            taken = min(portion, most - int(row["calls"] if row else 0))
            if taken > 0:
                do(connection, _TAKE, subject=subject, minute=minute, taken=taken)
        return max(0, taken)


_BEGIN = "INSERT INTO allowances VALUES (:minute, :subject, 0) ON CONFLICT DO NOTHING"
_TAKEN = "SELECT calls FROM allowances WHERE minute = :minute AND subject = :subject"
_TAKE = "UPDATE allowances SET calls = calls + :taken WHERE minute = :minute AND subject = :subject"
