"""The PIN that opens the locked window: only a salted hash of it is kept, in the desktop's keyring.

It keeps hands off a window that its clerk has left for a moment. Whoever may start programs under the clerk's login can
also close it; against that the desktop's own lock helps.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

import keyring
from keyring.errors import KeyringError

from app.domain.errors import NeedsPersonError
from app.domain.messages import Message

SERVICE = "sohoa-window"
LEAST_DIGITS = 4


def keep(workspace: Path, pin: str) -> None:
    """Keep a PIN for this workspace's window. NeedsPersonError when it is too short, or no keyring answers."""
    if len(pin) < LEAST_DIGITS:
        raise NeedsPersonError(Message.of("lock-pin-short", least=LEAST_DIGITS))
    salt = secrets.token_bytes(16)
    try:
        keyring.set_password(SERVICE, str(workspace), f"{salt.hex()}:{_hashed(pin, salt).hex()}")
    except (KeyringError, OSError) as trouble:
        raise NeedsPersonError(Message.of("lock-no-keyring")) from trouble


def fits(workspace: Path, pin: str) -> bool:
    """Return whether this is the PIN. NeedsPersonError when the keyring does not answer, or holds none."""
    try:
        kept = keyring.get_password(SERVICE, str(workspace))
    except (KeyringError, OSError) as trouble:
        raise NeedsPersonError(Message.of("lock-no-keyring")) from trouble
    if kept is None:
        raise NeedsPersonError(Message.of("lock-no-keyring"))
    salt, _, hashed = kept.partition(":")
    return hmac.compare_digest(_hashed(pin, bytes.fromhex(salt)).hex(), hashed)


def _hashed(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1)
