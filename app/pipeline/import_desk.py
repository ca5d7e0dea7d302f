"""Everything a person can do with imports in the window, in one place; `compose` says who does it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from app.domain.batch import Batch, Choices
from app.domain.batch_preview import Preview
from app.domain.manifest_table import Head, Manifest
from app.domain.sampling import Verdict
from app.domain.scan import Scan
from app.pipeline.batch_mending import Change, Group, Mend
from app.pipeline.batch_progress import Progress
from app.pipeline.batch_sheet import Acceptance
from app.pipeline.batch_tables import Text


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

    def list_head(self, path: str, most: int) -> Head:
        """Return the beginning of a list, with at most so many rows; UsageError when it is no table."""

    def read_list(self, path: str, columns: tuple[tuple[str, str], ...]) -> Manifest:
        """Return what a list says when its columns are these (field, header)."""


class ImportReview(Protocol):
    """What a person does with what came of an import, by its folder: mend groups, take it over."""

    def groups(self, folder: str) -> list[Group]:
        """Return the held scans of an import by reason; [] when there is none of this folder."""

    def plan(self, folder: str, way: Mend, most: int) -> tuple[list[Change], int]:
        """Return the first changes that a mend would make, and how many there are in all."""

    def mend(self, folder: str, way: Mend) -> int:
        """Mend a group; return how many scans are matched anew."""

    def undo(self, folder: str) -> tuple[int, int]:
        """Undo the last mend; return how many scans stand as before, and how many went too far."""

    def acceptance(self, folder: str, seed: str) -> Acceptance:
        """Return sums, the sample of this seed, and the verdicts given; about 8 ms a scan."""

    def write_sheet(self, folder: str, told: Acceptance, output: Path, text: Text) -> list[Path]:
        """Write sheet and sample as XLSX and PDF; return the files."""

    def give_verdict(self, folder: str, seed: str, bad: tuple[str, ...]) -> Verdict:
        """Record what was found in the sample of this seed."""

    def page(self, scan: Scan, page: int, max_side: int) -> bytes:
        """Return a page of a scan as a plain picture (PNM)."""
