"""An import of a folder of legacy scans: what was chosen for it, and what became of every file of the folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from app.domain.ledger import VIETNAM
from app.domain.messages import Message
from app.domain.separation import SeparationProfile


class FileState(StrEnum):
    """What became of a file of an import: whatever was listed is in exactly one of these."""

    WAITING = "waiting"
    TAKEN = "taken"  # captured: a scan was born of it
    KNOWN = "known"  # its bytes had been captured before, here or at the counter: no second scan
    REFUSED = "refused"  # never taken: a link, a pipe, what a system leaves behind
    UNREADABLE = "unreadable"  # its source could not be read, tried again and again
    GONE = "gone"  # it left the folder before it could be taken


@dataclass(frozen=True, slots=True)
class Nights:
    """When an import may work: from `begins` to `ends`, Vietnam time, over midnight where `ends` is earlier."""

    begins: time
    ends: time

    @classmethod
    def parse(cls, text: str) -> Nights:
        """Return what "19:00-06:00" says; ValueError when it says nothing of the kind."""
        begins, _, ends = text.partition("-")
        made = cls(time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip()))
        if made.begins == made.ends:
            raise ValueError(text)
        return made

    def open_at(self, moment: datetime) -> bool:
        """Whether work is allowed at `moment` (aware)."""
        now = moment.astimezone(VIETNAM).time()
        if self.begins < self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends


@dataclass(frozen=True, slots=True)
class Profile:
    """How the files of an import are understood. `naming`: see batch_naming; empty: names tell nothing.

    `auto_link` and `quality` empty: as asked for when the import is begun. `list_columns` maps fields of the list to
    its headers, as a person chose them.
    """

    name: str = ""
    naming: tuple[str, ...] = ()
    separation: SeparationProfile = field(default_factory=SeparationProfile)
    auto_link: str = ""
    quality: str = ""
    list_columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: a folder (path or address) is imported once; beginning it again goes on with the same.

    `profile` is the name of its profile, `manifest` the path of its list; the rest as chosen last. `naming` and
    `columns` (fields of the list -> its headers) are this import's own; empty: as the profile says.
    """

    id: str
    folder: str
    begun_at: datetime
    profile: str = ""
    manifest: str = ""
    auto_link: str = "off"
    quality: str = "exact"
    nights: str = ""
    naming: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person asks for when an import is begun; None: as it was before, or as the profile and the office say."""

    profile: str | None = None
    manifest: str | None = None
    auto_link: bool | None = None
    quality: str | None = None
    nights: str | None = None
    columns: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of the source as its listing tells it. `path` is relative to the folder, in the system's bytes.

    `refused` says why it is never taken; None for an ordinary file.
    """

    path: bytes
    size: int = 0
    mtime_ns: int = 0
    refused: Message | None = None


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of an import as it stands; `reason` why it was set aside, `tries` how often it could not be taken."""

    number: int
    path: bytes
    size: int
    mtime_ns: int
    state: FileState = FileState.WAITING
    digest: str = ""
    scan: str = ""
    reason: Message | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many files of an import are in each state, and their bytes."""

    files: dict[FileState, int]
    bytes: dict[FileState, int]

    def __getitem__(self, state: FileState) -> int:
        """Return the number of files in the state."""
        return self.files.get(state, 0)

    @property
    def total(self) -> int:
        """All files that were ever listed."""
        return sum(self.files.values())
