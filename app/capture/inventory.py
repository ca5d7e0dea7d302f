"""What in a scanner folder is new: files that were captured and kept are known, refused ones are named once."""

from __future__ import annotations

import os
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path

from app.capture.listing import Entry, Kind, list_files
from app.capture.names import written_down
from app.capture.pickup import Identity
from app.domain.messages import Message

Tell = Callable[[Message, str], None]  # a message and its severity ("asks" or "blocks")


class Inventory:
    """Lists `root`, but not the folders named in `skip` (full paths)."""

    def __init__(self, root: Path, *, skip: AbstractSet[str], tell: Tell) -> None:
        self.root = root
        self.skip = skip
        self._tell = tell
        self._known: dict[str, tuple[int, int, int]] = {}
        self._told: set[str] = set()
        self._mounted: bool | None = None

    def know(self, path: Path, identity: Identity) -> None:
        """Pass over this file while it is as `identity` says."""
        self._known[str(path)] = (identity.size, identity.mtime_ns, identity.inode)

    def check_mount(self) -> None:
        """Raise OSError when the folder is missing, or when a share was mounted here and no longer is.

        What lies in an unmounted mount point is not the share: it only looks like an empty one.
        """
        self.root.stat()
        mounted = os.path.ismount(self.root)
        if self._mounted and not mounted:
            raise OSError("no longer mounted")
        self._mounted = mounted

    def unknown_files(self) -> list[Entry]:
        """Return the files that are not known as they are now; tell once of what is refused."""
        listed: set[str] = set()
        unknown: list[Entry] = []
        for entry in list_files(self.root, self.skip):
            listed.add(entry.path)
            if entry.kind is not Kind.FILE:
                self._tell_once(entry)
            elif not self._is_known(entry):
                unknown.append(entry)
        self._told &= listed
        for path in self._known.keys() - listed:
            del self._known[path]
        return unknown

    def _is_known(self, entry: Entry) -> bool:
        size, mtime_ns, inode = self._known.get(entry.path, (-1, 0, 0))
        return (size, mtime_ns) == (entry.size, entry.mtime_ns) and entry.inode in (0, inode)

    def _tell_once(self, entry: Entry) -> None:
        if entry.path in self._told:
            return
        self._told.add(entry.path)
        name = written_down(os.path.relpath(entry.path, self.root))
        folder = written_down(str(self.root))
        if entry.kind is Kind.REFUSED:
            self._tell(Message.of("capture-not-a-file", file=name, folder=folder), "asks")
        else:
            self._tell(Message.of("capture-folder-closed", file=name, folder=folder), "asks")
