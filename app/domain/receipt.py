"""The store's proof of what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """Given by a data store for one version of one result. `digest` is the SHA-256 (hex) of the bytes it holds."""

    id: str
    dossier: str
    digest: str
    bytes: int
    version: int
    stored_at: datetime
    store: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A finished result file: digest and size of its bytes, pages, and "2b"-like PDF/A level (None: kept as it came).

    `note` is the id of a message that tells why a file was kept as it came, or "".
    """

    digest: str
    bytes: int
    pages: int
    pdfa: str | None
    note: str = ""

    @property
    def born_signed(self) -> bool:
        """Whether it came with a signature of its own, so that no byte of it may be changed, not even to sign it."""
        return self.note == "seal-note-kept-signed"
