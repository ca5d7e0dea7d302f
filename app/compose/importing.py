"""Imports of legacy scans: the second door of a workstation. The stages are the same, with an import's choices."""

from __future__ import annotations

import functools
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.capture.legacy import LocalSource, SourceAwayError
from app.compose.books import Books, new_id
from app.domain.batch import Batch, Choices, Nights, Profile
from app.domain.batch_expected import Expectations
from app.domain.batch_naming import Naming
from app.domain.errors import EnvironmentLackError, UsageError
from app.domain.facts import Fact
from app.domain.ledger import Tally
from app.domain.manifest_table import Manifest
from app.domain.messages import Message
from app.domain.scan import Scan, ScanState
from app.domain.separation import SeparationProfile
from app.ocr import door as reader
from app.pipeline.batch_feeder import BatchFeeder, Gates
from app.pipeline.batch_intake import BatchIntake
from app.pipeline.batch_progress import Progress, Watch
from app.pipeline.batch_sums import BatchSums, sums_of
from app.pipeline.cluster import ClusterCrew, Tls
from app.pipeline.crew import ProcessCrew
from app.pipeline.fairness import FairQueue
from app.pipeline.import_ports import ImportSource
from app.pipeline.ports import Announce, Crew
from app.pipeline.runner import Stage
from app.pipeline.scan_ids import new_scan_id
from app.settings import Settings
from app.settings.import_profiles import load_profile
from app.storage.journal_batches import JournalBatches
from app.storage.manifest_files import manifest_of

AHEAD = 4  # scans of an import under way for each worker; what comes behind them stays in the source

IMPORT_NICENESS = 19  # whatever else the machine does comes first

Stages = Mapping[ScanState, Stage]
MakeStages = Callable[[Books, SeparationProfile | None], Stages]


def planned(books: Books, folder: str, choices: Choices) -> Batch:
    """Return the import of a folder, as it was or new, with these choices; nothing is kept.

    UsageError when something about folder, profile or list is wrong: it is said now, not at night.
    """
    place = folder if "://" in folder else str(Path(folder).absolute())
    batch = books.batches.of_folder(place)
    if batch is None:
        if "://" not in place and not Path(place).is_dir():
            raise UsageError(Message.of("no-such-folder", folder=folder))
        batch = Batch(new_scan_id(books.clock(), secrets.randbelow), place, books.clock())
    batch = chosen(batch, choices, books)
    expectations_of(batch, books)
    return batch


def begun(books: Books, folder: str, choices: Choices) -> Batch:
    """Return the import of a folder, kept from now on with these choices; see `planned`."""
    batch = planned(books, folder, choices)
    books.batches.put(batch)
    return batch


def sums(books: Books, batch: Batch) -> BatchSums:
    """Return what came of an import so far."""
    scans = JournalBatches(books.journal.database).scans(batch.id)
    return sums_of(batch, books.batches.counts(batch.id), scans)


def import_crew(settings: Settings, cluster: str | None) -> Crew:
    """Return who reads for an import: processes of this machine that step back, or a cluster; close it in the end."""
    own = ProcessCrew(settings.workers, niceness=IMPORT_NICENESS)
    if cluster is None:
        return own
    tls = Tls(settings.cluster_ca, settings.cluster_certificate, settings.cluster_key)
    try:
        return ClusterCrew(cluster, own, _reads, tls if settings.cluster_ca else None)
    except BaseException:
        own.close()
        raise


def _reads(function: Callable[..., object]) -> bool:
    return function in (reader.inspect, reader.read_page)


def chosen(batch: Batch, choices: Choices, books: Books) -> Batch:
    """Return the import with these choices."""
    settings = books.workspace.settings
    profile = profile_of(books, batch.profile if choices.profile is None else choices.profile)
    auto = batch.auto_link if choices.auto_link is None else _auto_link(settings, wanted=choices.auto_link)
    nights = batch.nights if choices.nights is None else choices.nights
    try:
        Nights.parse(nights) if nights else None
    except ValueError as wrong:
        raise UsageError(Message.of("import-nights-wrong", value=nights)) from wrong
    manifest = batch.manifest if choices.manifest is None else choices.manifest
    manifest = str(Path(manifest).absolute()) if manifest else ""
    columns = batch.columns if manifest == batch.manifest else ()  # they were another list's
    return replace(
        batch,
        profile=profile.name,
        manifest=manifest,
        naming=batch.naming if profile.name == batch.profile else (),
        columns=columns if choices.columns is None else choices.columns,
        auto_link=profile.auto_link or auto,
        quality=choices.quality or profile.quality or batch.quality,
        nights=nights,
    )


def _auto_link(settings: Settings, *, wanted: bool) -> str:
    """What the office lets the program link; who asks for links of an import gets exact ones at least."""
    if not wanted:
        return "off"
    return "exact" if settings.auto_link == "off" else settings.auto_link


def profile_of(books: Books, name: str) -> Profile:
    """Return the profile of this name; UsageError when there is none."""
    return load_profile(books.workspace.root / "profiles", name)


def list_of(batch: Batch, books: Books) -> Manifest:
    """Return what the list of an import promises; nothing when there is none, UsageError when it is no table."""
    if not batch.manifest:
        return Manifest()
    columns = batch.columns or profile_of(books, batch.profile).list_columns
    return manifest_of(Path(batch.manifest), dict(columns) or None)


def expectations_of(batch: Batch, books: Books) -> Expectations:
    """Return what the names and the list of an import say of its files; UsageError when one can't be understood."""
    naming = batch.naming or profile_of(books, batch.profile).naming
    return Expectations(Naming(naming), list_of(batch, books).entries)


def source_of(folder: str) -> ImportSource:
    """Return the folder of an import: by path, or by address (`sftp://…`, whatever fsspec knows)."""
    if "://" in folder:
        from app.capture.legacy_remote import RemoteSource  # noqa: PLC0415 - only whoever imports by address needs it

        return RemoteSource(folder)
    return LocalSource(Path(folder))


def with_imports(books: Books, make: MakeStages) -> Stages:
    """Return the office's stages, which walk the scans of an import by that import's choices."""

    @functools.lru_cache(maxsize=8)
    def of_batch(batch: Batch) -> Stages:
        settings = replace(books.workspace.settings, quality=batch.quality, auto_link=batch.auto_link)
        own = replace(books, workspace=replace(books.workspace, settings=settings))
        return make(own, profile_of(books, batch.profile).separation)

    def dispatched(state: ScanState, office: Stage) -> Stage:
        def work(scan: Scan) -> Sequence[Fact]:
            batch = books.batches.batch(scan.batch) if scan.batch else None
            return (of_batch(batch)[state] if batch else office).work(scan)

        return replace(office, work=work)

    return {state: dispatched(state, stage) for state, stage in make(books, None).items()}


@dataclass(slots=True)
class Imports:
    """The imports of a running workstation: one is fed at a time."""

    books: Books
    queue: FairQueue
    workers: int
    recorded: Callable[[Sequence[Scan]], None]
    announce: Announce
    feeder: BatchFeeder | None = None
    _watch: Watch | None = field(default=None)
    _expectations: Expectations = field(default_factory=lambda: Expectations(Naming(())))

    def start(self, batch: Batch) -> None:
        """Feed this import, after ending the one before; EnvironmentLackError when its folder is away now."""
        self.stop()
        source = source_of(batch.folder)
        listed = bool(self.books.batches.counts(batch.id).total)
        check_source(batch, source, held_files=listed)
        self._expectations = expectations_of(batch, self.books)
        intake = BatchIntake(
            batch, source, self.books.journal, self.books.spool, self.books.clock, new_id, self.recorded,
            self._expected,
        )  # fmt: skip
        nights = Nights.parse(batch.nights) if batch.nights else None
        gates = Gates(
            room=lambda: self.queue.of_batches < AHEAD * self.workers,
            open=lambda: nights is None or nights.open_at(self.books.clock()),
        )
        self.feeder = BatchFeeder(batch, source, self.books.batches, intake, gates, self.announce)
        self._watch = Watch(self.feeder, self.tally, time.monotonic)
        self.feeder.start()

    def understand(self, batch: Batch) -> None:
        """Let the files still to come be understood as this import says now, if it is the one being fed."""
        if self.feeder is not None and self.feeder.batch.id == batch.id:
            self._expectations = expectations_of(batch, self.books)

    def _expected(self, path: str) -> tuple[str, ...]:
        return self._expectations.codes(path)

    def stop(self) -> None:
        """Feed nothing any more; what was taken goes its way."""
        if self.feeder is not None:
            self.feeder.stop()

    def progress(self) -> Progress | None:
        """Return how far the import is that was started last; None before any was."""
        return self._watch.look() if self._watch else None

    def tally(self, batch_id: str) -> Tally:
        """Return where the scans of an import stand."""
        return JournalBatches(self.books.journal.database).tally(batch_id)

    @property
    def idle(self) -> bool:
        """Whether nothing is left to take."""
        return self.feeder is None or not self.feeder.alive


def check_source(batch: Batch, source: ImportSource, *, held_files: bool) -> None:
    """Do nothing when the folder is there; EnvironmentLackError when it is away, or empty although it held files."""
    try:
        source.check(held_files=held_files)
    except SourceAwayError as away:
        message = Message.of("import-source-away", folder=batch.folder, detail=away.reason)
        raise EnvironmentLackError(message) from away
