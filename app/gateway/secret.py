"""The password at another system: in the environment or the system's keyring, never in a file."""

from __future__ import annotations

from collections.abc import Mapping

import keyring
from keyring.errors import KeyringError

from app.domain.errors import EnvironmentLackError
from app.domain.messages import Message

SERVICE = "sohoa-sync"


def password_of(name: str, account: str, environment: Mapping[str, str]) -> str:
    """Return the password of the account; EnvironmentLackError when neither environment nor keyring has one."""
    variable = f"SOHOA_SYNC_{name.upper()}_PASSWORD"
    try:
        found = environment.get(variable) or keyring.get_password(SERVICE, f"{name} {account}")
    except KeyringError:
        found = None
    if not found:
        raise EnvironmentLackError(Message.of("sync-no-password", variable=variable, target=name))
    return found
