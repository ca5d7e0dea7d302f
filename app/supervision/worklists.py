"""Work lists: what a person has to do next, from register, journal and store, with who was asked to do it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol

from app.domain.dossier import Dossier
from app.domain.indicators import Period
from app.domain.ledger import VIETNAM, local_day
from app.domain.scan import Scan, ScanState
from app.domain.synchronisation import NotSynchronised
from app.storage.acts import Act, ActBook
from app.storage.figures_schema import OPEN, STORED
from app.storage.register_schema import microseconds
from app.supervision.figures import Indicators

ASSIGNED, NOTED = "assigned", "noted"


class Kind(StrEnum):
    """Why something is on a list."""

    DUE = "due"  # promised for today or solved today, and no scan of a result yet: the clerk's list
    MISSING = "missing"  # solved, a result is due, none stored
    OVERDUE = "overdue"  # open, and the promised day is over
    SOON = "soon"  # open, and promised within some days
    HELD = "held"  # a scan that a person has kept waiting for some days
    UNSIGNED = "unsigned"  # a sealed result that waits for the agency's signature
    SYNC_ERROR = "sync_error"  # stored, but not the same on the other side (national gateway, iGate)


class Scans(Protocol):
    """What is asked of the journal."""

    def scans(
        self,
        *,
        state: ScanState | None = None,
        held: bool | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Scan]:
        """Yield scans in the order of their capture, newest last, or first."""

    def scan(self, scan_id: str) -> Scan | None:
        """Return the scan, or None."""

    def of_dossier(self, code: str) -> list[Scan]:
        """Return every scan linked to this dossier."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list; `since`: the promised day, or since when it waits. `subject` is what an act speaks of."""

    kind: Kind
    subject: str
    since: datetime | None
    dossier: Dossier | None = None
    scan: Scan | None = None
    assigned: str = ""
    note: str = ""
    why: str = ""


_DOSSIERS = {
    Kind.DUE: f"has_result <> 0 AND NOT {STORED} AND state IN (4, 9, 10)"
    " AND ((due_at >= :day AND due_at < :next) OR (solved_at >= :day AND solved_at < :next))",
    Kind.MISSING: f"has_result <> 0 AND NOT {STORED} AND state IN (9, 10) AND solved_at < :now",
    Kind.OVERDUE: f"{OPEN} AND due_at < :now",
    Kind.SOON: f"{OPEN} AND due_at >= :now AND due_at < :soon",
}


def condition_of(kind: Kind, now: datetime, days: int) -> tuple[str, dict[str, int]]:
    """Return the condition under which a dossier is on one of the lists of dossiers, and its values."""
    begin = datetime.combine(local_day(now), time(), VIETNAM)
    moments = {
        "now": now,
        "day": begin,
        "next": begin + timedelta(days=1),
        "soon": now + timedelta(days=days),
    }
    where = _DOSSIERS[kind]
    return where, {name: microseconds(moment) for name, moment in moments.items() if f":{name}" in where}


@dataclass(frozen=True, slots=True)
class WorkLists:
    """Lists over one workspace; `signs` says whether the office's rule wants results signed."""

    figures: Indicators
    scans: Scans
    acts: ActBook
    clock: Callable[[], datetime]
    signs: bool = False
    unsynchronised: Callable[[], Iterable[NotSynchronised]] = (
        tuple  # asked of the served store; none of one's own
    )

    def items(
        self,
        kind: Kind,
        *,
        unit: str | None = None,
        days: int = 3,
        assigned: str | None = None,
        limit: int = -1,
    ) -> list[Item]:
        """Return a list, the longest waiting first, at most `limit` of it (-1: all).

        `days`: how soon is soon, how long is held too long. `assigned`: only what was given to this person.
        """
        given, notes = self.acts.newest(ASSIGNED), self.acts.newest(NOTED)
        own = None if assigned is None else [key for key, act in given.items() if act.body["to"] == assigned]
        if kind is Kind.SYNC_ERROR:
            found = self._of_store(unit)
        elif kind in _DOSSIERS:
            found = self._of_dossiers(kind, unit, days, own, limit)  # in its order already
            found = found if limit < 0 else itertools.islice(found, limit)
        else:
            found = self._of_scans(kind, days)
        items = [_told(item, given, notes) for item in found]
        if own is not None:
            items = [item for item in items if item.assigned == assigned]
        items.sort(key=lambda item: (item.since is None, item.since, item.subject))
        return items if limit < 0 else items[:limit]

    def people(self) -> list[str]:
        """Return everyone who was ever given work that was not taken back."""
        return sorted({str(act.body["to"]) for act in self.acts.newest(ASSIGNED).values() if act.body["to"]})

    def assign(self, subjects: Sequence[str], to: str, by: str, note: str = "") -> None:
        """Give work to a person ("" takes it back), with a note; written durably."""
        now = self.clock()
        acts = [Act(ASSIGNED, subject, {"to": to}, by, now) for subject in subjects]
        acts += [Act(NOTED, subject, {"note": note}, by, now) for subject in subjects if note]
        self.acts.record(acts)

    def _of_dossiers(
        self, kind: Kind, unit: str | None, days: int, own: Sequence[str] | None, limit: int
    ) -> Iterator[Item]:
        now = self.clock()
        day = local_day(now)
        where, known = condition_of(kind, now, days)
        values: dict[str, Any] = dict(known)
        if own is not None:
            codes = {f"code{number}": code for number, code in enumerate(own)}
            where = f"({where}) AND code IN ({', '.join(f':{name}' for name in codes)})"
            values |= codes
        by, offset = "solved_at" if kind is Kind.MISSING else "due_at", 0
        while True:
            page = self.figures.listed_of(
                where, values, Period(day, day), unit, limit=limit, offset=offset, by=by
            )
            for listed in page:
                dossier = listed.dossier
                if kind is not Kind.DUE or not self._scanned(dossier):
                    yield Item(kind, dossier.code, getattr(dossier, by), dossier=dossier)
            if limit < 0 or len(page) < limit:
                return
            offset += limit

    def _scanned(self, dossier: Dossier) -> bool:
        scans = self.scans.of_dossier(dossier.code)
        return any(scan.state is not ScanState.REJECTED and not scan.is_letter for scan in scans)

    def _of_store(self, unit: str | None) -> Iterator[Item]:
        for one in self.unsynchronised():
            if unit is None or one.unit == unit or one.unit.startswith(f"{unit}."):
                dossier = Dossier(one.dossier, unit_code=one.unit)
                yield Item(
                    Kind.SYNC_ERROR, one.dossier, one.since, dossier=dossier, why=f"{one.target}: {one.told}"
                )

    def _of_scans(self, kind: Kind, days: int) -> Iterator[Item]:
        if kind is Kind.UNSIGNED:
            scans = self.scans.scans(state=ScanState.SEALED, held=False) if self.signs else iter(())
            yield from (Item(kind, scan.id, scan.captured_at, scan=scan) for scan in scans)
            return
        latest = self.clock() - timedelta(days=days)
        for scan in self.scans.scans(held=True):
            if scan.hold and scan.hold.since <= latest:
                yield Item(kind, scan.id, scan.hold.since, scan=scan)


def _told(item: Item, given: Mapping[str, Act], notes: Mapping[str, Act]) -> Item:
    to, note = given.get(item.subject), notes.get(item.subject)
    return Item(
        item.kind,
        item.subject,
        item.since,
        item.dossier,
        item.scan,
        str(to.body["to"]) if to else "",
        str(note.body["note"]) if note else "",
        item.why,
    )
