"""What an import needs from the floors below, beside what the pipeline needs anyway (app.pipeline.ports)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from app.capture.pickup import Identity
from app.domain.batch import BatchFile, FileCounts, Listed


class OpenSource(Protocol):
    """A file of an import, open for reading; close it."""

    @property
    def identity(self) -> Identity:
        """Its size and time of change when it was opened."""

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes; SourceError on trouble, FileChangedError when the file is not the same afterwards."""

    def close(self) -> None:
        """Let the file go."""


class ImportSource(Protocol):
    """The folder of an import, wherever it lies; only ever read."""

    def check(self, *, held_files: bool) -> None:
        """Raise SourceAwayError when the folder is away, or empty although it `held_files`."""

    def entries(self) -> Iterator[Listed]:
        """Yield all that lies in the folder and below it; SourceAwayError when it can't be listed."""

    def open(self, path: bytes) -> OpenSource:
        """Open a file of the listing; NotAFileError, SourceError."""


class ImportInventory(Protocol):
    """What an import's folder holds, and what became of each file."""

    def listings(self, batch_id: str) -> int:
        """Return how many listings of the folder came to their end."""

    def list_anew(self, batch_id: str, entries: Iterable[Listed]) -> None:
        """Take in a whole listing of the folder."""

    def waiting(self, batch_id: str, limit: int) -> list[BatchFile]:
        """Return files still to be taken, those that made trouble last."""

    def settle(self, files: Sequence[BatchFile]) -> None:
        """Write down what became of files."""

    def counts(self, batch_id: str) -> FileCounts:
        """Return how many files are in each state."""
