"""What a person does at a scanner beside the machine: pages come into the workspace's own folder, whole files only."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, TiffImagePlugin

from app.capture import sane
from app.capture.sane import Abilities, Scanner, Scanning, ScanOrder
from app.domain.scan import Clock
from app.settings import WatchedFolder, Workspace
from app.storage.durable import chunks_of, make_folder, write_file

PREVIEW_DPI = 75


def scanned_folder(workspace: Workspace) -> WatchedFolder:
    """Return the folder that direct scans wait in until they are safe in the spool, and then leave."""
    return WatchedFolder(str(workspace.root / "scanned"), after_pickup="delete")


@dataclass(slots=True)
class ScannerDesk:
    """One scanner at a time. Its calls wait for the machine: none is for the GUI thread, but `cancel`."""

    workspace: Workspace
    clock: Clock
    _running: Scanning | None = None

    def scanners(self) -> list[Scanner]:
        """Return the scanners that answer. NeedsPersonError."""
        return sane.scanners()

    def abilities(self, scanner: str) -> Abilities:
        """Return what the scanner can. NeedsPersonError."""
        return sane.abilities(scanner)

    def scan(self, order: ScanOrder, can: Abilities, page_came: Callable[[int], object]) -> int:
        """Scan, and put the pages as one file where the station picks them up; return how many (0: cancelled).

        A file is there whole and on the disk, or not at all. NeedsPersonError, TryAgainError (disk full).
        """
        target = self._target(Path(scanned_folder(self.workspace).path))
        return self._scan_to(target, order, can, page_came)

    def scan_apart(self, order: ScanOrder, can: Abilities, page_came: Callable[[int], object]) -> Path | None:
        """Scan pages for the page editor; return their file in the workroom, None when cancelled."""
        target = self._target(self.workspace.spool / "work")
        return target if self._scan_to(target, order, can, page_came) else None

    def preview(self, order: ScanOrder, can: Abilities) -> bytes:
        """Scan one side coarsely, and keep nothing; return the picture as PNG, b"" when cancelled."""
        coarse = ScanOrder(order.scanner, "" if order.feeds else order.source, dpi=PREVIEW_DPI)
        with tempfile.TemporaryDirectory(prefix="sohoa-preview-") as place:
            pages = self._run(Scanning(coarse, can), Path(place), lambda _: None)
            return _png(pages[0]) if pages else b""

    def cancel(self) -> None:
        """Stop what is being scanned; nothing of it is kept."""
        if self._running is not None:
            self._running.cancel()

    def _scan_to(
        self, target: Path, order: ScanOrder, can: Abilities, page_came: Callable[[int], object]
    ) -> int:
        with tempfile.TemporaryDirectory(prefix="sohoa-scan-") as place:
            pages = self._run(Scanning(order, can), Path(place), page_came)
            if pages:
                whole = Path(place) / "whole.tif"
                _join(pages, whole, order.dpi)
                make_folder(target.parent)
                write_file(target, chunks_of(whole))
        return len(pages)

    def _run(self, scanning: Scanning, place: Path, page_came: Callable[[int], object]) -> list[Path]:
        self._running = scanning
        try:
            return scanning.run(place, page_came)
        finally:
            self._running = None

    def _target(self, folder: Path) -> Path:
        return folder / f"Scan_{self.clock():%Y%m%d_%H%M%S_%f}.tif"


def _png(page: Path) -> bytes:
    out = io.BytesIO()
    with Image.open(page) as image:
        image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _join(pages: list[Path], target: Path, dpi: int) -> None:
    """Put pages together without loss; one page is in memory at a time."""
    with TiffImagePlugin.AppendingTiffWriter(str(target), new=True) as joined:
        for path in pages:
            with Image.open(path) as image:
                image.save(joined, "TIFF", compression="tiff_adobe_deflate", dpi=(dpi, dpi))
            joined.newFrame()
