"""What can still be taken back, found in the journal: so undo reaches behind a restart, until the deposit.

Of each scan its facts are gone through in their order: what a person did is laid on a pile, and what took it back takes
it off again. So what is left on the pile is what would be taken back next, and only that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.arrangement import Arrangement
from app.domain.facts import (
    BY_RULE,
    MERGED,
    Arranged,
    Described,
    Fact,
    Held,
    Linked,
    Rejected,
    Released,
    Restored,
    SplitOff,
    Unlinked,
)
from app.domain.scan import Lane, Scan, ScanState
from app.domain.transitions import apply
from app.pipeline.desk import Desk
from app.pipeline.page_editor import Edit, PageEditor, restore
from app.pipeline.paper_desk import Correction, PaperDesk

REJECTED_WITHIN = timedelta(days=3)  # captured before this, a rejected scan is no longer on anybody's mind
_TAKES_BACK: dict[type[Fact], str] = {Unlinked: "link", Released: "hold", Restored: "reject"}


@dataclass(frozen=True, slots=True)
class Done:
    """An act that can be taken back by `back`: `act` is its kind (link, hold, reject, pages, paper), `what` names it.

    `back` is called outside the GUI thread and returns the scan to show; `at`: when it was done, where that is known.
    """

    act: str
    scan_id: str
    what: str
    back: Callable[[], Scan]
    at: datetime | None = None

    def possible(self, scan: Scan) -> bool:
        """Whether the act can be taken back while its scan is like this."""
        ended = scan.state is ScanState.REJECTED and self.act != "reject"
        return not (ended or scan.depositing or scan.state is ScanState.STORED)


def acts_left(desk: Desk, before: datetime) -> list[Done]:
    """Return what the desk's person did before this moment and can still take back, the oldest first.

    Reads every scan of the counter that is not finished and that a person had in hand: not for the GUI thread.
    """
    found = [
        (act.at, number, act)
        for scan in _in_hand(desk)
        for number, act in enumerate(_Pile(desk, scan).left())
        if act.at is not None and act.at < before
    ]
    return [act for _, _, act in sorted(found, key=lambda one: one[:2])]


def _in_hand(desk: Desk) -> Iterator[Scan]:
    """The scans that a person may have done something to, and that are not on their way to the store."""
    for state in ScanState:
        if not state.finished:
            for scan in desk.scans(state=state):
                touched = scan.corrections or scan.arrangement or scan.linked_by not in (None, BY_RULE)
                held = scan.hold is not None and scan.hold.message.id == "hold-by-person"
                if scan.lane is Lane.COUNTER and not scan.depositing and (touched or held):
                    yield scan
    since = desk.clock() - REJECTED_WITHIN
    for scan in desk.scans(state=ScanState.REJECTED, newest_first=True):
        if scan.captured_at < since:
            return
        yield scan


@dataclass(slots=True)
class _Pile:
    """What was done to one scan, and not taken back since."""

    desk: Desk
    scan: Scan
    acts: list[Done] = field(default_factory=list)
    befores: list[Scan] = field(default_factory=list)  # as the scan was before each of them

    def left(self) -> list[Done]:
        """Return the acts that can be taken back, the oldest first."""
        now: Scan | None = None
        for fact in self.desk.life(self.scan.id):
            before, now = now, apply(now, fact)
            if before is not None:
                self._take(fact, before, now)
        return [act for act in self.acts if act.possible(self.scan)]

    def _take(self, fact: Fact, before: Scan, after: Scan) -> None:
        if (taken_back := _TAKES_BACK.get(type(fact))) is not None:
            self._off(taken_back)
        elif isinstance(fact, Described):
            self._described(fact, before, after)
        elif isinstance(fact, Arranged):
            self._arranged(fact, before, after)
        else:
            self._decided(fact, before)

    def _decided(self, fact: Fact, before: Scan) -> None:
        desk, scan_id = self.desk, self.scan.id
        match fact:
            case Linked(by=by, dossier=code) if by == desk.who:
                known = next((one.owner_name for one in before.candidates if one.dossier == code), "")
                self._lay("link", known or code, fact.at, before, lambda: desk.unlink(scan_id))
            case Held(message=said) if said.id == "hold-by-person" and said.arguments["by"] == desk.who:
                self._lay("hold", before.source, fact.at, before, lambda: desk.release(scan_id))
            case Rejected(by=by, reason=reason) if by == desk.who and reason != MERGED:
                self._lay("reject", before.source, fact.at, before, lambda: restore(desk, scan_id))

    def _described(self, fact: Described, before: Scan, after: Scan) -> None:
        if self._is_back("paper", lambda then: dict(then.corrections) == dict(after.corrections)):
            return
        names = before.corrections.keys() | after.corrections.keys()
        changed = [one for one in sorted(names) if before.corrections.get(one) != after.corrections.get(one)]
        if fact.by == self.desk.who and len(changed) == 1:
            correction = Correction(after, changed[0], before.corrections.get(changed[0]))
            back = PaperDesk(self.desk).take_back
            self._lay("paper", before.source, fact.at, before, lambda: back(correction))

    def _arranged(self, fact: Arranged, before: Scan, after: Scan) -> None:
        if self._is_back("pages", lambda then: then.arranged.pages == after.arranged.pages):
            return
        edit = _edit(self.desk, before, after) if fact.by == self.desk.who else None
        if edit is None:  # what lies below could only be taken back after this: it can't be, either
            self.acts.clear()
            self.befores.clear()
            return
        back = PageEditor(self.desk).take_back
        self._lay("pages", before.source, fact.at, before, lambda: back(edit))

    def _lay(self, act: str, what: str, at: datetime, before: Scan, back: Callable[[], Scan]) -> None:
        self.acts.append(Done(act, self.scan.id, what, back, at))
        self.befores.append(before)

    def _off(self, act: str) -> None:
        for place in reversed(range(len(self.acts))):
            if self.acts[place].act == act:
                del self.acts[place], self.befores[place]
                return

    def _is_back(self, act: str, as_then: Callable[[Scan], bool]) -> bool:
        """Whether a change only takes the newest act of this kind back, which then lies here no longer."""
        places = [place for place, done in enumerate(self.acts) if done.act == act]
        if places and as_then(self.befores[places[-1]]):
            del self.acts[places[-1]], self.befores[places[-1]]
            return True
        return False


def _edit(desk: Desk, before: Scan, after: Scan) -> Edit | None:
    """The edit that led from one to the other; None where pages went or came in a way that is not known."""
    had, has = before.arranged.pages, after.arranged.pages
    if len(has) < len(had) and has == had[: len(has)]:
        rest = Arrangement(had[len(has) :])
        born = [
            one.id for one in desk.journal.of_capture(before.capture) if _born_of(desk, one, before, rest)
        ]
        return Edit(after, (before,), tuple(born[:1]))
    came = {ref.capture for ref in has} - {ref.capture for ref in had}
    swallowed = [one for one in _merged(desk, came or {before.capture}) if one.id != before.id]
    if not swallowed:
        return Edit(after, (before,))
    places = [(ref.capture, ref.page) for ref in has[len(had) :]]
    for other in swallowed:
        if [(ref.capture, ref.page) for ref in other.arranged.pages] == places:
            return Edit(after, (before, other))
    return Edit(after, (before,)) if not came else None


def _born_of(desk: Desk, scan: Scan, origin: Scan, rest: Arrangement) -> bool:
    if scan.state is ScanState.REJECTED:
        return False
    first = desk.life(scan.id)[0]
    return isinstance(first, SplitOff) and first.origin == origin.id and first.arrangement == rest


def _merged(desk: Desk, captures: set[str]) -> list[Scan]:
    return [
        scan for one in captures for scan in desk.journal.of_capture(one) if scan.rejected_because == MERGED
    ]
