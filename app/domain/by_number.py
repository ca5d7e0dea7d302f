"""Whether a personal number, with what else the paper shows, names one dossier and no other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.domain import likelihood
from app.domain.dossier import Dossier
from app.domain.evidence import Candidate, EvidenceKind
from app.domain.face import Face
from app.domain.field_names import PersonSeen, Role
from app.domain.identity import Looker, Verdict, digits_off, ungrouped
from app.domain.numbers import birth_year

_MOST_NUMBERS = 3  # a paper with more people's numbers is a list, and nobody's own
_OF_AGE = 18  # years; civil code, article 21: before that, a parent acts
_BEHIND = 200  # characters after a name in which its bearer's number stands


def named_by_number(looker: Looker, dossiers: Collection[Dossier], first: Candidate) -> bool:
    """Whether the owner's number agrees, the paper is for him, and procedure and day name this dossier alone.

    `dossiers` are all that the paper's clues found, the first candidate's among them.
    """
    dossier = next(one for one in dossiers if one.code == first.dossier)
    numbers = looker.face.fields.personal_numbers
    if looker.number(dossier).verdict is not Verdict.AGREES or len(numbers) > _MOST_NUMBERS:
        return False
    weights = {one.kind: one.weight for one in first.evidence}
    procedure, day = weights.get(EvidenceKind.PROCEDURE, 0.0), weights.get(EvidenceKind.DATE)
    only = sum(one.owner_number == dossier.owner_number for one in dossiers) == 1
    if procedure < 0 or (day is None and not only) or (day or 0.0) < 0:
        return False
    near_day, here = (day or 0.0) >= likelihood.DATE_NEAR, EvidenceKind.UNIT in weights
    if looker.is_principal(dossier.owner_name):
        # Where the title does not tell the procedure, the day and the unit must, and the person have no other dossier.
        return procedure > 0 or (only and here and near_day)
    if not (only and near_day and procedure > 0) or _twin(dossier, dossiers):
        return False
    if _misread_owner(looker, dossier):
        return True
    return here and (_nameless(looker, dossier) or _parent_of_subject(looker, dossier))


def _twin(dossier: Dossier, dossiers: Collection[Dossier]) -> bool:
    """Whether another's number is one digit off: then a misread digit may have made it this one."""
    return any(
        one.owner_number != dossier.owner_number and digits_off(one.owner_number, dossier.owner_number) <= 1
        for one in dossiers
    )


def _misread_owner(looker: Looker, dossier: Dossier) -> bool:
    """Whether the first subject's name is nearly the owner's, and the owner's number stands right behind it."""
    subject = _first_subject(looker.face)
    unclear = looker.name(dossier.owner_name).verdict is Verdict.UNCLEAR
    return bool(
        subject and unclear and looker.perhaps(dossier.owner_name, subject.found.value)
        and dossier.owner_number in _numbers_behind(looker.face, subject)
    )  # fmt: skip


def _nameless(looker: Looker, dossier: Dossier) -> bool:
    """Whether nobody's name could be read, and the owner's is the only number."""
    nobody = not looker.face.named(Role.SUBJECT, Role.REQUESTER, Role.RELATIVE)
    return nobody and {one.value for one in looker.face.fields.personal_numbers} == {dossier.owner_number}


def _parent_of_subject(looker: Looker, dossier: Dossier) -> bool:
    """Whether the paper is about a minor, and names the owner, an adult, by name and number beside: a parent.

    A minor's papers are asked for by a parent. Where the other parent has a dossier too, both fit, and it is held.
    """
    issued, subject = looker.face.fields.issue_date, _first_subject(looker.face)
    if issued is None or subject is None or looker.name(dossier.owner_name).verdict is not Verdict.AGREES:
        return False
    own = _numbers_behind(looker.face, subject)
    return (
        dossier.owner_number not in own
        and any(_minor(number, issued) for number in own)
        and not _minor(dossier.owner_number, issued)
    )


def _minor(number: str, day: date) -> bool:
    born = birth_year(number)
    return born is not None and day.year - born < _OF_AGE


def _first_subject(face: Face) -> PersonSeen | None:
    return min(face.named(Role.SUBJECT), key=lambda one: (one.found.page, one.start), default=None)


def _numbers_behind(face: Face, person: PersonSeen) -> tuple[str, ...]:
    """The first personal number behind a name, where it stands close: its bearer's own."""
    text = next(one for one in face.texts if one.page == person.found.page).text
    window = ungrouped(text[person.end : person.end + _BEHIND])
    places = {window.find(ungrouped(one.as_read)): one.value for one in face.fields.personal_numbers}
    return tuple(places[place] for place in sorted(places) if place >= 0)[:1]
