"""What is seen of a scan's reading: what its fields say, and its form.

Of a long reading a worker finds it: all its words would lie in the window's memory, and looking through them would take
the interpreter from the clerk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.dossier import Dossier
from app.domain.face import Face
from app.domain.ledger import local_day
from app.domain.page import Fields
from app.domain.paper_describing import Digitized
from app.domain.paper_form import Entry, form_of
from app.domain.scan import Scan
from app.pipeline.desk import Desk, keep_turns
from app.pipeline.ports import Spool
from app.pipeline.stages.wrong_person import face_of
from app.settings.paper_rules import paper_rules_on

LONG = 20  # pages: a longer result is looked through by a worker, and its form is filled when it is shown already
LOOK_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class FormAsked:
    """What the form of a paper is filled from: equal questions have equal answers."""

    scan_id: str
    reading: str | None
    pages: tuple[int, ...]
    dossier: Dossier | None
    corrections: tuple[tuple[str, str], ...]
    office: str


@dataclass(frozen=True, slots=True)
class Sight:
    """`turns`: how each page was turned; `fields` is None where no page is a result's yet; `form`: where asked for."""

    turns: dict[int, int] = field(default_factory=dict)
    fields: Fields | None = None
    form: tuple[Entry, ...] | None = None


def sight_of(desk: Desk, scan: Scan, asked: FormAsked | None = None) -> Sight:
    """Return what is seen of the scan; nothing before it was read. Not for the GUI thread: it reads every page."""
    if scan.reading is None:
        return Sight()
    if len(scan.pages) <= LONG:
        return look(desk.spool, scan, asked, desk.clock())
    call = desk.crew.submit(look, desk.spool, scan, asked, desk.clock(), timeout_seconds=LOOK_SECONDS)
    sight = call.result()
    keep_turns(scan.reading, sight.turns)
    return sight


def look(spool: Spool, scan: Scan, asked: FormAsked | None, now: datetime) -> Sight:
    """Return what is seen of a scan that was read; may run in another process."""
    seen = _Seen.of(spool, scan)
    form = _form(seen.face, asked, now) if asked and seen.face else None
    return Sight(seen.turns, seen.face.fields if seen.face else None, form)


@dataclass(frozen=True, slots=True)
class _Seen:
    turns: dict[int, int]
    face: Face | None

    @classmethod
    def of(cls, spool: Spool, scan: Scan) -> _Seen:
        """A long one is kept until another comes: its form is asked for soon, and with each dossier chosen."""
        key = (scan.reading, scan.pages, scan.slip_codes, scan.separator_pages)
        if key in _kept:
            return _kept[key]
        reading = spool.reading(scan.reading or "")
        turns = {page.page: page.rotation for page in reading.pages}
        seen = cls(turns, face_of(scan, reading) if scan.pages else None)
        if len(scan.pages) > LONG:
            _kept.clear()
            _kept[key] = seen
        return seen


_kept: dict[tuple[object, ...], _Seen] = {}  # in a worker: the last long one


def _form(face: Face, asked: FormAsked, now: datetime) -> tuple[Entry, ...]:
    digitized = Digitized("", now, "", "", asked.office)
    return form_of(face, asked.dossier, digitized, paper_rules_on(local_day(now)), dict(asked.corrections))
