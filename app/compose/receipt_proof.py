"""Proves a receipt in a JSON file without the network: is it whole, and has the pinned store signed it?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.compose.store import pinned
from app.domain.errors import NeedsPersonError, TryAgainError, UsageError
from app.domain.messages import Message
from app.domain.receipt import Receipt
from app.settings import Settings
from app.storage.http.receipts import receipt_of, require_signature

_LARGEST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ReceiptProof:
    """The receipt (None: the file holds none), and what speaks against it."""

    receipt: Receipt | None
    problems: tuple[Message, ...]


def verify_receipt(file: Path, settings: Settings) -> ReceiptProof:
    """Return the proof of one file; UsageError when no store's key is known here."""
    if not pinned(settings):
        raise UsageError(Message.of("store-not-connected"))
    try:
        with file.open("rb") as opened:
            fields = json.loads(opened.read(_LARGEST_BYTES))
        receipt = receipt_of(fields, str(file))
    except (OSError, ValueError, TypeError, TryAgainError):
        return ReceiptProof(None, (Message.of("receipt-unreadable", file=str(file)),))
    try:
        require_signature(receipt, pinned(settings))
    except NeedsPersonError as trouble:
        return ReceiptProof(receipt, (trouble.message,))
    return ReceiptProof(receipt, ())
