"""The imports of a running workstation, as its window asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.compose.import_acceptance import Handover
from app.compose.import_preview import preview
from app.compose.import_review import Review, import_named
from app.compose.importing import begun, planned
from app.compose.station import Station
from app.domain.batch import Batch, Choices
from app.domain.batch_preview import Preview
from app.domain.errors import UsageError
from app.domain.manifest_table import Head, Manifest
from app.domain.sampling import Verdict
from app.domain.scan import Scan
from app.pipeline.batch_mending import Change, Group, Mend
from app.pipeline.batch_progress import Progress
from app.pipeline.batch_sheet import Acceptance
from app.pipeline.batch_tables import Text
from app.storage.manifest_files import list_head, manifest_of


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

    def list_head(self, path: str, most: int) -> Head:
        """Return the beginning of a list, with at most so many rows; UsageError when it is no table."""
        return list_head(Path(path), most)

    def read_list(self, path: str, columns: tuple[tuple[str, str], ...]) -> Manifest:
        """Return what a list says when its columns are these (field, header)."""
        return manifest_of(Path(path), dict(columns))


@dataclass(frozen=True, slots=True)
class StationReview:
    """Port ImportReview over a station."""

    station: Station

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
        mended = self._review(folder).mend(way)
        self._understand_anew(folder)
        return mended

    def undo(self, folder: str) -> tuple[int, int]:
        """Undo the last mend; return how many scans stand as before, and how many went too far."""
        undone, beyond = self._review(folder).undo()
        self._understand_anew(folder)
        return undone, len(beyond)

    def acceptance(self, folder: str, seed: str) -> Acceptance:
        """Return sums, the sample of this seed, and the verdicts given; about 8 ms a scan."""
        return self._handover(folder).acceptance(seed)

    def write_sheet(self, folder: str, told: Acceptance, output: Path, text: Text) -> list[Path]:
        """Write sheet and sample as XLSX and PDF; return the files."""
        return self._handover(folder).write_sheet(output, told, text)

    def give_verdict(self, folder: str, seed: str, bad: tuple[str, ...]) -> Verdict:
        """Record what was found in the sample of this seed."""
        return self._handover(folder).give_verdict(seed, bad)

    def page(self, scan: Scan, page: int, max_side: int) -> bytes:
        """Return a page of a scan as a plain picture (PNM)."""
        return self.station.books.desk.page_picture(scan, page, max_side)

    def _understand_anew(self, folder: str) -> None:
        """The files still to come are understood like those just mended."""
        self.station.imports.understand(import_named(self.station.books, folder))

    def _handover(self, folder: str) -> Handover:
        return Handover.of(self.station.books, folder)

    def _review(self, folder: str) -> Review:
        return Review.of(self.station.books, folder)
