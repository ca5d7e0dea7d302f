"""The workstation: books, crew, stages in one table, runner, scanner folders. One at a time on a workspace."""

from __future__ import annotations

import contextlib
import functools
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from logging.handlers import RotatingFileHandler
from pathlib import Path
from threading import Lock

from app.capture import sane
from app.capture.pickups import PickupMemory
from app.compose.books import Books, new_id, open_books, utc_now
from app.compose.eye import link_policy, read_options, seal_way
from app.compose.importing import Imports, with_imports
from app.compose.signing import handover_watch, plan_of
from app.compose.store import ClosingStore, open_store, store_watch
from app.domain.fields import find_fields
from app.domain.flaws import flaws
from app.domain.ledger import local_day
from app.domain.messages import Message
from app.domain.page import PageReading
from app.domain.rest import rest_left, resting_since
from app.domain.scan import Scan, ScanState
from app.domain.separation import SeparationProfile
from app.domain.signing import SigningRule
from app.language import Translator
from app.ocr import door as reader
from app.pipeline.arranger import Arranger
from app.pipeline.crew import ProcessCrew
from app.pipeline.desk import Desk
from app.pipeline.fairness import Doorway, FairQueue
from app.pipeline.folder_lists import FolderLists
from app.pipeline.handover_watch import HandoverWatch
from app.pipeline.intake import Intake
from app.pipeline.news import News
from app.pipeline.papers import Papers
from app.pipeline.ports import Announce, Crew
from app.pipeline.runner import Runner, Stage, every_scan
from app.pipeline.scanner_desk import scanned_folder
from app.pipeline.scanner_folders import ScannerFolders
from app.pipeline.stages.deposit import DepositStage
from app.pipeline.stages.match import Matcher, MatchStage
from app.pipeline.stages.read import ReadStage
from app.pipeline.stages.seal import SealStage
from app.pipeline.stages.separate import SeparateStage
from app.pipeline.stages.sign import SignedStage, goes_unsigned
from app.pipeline.stages.table import TableStage
from app.pipeline.stages.wrong_person import WrongPersonStop
from app.pipeline.store_watch import StoreWatch
from app.sealing import door as sealer
from app.sealing import signing
from app.settings import Settings, WatchedFolder, Workspace, save
from app.settings.paper_rules import paper_rules_on
from app.settings.scan_quality import flaw_rules_on
from app.storage.durable import make_folder
from app.storage.lock import workspace_lock
from app.storage.manifest_files import manifest_of

STOP_SECONDS = 10.0
LOG_BYTES, LOG_FILES = 2_000_000, 5
DEPOSITS_AT_ONCE = 3
WALKERS_MORE = 1 + DEPOSITS_AT_ONCE  # beyond the workers: some wait for disk or store while all workers read


@dataclass(slots=True)
class Station:
    """A workstation that may be started once; settings may change while it runs."""

    books: Books
    translator: Translator
    news: News
    crew: Crew
    runner: Runner
    folders: ScannerFolders
    imports: Imports
    handover: HandoverWatch | None = None
    store_watch: StoreWatch | None = None
    rests: bool = False
    _changing: Lock = field(default_factory=Lock)
    _stopped: bool = False
    _stores: list[ClosingStore] = field(default_factory=list)  # opened after the start

    def start(self, *, watch: bool = True) -> None:
        """Go on with whatever is unfinished, and watch the folders (unless another door alone is wanted)."""
        self.runner.start()
        if self.store_watch is not None:
            self.store_watch.start()
        if watch:
            self.folders.start()
            self._watch_handover()

    def use_settings(self, settings: Settings) -> None:
        """Keep settings that a person changed, and follow them at once: folders, rules, quality. May take a moment."""
        workspace = replace(self.books.workspace, settings=settings)
        save(workspace.settings_file, settings)
        with self._changing:
            joined = settings.store_url != self.books.workspace.settings.store_url
            self.books = replace(self.books, workspace=workspace)
            if joined:
                self._use_store()
            self.runner.use(road(self.books, self.crew, self.news.announce, rests=self.rests))
            for scan_id in self.books.journal.unfinished():
                self.runner.offer(scan_id)  # what waited for a signature may go on under another rule
            self.folders.stop()
            self.folders = scanner_folders(self.books, self.runner, self.news)
            if not self._stopped:
                self.folders.start()
                self._watch_handover()

    def _use_store(self) -> None:
        """Deposit in the store of the settings from now on; what is on its way to the one before arrives there."""
        store = open_store(self.books.workspace, utc_now)
        self._stores.append(store)
        self.books = replace(self.books, store=store)
        if self.store_watch is not None:
            self.store_watch.stop()
        self.store_watch = store_watch(store, self.books.register, self.news.announce)
        if self.store_watch is not None and not self._stopped:
            self.store_watch.start()

    def stop(self) -> None:
        """Stop safely at any moment; what was under way is done again at the next start."""
        self.imports.stop()
        if self.store_watch is not None:
            self.store_watch.stop()
        with self._changing:
            self._stopped = True
            self.folders.stop()
            if self.handover is not None:
                self.handover.stop()
        self.runner.stop()
        self.crew.close()
        self.runner.join(STOP_SECONDS)
        for store in self._stores:
            store.close()

    def _watch_handover(self) -> None:
        """Watch the folder of another signing program, when the settings name one."""
        if self.handover is not None:
            self.handover.stop()
        self.handover = handover_watch(self.books, self.news.announce)
        if self.handover is not None:
            self.handover.start()

    @property
    def desk(self) -> Desk:
        """What a person can do here."""
        return self.books.desk

    @property
    def idle(self) -> bool:
        """Whether nothing is left to do without a person."""
        # In this order: a file leaves the folders only after its scan was offered to the runner.
        return self.imports.idle and self.folders.idle() and self.runner.idle


@contextlib.contextmanager
def open_station(
    workspace: Workspace, translator: Translator, crew: Crew | None = None, *, rests: bool = False
) -> Iterator[Station]:
    """Open a workstation, not started yet; UsageError when another program works on the workspace.

    Heavy work goes to `crew`, which is closed in the end; None: to processes of this machine. Where a clerk sits before
    it, sealed results rest for a while before their deposit (`rests`).
    """
    with workspace_lock(workspace.lock, utc_now), _log_file(workspace), open_books(workspace) as books:
        books.spool.empty_workroom(utc_now())
        station = _station(books, translator, crew or ProcessCrew(workspace.settings.workers), rests)
        try:
            yield station
        finally:
            station.stop()


@contextlib.contextmanager
def _log_file(workspace: Workspace) -> Iterator[None]:
    """Keep what developers need in files that do not grow for ever: scan ids and troubles, nothing of what was read."""
    workspace.logs.mkdir(exist_ok=True)
    keeper = RotatingFileHandler(
        workspace.logs / "sohoa.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
    )
    keeper.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(threadName)s: %(message)s"))
    logging.getLogger().addHandler(keeper)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(keeper)
        keeper.close()


def _station(books: Books, translator: Translator, crew: Crew, rests: bool) -> Station:
    news = News()
    queue = FairQueue(time.monotonic, batch_at_once=crew.workers + 1)
    walkers = crew.workers + WALKERS_MORE
    table = road(books, crew, news.announce, rests=rests)
    runner = Runner(books.journal, table, queue, news.announce, utc_now, walkers)
    return Station(
        books=books.heard_by(runner.recorded),
        translator=translator,
        news=news,
        crew=crew,
        runner=runner,
        folders=scanner_folders(books, runner, news),
        imports=Imports(books, queue, crew.workers, runner.recorded, news.announce),
        store_watch=store_watch(books.store, books.register, news.announce),
        rests=rests,
    )


def scanner_folders(books: Books, runner: Runner, news: News) -> ScannerFolders:
    """Return the watched folders of the settings, not started yet."""
    intake = Intake(
        books.journal,
        books.spool,
        PickupMemory(books.workspace.root / "pickups.jsonl", time.time()),
        clock=utc_now,
        new_id=new_id,
        recorded=runner.recorded,
        announce=news.announce,
    )
    folders = books.workspace.settings.folders
    if sane.program():
        direct = scanned_folder(books.workspace)
        make_folder(Path(direct.path))
        folders = (*folders, direct)
    return ScannerFolders(folders, intake, news.announce)


def profile_of(settings: Settings, folder: str) -> SeparationProfile:
    """Return how captures of a folder are divided; the usual way for a folder that is watched no longer."""
    known = (one for one in settings.folders if Path(one.path) == Path(folder))
    one = next(known, WatchedFolder(folder))
    return SeparationProfile(one.pages_each, one.blanks_cut, one.heads_cut, one.slips_behind, one.interleaved)


def procedure_of(settings: Settings, folder: str) -> str:
    """Return the code of the procedure whose results mostly come from a folder; "" where none was said."""
    return next((one.procedure for one in settings.folders if Path(one.path) == Path(folder)), "")


def road(books: Books, crew: Crew, announce: Announce, *, rests: bool = False) -> Mapping[ScanState, Stage]:
    """Return the stages of every scan, whichever door it came in by."""
    return with_imports(books, lambda own, separation: stages(own, crew, announce, separation, rests=rests))


def stages(
    books: Books,
    crew: Crew,
    announce: Announce,
    separation: SeparationProfile | None = None,
    *,
    rests: bool = False,
) -> Mapping[ScanState, Stage]:
    """Return the road of a scan: what is done for a scan in each state. A new stage is a function and a row.

    Captures are divided as `separation` says; None: as the settings say of the folder they came from.
    """
    settings, spool, journal = books.workspace.settings, books.spool, books.journal
    matcher = Matcher(books.register, link_policy(settings), settings.unit_code, utc_now)
    read = ReadStage(spool, reader, crew, read_options(settings), utc_now, reader.engine_name, announce)
    profile = functools.partial(profile_of, settings) if separation is None else lambda _: separation
    separate = SeparateStage(spool, profile, utc_now, new_id, functools.partial(_flaws, books))
    tables = TableStage(spool, manifest_of, utc_now, read.work)
    lists = FolderLists(journal, books.register, utc_now)
    usual = functools.partial(procedure_of, settings)
    match = MatchStage(spool, journal, books.store, matcher, lists, utc_now, usual)
    stop = WrongPersonStop(journal, books.register)
    arranger = Arranger(spool, reader, sealer, crew, read_options(settings), utc_now, reader.engine_name)
    papers = Papers(books.register, books.store, paper_rules_on, settings.who, settings.unit_name)
    seal = SealStage(spool, stop, sealer, crew, utc_now, seal_way(settings), arranger, papers)
    deposit = DepositStage(spool, books.store, stop, utc_now)
    signed = SignedStage(spool, signing, plan_of(settings), deposit, utc_now)
    doorway = Doorway(DEPOSITS_AT_ONCE)
    resting = functools.partial(_rest, settings.grace_seconds if rests else 0)
    takes_sealed = goes_unsigned if settings.signing_rule == SigningRule.BEFORE else every_scan
    return {
        ScanState.CAPTURED: Stage(
            "read", lambda scan: arranger.read(scan) if scan.arrangement else tables.work(scan)
        ),
        ScanState.READ: Stage("separate", separate.work),
        ScanState.SEPARATED: Stage("match", match.work),
        ScanState.LINKED: Stage("seal", seal.work),
        ScanState.SEALED: Stage("deposit", deposit.work, takes_sealed, doorway, resting),
        ScanState.SIGNED: Stage("deposit", signed.work, doorway=doorway),
    }


def _flaws(books: Books, pages: Sequence[PageReading]) -> tuple[Message, ...]:
    title = find_fields(pages).title
    rules = flaw_rules_on(local_day(utc_now()), books.workspace.root / "rules")
    return flaws(pages, title.value if title else "", rules)


def _rest(grace_seconds: float, scan: Scan) -> float:
    return rest_left(resting_since(scan), utc_now(), grace_seconds)
