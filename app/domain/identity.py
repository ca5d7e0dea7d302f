"""Whether a result and a dossier speak of the same person, code and time: each trait agrees, differs, or is unclear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.codes import code_key
from app.domain.dossier import Dossier
from app.domain.face import Face
from app.domain.field_names import PersonSeen, Role
from app.domain.folding import name_key
from app.domain.ledger import local_day
from app.domain.name_likeness import NameIndex, NameSeen, distance, find_name
from app.domain.name_words import is_firm
from app.domain.numbers import is_personal_number, parse_owner_number
from app.domain.owner_names import owner_names
from app.domain.page import Found

_SURE_READ = 0.5  # confidence of a name from which its being another one counts
_SIGNED_BELOW = 0.5  # a lone name in the right half below this is a signature
_LEAST_OF_FIRM = 15  # letters: its form of business and something of its own
_OWN_NUMBER_WITHIN = 420  # characters after a name in which its bearer's number stands


class Verdict(StrEnum):
    """What a trait says."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNCLEAR = "unclear"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Trait:
    """One verdict, with what was read (None: nothing to show)."""

    verdict: Verdict
    found: Found | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Looker:
    """A face made ready to be compared with many dossiers; names asked for are remembered."""

    face: Face
    indexes: tuple[NameIndex, ...]
    known: dict[str, Trait] = field(default_factory=dict)

    @classmethod
    def of(cls, face: Face) -> Looker:
        """Return the looker of a face."""
        return cls(face, face.indexes)

    def name(self, owner: str) -> Trait:
        """Return whether the owner's name stands on the paper, in any part but an official's."""
        key = name_key(owner)
        if key not in self.known:
            self.known[key] = self._name(owner)
        return self.known[key]

    def _name(self, owner: str) -> Trait:
        names = owner_names(owner)
        if not names:
            return Trait(Verdict.ABSENT)
        best: NameSeen | None = None
        for name in names:
            seen = find_name(self.indexes, name)
            if seen and seen.agrees and not _is_signature(seen, self.face):
                role = _role_of(seen, self.face)
                if role is not Role.OFFICIAL:
                    return Trait(Verdict.AGREES, _found(seen), role)
            best = seen or best
        return self._no_name(names, best)

    def _no_name(self, names: Sequence[str], seen: NameSeen | None) -> Trait:
        """What it says that no name agrees: nothing when no subject was surely read, else that it is somebody else."""
        subjects = [one for one in self.face.named(Role.SUBJECT) if one.found.confidence >= _SURE_READ]
        if not subjects:
            return Trait(Verdict.UNCLEAR if seen else Verdict.ABSENT, _found(seen) if seen else None)
        others = [one.found.value for one in self.face.persons if one.role is not Role.OFFICIAL]
        perhaps = any(_perhaps(name, read) or _cut_firm(name, read) for name in names for read in others)
        verdict = Verdict.UNCLEAR if perhaps else Verdict.DIFFERS
        return Trait(verdict, subjects[0].found, subjects[0].role)

    def perhaps(self, owner: str, read: str) -> bool:
        """Whether a name read badly may be the owner's, or one of those his cell stands for."""
        return any(_perhaps(name, read) for name in owner_names(owner))

    def is_principal(self, owner: str) -> bool:
        """Whether the paper is for the owner himself: its first subject (person or firm, as he is), or its requester.

        A second person's name and number on a paper (a proxy, a parent, a neighbour) never make it his.
        """
        trait = self.name(owner)
        if trait.verdict is not Verdict.AGREES:
            return False
        if trait.role is Role.REQUESTER:
            return True
        if trait.role is None and self._alone_with_number(trait):
            return True
        by_place = sorted(self.face.named(Role.SUBJECT), key=lambda one: (one.found.page, one.start))
        firsts = [next((one for one in by_place if one.firm == firm), None) for firm in (False, True)]
        return any(first and self.perhaps(owner, first.found.value) for first in firsts)

    def _alone_with_number(self, name: Trait) -> bool:
        """Whether nobody else is named in any part, and the only personal number stands close behind the name.

        So it is where a form names its owner without a word that tells his part.
        """
        numbers = {found.value for found in self.face.fields.personal_numbers}
        others = self.face.named(Role.SUBJECT, Role.REQUESTER, Role.RELATIVE)
        if others or len(numbers) != 1 or name.found is None or name.found.box is None:
            return False
        return any(
            _right_behind(self.face, name.found, number) for number in self.face.fields.personal_numbers
        )

    def number(self, dossier: Dossier) -> Trait:
        """Return whether the owner's number stands on the paper.

        It differs only when the paper gives a number of the same kind for the owner himself, not for a child or parent.
        """
        wanted = parse_owner_number(dossier.owner_number) if dossier.owner_number else None
        if wanted is None:
            return Trait(Verdict.ABSENT)
        seen = _of_kind(wanted, self.face)
        for found in seen:
            if found.value == wanted or found.value.split("-")[0] == wanted:
                return Trait(Verdict.AGREES, found)
        if not seen:
            return Trait(Verdict.ABSENT)
        near = min(seen, key=lambda one: digits_off(one.value, wanted))
        if digits_off(near.value, wanted) <= 1:
            return Trait(Verdict.UNCLEAR, near)
        name = self.name(dossier.owner_name)
        if name.verdict is Verdict.AGREES and (
            name.role is Role.RELATIVE or not self._own_number(name, seen)
        ):
            return Trait(Verdict.ABSENT, near)
        return Trait(Verdict.DIFFERS, seen[0])

    def _own_number(self, name: Trait, numbers: Sequence[Found]) -> bool:
        """Whether one of the numbers stands close behind the name: then it is its bearer's."""
        texts = {text.page: text for text in self.face.texts}
        for person in self.face.persons:
            if name.found is None or name_key(person.found.value) != name_key(name.found.value):
                continue
            text = texts[person.found.page].text
            window = ungrouped(text[person.end : person.end + _OWN_NUMBER_WITHIN])
            if any(ungrouped(number.as_read) in window for number in numbers):
                return True
        return False

    def code(self, dossier: Dossier) -> Trait:
        """Return whether a code on the slip or the face is the dossier's; one character off counts as unclear."""
        own = {code_key(code) for code in dossier.codes}
        read = [Found(code, code, 0, None) for code in self.face.slip_codes] or list(
            self.face.fields.dossier_codes
        )
        for found in (*read, *self.face.fields.dossier_codes):
            if code_key(found.value) in own:
                return Trait(Verdict.AGREES, found)
        if not read:
            return Trait(Verdict.ABSENT)
        off = min(distance(code_key(one.value), key, 2) for one in read for key in own)
        return Trait(Verdict.UNCLEAR if off <= 1 else Verdict.DIFFERS, read[0])

    def day(self, dossier: Dossier) -> Trait:
        """Return whether the paper's day lies after the dossier was received (ABSENT when either is not known)."""
        issued, found = self.face.fields.issue_date, self.face.fields.issued_on
        if issued is None or dossier.received_at is None:
            return Trait(Verdict.ABSENT)
        return Trait(Verdict.DIFFERS if issued < local_day(dossier.received_at) else Verdict.AGREES, found)


def _right_behind(face: Face, name: Found, number: Found) -> bool:
    """Whether the number stands on the name's page, behind it and not far."""
    text = next(one for one in face.texts if one.page == name.page).text
    place = text.find(name.as_read)
    window = ungrouped(text[place : place + len(name.as_read) + _OWN_NUMBER_WITHIN])
    return place >= 0 and number.page == name.page and ungrouped(number.as_read) in window


def _of_kind(wanted: str, face: Face) -> tuple[Found, ...]:
    """The numbers on the face that are of the same kind as the one wanted."""
    if is_personal_number(wanted):
        return tuple(one for one in face.fields.personal_numbers if is_personal_number(one.value))
    if len(wanted) == 9:
        return tuple(one for one in face.fields.personal_numbers if len(one.value) == 9)
    return face.fields.tax_codes


def ungrouped(text: str) -> str:
    """Return the text without the gaps and dots that may group the digits of a number."""
    return re.sub(r"[\s.]", "", text)


def digits_off(read: str, wanted: str) -> int:
    """Return in how many places two numbers differ: readers change digits, they seldom drop or add one."""
    if len(read) != len(wanted):
        return max(len(read), len(wanted))
    return sum(one != other for one, other in zip(read, wanted, strict=True))


def _perhaps(owner: str, read: str) -> bool:
    """Whether a name read badly may be the owner's: most letters agree, or all but the given name's last ones."""
    left, right = name_key(owner), name_key(read)
    most = min(3, max(2, len(left) // 5))
    return distance(left, right, most) <= most and distance(left[-4:], right[-4:], 2) <= 1


def _cut_firm(owner: str, read: str) -> bool:
    """Whether a firm's name was read to the end of a line or cell only: it may be the owner's, or a shorter one."""
    left, right = name_key(owner), name_key(read)
    return is_firm(read) and len(left) > len(right) >= _LEAST_OF_FIRM and left.startswith(right)


def _found(seen: NameSeen) -> Found:
    return seen.text.found(" ".join(seen.text.text[seen.start : seen.end].split()), seen.start, seen.end)


def _role_of(seen: NameSeen, face: Face) -> Role | None:
    """The role of the person named at this place, or of whom the same name was found elsewhere."""
    here = [one for one in face.persons if _same_place(one, seen)]
    if here:
        return here[0].role
    key = name_key(seen.text.text[seen.start : seen.end])
    return next((one.role for one in face.persons if name_key(one.found.value) == key), None)


def _same_place(person: PersonSeen, seen: NameSeen) -> bool:
    return person.found.page == seen.text.page and person.start < seen.end and seen.start < person.end


def _is_signature(seen: NameSeen, face: Face) -> bool:
    """Whether the name stands alone in its line, low on the right of the last page: there the signer signs."""
    box = seen.text.box(seen.start, seen.end)
    start, end = seen.text.line_span(seen.text.line_of(seen.start))
    rest = seen.text.text[start : seen.start] + seen.text.text[seen.end : end]
    alone = sum(char.isalpha() for char in rest) <= 3
    lone_hit = not any(_same_place(one, seen) for one in face.persons)
    return bool(box and alone and lone_hit and box.y > _SIGNED_BELOW and box.x + box.w / 2 > 0.5)
