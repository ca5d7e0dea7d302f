"""What an import would do, in sums."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from app.domain.manifest_table import Manifest


@dataclass(slots=True)
class Preview:
    """The sums. `kinds`: media type -> files; `troubles`: why files can't be read -> how many; `listed`: the list."""

    files: int = 0
    bytes: int = 0
    pages: int = 0
    refused: int = 0
    known: int = 0
    duplicates: int = 0
    unparsed: int = 0
    expected: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    unparsed_examples: list[str] = field(default_factory=list)
    unreadable_examples: list[str] = field(default_factory=list)
    listed: Manifest = field(default_factory=Manifest)
    seconds: float | None = None
    room_bytes: int = 0
    free_bytes: int = 0

    @property
    def unreadable(self) -> int:
        """Files that can't be read, for whatever reason."""
        return self.troubles.total()
