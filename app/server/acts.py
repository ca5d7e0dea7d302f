"""The acts of one office in the store's database: what supervision keeps of its letters, and the audit beside it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.server import audit
from app.server.database import Row, do, many, moment_of, ticks
from app.server.signing import StoreKey
from app.storage.acts import Act
from app.supervision.letters import NUMBER

_KEPT = """INSERT INTO acts (unit, kind, subject, body, account, at)
           VALUES (:unit, :kind, :subject, :body, :account, :at)"""


@dataclass(frozen=True, slots=True)
class ServedActs:
    """Port Acts within one transaction of the writer. `office` writes; `units` are it and those it answers for."""

    connection: Connection
    key: StoreKey
    office: str
    units: Collection[str]

    def record(self, acts: Sequence[Act]) -> None:
        """Write all of them, each with its entry in the audit."""
        for act in acts:
            at = ticks(act.at)
            do(
                self.connection, _KEPT, unit=self.office, kind=act.kind, subject=act.subject,
                body=json.dumps(act.body), account=act.by, at=at,
            )  # fmt: skip
            if act.kind != NUMBER:  # it says of the number what the letter's own act says
                told = audit.Act(act.by, act.kind, act.subject, self.office, act.body)
                audit.write_down(self.connection, self.key, told, at)

    def record_once(self, acts: Sequence[Act]) -> str:
        """Write all, or none when an act of its kind stands on a subject already: return that subject, else ""."""
        asked = set[tuple[str, str]]()
        for act in acts:
            standing = (act.kind, act.subject) in asked or self._rows(
                act.kind, " AND subject = :subject LIMIT 1", subject=act.subject
            )
            if standing:
                return act.subject
            asked.add((act.kind, act.subject))
        self.record(acts)
        return ""

    def newest(self, kind: str) -> dict[str, Act]:
        """Return the last act of this kind on each subject."""
        return {act.subject: act for act in self.all(kind)}

    def all(self, kind: str) -> list[Act]:
        """Return every act of this kind, oldest first."""
        return [act_of(row) for row in self._rows(kind, " ORDER BY sequence")]

    def _rows(self, kind: str, more: str, **values: str) -> list[Row]:
        own = {f"unit{number}": unit for number, unit in enumerate(sorted(self.units))}
        names = ", ".join(f":{name}" for name in own)
        sql = f"SELECT * FROM acts WHERE kind = :kind AND unit IN ({names}){more}"  # noqa: S608 - texts of ours
        return many(self.connection, sql, kind=kind, **own, **values)


def act_of(row: Row) -> Act:
    """Return the act of a row of `acts`."""
    return Act(row["kind"], row["subject"], json.loads(row["body"]), row["account"], moment_of(row["at"]))
