"""Disks that are full or broken: a real small one where the system lets us mount it, and one that only says so."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage import durable


class FailingDisk:
    """Lets the writing calls of `durable` fail with an error number, from the `after`-th on, until `mended`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._error: int | None = None
        self._left = 0
        for name in ("write_all", "sync_file", "move", "sync_folder"):
            monkeypatch.setattr(durable, name, self._watched(getattr(durable, name)))
        monkeypatch.setattr("app.storage.objects.move", durable.move)
        monkeypatch.setattr("app.storage.objects.sync_folder", durable.sync_folder)
        monkeypatch.setattr("app.storage.bagit_export.move", durable.move)
        monkeypatch.setattr("app.storage.bagit_export.sync_folder", durable.sync_folder)

    def breaks(self, error: int, after: int = 0) -> None:
        self._error, self._left = error, after

    def mended(self) -> None:
        self._error = None

    def _watched(self, call: object) -> object:
        def watched(*arguments: object) -> object:
            if self._error is not None:
                if self._left == 0:
                    raise OSError(self._error, os.strerror(self._error))
                self._left -= 1
            return call(*arguments)  # type: ignore[operator]

        return watched


@contextlib.contextmanager
def small_disk(folder: Path, size_kilobytes: int) -> Iterator[Path]:
    """A real file system of that size; skips the test where mounting is not allowed."""
    folder.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs Linux and root; the failing disk above tests the same road")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_kilobytes}k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


TROUBLES = [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES, errno.EBUSY]
