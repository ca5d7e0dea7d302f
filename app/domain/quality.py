"""How right the links are: a random part is seen again by a second person, and the rate of errors has its interval."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_Z_95 = 1.959963984540054  # the normal distribution's 97.5 % point
_ALL = 1 << 64


class Verdict(StrEnum):
    """What the second person says of a link."""

    RIGHT = "right"
    WRONG = "wrong"


def drawn(scan_id: str, percent: float) -> bool:
    """Return whether a result is among those seen again: as good as random, and the same whenever it is asked."""
    place = int.from_bytes(hashlib.sha256(f"second look {scan_id}".encode()).digest()[:8], "big")
    return place < percent / 100 * _ALL


def wilson(errors: int, looks: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a rate (Wilson's score interval, uncorrected); None without looks."""
    if not looks:
        return None
    share, square = errors / looks, _Z_95 * _Z_95
    centre = (share + square / (2 * looks)) / (1 + square / looks)
    half = (
        _Z_95 * math.sqrt(share * (1 - share) / looks + square / (4 * looks * looks)) / (1 + square / looks)
    )
    return (0.0 if errors == 0 else centre - half), (1.0 if errors == looks else centre + half)


@dataclass(frozen=True, slots=True)
class Quality:
    """Links drawn, seen again and found wrong; `first_taken` of `decisions` on held scans took the first proposal."""

    drawn: int
    looks: int
    errors: int
    decisions: int
    first_taken: int

    @property
    def error_rate(self) -> float | None:
        """Wrong links among those seen again; None when none was."""
        return self.errors / self.looks if self.looks else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The error rate's 95 % interval."""
        return wilson(self.errors, self.looks)

    @property
    def needless_rate(self) -> float | None:
        """Held scans whose first proposal was right after all, among those that people decided."""
        return self.first_taken / self.decisions if self.decisions else None

    @property
    def checked(self) -> bool:
        """Whether every result drawn was seen again, and any was drawn: without it nothing is called good."""
        return 0 < self.drawn == self.looks


def erring(kinds: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Return how often each kind of evidence spoke for a link that the second person found wrong."""
    counts: dict[str, int] = {}
    for names in kinds:
        for name in set(names):
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))
