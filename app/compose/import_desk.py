"""The imports of a running workstation, as its window asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.compose.import_preview import preview
from app.compose.import_review import Review
from app.compose.importing import begun, planned
from app.compose.station import Station
from app.domain.batch import Batch, Choices
from app.domain.batch_preview import Preview
from app.domain.errors import UsageError
from app.pipeline.batch_mending import Change, Group, Mend
from app.pipeline.batch_progress import Progress


@dataclass(frozen=True, slots=True)
class StationImports:
    """Port ImportDesk over a station."""

    station: Station

    def imports(self) -> list[Batch]:
        """Return every import, oldest first."""
        return self.station.books.batches.batches()

    def profiles(self) -> list[str]:
        """Return the names of the profiles there are."""
        folder = self.station.books.workspace.root / "profiles"
        return sorted(path.stem for path in folder.glob("*.toml")) if folder.is_dir() else []

    def preview(self, folder: str, choices: Choices) -> Preview:
        """Return what an import would do; nothing is recorded."""
        return preview(self.station.books, planned(self.station.books, folder, choices), self.station.crew)

    def start(self, folder: str, choices: Choices) -> Batch:
        """Begin an import, or go on with it."""
        batch = begun(self.station.books, folder, choices)
        self.station.imports.start(batch)
        return batch

    def pause(self) -> None:
        """Take no more files until `go_on`."""
        if self.station.imports.feeder is not None:
            self.station.imports.feeder.pause()

    def go_on(self) -> None:
        """Take files again."""
        if self.station.imports.feeder is not None:
            self.station.imports.feeder.go_on()

    def stop(self) -> None:
        """End the feeding; starting it again goes on."""
        self.station.imports.stop()

    def progress(self) -> Progress | None:
        """Return how far the import is that was started last; None before any was."""
        return self.station.imports.progress()

    def groups(self, folder: str) -> list[Group]:
        """Return the held scans of an import by reason; [] when there is none of this folder."""
        try:
            return self._review(folder).groups()
        except UsageError:
            return []

    def plan(self, folder: str, way: Mend, most: int) -> tuple[list[Change], int]:
        """Return the first changes that a mend would make, and how many there are in all."""
        changes = self._review(folder).plan(way)
        first = list(islice(changes, most))
        return first, len(first) + sum(1 for _ in changes)

    def mend(self, folder: str, way: Mend) -> int:
        """Mend a group; return how many scans are matched anew."""
        return self._review(folder).mend(way)

    def undo(self, folder: str) -> tuple[int, int]:
        """Undo the last mend; return how many scans stand as before, and how many went too far."""
        undone, beyond = self._review(folder).undo()
        return undone, len(beyond)

    def _review(self, folder: str) -> Review:
        return Review.of(self.station.books, folder if "://" in folder else str(Path(folder).absolute()))
