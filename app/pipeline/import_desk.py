"""Everything a person can do with imports in the window, in one place; `compose` says who does it."""

from __future__ import annotations

from typing import Protocol

from app.domain.batch import Batch, Choices
from app.domain.batch_preview import Preview
from app.pipeline.batch_mending import Change, Group, Mend
from app.pipeline.batch_progress import Progress


class ImportDesk(Protocol):
    """What a person can do with imports in the window. Every call may wait for disk, share or workers."""

    def imports(self) -> list[Batch]:
        """Return every import, oldest first."""

    def profiles(self) -> list[str]:
        """Return the names of the profiles there are."""

    def preview(self, folder: str, choices: Choices) -> Preview:
        """Return what an import would do; nothing is recorded."""

    def start(self, folder: str, choices: Choices) -> Batch:
        """Begin an import, or go on with it."""

    def pause(self) -> None:
        """Take no more files until `go_on`."""

    def go_on(self) -> None:
        """Take files again."""

    def stop(self) -> None:
        """End the feeding; starting it again goes on."""

    def progress(self) -> Progress | None:
        """Return how far the import is that was started last; None before any was."""

    def groups(self, folder: str) -> list[Group]:
        """Return the held scans of an import by reason; [] when there is none of this folder."""

    def plan(self, folder: str, way: Mend, most: int) -> tuple[list[Change], int]:
        """Return the first changes that a mend would make, and how many there are in all."""

    def mend(self, folder: str, way: Mend) -> int:
        """Mend a group; return how many scans are matched anew."""

    def undo(self, folder: str) -> tuple[int, int]:
        """Undo the last mend; return how many scans stand as before, and how many went too far."""
