"""READ → Separated, SEPARATED → Proposed with Linked or Held: which pages are a result, and whose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.decision import Decision, LinkPolicy, decide
from app.domain.dossier import Dossier
from app.domain.evidence import Candidate
from app.domain.face import Face, clues, look
from app.domain.facts import BY_RULE, Fact, Held, Linked, Proposed, Separated, SplitOff
from app.domain.linking import Surroundings, propose
from app.domain.messages import Message
from app.domain.page import Reading
from app.domain.scan import Clock, Scan, Severity
from app.domain.separation import Part, SeparationProfile, separate
from app.pipeline.ports import DataStore, Journal, Register, Spool

NewId = Callable[[], str]


@dataclass(frozen=True, slots=True)
class SeparateStage:
    """Cuts a capture into results. The first keeps the scan's id; each further one is a new scan."""

    spool: Spool
    profile: SeparationProfile
    clock: Clock
    new_id: NewId

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Separated, and SplitOff for each further result; holds for parts that a person must look at."""
        if scan.reading is None:
            raise ValueError(scan.id)  # a read scan has a reading: domain.transitions sees to it
        first, *others = separate(self.spool.reading(scan.reading).pages, self.profile).parts
        facts: list[Fact] = [
            Separated(
                scan=scan.id,
                at=self.clock(),
                pages=first.pages,
                separator_pages=first.separator_pages,
                slip_codes=first.slip_codes,
            ),
            *self._holds(scan.id, first),
        ]
        for part in others:
            facts += self._split_off(scan, scan.reading, part)
        return facts

    def _split_off(self, scan: Scan, reading: str, part: Part) -> list[Fact]:
        born = SplitOff(
            scan=self.new_id(),
            at=self.clock(),
            origin=scan.id,
            capture=scan.capture,
            bytes=scan.bytes,
            source=scan.source,
            folder=scan.folder,
            lane=scan.lane,
            reading=reading,
            pages=part.pages,
            separator_pages=part.separator_pages,
            slip_codes=part.slip_codes,
        )
        return [born, *self._holds(born.scan, part)]

    def _holds(self, scan_id: str, part: Part) -> list[Fact]:
        if part.message is None:
            return []
        # A slip without a result can only be rejected: there is nothing to link.
        severity = Severity.ASKS if part.pages else Severity.BLOCKS
        return [Held(scan=scan_id, at=self.clock(), message=part.message, severity=severity)]


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
        self, reading: Reading, part: Part, has_result: Callable[[str], bool] = lambda _: False
    ) -> Opinion:
        """Return the opinion on one part of a reading; `has_result` tells which dossiers have a result already."""
        face = look(reading.only(part.pages), part.slip_codes, reading.only(part.separator_pages))
        dossiers = self.register.answering(clues(face))
        around = Surroundings(
            now=self.clock(),
            register_size=self.register.count(),
            name_counts=self.register.name_counts([one.owner_name for one in dossiers if one.owner_name]),
            stored=frozenset(one.code for one in dossiers if has_result(one.code)),
            expected=(),
            unit_code=self.unit_code,
        )
        candidates = propose(face, dossiers, around)
        return Opinion(face, candidates, decide(face, candidates, dossiers, around, self.policy))


@dataclass(frozen=True, slots=True)
class MatchStage:
    """Proposes dossiers; links by rule where the evidence is exact, unique and uncontradicted, holds otherwise."""

    spool: Spool
    journal: Journal
    store: DataStore
    matcher: Matcher
    clock: Clock

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Proposed, and Linked or Held."""
        if scan.reading is None:
            raise ValueError(scan.id)
        reading = self.spool.reading(scan.reading)
        part = Part(pages=scan.pages, separator_pages=scan.separator_pages, slip_codes=scan.slip_codes)
        opinion = self.matcher.opinion(reading, part, lambda code: self._has_result(code, scan))
        now = self.clock()
        proposed = Proposed(scan=scan.id, at=now, candidates=opinion.candidates)
        decision = _readable_or_held(opinion.decision, reading, scan.pages)
        if decision.link is not None:
            evidence = decision.link.evidence
            return [
                proposed,
                Linked(scan=scan.id, at=now, dossier=decision.link.dossier, by=BY_RULE, evidence=evidence),
            ]
        message = decision.hold or Message.of("hold-nothing-fits")
        return [proposed, Held(scan=scan.id, at=now, message=message, severity=decision.severity)]

    def _has_result(self, code: str, scan: Scan) -> bool:
        """Whether the dossier has a result in the store, or another scan on its way there."""
        return bool(self.store.receipts(code)) or bool(rivals(self.journal, code, scan))


def rivals(journal: Journal, dossier: str, scan: Scan) -> list[Scan]:
    """Return the other scans linked to the dossier (rejected ones have no link any more)."""
    return [
        other
        for other in journal.of_dossier(dossier)
        if other.id != scan.id and other.rejected_because is None
    ]


def _readable_or_held(decision: Decision, reading: Reading, pages: tuple[int, ...]) -> Decision:
    """A page with ink on it that could not be read may say anything: a person looks at it first."""
    unread = [page.page for page in reading.only(pages) if page.confidence is None and not page.blank]
    if decision.link is None or not unread:
        return decision
    return replace(
        decision,
        link=None,
        hold=Message.of("hold-page-unread", page=unread[0], pages=len(unread)),
        severity=Severity.ASKS,
    )


def dossier_title(dossier: Dossier | None, face: Face) -> str:
    """Return the title of the result: what stands on it, else the procedure's name."""
    if face.fields.title:
        return face.fields.title.value
    return dossier.procedure_name if dossier else ""
