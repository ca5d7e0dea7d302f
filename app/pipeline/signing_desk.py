"""Everything the records officer can do: look at sealed results, and sign a day of them with one PIN."""

from __future__ import annotations

import itertools
import math
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock
from typing import Protocol

from app.domain.errors import IllegalFactError, NeedsPersonError, SohoaError, UsageError
from app.domain.facts import Signed
from app.domain.messages import Message
from app.domain.receipt import SealedFile
from app.domain.scan import Clock, Scan, ScanState
from app.domain.signing import (
    CertificateFound,
    Concern,
    SignatureLevel,
    SignedResult,
    SigningPlan,
    SignOrder,
)
from app.pipeline.ports import Crew, Journal, Reader, Spool

RENDER_SECONDS = 30.0
LOOK_BACK = timedelta(days=90)  # after that a stored result is signed only when it is named
WRONG_PINS = 2  # tokens lock after three or more


class Pen(Protocol):
    """An open key."""

    @property
    def certificate(self) -> CertificateFound:
        """What the key's certificate says."""

    def concerns(self, now: datetime) -> list[Concern]:
        """Return what is to be told before signing begins."""

    def prepare(self, source: str) -> None:
        """Begin to look at the file that will be signed next."""

    def sign(self, order: SignOrder) -> SignedResult:
        """Write the signed file and prove it. NeedsPersonError; `ends_batch` on it when no other file can be signed."""


class Signing(Protocol):
    """Signing, as functions."""

    def open_pen(self, plan: SigningPlan, pin: str, *, last_try: bool = False) -> AbstractContextManager[Pen]:
        """Open the key. UsageError when the PIN is refused."""

    def look(self, plan: SigningPlan, now: datetime) -> tuple[CertificateFound | None, list[Concern]]:
        """Return the certificate and what is to be said of it, without a PIN (None when it can't be seen so)."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of signing: ids signed, ids refused each with its message, ids that still wait, and why it stopped."""

    signed: tuple[str, ...] = ()
    refused: tuple[tuple[str, Message], ...] = ()
    waiting: tuple[str, ...] = ()
    stopped: Message | None = None
    untimed: int = 0  # of those signed: how many still lack the timestamp that the office wants
    unseen: int = (
        0  # of those signed: how many the office's rule wanted seen before, and nobody had looked at
    )


Progress = Callable[[int, int], None]  # how many are done, of how many


@dataclass(slots=True)
class SigningDesk:
    """What a records officer called `who` can see and do. One batch at a time; safe to call from any thread."""

    journal: Journal
    spool: Spool
    reader: Reader
    crew: Crew
    signing: Signing
    plan: SigningPlan
    clock: Clock
    who: str
    recorded: Callable[[list[Scan]], None]
    look_percent: int = 100
    _seen: dict[str, set[int]] = field(default_factory=dict)
    _wrong_pins: int = 0
    _busy: Lock = field(default_factory=Lock)

    def waiting(self) -> list[Scan]:
        """Return the results that wait for the agency's signature, oldest first."""
        return all_waiting(self.journal, self.plan, self.clock())

    def page_picture(self, scan: Scan, page: int, max_side: int = 2400) -> bytes:
        """Return a page of the sealed file, as it will be signed, as a plain picture (PNM)."""
        path = str(self.spool.path(_sealed(scan).digest))
        return self.crew.submit(
            self.reader.render_page, path, page, 0, max_side, timeout_seconds=RENDER_SECONDS
        ).result()

    def saw(self, scan: Scan, page: int) -> None:
        """Take note that the officer has looked at a page of the sealed file."""
        self._seen.setdefault(_sealed(scan).digest, set()).add(page)

    def seen_pages(self, scan: Scan) -> frozenset[int]:
        """Return the pages of the sealed file that were looked at."""
        return frozenset(self._seen.get(_sealed(scan).digest, ()))

    def to_look_at(self, scans: Sequence[Scan]) -> list[Scan]:
        """Return those that the office's rule wants seen whole and that were not yet.

        The sample is drawn by the digest of the sealed file: nobody can choose it, and it stays the same.
        """
        count = math.ceil(len(scans) * self.look_percent / 100)
        drawn = sorted(scans, key=lambda scan: _sealed(scan).digest)[:count]
        return [scan for scan in drawn if len(self.seen_pages(scan)) < _sealed(scan).pages]

    def look_at_key(self) -> tuple[CertificateFound | None, list[Concern]]:
        """Return what the certificate says, and what is to be told before signing begins."""
        return self.signing.look(self.plan, self.clock())

    def sign(
        self,
        scans: Iterable[str],
        pin: str,
        *,
        by_script: bool = False,
        last_try: bool = False,
        progress: Progress = lambda _done, _all: None,
        stop: Event | None = None,
    ) -> Batch:
        """Sign these scans, one after the other, with one PIN, which is kept nowhere.

        UsageError when the PIN is refused or was refused twice, when pages must be looked at first (a script can't:
        `by_script` signs all the same, and it is written down and told what should have been seen), or when a batch is
        under way. What is signed is signed, the rest waits.
        """
        wanted = self._wanted(scans)
        unseen = self.to_look_at(wanted)
        if unseen and not by_script:
            raise UsageError(Message.of("sign-look-first", count=len(unseen)))
        if self._wrong_pins >= WRONG_PINS and not last_try:
            raise UsageError(Message.of("sign-pin-twice"))
        if not self._busy.acquire(blocking=False):
            raise UsageError(Message.of("sign-under-way"))
        try:
            batch = self._with_pen(wanted, pin, last_try, progress, stop or Event())
        finally:
            self._busy.release()
        signed = frozenset(batch.signed)
        return replace(batch, unseen=sum(scan.id in signed for scan in unseen))

    def _wanted(self, scans: Iterable[str]) -> list[Scan]:
        found = []
        for scan_id in dict.fromkeys(scans):
            scan = self.journal.scan(scan_id)
            if scan is None:
                raise UsageError(Message.of("no-such-scan", scan=scan_id))
            if not waits(scan, self.plan):
                raise UsageError(Message.of("sign-does-not-wait", scan=scan_id))
            found.append(scan)
        return found

    def _with_pen(
        self, wanted: list[Scan], pin: str, last_try: bool, progress: Progress, stop: Event
    ) -> Batch:
        try:
            with self.signing.open_pen(self.plan, pin, last_try=last_try) as pen:
                self._wrong_pins = 0
                against = [concern for concern in pen.concerns(self.clock()) if concern.stops]
                if against:
                    ids = tuple(scan.id for scan in wanted)
                    return Batch(waiting=ids, stopped=against[0].message)
                return _Round(self, pen).sign(wanted, progress, stop)
        except UsageError as trouble:
            self._wrong_pins += bool(getattr(trouble, "wrong_pin", False))
            raise


@dataclass(slots=True)
class _Round:
    """One batch under one open key."""

    desk: SigningDesk
    pen: Pen
    signed: list[str] = field(default_factory=list)
    refused: list[tuple[str, Message]] = field(default_factory=list)
    untimed: int = 0

    def sign(self, wanted: list[Scan], progress: Progress, stop: Event) -> Batch:
        stopped: Message | None = None
        place = 0
        for place, scan in enumerate(wanted):
            progress(place, len(wanted))
            if stop.is_set():
                stopped = Message.of("sign-stopped")
                break
            try:
                if place + 1 < len(wanted):
                    self.pen.prepare(self._source(wanted[place + 1]))
                self._one(scan)
            except SohoaError as trouble:
                if _ends_batch(trouble):
                    stopped = trouble.message
                    break
                self.refused.append((scan.id, trouble.message))
        else:
            place = len(wanted)
        progress(place, len(wanted))
        rest = tuple(scan.id for scan in wanted[place:])
        return Batch(tuple(self.signed), tuple(self.refused), rest, stopped, self.untimed)

    def _source(self, scan: Scan) -> str:
        return str(self.desk.spool.path(_sealed(scan).digest))

    def _one(self, scan: Scan) -> None:
        desk, file = self.desk, _sealed(scan)
        with tempfile.TemporaryDirectory(dir=desk.spool.workroom()) as room:
            target = Path(room) / "signed.pdf"
            order = SignOrder(self._source(scan), str(target), desk.clock(), file.pages, file.pdfa)
            result = self.pen.sign(order)
            digest, size = desk.spool.adopt(target)
        if (digest, size) != (result.file.digest, result.file.bytes):
            raise NeedsPersonError(Message.of("sealed-file-changed"))
        fact = Signed(
            scan=scan.id,
            at=desk.clock(),
            file=result.file,
            signer=result.signer,
            by=desk.who,
            level=result.level.value,
            seen_pages=len(desk.seen_pages(scan)),
            look_percent=desk.look_percent,
        )
        changed = desk.journal.record(fact, expecting=scan)
        desk.recorded(changed)
        self.signed.append(scan.id)
        self.untimed += result.level is SignatureLevel.BARE and desk.plan.level is not SignatureLevel.BARE


def all_waiting(journal: Journal, plan: SigningPlan, now: datetime) -> list[Scan]:
    """Return the results that wait for the agency's signature, oldest first; stored ones of the last LOOK_BACK only."""
    if not plan.after:
        return [scan for scan in journal.scans(state=ScanState.SEALED, held=False) if waits(scan, plan)]
    stored = journal.scans(state=ScanState.STORED, newest_first=True)
    young = itertools.takewhile(lambda scan: now - scan.captured_at < LOOK_BACK, stored)
    return [scan for scan in young if waits(scan, plan)][::-1]


def waits(scan: Scan, plan: SigningPlan) -> bool:
    """Return whether a scan's file is one that waits for the agency's signature, by the office's way of signing."""
    return (
        scan.state is (ScanState.STORED if plan.after else ScanState.SEALED)
        and scan.signer is None
        and scan.hold is None
        and not scan.depositing
        and scan.sealed is not None
        and not scan.sealed.born_signed
    )


def _sealed(scan: Scan) -> SealedFile:
    if scan.sealed is None:
        raise UsageError(Message.of("sign-does-not-wait", scan=scan.id))
    return scan.sealed


def _ends_batch(trouble: SohoaError) -> bool:
    """Whether no other file can be signed either: the token is gone, the disk is full."""
    return not isinstance(trouble, NeedsPersonError | IllegalFactError) or bool(
        getattr(trouble, "ends_batch", False)
    )
