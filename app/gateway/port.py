"""The port of synchronisation: what the store needs of another system, and what is kept of each call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from app.domain.synchronisation import Paper, Parcel, Seen

Read = Callable[[str], Iterator[bytes]]  # the bytes of a digest


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as they went over the line, without session, password and token."""

    operation: str
    at: datetime
    request: Any
    answer: Any  # None: none came
    status: int = 0


@dataclass(slots=True)
class Kept:
    """The exchanges of one attempt, in order."""

    exchanges: list[Exchange] = field(default_factory=list)


class Gateway(Protocol):
    """Another system. Every call raises SyncTrouble with its cause; nothing passes in silence."""

    name: str
    looking: str  # the operation of its look-ups among the exchanges

    def key_of(self, paper: Paper) -> str:
        """Return what a result of ours is known by there."""

    def look_up(self, code: str, kept: Kept) -> list[Seen]:
        """Return what the other side shows of a dossier: nothing, one, or several."""

    def send(self, parcel: Parcel, found: Sequence[Seen], read: Read, kept: Kept) -> None:
        """Let the other side hold what the parcel says; `found` is what it showed before."""

    def close(self) -> None:
        """Close its connections."""
