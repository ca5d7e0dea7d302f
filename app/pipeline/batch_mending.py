"""Mends what an import could not decide, a whole group at once: shown first, then done, undone where that is possible.

A mend says which dossiers the scans of a group are expected to be; they are matched anew, by the same rules as all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.codes import code_key
from app.domain.dossier import Dossier
from app.domain.errors import IllegalFactError
from app.domain.facts import Expected, Fact, Held, Unlinked
from app.domain.messages import Message
from app.domain.scan import Clock, Scan, ScanState, Severity
from app.pipeline.ports import Journal

EXAMPLES = 5
Codes = Callable[[Scan], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Mend:
    """One way to mend a group: other naming rules, another list (columns mapped), or the only candidate of a unit."""

    reason: str = ""
    naming: tuple[str, ...] = ()
    manifest: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    unit: str = ""


@dataclass(slots=True)
class Group:
    """Held scans of one reason."""

    message: Message
    count: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    """What a mend would do to one scan: the codes expected before and then, and the first one's dossier if known."""

    scan: Scan
    codes: tuple[str, ...]
    dossier: Dossier | None

    @property
    def changes(self) -> bool:
        """Whether anything would be other than it was."""
        return [code_key(one) for one in self.codes] != [code_key(one) for one in self.scan.expected]


@dataclass(frozen=True, slots=True)
class Before:
    """How a scan stood before a mend, and the codes that the mend lets it expect.

    Kept before the scan is touched: `given` tells later whether it was (None: not known, from an older version).
    """

    scan: str
    expected: tuple[str, ...]
    hold: Message
    severity: Severity
    given: tuple[str, ...] | None = None

    @classmethod
    def of(cls, change: Change) -> Before:
        """Return how the scan of a planned change stands; ValueError when it is not held."""
        scan, hold = change.scan, change.scan.hold
        if hold is None:
            raise ValueError(scan.id)
        return cls(scan.id, scan.expected, hold.message, hold.severity, change.codes)

    def mended(self, scan: Scan) -> bool:
        """Whether the scan, as it is now, expects what the mend said: a crash, or a person, may have come between."""
        return scan.expected != self.expected if self.given is None else scan.expected == self.given


def groups_of(held: Iterable[Scan]) -> list[Group]:
    """Return the held scans by reason, the commonest first; examples are paths."""
    found: dict[str, Group] = {}
    for scan in held:
        if scan.hold is None:
            continue
        group = found.setdefault(scan.hold.message.id, Group(scan.hold.message))
        group.count += 1
        if len(group.examples) < EXAMPLES:
            group.examples.append(scan.path)
    return sorted(found.values(), key=lambda group: -group.count)


def of_unit(scan: Scan, unit: str) -> tuple[str, ...]:
    """Return the code of the only candidate of this unit; () when there is none, or several."""
    own = [one.dossier for one in scan.candidates if one.dossier.startswith(f"{unit}-")]
    return tuple(own) if len(own) == 1 else ()


def planned(
    held: Iterable[Scan], reason: str, codes: Codes, by_code: Callable[[str], Dossier | None]
) -> Iterator[Change]:
    """Yield what would change for the scans held by `reason` ("": by any) if these codes were expected."""
    for scan in held:
        if scan.hold is None or scan.state is not ScanState.SEPARATED or not scan.pages:
            continue
        if reason and scan.hold.message.id != reason:
            continue
        wanted = codes(scan)
        change = Change(scan, wanted, by_code(wanted[0]) if wanted else None)
        if wanted and change.changes:
            yield change


def mend(
    changes: Iterable[Change],
    journal: Journal,
    clock: Clock,
    who: str,
    recorded: Callable[[list[Scan]], None],
) -> int:
    """Let the codes be expected; return for how many scans. One that changed since the plan is left alone.

    `Before.of` each change must be kept durably by then, or a crash would leave scans mended that can't be undone.
    """
    done = 0
    for change in changes:
        scan = change.scan
        fact = Expected(scan=scan.id, at=clock(), codes=change.codes, by=who)
        try:
            changed = journal.record(fact, expecting=scan)
        except IllegalFactError:
            continue
        done += 1
        recorded(changed)
    return done


def undo(
    before: Iterable[Before], journal: Journal, clock: Clock, who: str, recorded: Callable[[list[Scan]], None]
) -> tuple[int, list[str]]:
    """Let the scans stand as before; return how many do, and the ids of those that went too far (stored, rejected).

    Scans that the mend never reached, or that were undone already, are left alone: so undoing twice is undoing once.
    """
    undone, beyond = 0, []
    for one in before:
        scan = journal.scan(one.scan)
        if scan is not None and not one.mended(scan):
            continue
        if scan is None or scan.state.finished or scan.depositing:
            beyond.append(one.scan)
            continue
        try:
            recorded(journal.record(*_back(scan, one, clock(), who), expecting=scan))
            undone += 1
        except IllegalFactError:  # it moved on meanwhile
            beyond.append(one.scan)
    return undone, beyond


def _back(scan: Scan, before: Before, at: datetime, who: str) -> list[Fact]:
    facts: list[Fact] = []
    if scan.state is not ScanState.SEPARATED:
        facts.append(Unlinked(scan=scan.id, at=at, by=who))
    facts.append(Expected(scan=scan.id, at=at, codes=before.expected, by=who))
    facts.append(Held(scan=scan.id, at=at, message=before.hold, severity=before.severity))
    return facts
