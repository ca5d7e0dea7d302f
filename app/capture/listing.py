"""What lies in a scanner folder now: the truth that events only hint at. Links are never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.capture.names import is_ignored
from app.capture.pickup import DONE, is_link


class Kind(StrEnum):
    """What an entry of a scanner folder is."""

    FILE = "file"
    REFUSED = "refused"  # a link, a pipe, a device
    CLOSED_FOLDER = "closed folder"  # a sub-folder that can't be listed now


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; size and time of change (nanoseconds) as the folder tells them (Windows tells no inode: 0)."""

    path: str
    kind: Kind
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0


def list_files(root: Path, skip: AbstractSet[str]) -> Iterator[Entry]:
    """Yield what lies in `root` and its sub-folders, except ignored names, done/, and what `skip` names (full paths).

    OSError when `root` itself can't be listed; trouble further down is an entry.
    """
    waiting: list[str] = []
    yield from _list_one(str(root), skip, waiting)
    # whatever its case: on Windows and many shares, Done/ is where done/ leads
    waiting = [path for path in waiting if Path(path).name.casefold() != DONE]
    while waiting:
        folder = waiting.pop()
        try:
            yield from _list_one(folder, skip, waiting)
        except FileNotFoundError:
            continue
        except OSError:
            yield Entry(folder, Kind.CLOSED_FOLDER)


def _list_one(folder: str, skip: AbstractSet[str], sub_folders: list[str]) -> Iterator[Entry]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_ignored(entry.name) or entry.path in skip:
                continue
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:
                continue  # gone since, or not to be looked at yet: the next listing tells
            if is_link(found):
                yield Entry(entry.path, Kind.REFUSED)
            elif stat.S_ISDIR(found.st_mode):
                sub_folders.append(entry.path)
            elif stat.S_ISREG(found.st_mode):
                yield Entry(entry.path, Kind.FILE, found.st_size, found.st_mtime_ns, found.st_ino)
            else:
                yield Entry(entry.path, Kind.REFUSED)
