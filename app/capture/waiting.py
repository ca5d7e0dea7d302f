"""The files of one scanner folder that were found and not taken yet, and those looked after for late growth.

Only files whose time has come are looked at, so thousands of waiting files cost next to nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from app.capture.completeness import completeness
from app.capture.listing import Entry
from app.capture.pickup import Identity, NotAFileError, Outcome, SourceError, Taken, open_file
from app.capture.settle import (
    MAX_QUIET_SECONDS,
    Completeness,
    Growth,
    Look,
    Pace,
    Verdict,
    decide,
    first_look,
    learn,
    learn_of_late_growth,
    look_again,
)
from app.domain.manifest_table import is_list_name

LOOK_SECONDS = 0.1  # between two looks at a file that may be growing
LONGEST_LOOK_SECONDS = 0.5  # between two looks at one that is quiet
REST_SECONDS = 10.0  # an original is deleted no sooner: what a scanner still adds would be lost with it
LATE_GROWTH_SECONDS = 600.0  # how long a captured file is looked after
_PROBE_AFTER_SECONDS = 0.09  # a file that changed just now is not opened: its writer may want to rename it
_LONGEST_RETRY_SECONDS = 60.0
_TRIES_BEFORE_TROUBLED = 3
_MOST_LOOKS_AT_ONCE = 200  # so that the first of many files need not wait until the last one was opened


@dataclass(frozen=True, slots=True)
class Settled:
    """A file that is ready, in the state that was seen. `late`: it was captured before and went on growing."""

    path: Path
    identity: Identity
    late: bool = False


@dataclass(slots=True)
class _File:
    growth: Growth
    identity: Identity
    look_at: float
    late: bool = False
    ready: bool = False
    probed: bool = False
    tries: int = 0


@dataclass(slots=True)
class _Captured:
    identity: Identity
    since: float
    look_at: float
    completeness: Completeness
    leaves: bool


def probe(path: str) -> Completeness:
    """Return what the file's bytes say of its end; UNKNOWN when it can't be opened."""
    try:
        opened = open_file(Path(path))
        with os.fdopen(opened.descriptor, "rb") as file:
            return completeness(file)
    except (OSError, NotAFileError, SourceError):
        return Completeness.UNKNOWN  # only a hint: whoever takes the file will meet the trouble and tell it


class Waiting:
    """See the module. `pace` is what was learned of this folder so far."""

    def __init__(self, pace: Pace, probe: Callable[[str], Completeness] = probe) -> None:
        self.pace = self.start = pace
        self._probe = probe
        self._files: dict[str, _File] = {}
        self._captured: dict[str, _Captured] = {}

    def __len__(self) -> int:
        return len(self._files)

    @property
    def untroubled(self) -> int:
        """How many files wait that have not failed again and again."""
        return sum(file.tries < _TRIES_BEFORE_TROUBLED for file in self._files.values())

    def found(self, entries: Iterable[Entry], now: float) -> None:
        """Take note of what a listing found; files that are no longer there are forgotten."""
        listed = set()
        for entry in entries:
            listed.add(entry.path)
            file = self._files.get(entry.path)
            if file is None:
                self._look_after(entry.path, now)
                self._add(entry.path, now, late=False)
            elif (entry.size, entry.mtime_ns) != (file.growth.last.size, file.growth.last.mtime_ns):
                file.look_at, file.ready = now, False
        for path in [path for path, file in self._files.items() if not file.late and path not in listed]:
            del self._files[path]

    def look_after(
        self,
        path: Path,
        identity: Identity,
        since: float,
        full: Completeness = Completeness.UNKNOWN,
        *,
        listed: bool = False,
        leaves: bool = False,
    ) -> None:
        """Notice when the file at `path`, captured as `identity` and quiet since then, goes on growing.

        A `listed` one need not be looked at, since listings show it; one that `leaves` is to be deleted if it does not
        grow (see `rested`).
        """
        look_at = since + LATE_GROWTH_SECONDS if listed else since
        self._captured[str(path)] = _Captured(identity, since, look_at, full, leaves)

    def rested(self, now: float) -> list[tuple[Path, Identity]]:
        """Return the originals that can be deleted now; each is named once."""
        found = [
            (Path(path), captured.identity)
            for path, captured in self._captured.items()
            if captured.leaves and now - captured.since >= REST_SECONDS
        ]
        for path, _ in found:
            del self._captured[str(path)]
        return found

    @property
    def leaving(self) -> int:
        """How many originals are still to be deleted."""
        return sum(captured.leaves for captured in self._captured.values())

    def closed(self, path: str, now: float) -> None:
        """Take note that the writer closed this file."""
        if path in self._files:
            self._look(path, now)
        if file := self._files.get(path):
            file.growth = replace(file.growth, closed=True)
            file.look_at = min(file.look_at, now + LOOK_SECONDS)

    def look(self, now: float) -> None:
        """Look at the files whose time has come, the oldest first."""
        due = [
            (f.growth.last.mtime_ns, p) for p, f in self._files.items() if f.look_at <= now and not f.ready
        ]
        for _, path in sorted(due)[:_MOST_LOOKS_AT_ONCE]:
            self._look(path, now)
        for path in [p for p, captured in self._captured.items() if captured.look_at <= now]:
            self._look_after(path, now)

    def ready(self) -> list[Settled]:
        """Return the files that can be taken, in the order in which they were written, then by name.

        A table is the list of the scans beside it: it goes first, and they wait for it.
        """
        unready = {
            os.path.dirname(path)  # noqa: PTH120 - thousands of paths, every tenth of a second
            for path, file in self._files.items()
            if not file.ready and file.tries < _TRIES_BEFORE_TROUBLED and is_list_name(path)
        }
        files = [
            (not is_list_name(path), file.growth.last.mtime_ns, path, file)
            for path, file in self._files.items()
            if file.ready and (not unready or os.path.dirname(path) not in unready or is_list_name(path))  # noqa: PTH120
        ]
        return [Settled(Path(path), f.identity, f.late) for *_, path, f in sorted(files, key=lambda e: e[:3])]

    def next_look(self) -> float:
        """Return when the next file wants to be looked at or deleted (infinity: none does)."""
        waiting = [file.look_at for file in self._files.values() if not file.ready]
        captured = [c.since + REST_SECONDS if c.leaves else c.look_at for c in self._captured.values()]
        return min([*waiting, *captured], default=float("inf"))

    def outcome(self, settled: Settled, taken: Taken, now: float) -> int:
        """Take note of what became of a file that was offered; return how often in a row it could not be taken."""
        path = str(settled.path)
        file = self._files[path]
        if taken.outcome in (Outcome.CHANGED, Outcome.LATER, Outcome.ALL_LATER):
            file.tries += 1
            file.ready = False
            at_once = taken.outcome is Outcome.CHANGED and file.tries < _TRIES_BEFORE_TROUBLED
            file.look_at = now + (
                LOOK_SECONDS if at_once else min(_LONGEST_RETRY_SECONDS, 2.0**file.tries / 2)
            )
            return file.tries
        del self._files[path]
        if taken.outcome in (Outcome.LEFT, Outcome.KEPT, Outcome.LEAVING):
            self.pace = learn(self.pace, file.growth)
        if taken.lies_at is not None and taken.identity is not None:
            self.look_after(
                taken.lies_at,
                taken.identity,
                file.growth.quiet_since,
                file.growth.completeness,
                listed=taken.outcome is not Outcome.LEFT,
                leaves=taken.outcome is Outcome.LEAVING,
            )
        return 0

    def _add(self, path: str, now: float, *, late: bool) -> None:
        try:
            found = os.lstat(path)
        except OSError:
            return  # the next listing tells
        growth = first_look(_seen(found, now))
        self._files[path] = _File(growth, Identity.of(found), now + LOOK_SECONDS, late)

    def _look(self, path: str, now: float) -> None:
        file = self._files[path]
        try:
            found = os.lstat(path)
        except FileNotFoundError:
            del self._files[path]
            return
        except OSError:
            file.look_at = now + 1.0
            return
        growth = look_again(file.growth, _seen(found, now))
        if growth.quiet_since != file.growth.quiet_since:
            file.probed, file.ready, file.tries = False, False, 0
        if not file.probed and growth.last.size and growth.quiet(now) >= _PROBE_AFTER_SECONDS:
            growth = replace(growth, completeness=self._probe(path))
            file.probed = True
        file.growth, file.identity = growth, Identity.of(found)
        decision = decide(growth, now, self.pace)
        file.ready = decision.verdict is Verdict.SETTLED
        seldom = min(LONGEST_LOOK_SECONDS, max(LOOK_SECONDS, growth.quiet(now) / 4))
        file.look_at = now + min(decision.look_in_seconds, seldom)

    def _look_after(self, path: str, now: float) -> None:
        captured = self._captured.get(path)
        if captured is None:
            return
        age = now - captured.since
        captured.look_at = now + max(1.0, age / 5)
        try:
            found = Identity.of(os.lstat(path))
        except OSError:
            found = None
        if found == captured.identity and age < LATE_GROWTH_SECONDS:
            return
        del self._captured[path]
        if found is not None and found != captured.identity and path not in self._files:
            if age <= MAX_QUIET_SECONDS:  # later, it is no longer a scanner that paused
                self.pace = learn_of_late_growth(self.pace, age, captured.completeness)
            self._add(path, now, late=True)


def _seen(found: os.stat_result, now: float) -> Look:
    return Look(now, found.st_size, found.st_mtime_ns, found.st_ino)
