"""An office that works, in memory: the real desk over journal, spool, register, reader and crew made of dicts."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

from PIL import Image, UnidentifiedImageError

from app.domain.dossier import Dossier
from app.domain.errors import IllegalFactError, ReadFailure, UnreadableError
from app.domain.evidence import Candidate
from app.domain.facts import Captured, Fact, Held, Linked, Proposed, Read, Separated
from app.domain.folding import without_marks
from app.domain.ledger import Ledger, Tally, local_day
from app.domain.messages import Message
from app.domain.page import CaptureShape, Reading
from app.domain.scan import Bucket, Scan, Severity
from app.domain.transitions import apply
from app.pipeline.desk import Desk
from app.pipeline.ports import Announce, Event, ScanChanged
from tests.ui.papers import Paper, plain_paper

MORNING = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)  # 08:00 in Vietnam


class FakeJournal:
    """Facts in lists, standings made by the real `apply`."""

    def __init__(self) -> None:
        self.standings: dict[str, Scan] = {}
        self.lives: dict[str, list[Fact]] = {}
        self._lock = RLock()

    def record(self, *facts: Fact, expecting: Scan | None = None) -> list[Scan]:
        with self._lock:
            if expecting and self.standings.get(expecting.id) != expecting:
                raise IllegalFactError(Message.of("scan-changed", scan=expecting.id))
            made = dict[str, Scan]()
            for fact in facts:
                made[fact.scan] = apply(made.get(fact.scan) or self.standings.get(fact.scan), fact)
            self.standings |= made
            for fact in facts:
                self.lives.setdefault(fact.scan, []).append(fact)
            return list(made.values())

    def scan(self, scan_id: str) -> Scan | None:
        return self.standings.get(scan_id)

    def scans(
        self,
        *,
        state: Any = None,
        held: bool | None = None,
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = False,
    ) -> Iterator[Scan]:
        found = [
            scan
            for scan in list(self.standings.values())
            if (state is None or scan.state is state) and (held is None or (scan.hold is not None) is held)
        ]
        if newest_first:
            found.reverse()
        yield from found[offset : None if limit is None else offset + limit]

    def of_capture(self, digest: str) -> list[Scan]:
        return [scan for scan in list(self.standings.values()) if scan.capture == digest]

    def of_dossier(self, code: str) -> list[Scan]:
        return [scan for scan in list(self.standings.values()) if scan.dossier == code]

    def marked(self, marks: Sequence[str]) -> list[Scan]:
        return [scan for scan in list(self.standings.values()) if set(scan.marks) & set(marks)]

    def facts(self, scan_id: str) -> list[Fact]:
        return self.lives[scan_id]

    def ledger(self, day: date) -> Ledger:
        scans = list(self.standings.values())
        return Ledger(day, _tally([s for s in scans if local_day(s.captured_at) == day]), _tally(scans))


def _tally(scans: list[Scan]) -> Tally:
    counts = dict.fromkeys(Bucket, 0)
    for scan in scans:
        counts[scan.bucket] += 1
    return Tally(len(scans), *(counts[bucket] for bucket in Bucket))


class FakeRegister:
    """Dossiers in a dict; searched like the real one, by any part without tone marks."""

    def __init__(self) -> None:
        self.dossiers: dict[str, Dossier] = {}

    def by_code(self, code: str) -> Dossier | None:
        return self.dossiers.get(code)

    def search(self, text: str, limit: int = 20) -> list[Dossier]:
        wanted = without_marks(text)
        found = [
            d
            for d in self.dossiers.values()
            if wanted in without_marks(f"{d.owner_name} {d.code} {d.owner_number}")
        ]
        return found[:limit]


class FakeSpool:
    """Pictures and readings by digest; a "path" is the digest."""

    def __init__(self) -> None:
        self.papers: dict[str, Paper] = {}

    def path(self, digest: str) -> Path:
        return Path(digest)

    @staticmethod
    def digest_of(data: bytes) -> str:
        return sha256(data).hexdigest()

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        data = b"".join(chunks)
        digest = self.digest_of(data)
        page = replace(plain_paper(0).reading.pages[0])
        reading = Reading(CaptureShape("image/png", 1), (page,), "hand")
        self.papers[digest] = replace(plain_paper(0), pages=(data,), reading=reading)
        return digest, len(data)

    def reading(self, digest: str) -> Reading:
        return self.papers[digest].reading


class FakeReader:
    """Gives the picture of a page, made smaller where it is asked for."""

    def __init__(self, spool: FakeSpool) -> None:
        self._spool = spool
        self.rendered: list[tuple[str, int, int]] = []

    def inspect(self, path: str, name: str) -> CaptureShape:
        return self._spool.papers[path].reading.shape

    def render_page(self, path: str, page: int, turn: int, max_side: int) -> bytes:
        self.rendered.append((path, page, max_side))
        png = self._spool.papers[path].pages[page - 1]
        try:
            image = Image.open(io.BytesIO(png))
        except UnidentifiedImageError:
            raise UnreadableError(ReadFailure.UNREADABLE) from None
        if max(image.size) <= max_side:
            return png
        image.thumbnail((max_side, max_side))
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=1)
        return out.getvalue()


class FakeCrew:
    """Works at once, in the caller's thread."""

    def submit(
        self, function: Callable[..., Any], *arguments: object, timeout_seconds: float, first: bool = True
    ) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as trouble:  # noqa: BLE001 - it travels in the future
            future.set_exception(trouble)
        return future


class Office:
    """A desk with everything behind it, a clock that stands until it is moved, and news for the window."""

    def __init__(self) -> None:
        self.now = MORNING
        self.journal, self.spool, self.register = FakeJournal(), FakeSpool(), FakeRegister()
        self.reader = FakeReader(self.spool)
        self.listeners: list[Announce] = []
        self.desk = Desk(
            journal=self.journal,  # type: ignore[arg-type]
            spool=self.spool,  # type: ignore[arg-type]
            register=self.register,  # type: ignore[arg-type]
            reader=self.reader,  # type: ignore[arg-type]
            crew=FakeCrew(),  # type: ignore[arg-type]
            clock=lambda: self.now,
            who="lan",
            recorded=self.announce_all,
            new_id=lambda: "new",
        )

    def subscribe(self, announce: Announce) -> None:
        self.listeners.append(announce)

    def announce(self, event: Event) -> None:
        for listener in self.listeners:
            listener(event)

    def announce_all(self, scans: list[Scan]) -> None:
        for scan in scans:
            self.announce(ScanChanged(scan))

    def record(self, *facts: Fact) -> Scan:
        """Write facts and announce the scans, as the runner does."""
        scans = self.journal.record(*facts)
        self.announce_all(scans)
        return scans[-1]

    def capture(self, scan_id: str, paper: Paper, source: str = "") -> Scan:
        """A paper comes from the scanner."""
        digest = sha256(scan_id.encode()).hexdigest()
        self.spool.papers[digest] = paper
        self.register.dossiers[paper.dossier.code] = paper.dossier
        self.now += timedelta(seconds=40)
        name = source or f"Scan_{scan_id}.pdf"
        return self.record(
            Captured(scan=scan_id, at=self.now, capture=digest, bytes=1, source=name, folder="/quet")
        )

    def read(self, scan_id: str, *candidates: Candidate) -> Scan:
        """A captured scan is read, separated, and dossiers are proposed."""
        capture = self.journal.standings[scan_id].capture
        count = len(self.spool.papers[capture].pages)
        self.record(Read(scan=scan_id, at=self.now, reading=capture))
        self.record(Separated(scan=scan_id, at=self.now, pages=tuple(range(1, count + 1))))
        return self.record(Proposed(scan=scan_id, at=self.now, candidates=candidates))

    def wait_for_person(
        self,
        scan_id: str,
        paper: Paper,
        scores: Sequence[tuple[Paper, float]] | None = None,
        message: Message | None = None,
        source: str = "",
    ) -> Scan:
        """A paper that has been read and waits, with the dossiers of these papers proposed (its own by default)."""
        self.capture(scan_id, paper, source)
        proposed = [(paper, 0.93)] if scores is None else scores
        for other, _ in proposed:
            self.register.dossiers[other.dossier.code] = other.dossier
        self.read(scan_id, *(candidate(other, score) for other, score in proposed))
        told = message or Message.of("hold-not-exact", dossier=paper.dossier.code, percent=93)
        return self.record(Held(scan=scan_id, at=self.now, message=told, severity=Severity.ASKS))

    def ask_again(self, scan_id: str, paper: Paper, meant_for: str = "") -> Scan:
        """Pages that a person changed were matched, and the person is asked to look; `meant_for`: one is another's."""
        self.record(Proposed(scan=scan_id, at=self.now, candidates=(candidate(paper, 0.9),)))
        asked, severity = Message.of("hold-pages-arranged"), Severity.ASKS
        if meant_for:
            asked = Message.of("stop-page-meant-for", page=4, other=meant_for, dossier=paper.dossier.code)
            severity = Severity.BLOCKS
        return self.record(Held(scan=scan_id, at=self.now, message=asked, severity=severity))

    def linked_by_rule(self, scan_id: str, paper: Paper) -> Scan:
        """A paper that the program linked by itself."""
        self.capture(scan_id, paper)
        self.read(scan_id, candidate(paper, 0.99))
        return self.record(Linked(scan=scan_id, at=self.now, dossier=paper.dossier.code, by="rule"))


def candidate(paper: Paper, score: float) -> Candidate:
    """The paper's dossier as it is proposed."""
    known = paper.dossier
    return Candidate(known.code, score, paper.evidence, known.owner_name, known.procedure_name)


def weaker(paper: Paper, weight: float = -1.0) -> Paper:
    """The same paper with its last evidence speaking against its dossier."""
    *others, last = paper.evidence
    return replace(paper, evidence=(*others, replace(last, weight=weight)))
