"""Watches one folder like the program does: `python -m tests.faults.capture_loop WORKSPACE AFTER_PICKUP [idle]`.

With `idle` it ends when nothing is left to take; else it waits to be killed.
"""

from __future__ import annotations

import secrets
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from app.capture.pickups import PickupMemory
from app.pipeline.intake import Intake
from app.pipeline.scan_ids import new_scan_id
from app.pipeline.scanner_folders import ScannerFolders
from app.settings import WatchedFolder
from app.storage.journal import SqliteJournal
from app.storage.spool import FolderSpool


def main(workspace: Path, after_pickup: str, *, until_idle: bool) -> None:
    """Watch workspace/scanner."""
    journal = SqliteJournal(workspace / "journal.sqlite")
    intake = Intake(
        journal,
        FolderSpool(workspace / "spool"),
        PickupMemory(workspace / "pickups", time.time()),
        clock=lambda: datetime.now(UTC),
        new_id=lambda: new_scan_id(datetime.now(UTC), secrets.randbelow),
        recorded=lambda scans: None,
        announce=print,
    )
    folders = ScannerFolders(
        [WatchedFolder(str(workspace / "scanner"), after_pickup=after_pickup)], intake, print
    )
    folders.start()
    while not (until_idle and folders.idle()):
        time.sleep(0.05)
    folders.stop()
    journal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], until_idle=sys.argv[3:] == ["idle"])
