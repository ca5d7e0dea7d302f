"""What an arrived file means: a new capture, one seen again, one that went on growing, or one left behind by a crash.

Pure: everything known is an argument. How a file left behind by a crash (journaled, but not moved yet) is told from the
same bytes dropped a second time: nothing of it was written after we spoke of it. A copy made later has a later time of
its inode (POSIX) or of creation (Windows), even when it keeps the time of its content; and where the original is
remembered to have left, it can't have been left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.facts import Captured, Fact, Held, Revised, SeenAgain
from app.domain.messages import Message
from app.domain.scan import Scan, ScanState, Severity


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that are safe in the spool, and where they came from. `written_at`: the last time anything wrote the file.

    `original_left`: the original of the last capture of this name and these bytes is known to have left the folder.
    """

    digest: str
    bytes: int
    source: str
    folder: str
    written_at: datetime
    original_left: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A scan of the same bytes, with its facts."""

    scan: Scan
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The scan whose capture the file grew out of; `siblings` other scans were separated from that capture."""

    scan: Scan
    siblings: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """The facts to record (none: already recorded), and the scan that the file now belongs to."""

    scan_id: str
    facts: tuple[Fact, ...] = ()


def meaning(
    arrival: Arrival,
    same_bytes: Sequence[Known],
    grown_from: Predecessor | None,
    now: datetime,
    new_id: Callable[[], str],
) -> Meaning:
    """Return what the arrival means. The same bytes make a second scan only when every scan of them was rejected."""
    for known in same_bytes:
        if not arrival.original_left and _left_behind(arrival, known):
            return Meaning(known.scan.id)
    for known in same_bytes:
        if known.scan.state is not ScanState.REJECTED:
            again = SeenAgain(scan=known.scan.id, at=now, source=arrival.source, folder=arrival.folder)
            return Meaning(known.scan.id, (again,))
    if grown_from and not same_bytes:
        return _grown(arrival, grown_from, now, new_id)
    born = _born(arrival, now, new_id())
    return Meaning(born.scan, (born,))


def _grown(arrival: Arrival, grown_from: Predecessor, now: datetime, new_id: Callable[[], str]) -> Meaning:
    """Begin the scan anew while that is possible; else a person must see that a finished result was not whole."""
    before = grown_from.scan
    if not before.state.finished and not grown_from.siblings and before.arrangement is None:
        revised = Revised(scan=before.id, at=now, capture=arrival.digest, bytes=arrival.bytes)
        return Meaning(before.id, (revised,))
    born = _born(arrival, now, new_id())
    message = Message.of("hold-capture-grew", scan=before.id, source=arrival.source)
    return Meaning(born.scan, (born, Held(scan=born.scan, at=now, message=message, severity=Severity.ASKS)))


def _born(arrival: Arrival, now: datetime, scan_id: str) -> Captured:
    return Captured(
        scan=scan_id,
        at=now,
        capture=arrival.digest,
        bytes=arrival.bytes,
        source=arrival.source,
        folder=arrival.folder,
    )


def _left_behind(arrival: Arrival, known: Known) -> bool:
    return any(
        _speaks_of(fact, arrival, known.scan) and arrival.written_at <= fact.at for fact in known.facts
    )


def _speaks_of(fact: Fact, arrival: Arrival, scan: Scan) -> bool:
    place = (arrival.source, arrival.folder)
    match fact:
        case Captured() | SeenAgain():
            return (fact.source, fact.folder) == place
        case Revised():
            return fact.capture == arrival.digest and (scan.source, scan.folder) == place
        case _:
            return False
