"""Everything a person can do, in one place: the window and the command line both act through the desk.

Every call may wait for the disk or a worker: the window calls them through its bridge, never on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.dossier import Dossier
from app.domain.errors import UsageError
from app.domain.facts import (
    Advanced,
    Confirmed,
    Fact,
    Held,
    Linked,
    Rejected,
    Related,
    Released,
    Unlinked,
)
from app.domain.ledger import Ledger, local_day
from app.domain.messages import Message
from app.domain.page import Reading
from app.domain.scan import Clock, Relation, Scan, ScanState, Severity
from app.pipeline.cutting import cut
from app.pipeline.folder_lists import FolderLists
from app.pipeline.ports import Crew, Journal, Reader, Register, Spool
from app.pipeline.stages.wrong_person import earlier_result

RENDER_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Desk:
    """What a person called `who` can see and do. `recorded` is called with the scans that an act changed."""

    journal: Journal
    spool: Spool
    register: Register
    reader: Reader
    crew: Crew
    clock: Clock
    who: str
    recorded: Callable[[list[Scan]], None]
    new_id: Callable[[], str]

    def scans(
        self,
        *,
        state: ScanState | None = None,
        held: bool | None = None,
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = False,
    ) -> Iterator[Scan]:
        """Yield scans in the order of their capture, newest last, or first."""
        return self.journal.scans(
            state=state, held=held, limit=limit, offset=offset, newest_first=newest_first
        )

    def scan(self, scan_id: str) -> Scan:
        """Return the scan; UsageError when there is none with this id."""
        scan = self.journal.scan(scan_id)
        if scan is None:
            raise UsageError(Message.of("no-such-scan", scan=scan_id))
        return scan

    def life(self, scan_id: str) -> list[Fact]:
        """Return every fact of a scan, oldest first."""
        self.scan(scan_id)
        return self.journal.facts(scan_id)

    def reading(self, scan: Scan) -> Reading | None:
        """Return what was read in the scan's capture, or None before it was read."""
        return self.spool.reading(scan.reading) if scan.reading else None

    def page_picture(self, scan: Scan, page: int, max_side: int = 2400) -> bytes:
        """Return a page of the scan as a plain picture (PNM), upright as it was read or turned, and not yet cropped."""
        origin, turn = scan.origin(page), turn_of(self.spool, scan, page)
        path = str(self.spool.path(origin.capture))
        future = self.crew.submit(
            self.reader.render_page, path, origin.page, turn, max_side, timeout_seconds=RENDER_SECONDS
        )
        return future.result()

    def dossier(self, code: str) -> Dossier | None:
        """Return the dossier with this code, or None."""
        return self.register.by_code(code)

    def find_dossiers(self, text: str, limit: int = 20) -> list[Dossier]:
        """Return dossiers by any part of code, name or number, without tone marks, best first."""
        return self.register.search(text, limit)

    def ledger(self) -> Ledger:
        """Return today's ledger and the total."""
        return self.journal.ledger(local_day(self.clock()))

    def link(
        self, scan_id: str, code: str, *, seen: Scan | None = None, relation: Relation | None = None
    ) -> Scan:
        """Link the scan to the dossier with this code (own or other); `relation`: to the result it has already.

        UsageError when the code is not in the register, the scan does not exist, it is not what it was when the person
        decided (`seen`), or the dossier has a result and nobody said what this one is to it; IllegalFactError when it
        can't be linked any more (rejected, stored) or not yet.
        """
        scan = self.scan(scan_id)
        if seen is not None and _sight(scan) != _sight(seen):
            raise UsageError(Message.of("scan-changed-meanwhile"))
        dossier = self.register.by_code(code)
        if dossier is None:
            raise UsageError(Message.of("no-such-dossier", code=code))
        earlier = earlier_result(self.journal, scan, dossier.code)
        if earlier is not None and relation is None and scan.relation is None:
            raise UsageError(Message.of("link-needs-relation", dossier=dossier.code))
        evidence = next((c.evidence for c in scan.candidates if c.dossier == dossier.code), ())
        fact = Linked(scan=scan_id, at=self._now(), dossier=dossier.code, by=self.who, evidence=evidence)
        if relation is None:
            return record_act(self, fact, seen=scan if seen else None)
        related = Related(scan=scan_id, at=self._now(), other=earlier or "", relation=relation, by=self.who)
        return record_act(self, related, fact, seen=scan if seen else None)

    def unlink(self, scan_id: str) -> Scan:
        """Take a link back, until the deposit; the scan is then held for a new decision."""
        return record_act(self, Unlinked(scan=self.scan(scan_id).id, at=self._now(), by=self.who))

    def recut(self, scan_id: str) -> Scan:
        """Cut a scan that holds several results as the heads of its papers propose; the others become new scans.

        UsageError when there is nothing to cut, IllegalFactError when the scan is linked already.
        """
        scan = self.scan(scan_id)
        reading = self.reading(scan)
        if reading is None:
            raise UsageError(Message.of("nothing-to-cut", scan=scan_id))
        return record_act(self, *cut(scan, reading, self.who, self.clock, self.new_id), seen=scan)

    def hold(self, scan_id: str, reason: str) -> Scan:
        """Stop the scan with a person's own words."""
        message = Message.of("hold-by-person", by=self.who, reason=reason)
        return record_act(
            self, Held(scan=self.scan(scan_id).id, at=self._now(), message=message, severity=Severity.ASKS)
        )

    def release(self, scan_id: str) -> Scan:
        """Let a held scan go on from where it stands."""
        return record_act(self, Released(scan=self.scan(scan_id).id, at=self._now(), by=self.who))

    def confirm(self, scan_id: str, reason: str) -> Scan:
        """Let a link stand that the program had stopped, after a second look; UsageError without a reason."""
        if not reason.strip():
            raise UsageError(Message.of("confirm-needs-reason"))
        scan = self.scan(scan_id)
        return record_act(self, Confirmed(scan=scan.id, at=self._now(), by=self.who, reason=reason.strip()))

    def reject(self, scan_id: str, reason: str) -> Scan:
        """End the scan's life; UsageError without a reason."""
        if not reason.strip():
            raise UsageError(Message.of("reject-needs-reason"))
        return record_act(
            self, Rejected(scan=self.scan(scan_id).id, at=self._now(), reason=reason.strip(), by=self.who)
        )

    def _now(self) -> datetime:
        return self.clock()


def warm(desk: Desk) -> None:
    """Let the desk's worker load what shows pages; whether it could is seen when the first page is asked for."""
    desk.crew.submit(desk.reader.warm, timeout_seconds=RENDER_SECONDS)


def turn_of(spool: Spool, scan: Scan, page: int) -> int:
    """Return how far (clockwise) a page of the scan is shown turned from how it lies in its capture."""
    origin = scan.origin(page)
    if origin.turn is not None:
        return origin.turn
    digest, number = (origin.reading, origin.page) if origin.reading else (scan.reading, page)
    return _rotations(spool, digest).get(number, 0) if digest else 0


_MOST_TURNS = 64  # readings whose turns are kept
_turns: dict[str, dict[int, int]] = {}  # digest of a reading -> page -> turn: the same bytes say the same


def _rotations(spool: Spool, digest: str) -> dict[int, int]:
    """How the pages of a reading were turned, kept: the small pictures of a batch ask for each of its pages."""
    known = _turns.get(digest)
    if known is None:
        known = {page.page: page.rotation for page in spool.reading(digest).pages}
        keep_turns(digest, known)
    return known


def keep_turns(digest: str, turns: dict[int, int]) -> None:
    """Remember how the pages of a reading were turned: a small picture then needs no look into all of it."""
    for oldest in list(_turns)[: max(0, len(_turns) - _MOST_TURNS + 1)]:
        _turns.pop(oldest, None)
    _turns[digest] = turns


def record_act(desk: Desk, first: Fact, *others: Fact, seen: Scan | None = None) -> Scan:
    """Write down what a person decided on a scan, only while it is as it was `seen`; return the scan.

    A list in its folder is compared anew.
    """
    scan = desk.scan(first.scan)
    listing = FolderLists(desk.journal, desk.register, desk.clock).list_for(scan)
    told = [Advanced(scan=listing.id, at=desk.clock())] if listing else []
    changed = desk.journal.record(first, *others, *told, expecting=seen)
    desk.recorded(changed)
    return next(one for one in changed if one.id == scan.id)


def _sight(scan: Scan) -> tuple[object, ...]:
    """What a decision is made on."""
    return (scan.capture, scan.arrangement, scan.pages, scan.state, scan.dossier, scan.candidates)
