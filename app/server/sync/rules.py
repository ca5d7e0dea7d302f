"""What is done about each cause: whose it is to mend, and how often it is tried again by itself (sync_DATE.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.synchronisation import Cause, Mender

_MINUTE = 60 * 1_000_000


@dataclass(frozen=True, slots=True)
class SyncRules:
    """The rules in force."""

    said: Mapping[str, Any]

    def mender(self, cause: str) -> Mender:
        """Return whose it is to mend."""
        return Mender(self.said["causes"][cause]["mender"])

    @property
    def kept_microseconds(self) -> int:
        """How long requests and answers of an attempt that ended well are kept."""
        return int(self.said["keep_days"] * 24 * 60 * _MINUTE)

    def of_systems(self) -> list[str]:
        """Return the causes that are a fault of a system, not of people."""
        return [cause for cause in Cause if self.mender(cause) is not Mender.UNIT]

    def pause(self, cause: str, tries: int) -> int | None:
        """Return how long (microseconds) to wait after this many tries; None: it waits for a person, or a change."""
        most = int(self.said["causes"][cause]["tries"])
        if 0 <= most < tries:
            return None
        first, longest = self.said["first_pause_minutes"], self.said["longest_pause_minutes"]
        return int(min(longest, first * 2 ** min(tries - 1, 20)) * _MINUTE)
