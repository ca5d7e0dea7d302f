"""What can happen to a scan. Facts are in the past tense, never changed, and are all that the journal keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.arrangement import Arrangement
from app.domain.evidence import Candidate, Evidence
from app.domain.messages import Message
from app.domain.paper import PaperMetadata
from app.domain.receipt import Receipt, SealedFile
from app.domain.scan import Lane, Relation, Severity

# Reasons of Rejected that nobody types: ids of texts.
LIST_SERVED = "rejected-list-served"  # all that a list names came as it is listed
SAME_SHEET = "rejected-same-sheet"  # the sheet had been scanned before
REPLACED = "rejected-replaced"  # a newer scan of the same sheet took its place
MERGED = "rejected-merged"  # its pages became part of another scan
BY_RULE = "rule"  # `by` of a link that the program made itself, from exact and unique evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    scan: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured(_Fact):
    """Bytes arrived and are safe in the spool under their digest `capture`; a scan was born."""

    capture: str
    bytes: int
    source: str  # the file's name as it arrived, in NFC
    folder: str
    lane: Lane = Lane.COUNTER
    batch: str = ""  # of an import: which one, and the file's path in its folder
    path: str = ""
    expected: tuple[str, ...] = ()  # codes that the file's name or a list of the batch gives, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAgain(_Fact):
    """The same bytes arrived once more under the name `source`; no second scan was made."""

    source: str
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised(_Fact):
    """The file went on growing after it was picked up: these bytes replace the first ones, the scan starts anew."""

    capture: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(_Fact):
    """The capture was read; `reading` is the digest of the Reading in the spool."""

    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Separated(_Fact):
    """This scan keeps `pages` of its capture; `separator_pages` (slips, blanks) stay in the capture only.

    `expected`: the codes that a hand-over slip gives for this place, best first. `marks`: see domain.likeness.
    `caution`: what a person must look at before anything is linked by rule. `flaws`: how it was scanned badly.
    """

    pages: tuple[int, ...]
    separator_pages: tuple[int, ...] = ()
    slip_codes: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    caution: Message | None = None
    flaws: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOff(_Fact):
    """A further result was found in the capture of the scan `origin`; a scan was born, already read and separated.

    With an `arrangement`, a person put the pages of `origin` apart: the scan has these and is read from them.
    """

    origin: str
    capture: str
    bytes: int
    source: str
    folder: str
    lane: Lane
    reading: str
    batch: str = ""
    path: str = ""
    pages: tuple[int, ...]
    separator_pages: tuple[int, ...] = ()
    slip_codes: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    caution: Message | None = None
    flaws: tuple[Message, ...] = ()
    arrangement: Arrangement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recut(_Fact):
    """A person let a scan keep only `pages` of what it had; the others are born anew by SplitOff."""

    pages: tuple[int, ...]
    by: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged(_Fact):
    """A person put the scan's pages together anew; it is read, matched and sealed from them. No capture changes."""

    arrangement: Arrangement
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described(_Fact):
    """A person said what is so in the paper's metadata: these entries (PaperMetadata), whatever was read.

    They replace what was said before. A result that was sealed, and not yet on its way, is sealed anew.
    """

    corrections: Mapping[str, str]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored(_Fact):
    """A person took a rejection back; the scan is held for a decision."""

    by: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected(_Fact):
    """A list says which codes are expected, that of this place first; the scan is matched anew.

    `by` BY_RULE: a list in the scan's folder; else the person who mended what the names or list of an import say.
    """

    codes: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advanced(_Fact):
    """Something was decided about a result that this list may name: the list is compared anew with what came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(_Fact):
    """A person said what the scan is to an earlier result: `other` is that scan, "" when only the store knows it."""

    other: str
    relation: Relation
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(_Fact):
    """Dossiers were proposed, best first; empty when none fits."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(_Fact):
    """The scan was joined to a dossier, by a person's account name or by BY_RULE."""

    dossier: str
    by: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlinked(_Fact):
    """A person took the link back, before the deposit; the scan is held for a new decision."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(_Fact):
    """The scan stopped for a person."""

    message: Message
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(_Fact):
    """A person let the scan go on from where it stands."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(_Fact):
    """A person looked again at what was stopped (a doubtful link, a secret mark) and let it go on, with a reason."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(_Fact):
    """The final file was made, reopened and proved; it lies in the spool under its digest. `paper`: what it says."""

    file: SealedFile
    paper: PaperMetadata | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(_Fact):
    """The agency's signature was added; `file` is the signed revision, `signer` the name in the certificate.

    A result that was stored before is deposited once more, as a new version.
    `by` is the account that signed, `seen_pages` how many pages it had looked at in the program before, of a sample of
    `look_percent` (0: the office wants none seen, or it was signed elsewhere); `level` is a PAdES level.
    """

    file: SealedFile
    signer: str
    by: str = ""
    level: str = ""
    seen_pages: int = 0
    look_percent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamped(_Fact):
    """What the signature lacked because an authority was away was added; `file` is the new revision."""

    file: SealedFile
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositBegan(_Fact):
    """The file is about to leave for the store: from here on the link can't be taken back behind the store's back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored(_Fact):
    """A data store holds the file: its receipt names our digest, and the bytes were read back."""

    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(_Fact):
    """A person ended the scan's life, with a reason; the capture stays in the spool.

    `by` BY_RULE with LIST_SERVED: all that a list names came as it is listed, so nothing more is to be done for it.
    """

    reason: str
    by: str


Fact = (
    Captured
    | SeenAgain
    | Revised
    | Read
    | Separated
    | SplitOff
    | Recut
    | Arranged
    | Described
    | Restored
    | Expected
    | Advanced
    | Related
    | Proposed
    | Linked
    | Unlinked
    | Held
    | Released
    | Confirmed
    | Sealed
    | Signed
    | Timestamped
    | DepositBegan
    | Stored
    | Rejected
)
