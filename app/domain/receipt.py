"""The store's proof of what it holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime


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


def published(receipt: Receipt) -> dict[str, str | int]:
    """Return the receipt as the API and files show it: JSON fields, the time in UTC (ISO 8601)."""
    return {
        "id": receipt.id,
        "dossier": receipt.dossier,
        "digest": receipt.digest,
        "bytes": receipt.bytes,
        "version": receipt.version,
        "stored_at": receipt.stored_at.astimezone(UTC).isoformat(),
        "store": receipt.store,
        "signature": receipt.signature,
    }


def signed_bytes(receipt: Receipt) -> bytes:
    """Return what the store signs (Ed25519): all fields but the signature, as JSON with sorted keys, without spaces."""
    fields = {name: value for name, value in published(receipt).items() if name != "signature"}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


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
