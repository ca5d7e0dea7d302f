"""Lists that lie in a scanner folder as files of their own: what they expect of the scans after them, and what came.

A hand-over slip scanned by itself, or a table beside the scans, names the results of the batch that follows in its
folder, until all of them came, a newer list comes, or the day is over.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import TryAgainError
from app.domain.facts import BY_RULE, LIST_SERVED, Expected, Fact, Held, Rejected
from app.domain.ledger import local_day
from app.domain.manifest import NO_PLACE, Deviations, deviations, expected_at
from app.domain.messages import Argument, Message
from app.domain.scan import Clock, Lane, Scan, ScanState, Severity
from app.pipeline.ports import Journal, Register

_TOLD_CODES = 5  # of each kind of deviation; more would hide the sentence
_PERSONS = (
    "hold-by-person",
    "hold-unlinked",
    "hold-restored",
    "hold-capture-grew",
)  # holds that no list takes away


def list_mark(folder: str) -> str:
    """Return the mark by which the open lists of a folder are found in the journal."""
    return f"list:{folder}"


@dataclass(frozen=True, slots=True)
class FolderLists:
    """Asks the journal for the lists of a folder and the results after them."""

    journal: Journal
    register: Register
    clock: Clock

    def list_for(self, scan: Scan) -> Scan | None:
        """Return the list that speaks of the scan, or None."""
        if scan.lane is not Lane.COUNTER or scan.is_list:
            return None
        arrived = self._arrival(scan)
        before = [
            one
            for one in self.journal.marked((list_mark(scan.folder),))
            if one.is_list
            and one.captured_at < arrived.captured_at
            and local_day(one.captured_at) == local_day(arrived.captured_at)
        ]
        newest = before[-1] if before else None
        return newest if newest and _names_all(newest, scan.expected) and self._missing(newest) else None

    def expected_of(self, scan: Scan, listing: Scan) -> tuple[str, ...]:
        """Return what the list expects of the scan, the code of its place first.

        TryAgainError while an earlier capture of the folder has not been separated: the place is not known yet.
        """
        place = 0
        for other in self.results_after(listing):
            if other.id == scan.id:
                break
            if other.state in (ScanState.CAPTURED, ScanState.READ) and other.hold is None:
                raise TryAgainError(Message.of("list-order-waits", source=other.source))
            place += 1
        return expected_at(listing.expected, place)

    def names(self, listing: Scan, dossier: str) -> bool:
        """Whether the dossier with this code stands on the list, by any of its codes."""
        return dossier in self._known(listing.expected)

    def compare(self, listing: Scan) -> list[Fact]:
        """Return the facts of comparing the list with what came: results to match anew, and how the list stands."""
        own: list[Fact] = []
        for scan in self.results_after(listing):
            if scan.state is ScanState.SEPARATED and not scan.expected and _may_be_matched_anew(scan):
                codes = self.expected_of(scan, listing)
                own.append(Expected(scan=scan.id, at=self.clock(), codes=codes, by=BY_RULE))
        return [*own, self._standing(listing)]

    def results_after(self, listing: Scan) -> list[Scan]:
        """Return the results that came into the list's folder after it, in the order of their arrival.

        Results of a later list, or with a list in their own capture, are left out, as are rejected ones.
        """
        later = itertools.takewhile(
            lambda one: one.captured_at > listing.captured_at, self.journal.scans(newest_first=True)
        )
        placed = [
            (arrived.captured_at, scan.captured_at, scan.pages, scan)
            for scan in later
            if _may_be_a_result(scan, listing.folder)
            and _names_all(listing, scan.expected)
            and (arrived := self._arrival(scan)).captured_at > listing.captured_at
        ]
        return [scan for *_, scan in sorted(placed, key=lambda one: one[:3])]

    def _arrival(self, scan: Scan) -> Scan:
        """The scan that was born with the capture: the others of it were born when it was separated."""
        return next(iter(self.journal.of_capture(scan.capture)), scan)

    def _known(self, codes: Sequence[str]) -> dict[str, None]:
        """The codes as the register knows them: its own code for every other one."""
        found = ((code, self.register.by_code(code)) for code in codes)
        return dict.fromkeys(dossier.code if dossier else code for code, dossier in found)

    def _missing(self, listing: Scan) -> tuple[str, ...]:
        came = {scan.dossier for scan in self.results_after(listing)}
        return tuple(code for code in self._known(listing.expected) if code not in came)

    def _standing(self, listing: Scan) -> Fact:
        results = self.results_after(listing)
        came = [scan.dossier for scan in results if scan.dossier]
        found = deviations(tuple(self._known(listing.expected)), came)
        if found == Deviations() and len(came) == len(results):
            return Rejected(scan=listing.id, at=self.clock(), reason=LIST_SERVED, by=BY_RULE)
        message = Message.of(
            "hold-list",
            source=listing.source,
            listed=len(listing.expected),
            came=len(came),
            undecided=len(results) - len(came),
            **_told("missing", found.missing),
            **_told("extra", found.extra),
            **_told("moved", found.out_of_order),
        )
        return Held(scan=listing.id, at=self.clock(), message=message, severity=Severity.ASKS)


def _names_all(listing: Scan, expected: Sequence[str]) -> bool:
    """Whether what a scan expects is this list's, or nothing yet: a list in its own capture goes before this one."""
    return set(expected) <= {*listing.expected, NO_PLACE}


def _may_be_a_result(scan: Scan, folder: str) -> bool:
    """A capture that was not separated yet may be one; a slip without its result is none."""
    if scan.folder != folder or scan.lane is not Lane.COUNTER or scan.state is ScanState.REJECTED:
        return False
    return bool(scan.pages) or scan.state in (ScanState.CAPTURED, ScanState.READ)


def _may_be_matched_anew(scan: Scan) -> bool:
    """Whether matching alone has said what the scan waits for."""
    if scan.hold is None:
        return True
    return (
        scan.caution is None and scan.hold.severity is Severity.ASKS and scan.hold.message.id not in _PERSONS
    )


def _told(name: str, codes: Sequence[str]) -> dict[str, Argument]:
    """How many codes, and the first of them as one text."""
    more = ", …" if len(codes) > _TOLD_CODES else ""
    return {f"{name}_count": len(codes), name: ", ".join(codes[:_TOLD_CODES]) + more}
