"""SEPARATED → Proposed with Linked or Held: whose result it is, and whether that is sure enough to link by rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.decision import Decision, LinkPolicy, decide
from app.domain.evidence import Candidate
from app.domain.face import Face, clues, look
from app.domain.facts import BY_RULE, Advanced, Expected, Fact, Held, Linked, Proposed, Stored
from app.domain.likeness import same_paper
from app.domain.linking import Surroundings, propose
from app.domain.messages import Message
from app.domain.page import Reading
from app.domain.scan import Clock, Scan, Severity
from app.domain.separation import Part
from app.domain.strangers import strange_pages
from app.pipeline.folder_lists import FolderLists
from app.pipeline.ports import DataStore, Journal, Register, Spool
from app.pipeline.stages.wrong_person import rivals

ABOUT_AS_WELL = 2.0  # odds within which two dossiers count as alike for the order of the proposals


@dataclass(frozen=True, slots=True)
class Opinion:
    """What matching says of one result: candidates, best first, and the decision."""

    face: Face
    candidates: tuple[Candidate, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Matcher:
    """Asks the register and weighs the answers; records nothing (`sohoa match` uses it as it is)."""

    register: Register
    policy: LinkPolicy
    unit_code: str
    clock: Clock

    def opinion(
        self,
        reading: Reading,
        part: Part,
        has_result: Callable[[str], bool] = lambda _: False,
    ) -> Opinion:
        """Return the opinion on one part of a reading; `has_result` tells which dossiers have a result already."""
        face = look(reading.only(part.pages), part.slip_codes, reading.only(part.separator_pages))
        dossiers = self.register.answering(clues(face, part.expected))
        around = Surroundings(
            now=self.clock(),
            register_size=self.register.count(),
            name_counts=self.register.name_counts([one.owner_name for one in dossiers if one.owner_name]),
            stored=frozenset(one.code for one in dossiers if has_result(one.code)),
            expected=part.expected,
            unit_code=self.unit_code,
        )
        candidates = propose(face, dossiers, around)
        decision = decide(face, candidates, dossiers, around, self.policy)
        return Opinion(face, candidates, _cautious(decision, reading, part))


@dataclass(frozen=True, slots=True)
class MatchStage:
    """Proposes dossiers; links by rule where the evidence is exact, unique and uncontradicted, holds otherwise."""

    spool: Spool
    journal: Journal
    store: DataStore
    matcher: Matcher
    lists: FolderLists
    clock: Clock
    usual: Callable[[str], str] = lambda _: (
        ""
    )  # folder -> code of the procedure whose results mostly come from it

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Proposed, and Linked or Held."""
        if scan.reading is None:
            raise ValueError(scan.id)  # a separated scan has a reading: domain.transitions sees to it
        if scan.is_list:
            return self.lists.compare(scan)
        if not scan.pages:
            # Nothing to link: a slip without its result can only be rejected, or scanned again.
            return [self._held(scan, scan.caution or Message.of("hold-no-result-pages"), Severity.BLOCKS)]
        listing = self.lists.list_for(scan)
        facts: list[Fact] = []
        expected = scan.expected
        if listing and not expected:
            expected = self.lists.expected_of(scan, listing)
            facts.append(Expected(scan=scan.id, at=self.clock(), codes=expected, by=BY_RULE))
        facts += self._decided(scan, replace(_part_of(scan), expected=expected), listing)
        if listing:
            facts.append(Advanced(scan=listing.id, at=self.clock()))
        return facts

    def _decided(self, scan: Scan, part: Part, listing: Scan | None) -> list[Fact]:
        reading = self.spool.reading(scan.reading or "")
        opinion = self.matcher.opinion(reading, part, lambda code: self._has_result(code, scan))
        shown = self._usual_first(opinion.candidates, self.usual(scan.folder))
        proposed = Proposed(scan=scan.id, at=self.clock(), candidates=shown)
        if twin := self._seen_before(scan, reading):
            again = Message.of("hold-same-paper", other=twin.id, source=twin.source)
            return [proposed, self._held(scan, again, Severity.ASKS)]
        if strange := self._strange(scan, opinion):
            return [proposed, self._held(scan, strange, Severity.BLOCKS)]
        link = opinion.decision.link
        if link and listing and not self.lists.names(listing, link.dossier):
            extra = Message.of("hold-not-on-list", dossier=link.dossier, source=listing.source)
            return [proposed, self._held(scan, extra, Severity.ASKS)]
        if link:
            linked = Linked(
                scan=scan.id, at=self.clock(), dossier=link.dossier, by=BY_RULE, evidence=link.evidence
            )
            return [proposed, linked]
        message = opinion.decision.hold or Message.of("hold-nothing-fits")
        return [proposed, self._held(scan, message, opinion.decision.severity)]

    def _usual_first(self, candidates: tuple[Candidate, ...], procedure: str) -> tuple[Candidate, ...]:
        """Put, of the dossiers that fit about as well as the best, those of the folder's procedure first.

        Only for the eye, after everything was decided: no score changes, and nothing is linked by it.
        """
        if not procedure or len(candidates) < 2:
            return candidates
        alike = [one for one in candidates if one.score * ABOUT_AS_WELL >= candidates[0].score]
        codes = {one.dossier for one in alike if self._procedure_of(one.dossier) == procedure}
        first = [one for one in alike if one.dossier in codes]
        return (*first, *(one for one in candidates if one.dossier not in codes))

    def _procedure_of(self, code: str) -> str:
        dossier = self.matcher.register.by_code(code)
        return dossier.procedure_code if dossier else ""

    def _strange(self, scan: Scan, opinion: Opinion) -> Message | None:
        """What to tell when a person has put pages together that are not all of the dossier proposed first."""
        if scan.arrangement is None:
            return None
        meant = [ref.meant for ref in scan.arrangement.pages if ref.meant]
        first = [one.dossier for one in opinion.candidates[:1]] or meant[:1]
        dossier = self.matcher.register.by_code(first[0]) if first else None
        if dossier is None:
            return None
        pages = opinion.face.pages
        return strange_pages(pages, [scan.origin(one.page) for one in pages], dossier)

    def _held(self, scan: Scan, message: Message, severity: Severity) -> Held:
        return Held(scan=scan.id, at=self.clock(), message=message, severity=severity)

    def _has_result(self, code: str, scan: Scan) -> bool:
        """Whether the dossier has a result in the store or on its way there, and nobody said what this one is to it."""
        if scan.relation is not None:
            return False
        if rivals(self.journal, code, scan):
            return True
        letters = [one.id for one in self.journal.of_dossier(code) if one.is_letter]
        ours = {
            fact.receipt.id for one in letters for fact in self.journal.facts(one) if isinstance(fact, Stored)
        }
        return any(receipt.id not in ours for receipt in self.store.receipts(code))

    def _seen_before(self, scan: Scan, reading: Reading) -> Scan | None:
        """The same sheet, scanned before: an earlier scan with a mark in common whose text is the same."""
        own = reading.only(scan.pages)
        for other in self.journal.marked(scan.marks):
            earlier = (other.captured_at, other.id) < (scan.captured_at, scan.id)
            answered = scan.relation is not None and other.id == scan.related
            if not earlier or answered or other.rejected_because is not None or other.reading is None:
                continue
            if same_paper(own, self.spool.reading(other.reading).only(other.pages)):
                return other
        return None


def _part_of(scan: Scan) -> Part:
    return Part(scan.pages, scan.separator_pages, scan.slip_codes, scan.caution)


def _cautious(decision: Decision, reading: Reading, part: Part) -> Decision:
    """Hold what separation warns of, and what has a page that could not be read: it may say anything."""
    if part.message is not None:
        return replace(decision, link=None, hold=part.message, severity=Severity.ASKS)
    unread = [page.page for page in reading.only(part.pages) if page.confidence is None and not page.blank]
    if decision.link is None or not unread:
        return decision
    message = Message.of("hold-page-unread", page=unread[0], pages=len(unread))
    return Decision(hold=message, severity=Severity.ASKS)
