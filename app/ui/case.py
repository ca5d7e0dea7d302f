"""What lies before the clerk: a scan, and what the register says of the dossiers proposed for it. Pure decisions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.domain.dossier import Dossier
from app.domain.evidence import Candidate, Evidence, EvidenceKind
from app.domain.page import Fields
from app.domain.paper_form import Entry
from app.domain.scan import Hold, Scan, ScanState
from app.pipeline.desk import Desk
from app.pipeline.earlier import SAME_PAPER, Earlier
from app.pipeline.sight import LONG, FormAsked, sight_of
from app.ui import look
from app.ui.page_view import Mark
from app.ui.texts import Texts, day

# Enter alone accepts the best candidate only where the hold says no more than "not sure enough to do it alone" ...
ENTER_MAY_ACCEPT = ("hold-not-exact", "hold-to-confirm")
PRESELECT_FROM = 0.5  # ... it is more likely than not ...
RIVAL_FROM = 0.2  # ... and no other fits as well. Else a person names one by its digit.
PAGES_ARRANGED = "hold-pages-arranged"  # asked only because a person changed the pages
SEVERAL_RESULTS = "hold-several-results"
MOST_CHOICES = 9  # as many as there are digits


_COLUMNS = {  # kind of evidence -> where the register has the same
    EvidenceKind.BARCODE: "code",
    EvidenceKind.PRINTED_CODE: "code",
    EvidenceKind.MANIFEST: "code",
    EvidenceKind.PERSONAL_NUMBER: "owner_number",
    EvidenceKind.TAX_CODE: "owner_number",
    EvidenceKind.NAME: "owner_name",
    EvidenceKind.BIRTH_DATE: "birth_date",
    EvidenceKind.PROCEDURE: "procedure_name",
    EvidenceKind.UNIT: "unit_name",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A dossier that can be linked: proposed (with evidence and score), or found by a person (without)."""

    code: str
    candidate: Candidate | None
    dossier: Dossier | None
    taken: bool = False  # it has a result, and nobody has said what this one is to it

    @property
    def owner(self) -> str:
        """The owner's name, as the register has it."""
        if self.dossier and self.dossier.owner_name:
            return self.dossier.owner_name
        return self.candidate.owner_name if self.candidate else ""

    @property
    def procedure(self) -> str:
        """The procedure's name."""
        if self.dossier and self.dossier.procedure_name:
            return self.dossier.procedure_name
        return self.candidate.procedure_name if self.candidate else ""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence, what weighs most first."""
        found = self.candidate.evidence if self.candidate else ()
        return tuple(sorted(found, key=lambda e: -abs(e.weight)))


@dataclass(frozen=True, slots=True)
class Case:
    """One scan as it is looked at. `found` is a dossier that a person picked from the register."""

    scan: Scan
    choices: tuple[Choice, ...]
    pages: tuple[int, ...]
    fields: Fields = field(default_factory=Fields)
    linked: Dossier | None = None
    found: Choice | None = None
    described: bool = False  # whether it was read, so that there is a form to fill
    form: tuple[FormAsked, tuple[Entry, ...]] | None = (
        None  # as it is shown first; others are filled when asked for
    )

    def asks_form(self, choice: Choice | None, office: str) -> FormAsked:
        """Return what the form is to be filled from with this dossier chosen."""
        dossier = self.linked or (choice.dossier if choice else None)
        said = tuple(sorted(self.scan.corrections.items()))
        return FormAsked(self.scan.id, self.scan.reading, self.scan.pages, dossier, said, office)

    @property
    def linkable(self) -> bool:
        """Whether the scan can be linked now."""
        return self.scan.state is ScanState.SEPARATED and bool(self.scan.pages)

    @property
    def undoable(self) -> bool:
        """Whether the link can still be taken back."""
        linked = (ScanState.LINKED, ScanState.SEALED, ScanState.SIGNED)
        return self.scan.state in linked and not self.scan.depositing

    @property
    def confirmable(self) -> bool:
        """Whether the program has stopped what a person may let go on with a reason: a link, or a secret mark."""
        stopped_unread = self.scan.state is ScanState.READ
        return self.scan.hold is not None and (self.undoable or stopped_unread)

    @property
    def cuttable(self) -> bool:
        """Whether the scan seems to hold several results, and can be cut."""
        hold = self.scan.hold
        return self.linkable and hold is not None and hold.message.id == SEVERAL_RESULTS

    @property
    def seen_before(self) -> bool:
        """Whether the sheet was scanned before, and what to do with both is asked."""
        return self.linkable and self.scan.hold is not None and self.scan.hold.message.id == SAME_PAPER

    def relatable(self, choice: Choice) -> bool:
        """Whether the dossier has a result already, or may have: of one found by hand it is not known here."""
        return self.linkable and (choice.taken or choice is self.found)

    @property
    def preselected(self) -> Choice | None:
        """The dossier that Enter accepts without a digit: found by hand, or proposed without a rival."""
        if not self.linkable:
            return None
        if self.found:
            return self.found
        scores = [choice.candidate.score for choice in self.choices if choice.candidate]
        hold = self.scan.hold
        if hold is None or not (hold.message.id == PAGES_ARRANGED or self._may_be_accepted(hold)):
            return None
        alone = len(scores) == 1 or (len(scores) > 1 and scores[1] < RIVAL_FROM)
        return self.choices[0] if alone and scores[0] >= PRESELECT_FROM else None

    def _may_be_accepted(self, hold: Hold) -> bool:
        return hold.message.id in ENTER_MAY_ACCEPT and self.scan.caution is None


def load_entries(desk: Desk, scan: Scan, asked: FormAsked) -> tuple[Entry, ...]:
    """Return the entries of a paper's form, none before it was read. Not for the GUI thread: it reads every page."""
    return sight_of(desk, scan, asked).form or ()


def load_case(desk: Desk, scan_id: str, office: str = "") -> Case:
    """Return the case of a scan, read from journal, spool and register; `office` is that of the settings.

    Not for the GUI thread.
    """
    scan = desk.scan(scan_id)
    earlier = Earlier(desk)
    choices = tuple(
        Choice(
            candidate.dossier,
            candidate,
            desk.dossier(candidate.dossier),
            earlier.has_result(scan, candidate.dossier),
        )
        for candidate in scan.candidates[:MOST_CHOICES]
    )
    linked = desk.dossier(scan.dossier) if scan.dossier else None
    case = Case(scan, choices, scan.pages, linked=linked)
    asked = case.asks_form(case.preselected, office) if len(scan.pages) <= LONG else None
    sight = sight_of(desk, scan, asked)
    return replace(
        case,
        pages=scan.pages or tuple(sight.turns) or (1,),
        fields=sight.fields or Fields(),
        described=sight.fields is not None,
        form=(asked, sight.form) if asked and sight.form is not None else None,
    )


def with_found(case: Case, dossier: Dossier) -> Case:
    """Return the case with a dossier picked from the register."""
    proposed = next((c for c in case.choices if c.code == dossier.code), None)
    return replace(case, found=proposed or Choice(dossier.code, None, dossier))


def same_sight(one: Scan, other: Scan) -> bool:
    """Whether a decision made on one is a decision on the other: the same pages, place and proposals."""

    def seen(scan: Scan) -> tuple[object, ...]:
        return (
            scan.id,
            scan.capture,
            scan.arrangement,
            scan.pages,
            scan.state,
            scan.dossier,
            scan.candidates,
        )

    return seen(one) == seen(other)


def common_evidence(choices: tuple[Choice, ...]) -> tuple[Evidence, ...]:
    """Return the evidence that every one of several dossiers has: it does not help to choose between them."""
    if len(choices) < 2:
        return ()
    first, *others = choices
    return tuple(e for e in first.evidence if all(is_among(e, other.evidence) for other in others))


def most_telling(told: tuple[Evidence, ...], most: int) -> tuple[Evidence, ...]:
    """Return all that speaks against a dossier, and of the rest what comes first, `most` together; in their order."""
    room = most - sum(evidence.contradicts for evidence in told)
    others = [evidence for evidence in told if not evidence.contradicts][: max(0, room)]
    return tuple(evidence for evidence in told if evidence.contradicts or evidence in others)


def is_among(evidence: Evidence, others: tuple[Evidence, ...]) -> bool:
    """Whether the same kind and value, for or against, is among the others."""
    return any(
        (evidence.kind, evidence.value, evidence.contradicts) == (other.kind, other.value, other.contradicts)
        for other in others
    )


def as_written(evidence: Evidence) -> str:
    """Return the value as offices write it: dates as dd/mm/yyyy."""
    dated = evidence.kind in (EvidenceKind.DATE, EvidenceKind.BIRTH_DATE)
    parts = evidence.value.split("-")
    return "/".join(reversed(parts)) if dated and len(parts) == 3 else evidence.value


def register_value(evidence: Evidence, dossier: Dossier | None) -> str:
    """Return what the register has where this evidence was read, or "" where it has nothing to compare."""
    if dossier is None:
        return ""
    if evidence.kind is EvidenceKind.DATE:
        return f"{day(dossier.received_at)} – {day(dossier.solved_at or dossier.due_at)}"
    column = _COLUMNS.get(evidence.kind)
    return getattr(dossier, column) if column else ""


def marks(choice: Choice | None, texts: Texts) -> dict[int, list[Mark]]:
    """Return the places to mark for a choice, by page, each place once."""
    places: dict[int, list[Mark]] = {}
    for evidence in choice.evidence if choice else ():
        on_page = places.setdefault(evidence.page, [])
        if evidence.box is not None and all(mark.box != evidence.box for mark in on_page):
            on_page.append(
                Mark(
                    evidence.box,
                    look.EVIDENCE_COLOURS[evidence.kind],
                    look.EVIDENCE_ICONS[evidence.kind],
                    texts.text(f"station-evidence-{evidence.kind.value.replace('_', '-')}"),
                    evidence.contradicts,
                )
            )
    return places


def all_marks(case: Case, choice: Choice | None, texts: Texts) -> dict[int, list[Mark]]:
    """Return the places to mark: those of the choice, or of every dossier that a person must choose from."""
    if choice or not case.choices:
        return marks(choice, texts)
    merged: dict[int, list[Mark]] = {}
    for other in case.choices:
        for page, found in marks(other, texts).items():
            on_page = merged.setdefault(page, [])
            on_page += [mark for mark in found if all(mark.box != known.box for known in on_page)]
    return merged
