"""The store's own key (Ed25519): it signs receipts and the audit. The key is a file, never in the database."""

from __future__ import annotations

import base64
import contextlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from app.domain.errors import EnvironmentLackError
from app.domain.messages import Message
from app.domain.receipt import Receipt, signed_bytes
from app.storage.durable import make_folder, sync_folder, write_file

PUBLIC_KEYS = "public.keys"


@dataclass(frozen=True, slots=True)
class StoreKey:
    """The private key with which this store signs now."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key as `GET /keys` shows it: raw, base64."""
        return base64.b64encode(self.private.public_key().public_bytes_raw()).decode()

    def sign(self, message: bytes) -> str:
        """Return the signature in base64."""
        return base64.b64encode(self.private.sign(message)).decode()

    def signed(self, receipt: Receipt) -> Receipt:
        """Return the receipt with its signature."""
        return replace(receipt, signature=self.sign(signed_bytes(receipt)))


def known_keys(folder: Path, key: StoreKey) -> list[str]:
    """Return the public keys (raw, base64) with which this store signs and has signed, the newest first.

    They stand in a file beside the private key, never in the database: whoever can write there could add one.
    """
    file = folder / PUBLIC_KEYS
    before = file.read_text("ascii").split() if file.exists() else []
    if key.public in before[-1:]:
        return before[::-1]
    known = [one for one in before if one != key.public] + [key.public]
    write_file(file, ["".join(f"{one}\n" for one in known).encode()])
    return known[::-1]


def is_signature(public_key: str, signature: str, message: bytes) -> bool:
    """Return whether this key (raw, base64) made the signature (base64)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def store_key(file: Path) -> StoreKey:
    """Read the key, or make one that only the owner of the process may read; EnvironmentLackError when it is no key."""
    make_folder(file.parent)
    with contextlib.suppress(FileExistsError):
        _make(file)
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError) as trouble:
        raise EnvironmentLackError(Message.of("serve-key-unreadable", file=str(file))) from trouble
    if not isinstance(private, Ed25519PrivateKey):
        raise EnvironmentLackError(Message.of("serve-key-unreadable", file=str(file)))
    return StoreKey(private)


def _make(file: Path) -> None:
    """Make the file whole or not at all, once: several processes may start on an empty folder."""
    if file.exists():
        return
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    passing = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(passing, file)
    finally:
        passing.unlink()
    sync_folder(file.parent)
