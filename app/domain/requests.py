"""What is asked of the floors above the domain: questions to the register, orders to reader, sealer and store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.page import Box, PageReading
from app.domain.paper import PaperMetadata

_BUSIEST = 3.0  # times as long by the clock as by the processor: beyond that a page counts as hanging


@dataclass(frozen=True, slots=True)
class Clues:
    """What to ask the register, as read (not normalised: the register does that the same way for both sides)."""

    codes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # personal numbers and tax codes
    names: tuple[str, ...] = ()
    issued_on: date | None = None  # the paper's day: dossiers received by then are asked for first
    head: str = ""  # the folded lines where its unit stands, of a paper on which nobody's name is sure


@dataclass(frozen=True, slots=True)
class Deposit:
    """One result handed to a store. `key` makes the call idempotent (the scan's id and the digest).

    `first`: before those of a batch, when the way is narrow.
    """

    key: str
    dossier: str
    digest: str
    path: str
    metadata: dict[str, str] = field(default_factory=dict)
    first: bool = True


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: `quality` "exact" or "swift"; limits in seconds and millions of pixels."""

    quality: str = "exact"
    page_seconds: float = 60.0
    megapixels: float = 200.0

    @property
    def longest_seconds(self) -> float:
        """How long a page may take by the clock on the busiest machine."""
        return self.page_seconds * _BUSIEST

    def seconds_when(self, passed: float, worked: float) -> float:
        """Return how long the page may take by the clock, when of `passed` seconds the processor `worked` for it.

        Other programs' share of the processor is not held against the page, within `longest_seconds`.
        """
        slowness = passed / worked if worked > 0 else 1.0
        return self.page_seconds * min(_BUSIEST, max(1.0, slowness))


@dataclass(frozen=True, slots=True)
class SealRequest:
    """What the final file is made of: readings of the pages wanted, in order; `target` is where it is written."""

    capture_path: str
    media_type: str
    signed: bool
    pages: tuple[PageReading, ...]
    whole_capture: bool
    dossier: str
    capture_digest: str
    title: str
    sealed_at: datetime
    target: str
    pdfa: str = "2b"
    converted_by: str = ""
    office: str = ""
    paper: PaperMetadata = field(default_factory=PaperMetadata)


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page of a capture at `path`, to be turned `turn` degrees clockwise; of it then `crop` is kept (None: all)."""

    path: str
    media_type: str
    page: int
    turn: int = 0
    crop: Box | None = None
