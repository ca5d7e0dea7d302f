"""When a file in a scanner folder is ready to be picked up: a pure decision on what was seen of it, and when.

Nobody tells that a scanner has finished. So a file is ready when it was quiet for a while, and how long that is depends
on what its bytes say (an end marker is there, or is missing), on whether the writer was seen to close it, and on the
pauses this folder's scanner was seen to make. All times are seconds of a monotonic clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

START_QUIET_SECONDS = 1.0
MIN_QUIET_SECONDS = 0.6
MAX_QUIET_SECONDS = 20.0
COMPLETE_QUIET_SECONDS = 0.3  # the end marker is there, and nobody was seen to write on after one
CLOSED_QUIET_SECONDS = 0.15  # and the writer closed it
MIN_CUT_QUIET_SECONDS = (
    8.0  # the end marker is missing: the scanner is between two pages, or the file is broken
)
MAX_CUT_QUIET_SECONDS = 60.0
EMPTY_QUIET_SECONDS = (
    15.0  # a scanner that makes the name first; later an empty file must be seen by a person
)
_MARGIN = 1.5  # a pause seen once may be half as long again next time
_FORGETTING = 0.05  # share of a longer wait that one quick file takes away


class Completeness(StrEnum):
    """What a file's own bytes say of its end."""

    COMPLETE = "complete"  # the end marker of its kind stands at its end
    CUT = "cut"  # its kind has an end marker, and it is not there
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What is to be done with a file now."""

    WAIT = "wait"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a file: when, and the size, time of change (nanoseconds) and inode that it showed."""

    at: float
    size: int
    mtime_ns: int
    inode: int = 0

    def same_file(self, other: Look) -> bool:
        """Return whether nothing of the file differs between the two looks."""
        return (self.size, self.mtime_ns, self.inode) == (other.size, other.mtime_ns, other.inode)


@dataclass(frozen=True, slots=True)
class Growth:
    """What was seen of one file so far: the last look, since when it is quiet, and the pauses in between.

    `longest_pause` is the longest quiet time that was followed by a change; `longest_full_pause` the longest one that
    began with the end marker in place (a program that appends pages to a finished file). `closed` tells that the writer
    closed the file after the last change.
    """

    last: Look
    quiet_since: float
    longest_pause: float = 0.0
    longest_full_pause: float = 0.0
    completeness: Completeness = Completeness.UNKNOWN
    closed: bool = False

    def quiet(self, now: float) -> float:
        """Return for how long nothing has changed."""
        return max(0.0, now - self.quiet_since)


@dataclass(frozen=True, slots=True)
class Pace:
    """What was learned of the scanner behind one folder: how long it may pause within a file."""

    quiet_seconds: float = START_QUIET_SECONDS
    complete_quiet_seconds: float = COMPLETE_QUIET_SECONDS
    least_seconds: float = 0.0  # chosen by a person, or learned in an earlier run: no file is taken sooner

    def longer_than(self, start: Pace) -> float:
        """Return how long a file must be quiet by what was learned since `start`; 0 when nothing longer was needed."""
        learned = [
            mine
            for mine, first in (
                (self.quiet_seconds, start.quiet_seconds),
                (self.complete_quiet_seconds, start.complete_quiet_seconds),
            )
            if mine > first
        ]
        return max(learned, default=0.0)


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict; when to look again at the latest, if it is to wait."""

    verdict: Verdict
    look_in_seconds: float = 0.0


def first_look(look: Look) -> Growth:
    """Return what is known of a file after one look."""
    return Growth(last=look, quiet_since=look.at)


def look_again(growth: Growth, look: Look) -> Growth:
    """Return what is known after one more look; a changed size, time or inode ends the quiet time."""
    if growth.last.same_file(look):
        return replace(growth, last=look)
    if growth.last.inode != look.inode:
        return first_look(look)  # another file took the name: what was seen of the old one says nothing
    pause = max(0.0, look.at - growth.quiet_since)
    full = growth.completeness is Completeness.COMPLETE
    return Growth(
        last=look,
        quiet_since=look.at,
        longest_pause=max(growth.longest_pause, pause),
        longest_full_pause=max(growth.longest_full_pause, pause) if full else growth.longest_full_pause,
    )


def wanted_quiet(growth: Growth, pace: Pace) -> float:
    """Return how long the file must have been quiet before it is picked up, in seconds."""
    return max(pace.least_seconds, _wanted_as_seen(growth, pace))


def _wanted_as_seen(growth: Growth, pace: Pace) -> float:
    if growth.last.size == 0:
        return EMPTY_QUIET_SECONDS
    match growth.completeness:
        case Completeness.CUT:
            return min(MAX_CUT_QUIET_SECONDS, max(MIN_CUT_QUIET_SECONDS, 3 * pace.quiet_seconds))
        case Completeness.COMPLETE if growth.closed:
            learned = pace.complete_quiet_seconds > COMPLETE_QUIET_SECONDS
            return pace.complete_quiet_seconds if learned else CLOSED_QUIET_SECONDS
        case Completeness.COMPLETE:
            return pace.complete_quiet_seconds
        case _:
            return pace.quiet_seconds


def decide(growth: Growth, now: float, pace: Pace) -> Decision:
    """Return whether the file is ready now, or how long to wait until the next look."""
    remaining = wanted_quiet(growth, pace) - growth.quiet(now)
    if remaining <= 0:
        return Decision(Verdict.SETTLED)
    return Decision(Verdict.WAIT, remaining)


def learn(pace: Pace, growth: Growth) -> Pace:
    """Return the folder's pace after one more file was picked up: longer at once, shorter by and by."""
    return replace(
        pace,
        quiet_seconds=_towards(pace.quiet_seconds, growth.longest_pause, MIN_QUIET_SECONDS),
        complete_quiet_seconds=_towards(
            pace.complete_quiet_seconds, growth.longest_full_pause, COMPLETE_QUIET_SECONDS
        ),
    )


def learn_of_late_growth(pace: Pace, pause: float, completeness: Completeness) -> Pace:
    """Return the pace after a file grew that had been picked up `pause` seconds after its last change: too early."""
    seen = Growth(last=Look(0.0, 0, 0), quiet_since=0.0, longest_pause=pause)
    if completeness is Completeness.COMPLETE:
        seen = replace(seen, longest_full_pause=pause)
    return learn(pace, seen)


def _towards(known: float, pause: float, least: float) -> float:
    wanted = min(MAX_QUIET_SECONDS, max(least, pause * _MARGIN))
    return wanted if wanted >= known else known + (wanted - known) * _FORGETTING
