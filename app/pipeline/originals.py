"""What becomes of the original of a captured file: moved to done/, kept, or deleted, as the office has chosen."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from app.capture.pickup import DONE, Identity, move_to_done
from app.capture.pickups import Pickup
from app.settings import WatchedFolder


def deal_with(pickup: Pickup, folder: WatchedFolder) -> Pickup:
    """Let the original leave, or stay, and return the pickup with where it lies now.

    FileChangedError when it is no longer what was captured; SourceError when it can't be moved now.
    """
    path, root = Path(pickup.lies_at), Path(folder.path)
    if in_done(pickup, folder):  # it had left before, and grew there
        return replace(pickup, dealt=True)
    match folder.after_pickup:
        case "keep":
            return replace(pickup, dealt=True, kept=True)
        case "delete":  # by the watch, when it has rested: what is still added to it would be lost
            return replace(pickup, dealt=True, kept=False)
        case _:
            target = move_to_done(path, root, pickup.identity)
            identity = _as_it_lies(target, pickup.identity)
            return replace(pickup, dealt=True, lies_at=str(target), identity=identity)


def _as_it_lies(target: Path, captured: Identity) -> Identity:
    """Return the captured identity, with a new inode if the file had to be copied to another disk.

    Size and time stay those that were captured, so that whatever was written during the move is noticed.
    """
    try:
        found = Identity.of(os.lstat(target))
    except OSError:
        return captured
    return replace(captured, inode=found.inode, device=found.device)


def in_done(pickup: Pickup, folder: WatchedFolder) -> bool:
    """Return whether the original lies in the folder's done/."""
    return Path(pickup.lies_at).is_relative_to(Path(folder.path) / DONE)
