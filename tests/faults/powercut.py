"""A disk that keeps only what was synced: what a power cut would leave of a folder, by the syncs really asked for.

A file's bytes count as of its last sync; its name as of the last sync of its folder. SQLite syncs by itself
(synchronous=FULL), so its files are taken as they are.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import BinaryIO

import pytest

from app.storage import durable, objects


class SyncedDisk:
    """Watches the syncs below `root`."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self._bytes: dict[int, bytes] = {}  # inode -> content as last synced
        self._names: dict[Path, dict[str, int]] = {}  # folder -> names as last synced
        sync_file, sync_folder = durable.sync_file, durable.sync_folder

        def file_synced(out: BinaryIO) -> None:
            sync_file(out)
            self._keep(
                Path(str(out.name)) if not isinstance(out.name, int) else Path(f"/proc/self/fd/{out.name}")
            )

        def folder_synced(folder: Path) -> None:
            sync_folder(folder)
            if folder.is_relative_to(self.root):
                self._names[folder] = {one.name: one.stat().st_ino for one in folder.iterdir()}

        patch.setattr(durable, "sync_file", file_synced)
        patch.setattr(durable, "sync_folder", folder_synced)
        patch.setattr(objects, "sync_folder", folder_synced)

    def _keep(self, path: Path) -> None:
        self._bytes[path.stat().st_ino] = path.read_bytes()

    def cut(self, target: Path) -> None:
        """Write what is left into `target`."""
        shutil.rmtree(target, ignore_errors=True)
        for folder, names in self._names.items():
            place = target / folder.relative_to(self.root)
            place.mkdir(parents=True, exist_ok=True)
            for name, inode in names.items():
                if not (folder / name).is_dir():
                    (place / name).write_bytes(self._bytes.get(inode, b""))
