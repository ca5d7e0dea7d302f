"""A scan: one result document and its life, as the facts in the journal have made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.arrangement import Arrangement, PageRef
from app.domain.evidence import NAMES_SOMEBODY, Candidate, Evidence
from app.domain.messages import Message
from app.domain.paper import PaperMetadata
from app.domain.receipt import Receipt, SealedFile

Clock = Callable[[], datetime]  # returns an aware time in UTC


class ScanState(StrEnum):
    """How far a scan has come. A hold is not a state: it is laid on one."""

    CAPTURED = "captured"
    READ = "read"
    SEPARATED = "separated"
    LINKED = "linked"
    SEALED = "sealed"
    SIGNED = "signed"
    STORED = "stored"
    REJECTED = "rejected"

    @property
    def finished(self) -> bool:
        """Whether nothing more happens to such a scan by itself."""
        return self in (ScanState.STORED, ScanState.REJECTED)


class Lane(StrEnum):
    """Which door a scan came in by; the counter's scans go first."""

    COUNTER = "counter"
    BATCH = "batch"


class Bucket(StrEnum):
    """Where a scan stands in the ledger."""

    STORED = "stored"
    WAITING = "waiting"
    HELD = "held"
    REJECTED = "rejected"


class Relation(StrEnum):
    """What a person says a result is to another result of the same dossier, or to the same sheet scanned before."""

    BESIDE = "beside"  # another paper: both are kept
    VERSION = "version"  # a new version: this one counts from now on
    LETTER = "letter"  # no result at all: a letter that the office wrote about the dossier


ANSWERS = (Relation.BESIDE, Relation.VERSION)  # those that a person who links a scan may give


class Severity(StrEnum):
    """What a hold means to a person: `ASKS` wants a decision, `BLOCKS` tells that something is wrong."""

    ASKS = "asks"
    BLOCKS = "blocks"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a scan has stopped for a person."""

    message: Message
    severity: Severity
    since: datetime


@dataclass(frozen=True, slots=True)
class Scan:
    """What the journal's facts say of one scan.

    `capture` is the SHA-256 (hex) of the bytes that arrived; `pages` are the page numbers of the capture that make
    up the result (empty until separated); `separator_pages` left it. `reading` is the digest of the stored Reading.
    `batch` is the import it came with, `path` its file's path in the import's folder.
    `signature_level` is the PAdES level that the agency's signature has reached.
    `expected` are codes that a list gives, that of this place first ("" first: the list does not reach this place).
    `relation` is what a person said it is to an earlier result (`related`: that scan, "" when only the store knows it).
    Once a person has put its pages together anew, `arrangement` says where they come from, and `pages`,
    `separator_pages` and `reading` are of it, not of the capture.
    `corrections` are what a person said of the paper's metadata, by entry.
    `flaws` tell how it was scanned badly (domain.flaws).
    `slip_codes` are what the slip before the pages says, as printed. While `depositing`, the store may already hold the
    file, so nobody can unlink or reject; a hold (the store refused) ends that.
    """

    id: str
    state: ScanState
    capture: str
    source: str
    folder: str
    captured_at: datetime
    lane: Lane = Lane.COUNTER
    batch: str = ""
    path: str = ""
    bytes: int = 0
    revision: int = 0
    pages: tuple[int, ...] = ()
    separator_pages: tuple[int, ...] = ()
    slip_codes: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    caution: Message | None = None
    flaws: tuple[Message, ...] = ()
    arrangement: Arrangement | None = None
    reading: str | None = None
    candidates: tuple[Candidate, ...] = ()
    relation: Relation | None = None
    related: str = ""
    hold: Hold | None = None
    dossier: str | None = None
    linked_by: str | None = None
    evidence: tuple[Evidence, ...] = ()
    confirmed: bool = False
    corrections: Mapping[str, str] = field(default_factory=dict)
    sealed: SealedFile | None = None
    paper: PaperMetadata | None = None
    signer: str | None = None
    signature_level: str = ""
    depositing: bool = False
    receipt: Receipt | None = None
    rejected_because: str | None = None
    changed_at: datetime | None = None

    @property
    def arranged(self) -> Arrangement:
        """Where its pages come from, whether or not a person has put them together anew."""
        return self.arrangement or Arrangement(
            tuple(map(self.origin, self.pages)), tuple(map(self.origin, self.separator_pages))
        )

    def origin(self, page: int) -> PageRef:
        """Return where the page with this number comes from."""
        if self.arrangement is not None:
            return self.arrangement.refs[page - 1]
        return PageRef(self.capture, page, self.reading or "")

    @property
    def points_at(self) -> str:
        """The dossier it is linked to, else the first one proposed, if by code, number or name; "" for none."""
        for first in self.candidates[:1]:
            if any(one.kind in NAMES_SOMEBODY and not one.contradicts for one in first.evidence):
                return self.dossier or first.dossier
        return self.dossier or ""

    @property
    def committed(self) -> bool:
        """Whether a store holds it, or may hold it already: nobody can unlink or reject it then."""
        return self.depositing or self.receipt is not None

    @property
    def may_be_signed(self) -> bool:
        """Whether its file is sealed and on no way yet, and lacks the agency's signature: it did not come signed."""
        sealed = self.state is ScanState.SEALED and not self.depositing
        return sealed and self.sealed is not None and not self.sealed.born_signed

    @property
    def is_letter(self) -> bool:
        """Whether this is a letter of the office about its dossier, which never counts as the dossier's result."""
        return self.relation is Relation.LETTER

    @property
    def is_list(self) -> bool:
        """Whether this is no result but the list of a batch: a hand-over slip or a table that came as its own file."""
        cut = self.state in (ScanState.SEPARATED, ScanState.REJECTED)
        return cut and not self.pages and bool(self.expected)

    @property
    def bucket(self) -> Bucket:
        """Where this scan stands in the ledger: captured = stored + waiting + held + rejected."""
        if self.state is ScanState.STORED or (self.receipt is not None and self.hold is None):
            return Bucket.STORED
        if self.state is ScanState.REJECTED:
            return Bucket.REJECTED
        return Bucket.HELD if self.hold else Bucket.WAITING
