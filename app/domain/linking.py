"""Proposes dossiers for a result: weighs every sign on its face, and turns the sums into probabilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.domain import likelihood
from app.domain.codes import code_key
from app.domain.dates import parse_birth
from app.domain.dossier import Dossier, DossierState
from app.domain.evidence import Candidate, Evidence, EvidenceKind
from app.domain.face import Face, head_lines
from app.domain.field_names import Role
from app.domain.folding import fold, name_key
from app.domain.identity import Looker, Trait, Verdict
from app.domain.ledger import local_day
from app.domain.name_likeness import distance, marks_differ
from app.domain.numbers import birth_year
from app.domain.owner_names import owner_names
from app.domain.page import Found
from app.domain.page_kinds import barcode_codes
from app.domain.procedure_words import ENOUGH, LEAST, MOST, TitleWords, agreement, title_words

MOST_CANDIDATES = 10
LEAST_SCORE = 0.0001
NEVER_A_RESULT = (DossierState.REFUSED, DossierState.WITHDRAWN, DossierState.STOPPED)
_SHORTEST_UNIT = 5
_DAYS_BEFORE_SOLVED, _DAYS_AFTER_SOLVED = 5, 2
_SHARE_OF_ROLE = {Role.SUBJECT: 0.9, Role.REQUESTER: 0.5, Role.RELATIVE: 0.4, None: 0.3, Role.OFFICIAL: 0.01}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What linking must know besides the paper.

    `name_counts`: how many dossiers bear each owner's name, as Register.name_counts returns it; `stored`: codes of
    dossiers that have a result already; `expected`: codes that a manifest gives for this place, best first.
    """

    now: datetime
    register_size: int
    name_counts: Mapping[str, int] = field(default_factory=dict)
    stored: frozenset[str] = frozenset()
    expected: tuple[str, ...] = ()
    unit_code: str = ""

    @property
    def size(self) -> int:
        """The register's size, at least 1."""
        return max(self.register_size, 1)


def propose(face: Face, dossiers: Sequence[Dossier], around: Surroundings) -> tuple[Candidate, ...]:
    """Return the dossiers that may be the paper's, best first, at most MOST_CANDIDATES, each with its evidence.

    `score` is the probability that the paper is the dossier's result, calibrated as docs/linking.md tells.
    """
    scales = _Scales(Looker.of(face), around, title_words(face), head_lines(face))
    weighed = {dossier.code: scales.weigh(dossier) for dossier in dossiers}
    sums = [
        likelihood.Weighed(code, sum(one.weight for one in evidence) + scales.before(dossier))
        for dossier in {one.code: one for one in dossiers}.values()
        for code, evidence in ((dossier.code, weighed[dossier.code]),)
    ]
    scores = likelihood.posterior(sums, around.size)
    by_code = {dossier.code: dossier for dossier in dossiers}
    order = sorted(sums, key=lambda one: (-one.weight, one.code))
    return tuple(
        Candidate(
            dossier=one.code,
            score=round(scores[one.code], 6),
            evidence=weighed[one.code],
            owner_name=by_code[one.code].owner_name,
            procedure_name=by_code[one.code].procedure_name,
        )
        for one in order[:MOST_CANDIDATES]
        if scores[one.code] >= LEAST_SCORE or any(evidence.weight > 0 for evidence in weighed[one.code])
    )


@dataclass(frozen=True, slots=True)
class _Scales:
    looker: Looker
    around: Surroundings
    title: TitleWords
    head: tuple[str, ...]  # the lines at the top of the first page, folded

    @property
    def face(self) -> Face:
        return self.looker.face

    def before(self, dossier: Dossier) -> float:
        """What the dossier's state says before anything was read."""
        prior = 0.0
        if dossier.code in self.around.stored:
            prior += likelihood.STORED_ALREADY
        if not dossier.has_result or dossier.state in NEVER_A_RESULT:
            prior += likelihood.NOT_TO_HAVE_RESULT
        return prior

    def weigh(self, dossier: Dossier) -> tuple[Evidence, ...]:
        """Every sign for and against this dossier, weightiest first."""
        signs: tuple[Callable[[Dossier], list[Evidence]], ...] = (
            self._codes, self._manifest, self._number, self._name, self._birth, self._procedure, self._day,
            self._unit, self._document_number,
        )  # fmt: skip
        found = [evidence for sign in signs for evidence in sign(dossier)]
        return tuple(sorted(found, key=lambda one: -abs(one.weight)))

    def _evidence(self, kind: EvidenceKind, value: str, found: Found | None, weight: float) -> Evidence:
        page = found.page if found and found.page else self.face.pages[0].page if self.face.pages else 1
        return Evidence(kind, value, page, found.box if found else None, round(weight, 3))

    def _codes(self, dossier: Dossier) -> list[Evidence]:
        own = {code_key(code) for code in dossier.codes}
        found: list[Evidence] = []
        for code, kind, where in self._slips():
            if code_key(code) in own:
                weight = (
                    likelihood.slip(self.around.size) if kind is EvidenceKind.BARCODE else self._printed(1.0)
                )
                found.append(self._evidence(kind, code, where, weight))
        for read in self.face.fields.dossier_codes:
            if code_key(read.value) in own and not found:
                found.append(
                    self._evidence(
                        EvidenceKind.PRINTED_CODE, read.value, read, self._printed(read.confidence)
                    )
                )
        read_codes = self.face.slip_codes or tuple(one.value for one in self.face.fields.dossier_codes)
        if not found and read_codes:
            found.append(
                self._evidence(EvidenceKind.PRINTED_CODE, read_codes[0], None, likelihood.CODE_DIFFERS)
            )
        return found[:1]

    def _slips(self) -> list[tuple[str, EvidenceKind, Found | None]]:
        """The slips' codes, with what they were read from and where."""
        found: list[tuple[str, EvidenceKind, Found | None]] = []
        for code in self.face.slip_codes:
            pages = [page for page in self.face.slip_pages if code in barcode_codes(page)]
            if pages or not self.face.slip_pages:
                bars = [bar for page in pages for bar in page.barcodes if code in bar.text.upper()]
                place = Found(code, code, pages[0].page, bars[0].box) if bars else None
                found.append((code, EvidenceKind.BARCODE, place))
            else:
                place = Found(code, code, self.face.slip_pages[0].page, None)
                found.append((code, EvidenceKind.PRINTED_CODE, place))
        return found

    def _printed(self, confidence: float) -> float:
        return likelihood.printed_code(self.around.size, sure=confidence >= 0.8)

    def _manifest(self, dossier: Dossier) -> list[Evidence]:
        """The list that came with the batch names the dossier: at this place, or at another."""
        own = {code_key(code) for code in dossier.codes}
        for place, code in enumerate(self.around.expected):
            if code_key(code) in own:
                weight = likelihood.manifest(self.around.size, len(self.around.expected), in_place=place == 0)
                return [self._evidence(EvidenceKind.MANIFEST, code, None, weight)]
        return []

    def _number(self, dossier: Dossier) -> list[Evidence]:
        trait = self.looker.number(dossier)
        weights = {
            Verdict.AGREES: likelihood.number(self.around.size),
            Verdict.UNCLEAR: likelihood.NUMBER_NEAR,
            Verdict.DIFFERS: likelihood.NUMBER_DIFFERS,
        }
        if trait.verdict not in weights or trait.found is None:
            return []
        tax = trait.found in self.face.fields.tax_codes
        kind = EvidenceKind.TAX_CODE if tax else EvidenceKind.PERSONAL_NUMBER
        return [self._evidence(kind, trait.found.value, trait.found, weights[trait.verdict])]

    def _name(self, dossier: Dossier) -> list[Evidence]:
        trait = self.looker.name(dossier.owner_name)
        if trait.verdict is Verdict.DIFFERS and trait.found:
            return [
                self._evidence(EvidenceKind.NAME, trait.found.value, trait.found, likelihood.NAME_DIFFERS)
            ]
        if trait.verdict is Verdict.ABSENT or trait.found is None:
            return []
        weight = self._name_weight(dossier, trait)
        if trait.verdict is Verdict.UNCLEAR:
            return (
                [self._evidence(EvidenceKind.NAME, trait.found.value, trait.found, weight)]
                if weight > 0
                else []
            )
        return [self._evidence(EvidenceKind.NAME, trait.found.value, trait.found, max(weight, 0.5))]

    def _name_weight(self, dossier: Dossier, trait: Trait) -> float:
        owner = dossier.owner_name
        bearers = self.around.name_counts.get(owner, 1)
        weight = likelihood.name(self.around.size, bearers, _SHARE_OF_ROLE[trait.role])
        read = trait.found.value if trait.found else ""
        off = min((distance(name_key(read), name_key(name), 4) for name in owner_names(owner)), default=0)
        weight += off * likelihood.NAME_LETTER_OFF
        if not off and marks_differ(read, owner):
            weight += likelihood.NAME_MARKS_DIFFER
        return weight

    def _birth(self, dossier: Dossier) -> list[Evidence]:
        """Only where the number did not agree: a number that agrees tells the year already."""
        if self.looker.number(dossier).verdict is Verdict.AGREES:
            return []
        known = parse_birth(dossier.birth_date) or birth_year(dossier.owner_number)
        births = self.face.fields.birth_dates
        if known is None or not births:
            return []
        year = known.year if isinstance(known, date) else known
        for found in births:
            if isinstance(known, date) and found.value == known.isoformat():
                return [self._evidence(EvidenceKind.BIRTH_DATE, found.value, found, likelihood.BIRTH_DAY)]
        for found in births:
            if found.value[:4] == str(year):
                return [self._evidence(EvidenceKind.BIRTH_DATE, found.value, found, likelihood.BIRTH_YEAR)]
        if self.looker.name(dossier.owner_name).role is Role.SUBJECT:
            return [
                self._evidence(EvidenceKind.BIRTH_DATE, births[0].value, births[0], likelihood.BIRTH_DIFFERS)
            ]
        return []

    def _procedure(self, dossier: Dossier) -> list[Evidence]:
        title = self.title.title
        part = agreement(dossier.procedure_name, self.title)
        if part is None or title is None or LEAST < part <= ENOUGH:
            return []
        if part <= LEAST:
            weight = likelihood.PROCEDURE_DIFFERS
        else:
            weight = likelihood.PROCEDURE_FULL if part >= MOST else likelihood.PROCEDURE_PART
        return [self._evidence(EvidenceKind.PROCEDURE, title.value, title, weight)]

    def _day(self, dossier: Dossier) -> list[Evidence]:
        issued, found = self.face.fields.issue_date, self.face.fields.issued_on
        if issued is None or found is None or issued > local_day(self.around.now):
            return []  # a day in the future was misread, and says nothing
        return [self._evidence(EvidenceKind.DATE, found.value, found, _day_weight(issued, dossier))]

    def _unit(self, dossier: Dossier) -> list[Evidence]:
        unit = fold(dossier.unit_name)
        if len(unit) < _SHORTEST_UNIT or not self.face.texts:
            return []
        text = self.face.texts[0]
        for index, folded in enumerate(self.head):
            if unit in folded:
                found = text.found(dossier.unit_name, *text.line_span(index))
                return [self._evidence(EvidenceKind.UNIT, dossier.unit_name, found, likelihood.UNIT)]
        return []

    def _document_number(self, dossier: Dossier) -> list[Evidence]:
        """Some offices give the paper's number in a column of their own."""
        read = self.face.fields.document_number
        if read is None or not any(
            value.strip().upper() == read.value.upper() for value in dossier.extra.values()
        ):
            return []
        return [self._evidence(EvidenceKind.DOCUMENT_NUMBER, read.value, read, likelihood.NUMBER_OF_DOCUMENT)]


def _day_weight(issued: date, dossier: Dossier) -> float:
    received = local_day(dossier.received_at) if dossier.received_at else None
    solved = local_day(dossier.solved_at) if dossier.solved_at else None
    if received and issued < received:
        return likelihood.DATE_BEFORE_RECEIVED
    if solved and issued > solved + timedelta(days=_DAYS_AFTER_SOLVED):
        return likelihood.DATE_LATE
    if solved and issued >= solved - timedelta(days=_DAYS_BEFORE_SOLVED):
        return likelihood.DATE_NEAR
    return likelihood.DATE_FITS
