"""The expected troubles. Whatever else is raised is a bug, and is shown as one.

SohoaError
├── TryAgainError            passes by itself: network, lock, disk full. Back off and try again.
├── NeedsPersonError         a person must look: the scan is held with the message.
│   └── UnreadableError      the capture's bytes can't be read; carries one of the ReadFailure codes.
├── IllegalFactError         a fact that can't follow the state a scan is in (a refused command, or a bug).
├── EnvironmentLackError     the machine lacks something (Tesseract, a language model): exit code 3.
└── UsageError               the caller asked for something that makes no sense: exit code 2.
"""

from __future__ import annotations

from enum import StrEnum

from app.domain.messages import Message


class SohoaError(Exception):
    """Any expected trouble; `message` is what a person is told."""

    def __init__(self, message: Message) -> None:
        """Keep `message`; its id and arguments are also the exception's text, for logs."""
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        """Return the message's id and arguments, for developers."""
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.message.arguments.items())
        return f"{self.message.id}({arguments})"

    def __reduce__(self) -> tuple[type[SohoaError], tuple[object, ...]]:
        """Let the error travel between processes."""
        return type(self), self.args


class TryAgainError(SohoaError):
    """The trouble passes by itself; the same step is tried again later."""


class NeedsPersonError(SohoaError):
    """The scan can't go on until a person has looked."""


class ReadFailure(StrEnum):
    """Why the bytes of a capture can't be read (the codes of `sohoa read --json`)."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    UNSUPPORTED_TYPE = "unsupported_type"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"


class UnreadableError(NeedsPersonError):
    """The capture's bytes can't be read."""

    def __init__(self, failure: ReadFailure, detail: str = "") -> None:
        """Say why: `failure` for machines and people, `detail` (English, technical) for the log."""
        super().__init__(Message.of(f"unreadable-{failure.value.replace('_', '-')}", detail=detail))
        self.failure = failure
        self.detail = detail

    def __reduce__(self) -> tuple[type[SohoaError], tuple[object, ...]]:
        """Let the error travel between processes."""
        return type(self), (self.failure, self.detail)


class IllegalFactError(SohoaError):
    """A fact was offered that can't follow the state a scan is in."""


class EnvironmentLackError(SohoaError):
    """The machine lacks something; the message says what, and how to mend it."""


class UsageError(SohoaError):
    """The caller asked for something that makes no sense."""
