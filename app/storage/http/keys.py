"""The keys with which a store says that it signs."""

from __future__ import annotations

import base64

from app.domain.errors import NeedsPersonError
from app.domain.messages import Message
from app.storage.http.connection import Connection

_RAW_ED25519_BYTES = 32


def keys_of(connection: Connection) -> tuple[str, ...]:
    """Return the store's keys (raw Ed25519, base64); NeedsPersonError when it shows none."""
    shown = connection.json("GET", "keys", anonymous=True).get("keys", [])
    keys = tuple(str(one.get("public_key", "")) for one in shown if isinstance(one, dict))
    good = tuple(key for key in keys if _is_key(key))
    if not good:
        raise NeedsPersonError(Message.of("store-shows-no-key", store=connection.url))
    return good


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == _RAW_ED25519_BYTES
    except ValueError:
        return False
