"""What the pipeline needs from the floors below; `compose` says which adapter fills which port.

Adapters raise TryAgainError and NeedsPersonError at their own border (see app.domain.errors) and nothing else expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from app.domain.dossier import Dossier
from app.domain.facts import Fact
from app.domain.ledger import Ledger
from app.domain.messages import Message
from app.domain.page import CaptureShape, Fields, PageReading, Reading
from app.domain.receipt import Receipt, SealedFile
from app.domain.requests import Clues, Deposit, PageSource, ReadOptions, SealRequest
from app.domain.scan import Scan, ScanState

T = TypeVar("T")


class Journal(Protocol):
    """Append-only facts, and the standings made from them. Safe to call from any thread."""

    def record(self, *facts: Fact, expecting: Scan | None = None) -> list[Scan]:
        """Check the facts one after the other (domain.apply), write all or none durably; return the scans changed.

        With `expecting`, only while that scan still is what it says.
        Raises IllegalFactError (nothing written) and TryAgainError (locked, disk full; nothing written).
        """

    def scan(self, scan_id: str) -> Scan | None:
        """Return the scan, or None."""

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

    def unfinished(self) -> list[str]:
        """Return the ids of all scans that are neither finished nor held, in the order of their capture."""

    def of_capture(self, digest: str) -> list[Scan]:
        """Return every scan made from the bytes with this digest."""

    def of_dossier(self, code: str) -> list[Scan]:
        """Return every scan linked to this dossier, whatever its state."""

    def marked(self, marks: Sequence[str]) -> list[Scan]:
        """Return every scan that has one of these marks (domain.likeness), oldest first."""

    def facts(self, scan_id: str) -> list[Fact]:
        """Return the whole life of a scan."""

    def changed_since(self, sequence: int) -> tuple[int, list[str]]:
        """Return the newest fact's number and the ids of scans that facts after `sequence` speak of."""

    def ledger(self, day: date) -> Ledger:
        """Return the ledger of that day (Vietnam time) and in all."""


class Spool(Protocol):
    """Working files named by their SHA-256 (hex). Whatever `put`/`adopt` returned survives a power cut."""

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Store bytes durably; return digest and size. The same bytes twice are one file."""

    def adopt(self, path: Path) -> tuple[str, int]:
        """Take over a file made in `workroom` (it is moved, durably); return digest and size."""

    def path(self, digest: str) -> Path:
        """Return where the bytes lie; NeedsPersonError when they are missing."""

    def workroom(self) -> Path:
        """Return a folder on the same file system for unfinished files (emptied at start)."""

    def put_reading(self, reading: Reading) -> str:
        """Store a reading; return its digest."""

    def reading(self, digest: str) -> Reading:
        """Return a stored reading."""


class Register(Protocol):
    """The dossiers known here."""

    def by_code(self, code: str) -> Dossier | None:
        """Return the dossier with exactly this code (own or other), or None."""

    def answering(self, clues: Clues, limit_per_clue: int = 50) -> list[Dossier]:
        """Return every dossier that any of the clues points to.

        Codes are compared after folding look-alike characters (see domain.codes), names without tone marks.
        A clue with more than `limit_per_clue` dossiers returns the most recently received ones.
        """

    def name_counts(self, names: Sequence[str]) -> dict[str, int]:
        """Return how many dossiers bear each name (folded); for weighing evidence."""

    def search(self, text: str, limit: int = 20) -> list[Dossier]:
        """Return dossiers by any part of code, name or number, without tone marks, best first."""

    def count(self) -> int:
        """Return how many dossiers are known."""


class DataStore(Protocol):
    """The administrative-procedure data store: embedded, over HTTP, or a fake."""

    def deposit(self, deposit: Deposit) -> Receipt:
        """Store the bytes durably as the dossier's next version; the same key gives the same receipt again.

        NeedsPersonError when the bytes do not have the digest; TryAgainError for disk full, network, lock.
        """

    def content(self, receipt_id: str) -> Iterator[bytes]:
        """Yield the bytes the store holds for this receipt."""

    def receipts(self, dossier: str) -> list[Receipt]:
        """Return the receipts of a dossier, oldest version first (withdrawn ones left out)."""

    def all_receipts(self, since: datetime | None = None) -> Iterator[Receipt]:
        """Yield every receipt not withdrawn, in the order of storing."""

    def metadata(self, receipt_id: str) -> dict[str, str]:
        """Return what was deposited beside the bytes."""

    def paper_code(self, prefix: str, key: str) -> str:
        """Return `<prefix>.<NN>`, the code of a digitized paper (domain.paper_code), with NN of two digits or more.

        NN is how many codes with exactly this prefix were given, plus one; the same key gives the same code again.
        However many ask at once, no two keys get one code. NeedsPersonError when the key was used for another prefix,
        TryAgainError when the store can't be asked now.
        """


class Reader(Protocol):
    """Reading, as functions that may run in other processes (module-level, picklable)."""

    def inspect(self, path: str, name: str) -> CaptureShape:
        """Return what the file at `path` is (`name`: as it arrived). UnreadableError when it can't be used."""

    def first_look(self, path: str, page: int, options: ReadOptions) -> PageReading:
        """Read barcodes and head of a page (from 1), several times sooner than the whole. Raises as `read_page`."""

    def read_page(self, path: str, page: int, options: ReadOptions) -> PageReading:
        """Read one page (from 1). UnreadableError when its picture can't be decoded."""

    def render_page(self, path: str, page: int, turn: int, max_side: int) -> bytes:
        """Return the page as a plain picture (PNM), turned `turn` degrees clockwise, within `max_side` pixels."""

    def warm(self) -> None:
        """Bring in what shows pages, so that the first one does not wait for it."""


class Sealer(Protocol):
    """Sealing, as functions that may run in other processes."""

    def seal(self, request: SealRequest) -> SealedFile:
        """Write the final file, reopen it and prove it. NeedsPersonError when it can't be made or proved."""


class Assembler(Protocol):
    """Putting pages of several captures together, as a function that may run in other processes."""

    def assemble(self, pages: tuple[PageSource, ...], target: str) -> None:
        """Write the pages into one PDF at `target`, nothing of them changed but what is asked.

        UnreadableError when a capture is damaged, TryAgainError when the disk is full.
        """


class Crew(Protocol):
    """Where heavy work runs. A call that crashes its process or outlives its time costs only itself."""

    workers: int

    def submit(
        self, function: Callable[..., T], *arguments: object, timeout_seconds: float, first: bool = True
    ) -> Future[T]:
        """Run the function elsewhere; UnreadableError(TIMEOUT) and NeedsPersonError(crash) come through the future."""

    def close(self) -> None:
        """Stop all work."""


@dataclass(frozen=True, slots=True)
class ScanChanged:
    """A fact was recorded; this is the scan now."""

    scan: Scan


@dataclass(frozen=True, slots=True)
class WorkBegan:
    """A stage began on a scan (`stage`: read, match, seal, deposit); shown as progress, kept nowhere."""

    scan_id: str
    stage: str


@dataclass(frozen=True, slots=True)
class FieldsSeen:
    """What a first look at a scan's first page found, before it is read; shown, kept nowhere."""

    scan_id: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class WorkDelayed:
    """A stage met a passing trouble and will be tried again in `seconds`."""

    scan_id: str
    message: Message
    seconds: float


@dataclass(frozen=True, slots=True)
class StoreTold:
    """How the road to a served store is now: uploads under way with their bytes, and how old the local register is."""

    reachable: bool
    uploads: int = 0
    there_bytes: int = 0
    size_bytes: int = 0
    register_as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know that belongs to no scan: a folder vanished, a file was refused."""

    message: Message
    severity: str = "asks"


Event = ScanChanged | WorkBegan | FieldsSeen | WorkDelayed | StoreTold | Notice
Announce = Callable[[Event], None]
