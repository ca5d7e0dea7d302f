"""What was picked up lately: so a file left behind by a crash, kept in the folder, or still growing is recognised.

Only a memory, one JSON line for each event: where it is lost, digests and times in the journal answer instead (see
`pipeline.arrival`). It is therefore not synced to the disk, and lines that can't be read are passed over.
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import IO

from app.capture.pickup import Identity

REMEMBERED_SECONDS = 600.0  # how long the original of a capture may go on growing
_UNDEALT_SECONDS = 30 * 86400.0  # an original that could not be dealt with, or vanished before
_TIDY_EVERY = 1000

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pickup:
    """One file as it was captured: found at `path`, lying at `lies_at` since; `at` in Unix seconds.

    `dealt`: what the office wants done with originals was done with this one. `kept`: it stays in the folder for good.
    """

    path: str
    lies_at: str
    identity: Identity
    digest: str
    scan: str
    at: float
    dealt: bool = False
    kept: bool = False


class PickupMemory:
    """See the module. Not safe from several threads: the intake asks under its own lock."""

    def __init__(self, file: Path | None, now: float) -> None:
        """Load what is not too old at `now` (Unix seconds); `file` None: only for this run."""
        self._lying: dict[str, Pickup] = {}
        self._named: dict[str, Pickup] = {}
        self._since_tidy = 0
        self._file = file
        self._out: IO[str] | None = None
        if file is not None:
            self._load(file)
            self._tidy(now)
            self._write_anew(file)

    def lying_at(self, path: str) -> Pickup | None:
        """Return the capture whose original should lie at `path` now."""
        return self._lying.get(path)

    def last_named(self, path: str, now: float) -> Pickup | None:
        """Return the last capture of a file found at `path`, if not too long ago."""
        pickup = self._named.get(path)
        return pickup if pickup and _fresh(pickup, now) else None

    def below(self, folder: str) -> Iterator[Pickup]:
        """Yield the captures whose originals were dealt with and lie in `folder` or its sub-folders."""
        for pickup in list(self._lying.values()):
            if pickup.dealt and Path(pickup.lies_at).is_relative_to(folder):
                yield pickup

    def remember(self, pickup: Pickup) -> None:
        """Take note of a capture, or of where its original went."""
        self._put(pickup)
        self._since_tidy += 1
        if self._since_tidy > _TIDY_EVERY:
            self._tidy(pickup.at)
        self._append(pickup)

    def close(self) -> None:
        """Close the file."""
        if self._out:
            with contextlib.suppress(OSError):
                self._out.close()
            self._out = None

    def _put(self, pickup: Pickup) -> None:
        before = self._lying.get(pickup.path)
        if before and before.scan == pickup.scan:
            del self._lying[pickup.path]
        self._lying[pickup.lies_at] = pickup
        self._named[pickup.path] = pickup

    def _tidy(self, now: float) -> None:
        self._since_tidy = 0
        for known in (self._lying, self._named):
            for path in [path for path, pickup in known.items() if _outlived(pickup, now)]:
                del known[path]

    def _load(self, file: Path) -> None:
        try:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return
        except OSError as trouble:
            logger.warning("the memory of pickups can't be read: %s", trouble.strerror)
            return
        for line in lines:
            with contextlib.suppress(ValueError, TypeError):  # half a line, after a crash
                path, lies_at, identity, *rest = json.loads(line)
                self._put(Pickup(path, lies_at, Identity(*identity), *rest))

    def _write_anew(self, file: Path) -> None:
        try:
            anew = file.with_name(file.name + ".new")
            pickups = dict.fromkeys([*self._named.values(), *self._lying.values()])
            anew.write_text("".join(_line(p) for p in sorted(pickups, key=lambda p: p.at)), encoding="utf-8")
            anew.replace(file)
            self._out = file.open("a", encoding="utf-8")
        except OSError as trouble:
            logger.warning("the memory of pickups can't be written: %s", trouble.strerror)

    def _append(self, pickup: Pickup) -> None:
        if self._out is None:
            return
        try:
            self._out.write(_line(pickup))
            self._out.flush()
        except OSError as trouble:  # disk full: it is only a memory
            logger.warning("the memory of pickups can't be written: %s", trouble.strerror)


def _line(pickup: Pickup) -> str:
    return json.dumps(astuple(pickup), ensure_ascii=True) + "\n"


def _fresh(pickup: Pickup, now: float) -> bool:
    return now - pickup.at < REMEMBERED_SECONDS


def _outlived(pickup: Pickup, now: float) -> bool:
    return not pickup.kept and now - pickup.at > (REMEMBERED_SECONDS if pickup.dealt else _UNDEALT_SECONDS)
