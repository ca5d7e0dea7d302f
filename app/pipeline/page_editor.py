"""What a person does with the pages of a result: turn, crop, move, take out, put in, split, merge; and back again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.arrangement import Arrangement, PageRef
from app.domain.errors import NeedsPersonError, UsageError
from app.domain.facts import MERGED, Arranged, Fact, Rejected, Restored, SplitOff
from app.domain.likeness import marks
from app.domain.messages import Message
from app.domain.page import Box
from app.domain.scan import Scan, ScanState
from app.pipeline.desk import Desk, record_act, turn_of

INSPECT_SECONDS = 60.0
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit did: the scan to show, the scans as they were before, and the ids of scans that were born."""

    scan: Scan
    before: tuple[Scan, ...]
    born: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageEditor:
    """Each edit is a fact; captures never change. Places count from 0 in the scan's pages as they were `seen`.

    Every edit raises UsageError for a signed capture and when the pages are no longer as they were seen, and
    IllegalFactError when the scan is on its way to the store, or finished.
    """

    desk: Desk

    def turn(self, seen: Scan, places: frozenset[int], degrees: int) -> Edit:
        """Turn pages clockwise."""
        made = seen.arranged
        for place in places:
            upright = turn_of(self.desk.spool, seen, seen.pages[place])
            made = made.with_page(place, made.pages[place].turned(degrees, upright))
        return self._arranged(seen, made)

    def crop(self, seen: Scan, place: int, box: Box) -> Edit:
        """Keep only `box` of what is shown of a page (fractions of it)."""
        ref, upright = seen.arranged.pages[place], turn_of(self.desk.spool, seen, seen.pages[place])
        return self._arranged(seen, seen.arranged.with_page(place, ref.cropped(box, upright)))

    def move(self, seen: Scan, places: frozenset[int], before: int) -> Edit:
        """Move pages before the one that is at `before` now."""
        return self._arranged(seen, seen.arranged.moved(places, before))

    def remove(self, seen: Scan, places: frozenset[int]) -> Edit:
        """Take pages out of the result; UsageError when none would be left."""
        return self._arranged(seen, seen.arranged.without(places))

    def insert(self, seen: Scan, place: int, file: Path) -> Edit:
        """Put all pages of a file before the page at `place`. UnreadableError for a file that can't be used."""
        return self._arranged(seen, seen.arranged.with_inserted(place, self._taken_in(file)))

    def replace(self, seen: Scan, place: int, file: Path) -> Edit:
        """Put all pages of a file in the place of a page."""
        made = seen.arranged.without(frozenset({place})).with_inserted(place, self._taken_in(file))
        return self._arranged(seen, made)

    def split(self, seen: Scan, place: int) -> Edit:
        """Make a further scan of the pages from `place` on; UsageError when nothing would be left of one of them."""
        whole, new_id = seen.arranged, self.desk.new_id()
        rest = Arrangement(whole.pages[place:])
        if not rest.pages:
            raise UsageError(Message.of("pages-none-left"))
        born = SplitOff(
            scan=new_id,
            at=self.desk.clock(),
            origin=seen.id,
            capture=seen.capture,
            bytes=seen.bytes,
            source=seen.source,
            folder=seen.folder,
            lane=seen.lane,
            batch=seen.batch,
            path=seen.path,
            reading="",
            pages=tuple(range(1, len(rest.pages) + 1)),
            arrangement=rest,
        )
        edit = self._arranged(seen, replace(whole, pages=whole.pages[:place]), born)
        return replace(edit, born=(new_id,))

    def merge(self, seen: Scan, other_id: str) -> Edit:
        """Put the pages of another scan behind this one's; the other ends."""
        this, other = self.desk.scan(seen.id), self.desk.scan(other_id)
        self._check(other)
        if other.id == seen.id or not other.pages:
            raise UsageError(Message.of("pages-no-other"))
        ended = Rejected(scan=other.id, at=self.desk.clock(), reason=MERGED, by=self.desk.who)
        own, others = seen.arranged.meant_for(this.points_at), other.arranged.meant_for(other.points_at)
        edit = self._arranged(seen, own.with_inserted(len(seen.pages), others.pages), ended)
        return replace(edit, before=(seen, other))

    def take_back(self, edit: Edit) -> Scan:
        """Put everything back as it was before the edit; the scans are matched anew. Return the first of them."""
        facts: list[Fact] = []
        for before in edit.before:
            if self.desk.scan(before.id).state is ScanState.REJECTED:
                facts.append(Restored(scan=before.id, at=self.desk.clock(), by=self.desk.who))
            facts.append(self._fact(before, before.arranged))
        facts += [
            Rejected(scan=born, at=self.desk.clock(), reason=MERGED, by=self.desk.who) for born in edit.born
        ]
        return record_act(self.desk, *facts)

    # --- inside ---

    def _arranged(self, seen: Scan, made: Arrangement, *others: Fact) -> Edit:
        now = self.desk.scan(seen.id)
        if now.arranged.pages != seen.arranged.pages:
            raise UsageError(Message.of("scan-changed-meanwhile"))
        if not made.pages:
            raise UsageError(Message.of("pages-none-left"))
        self._check(now)
        return Edit(record_act(self.desk, self._fact(now, made), *others), (now,))

    def _fact(self, scan: Scan, made: Arrangement) -> Arranged:
        return Arranged(scan=scan.id, at=self.desk.clock(), arrangement=made, by=self.desk.who)

    def _check(self, scan: Scan) -> None:
        """Refuse what is signed: whoever changed it would break the signature."""
        readings = {ref.reading for ref in scan.arranged.refs if ref.reading}
        if any(self.desk.spool.reading(one).shape.signed for one in readings):
            raise UsageError(Message.of("pages-of-signed"))

    def _taken_in(self, file: Path) -> tuple[PageRef, ...]:
        """Take a file into the spool, durably; return its pages."""
        try:
            digest, _ = self.desk.spool.put(_chunks(file))
        except OSError as trouble:
            detail = trouble.strerror or type(trouble).__name__
            raise NeedsPersonError(Message.of("pages-file-away", file=file.name, detail=detail)) from trouble
        shape = self.desk.crew.submit(
            self.desk.reader.inspect,
            str(self.desk.spool.path(digest)),
            file.name,
            timeout_seconds=INSPECT_SECONDS,
        ).result()
        if shape.signed:
            raise UsageError(Message.of("pages-of-signed"))
        return tuple(PageRef(digest, page) for page in range(1, shape.page_count + 1))


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK_BYTES):
            yield chunk


def restore(desk: Desk, scan_id: str) -> Scan:
    """Take a rejection back; the scan is held for a decision. IllegalFactError for one that is not rejected."""
    scan = desk.scan(scan_id)
    reading = desk.reading(scan)
    found = marks(reading.only(scan.pages)) if reading and scan.pages else ()
    return record_act(desk, Restored(scan=scan_id, at=desk.clock(), by=desk.who, marks=found))
