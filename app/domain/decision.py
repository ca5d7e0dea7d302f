"""Whether a result is linked without a person: only by evidence that is exact, alone, and not contradicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.by_number import named_by_number
from app.domain.codes import code_key
from app.domain.dossier import Dossier
from app.domain.evidence import Candidate, EvidenceKind
from app.domain.face import Face
from app.domain.field_names import Role
from app.domain.identity import Looker, Trait, Verdict
from app.domain.ledger import local_day
from app.domain.linking import NEVER_A_RESULT, Surroundings
from app.domain.messages import Argument, Message
from app.domain.name_likeness import distance
from app.domain.page_kinds import barcode_codes
from app.domain.scan import Severity

SURE_CODE = 0.85  # confidence from which a printed code is believed where no name or number could be read


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """What the office lets the program link by itself.

    `auto`: "off"; "exact" (a slip's or printed code, or number with procedure and dates); "probable" (also any single
    candidate with a score of `threshold` or more, in which nothing is contradicted).
    """

    auto: str = "exact"
    threshold: float = 0.999


@dataclass(frozen=True, slots=True)
class Decision:
    """Either `link` (this candidate, by rule) or `hold` (why not; `severity` tells whether something is wrong)."""

    link: Candidate | None = None
    hold: Message | None = None
    severity: Severity = Severity.ASKS


def decide(
    face: Face,
    candidates: Sequence[Candidate],
    dossiers: Sequence[Dossier],
    around: Surroundings,
    policy: LinkPolicy,
) -> Decision:
    """Return whether to link the first candidate or to hold, and then why, in one sentence for the clerk."""
    case = _Case(face, Looker.of(face), {one.code: one for one in dossiers}, around)
    first = case.pointed_at(candidates)
    hold = _unknown_code(case) or (None if first else _nothing(case, candidates))
    if hold or first is None:
        return Decision(hold=hold)
    dossier = case.dossiers[first.dossier]
    stops = case.against(dossier)
    if stops:
        # Pointed at by a code, something is wrong; otherwise the best dossier known is just not the paper's.
        pointed = any(case.has_code(first, code) for code in case.codes())
        return Decision(hold=stops[0], severity=Severity.BLOCKS if pointed else Severity.ASKS)
    hold = case.state_against(dossier) or case.rival(first, candidates) or _not_exact(case, first, policy)
    return Decision(hold=hold) if hold else Decision(link=first)


def disagreements(face: Face, dossier: Dossier) -> tuple[Message, ...]:
    """Return what on the paper speaks against its being this dossier's result: code, name, number, day; () for nothing.

    This is the stop against the wrong person, asked before sealing and before the deposit, whoever made the link.
    """
    return _against(Looker.of(face), dossier)


def _against(looker: Looker, dossier: Dossier) -> tuple[Message, ...]:
    code, name, number, day = (
        looker.code(dossier), looker.name(dossier.owner_name), looker.number(dossier), looker.day(dossier)
    )  # fmt: skip
    found: list[Message] = []
    if code.verdict is Verdict.DIFFERS and code.found:
        found.append(Message.of("stop-code-differs", dossier=dossier.code, read=code.found.value))
    if number.verdict is Verdict.DIFFERS:
        found.append(_differs("stop-number-differs", dossier, number, wanted=dossier.owner_number))
    if name.verdict is Verdict.DIFFERS and number.verdict is not Verdict.AGREES:
        found.append(_differs("stop-name-differs", dossier, name, wanted=dossier.owner_name))
    if day.verdict is Verdict.DIFFERS and dossier.received_at:
        received = local_day(dossier.received_at).strftime("%d/%m/%Y")
        read = looker.face.fields.issue_date
        issued = read.strftime("%d/%m/%Y") if read else ""
        found.append(
            Message.of("stop-date-before-received", dossier=dossier.code, issued=issued, received=received)
        )
    return tuple(found)


def _differs(message_id: str, dossier: Dossier, trait: Trait, wanted: str) -> Message:
    arguments: dict[str, Argument] = {"dossier": dossier.code, "wanted": wanted}
    return Message(message_id, arguments | {"read": trait.found.value if trait.found else ""})


@dataclass(frozen=True, slots=True)
class _Case:
    face: Face
    looker: Looker
    dossiers: dict[str, Dossier]
    around: Surroundings

    def pointed_at(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """The candidate a code points at; without codes, the best one that anything speaks for."""
        for code in self.codes():
            for candidate in candidates:
                if self.has_code(candidate, code):
                    return candidate
        best = candidates[0] if candidates else None
        return best if best and any(one.weight > 0 for one in best.evidence) else None

    def codes(self) -> tuple[str, ...]:
        """The slip's codes, else those on the face; one misread by a single character is not counted beside another."""
        codes = [*self.face.slip_codes]
        for found in self.face.fields.dossier_codes:
            near = any(distance(code_key(found.value), code_key(code), 1) <= 1 for code in codes)
            if not near:
                codes.append(found.value)
        return tuple(codes)

    def has_code(self, candidate: Candidate, code: str) -> bool:
        """Whether the code is one of the candidate's."""
        dossier = self.dossiers.get(candidate.dossier)
        return (
            bool(dossier) and any(code_key(code) == code_key(own) for own in dossier.codes)
            if dossier
            else False
        )

    def owner_of(self, code: str) -> list[Dossier]:
        """The dossiers with this code."""
        key = code_key(code)
        return [one for one in self.dossiers.values() if any(code_key(own) == key for own in one.codes)]

    def against(self, dossier: Dossier) -> tuple[Message, ...]:
        """What contradicts this dossier, two codes of different dossiers included."""
        owners = {one.code for code in self.codes() for one in self.owner_of(code)}
        if len(owners) > 1:
            first, second = sorted(owners)[:2]
            return (Message.of("hold-codes-disagree", first=first, second=second),)
        return _against(self.looker, dossier)

    def state_against(self, dossier: Dossier) -> Message | None:
        """Why a dossier in this state is not given a result without a person."""
        if dossier.state in NEVER_A_RESULT and dossier.state is not None:
            return Message.of("hold-dossier-closed", dossier=dossier.code, state=int(dossier.state))
        if not dossier.has_result:
            return Message.of("hold-no-result-due", dossier=dossier.code)
        if dossier.code in self.around.stored:
            return Message.of("hold-result-already-there", dossier=dossier.code)
        return None

    def fits(self, dossier: Dossier, candidate: Candidate) -> bool:
        """Whether nothing speaks against this dossier, and name or number speaks for it."""
        speaks = (self.looker.name(dossier.owner_name).verdict, self.looker.number(dossier).verdict)
        if Verdict.AGREES not in speaks or _against(self.looker, dossier):
            return False
        return not any(one.kind is EvidenceKind.PROCEDURE and one.contradicts for one in candidate.evidence)

    def rival(self, first: Candidate, candidates: Sequence[Candidate]) -> Message | None:
        """A second dossier that fits as well: then a person decides, unless a code points surely at the first one."""
        pointed = [code for code in self.codes() if self.has_code(first, code)]
        barred = any(code in self.face.slip_codes for code in pointed)
        own = self.dossiers[first.dossier]
        same_number = self.looker.number(own).verdict is Verdict.AGREES
        for other in candidates:
            dossier = self.dossiers[other.dossier]
            if other is first or not self.fits(dossier, other):
                continue
            if barred or (pointed and not _one_letter_off(pointed, dossier)):
                continue  # a printed code is doubted only where a misread letter leads to this other one
            if same_number and self.looker.number(dossier).verdict is not Verdict.AGREES:
                continue  # the number is the first one's own: a namesake is no rival
            return Message.of("hold-two-fit", first=first.dossier, second=other.dossier)
        return None


def _one_letter_off(codes: Sequence[str], dossier: Dossier) -> bool:
    return any(distance(code_key(code), code_key(own), 1) <= 1 for code in codes for own in dossier.codes)


def _unknown_code(case: _Case) -> Message | None:
    """A code that no dossier has: held, whatever else fits; the nearest code is never taken for it."""
    for code in case.codes():
        if not case.owner_of(code):
            if case.around.register_size == 0:
                return Message.of("hold-register-empty")
            return Message.of("hold-code-not-in-register", code=code)
    return None


def _nothing(case: _Case, candidates: Sequence[Candidate]) -> Message:
    if case.around.register_size == 0:
        return Message.of("hold-register-empty")
    if not any(text.words for text in case.face.texts):
        return Message.of("hold-nothing-read")
    names = case.face.named(Role.SUBJECT)
    if not candidates and names:
        return Message.of("hold-person-not-in-register", name=names[0].found.value)
    return Message.of("hold-nothing-fits")


def _not_exact(case: _Case, first: Candidate, policy: LinkPolicy) -> Message | None:
    """Why the evidence is not enough to link without a person; None when it is."""
    if policy.auto == "off":
        return Message.of("hold-to-confirm", dossier=first.dossier)
    ways = (_by_slip, _by_printed_code, _by_manifest, _by_number)
    exact = any(way(case, first) for way in ways)
    if exact or (policy.auto == "probable" and first.score >= policy.threshold):
        return None
    percent = min(99, int(first.score * 100))
    return Message.of("hold-not-exact", dossier=first.dossier, percent=percent)


def _by_slip(case: _Case, first: Candidate) -> bool:
    """A barcode on a slip before the paper names this dossier."""
    for code in case.face.slip_codes:
        pages = case.face.slip_pages
        if case.has_code(first, code) and (not pages or any(code in barcode_codes(page) for page in pages)):
            return True
    return False


def _by_printed_code(case: _Case, first: Candidate) -> bool:
    """A code on the slip's or the paper's print names this dossier, and a name or number on the paper says so too.

    A single misread digit can hit another dossier of the same day: so the code is not believed alone, unless it was
    read very surely on a paper that shows no names, or one that is nearly the owner's.
    """
    dossier = case.dossiers[first.dossier]
    printed = [found for found in case.face.fields.dossier_codes if case.has_code(first, found.value)]
    on_slip = any(case.has_code(first, code) for code in case.face.slip_codes)
    if not printed and not on_slip:
        return False
    name, number = case.looker.name(dossier.owner_name), case.looker.number(dossier)
    if Verdict.AGREES in (name.verdict, number.verdict):
        return True
    unsaid = name.verdict in (Verdict.ABSENT, Verdict.UNCLEAR) and number.verdict is Verdict.ABSENT
    return unsaid and any(found.confidence >= SURE_CODE for found in printed)


def _by_manifest(case: _Case, first: Candidate) -> bool:
    """The batch's list names this dossier at the paper's place, and the paper is in its owner's name."""
    expected = case.around.expected[:1]
    in_place = any(case.has_code(first, code) for code in expected)
    return in_place and case.looker.is_principal(case.dossiers[first.dossier].owner_name)


def _by_number(case: _Case, first: Candidate) -> bool:
    """The owner's number, the procedure and the dates name this dossier and no other."""
    return named_by_number(case.looker, case.dossiers.values(), first)
