"""The login of a workstation at its store: in the system's keyring, or in a file when the administrator chose that."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from app.domain.errors import TryAgainError, UsageError
from app.domain.messages import Message
from app.storage.durable import write_file
from app.storage.http.connection import Credential

SERVICE = "sohoa-store"


class KeptCredential:
    """The credential for one store. `file` None: in the keyring, under the store's address."""

    def __init__(self, url: str, file: Path | None) -> None:
        self._url, self._file = url, file

    def __call__(self) -> Credential:
        """Return it; TryAgainError when it can't be had now (the queue waits until an administrator has mended it)."""
        try:
            text = self._file.read_text("utf-8") if self._file else keyring.get_password(SERVICE, self._url)
            return Credential(**json.loads(text or ""))
        except (OSError, KeyringError, ValueError, TypeError) as trouble:
            raise TryAgainError(Message.of("store-no-credential", store=self._url)) from trouble

    def keep(self, credential: Credential) -> None:
        """Keep it; UsageError when the machine has no keyring that keeps anything."""
        text = json.dumps(asdict(credential))
        if self._file is not None:
            _write_for_owner_only(self._file, text)
            return
        if _asks_on_the_terminal(keyring.get_keyring()):
            raise UsageError(Message.of("store-no-keyring"))
        try:
            keyring.set_password(SERVICE, self._url, text)
            kept = keyring.get_password(SERVICE, self._url)
        except KeyringError as trouble:
            raise UsageError(Message.of("store-no-keyring")) from trouble
        if kept != text:  # some backends take everything and keep nothing
            raise UsageError(Message.of("store-no-keyring"))

    def forget(self) -> None:
        """Remove it from where it is not wanted any more."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            return
        with contextlib.suppress(KeyringError):
            keyring.delete_password(SERVICE, self._url)


def _write_for_owner_only(file: Path, text: str) -> None:
    """Write durably with mode 600 from the first byte on (temporary files are made so)."""
    write_file(file, [text.encode()])
    if os.name == "posix" and file.stat().st_mode & 0o077:
        file.chmod(0o600)


def _asks_on_the_terminal(backend: KeyringBackend) -> bool:
    """Whether the keyring is one of keyrings.alt, which asks for a password on standard input and hangs a service."""
    inner = getattr(backend, "backends", ())
    return any(type(one).__module__.startswith("keyrings.alt") for one in (backend, *inner))
