"""Receipts as the API writes them, and whether the store that is pinned here has signed them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.messages import Message
from app.domain.receipt import Receipt, signed_bytes


def result_path(receipt_id: str) -> str:
    """Return the path of a result; an id is whatever the journal holds, so it is escaped."""
    return "results/" + quote(receipt_id, safe="")


def receipt_of(fields: Mapping[str, Any], store: str) -> Receipt:
    """Return the receipt in an answer of the store at `store`; TryAgainError when it is none."""
    try:
        stored_at = datetime.fromisoformat(fields["stored_at"])
        return Receipt(
            id=str(fields["id"]),
            dossier=str(fields["dossier"]),
            digest=str(fields["digest"]),
            bytes=int(fields["bytes"]),
            version=int(fields["version"]),
            stored_at=stored_at,
            store=str(fields["store"]),
            signature=str(fields["signature"]),
        )
    except (KeyError, ValueError, TypeError) as trouble:
        raise TryAgainError(Message.of("store-strange-answer", store=store, status=200)) from trouble


def is_signed(receipt: Receipt, keys: Iterable[str]) -> bool:
    """Return whether one of the keys (raw Ed25519, base64) has signed the receipt."""
    try:
        signature = base64.b64decode(receipt.signature, validate=True)
    except ValueError:  # also for characters that base64 does not know
        return False
    return any(_signed_with(key, signature, signed_bytes(receipt)) for key in keys)


def _signed_with(key: str, signature: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def require_signature(receipt: Receipt, keys: Iterable[str]) -> None:
    """Raise NeedsPersonError when no pinned key has signed the receipt."""
    if not is_signed(receipt, keys):
        raise NeedsPersonError(Message.of("receipt-not-signed", receipt=receipt.id, store=receipt.store))
