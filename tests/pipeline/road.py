"""A small office's road without OCR and processes: real journal, spool, register and store, readings made by hand."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.domain.decision import LinkPolicy
from app.domain.dossier import Dossier
from app.domain.facts import Captured, Read
from app.domain.page import CaptureShape, PageReading, Reading
from app.domain.receipt import SealedFile
from app.domain.requests import ReadOptions, SealRequest
from app.domain.scan import Scan
from app.domain.separation import SeparationProfile
from app.ocr import door as reader
from app.pipeline.arranger import Arranger
from app.pipeline.folder_lists import FolderLists
from app.pipeline.papers import Papers
from app.pipeline.ports import DataStore
from app.pipeline.stages.deposit import DepositStage
from app.pipeline.stages.match import Matcher, MatchStage
from app.pipeline.stages.seal import SealStage, SealWay
from app.pipeline.stages.separate import SeparateStage
from app.pipeline.stages.wrong_person import WrongPersonStop
from app.sealing import door as sealer
from app.settings.paper_rules import paper_rules_on
from app.storage.journal import SqliteJournal
from app.storage.register import SqliteRegister
from app.storage.spool import FolderSpool
from app.storage.store import EmbeddedStore
from tests.domain.offices import dossier

NOW = datetime(2026, 3, 31, 3, 0, tzinfo=UTC)
SEN = dossier("H15.12-260310-0001", "Trần Thị Sen", "066150001234")
BON = dossier("H15.12-260310-0002", "Lê Văn Bốn", "066060004321")
AYUN = dossier("H15.12-260311-0003", "Y Bhăm Ayŭn", "066085007777")


class InlineCrew:
    """A crew that does its work at once, in this thread."""

    workers = 1

    def submit(
        self, function: Callable[..., Any], *arguments: object, timeout_seconds: float, first: bool = True
    ) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as trouble:  # noqa: BLE001 - as the real crew, it hands over whatever was raised
            future.set_exception(trouble)
        return future

    def close(self) -> None:
        pass


class PlainSealer:
    """A sealer whose final file is a line of text."""

    def seal(self, request: SealRequest) -> SealedFile:
        data = f"{request.capture_digest} {request.dossier} {request.title}".encode()
        Path(request.target).write_bytes(data)
        return SealedFile(sha256(data).hexdigest(), len(data), len(request.pages), request.pdfa)


@dataclass
class Road:
    """The stages of an office and what they stand on; time goes on by a second whenever it is asked."""

    journal: SqliteJournal
    spool: FolderSpool
    register: SqliteRegister
    store: DataStore
    seconds: Iterator[int]
    ids: Iterator[int]

    @classmethod
    def at(cls, folder: Path, dossiers: Sequence[Dossier]) -> Road:
        """Open an office in an empty folder, whose register has these dossiers."""
        register = SqliteRegister(folder / "register.sqlite")
        register.put(dossiers)
        seconds = itertools.count()
        return cls(
            SqliteJournal(folder / "journal.sqlite"),
            FolderSpool(folder / "spool"),
            register,
            EmbeddedStore(folder / "store", lambda: NOW),
            seconds,
            itertools.count(1),
        )

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=next(self.seconds))

    def new_id(self) -> str:
        return f"s{next(self.ids)}"

    def read(self, *pages: PageReading, source: str = "scan.pdf") -> Scan:
        """Record a capture with these pages as captured and read."""
        scan = self.new_id()
        capture, size = self.spool.put([f"{scan} {source}".encode()])
        reading = self.spool.put_reading(Reading(CaptureShape("application/pdf", len(pages)), pages, "hand"))
        self.journal.record(
            Captured(scan=scan, at=self.clock(), capture=capture, bytes=size, source=source, folder="/in"),
            Read(scan=scan, at=self.clock(), reading=reading),
        )
        return self.now(scan)

    def now(self, scan: str) -> Scan:
        """Return the scan as it stands."""
        found = self.journal.scan(scan)
        assert found is not None
        return found

    def separate(self, scan: Scan, profile: SeparationProfile | None = None) -> list[Scan]:
        """Separate a scan; return all scans that came of it, in the order of their pages."""
        stage = SeparateStage(
            self.spool,
            lambda _: profile or SeparationProfile(),
            self.clock,
            self.new_id,
        )
        return sorted(self.journal.record(*stage.work(scan)), key=lambda one: one.pages or (0,))

    def match(self, scan: Scan, policy: LinkPolicy | None = None) -> Scan:
        """Match a separated scan."""
        matcher = Matcher(self.register, policy or LinkPolicy(), "", lambda: NOW)
        stage = MatchStage(self.spool, self.journal, self.store, matcher, self.lists, self.clock)
        changed = self.journal.record(*stage.work(scan))
        return next(one for one in changed if one.id == scan.id)

    @property
    def lists(self) -> FolderLists:
        return FolderLists(self.journal, self.register, self.clock)

    @property
    def stop(self) -> WrongPersonStop:
        return WrongPersonStop(self.journal, self.register)

    def seal(self, scan: Scan) -> Scan:
        """Seal a linked scan."""
        crew = InlineCrew()
        arranger = Arranger(self.spool, reader, sealer, crew, ReadOptions(), self.clock, lambda: "none")
        papers = Papers(self.register, self.store, paper_rules_on)
        stage = SealStage(self.spool, self.stop, PlainSealer(), crew, self.clock, SealWay(), arranger, papers)
        return self.journal.record(*stage.work(scan))[-1]

    def deposit(self, scan: Scan, store: DataStore | None = None) -> Scan:
        """Take one step of the deposit."""
        stage = DepositStage(self.spool, store or self.store, self.stop, self.clock)
        return self.journal.record(*stage.work(scan))[-1]

    def linked(self, *pages: PageReading) -> Scan:
        """Take a single result as far as matching brings it."""
        (scan,) = self.separate(self.read(*pages))
        return self.match(scan)

    def close(self) -> None:
        self.journal.close()
        self.register.close()
        if isinstance(self.store, EmbeddedStore):
            self.store.close()
