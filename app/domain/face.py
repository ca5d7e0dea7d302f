"""What one result shows of itself: its pages, its slips, and everything found on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.field_names import PersonSeen, Role, lone_names, people
from app.domain.fields import fields_of
from app.domain.folding import fold
from app.domain.name_likeness import NameIndex
from app.domain.page import Fields, PageReading
from app.domain.page_text import PageText
from app.domain.requests import Clues

MOST_NAMES = 12
_HEAD_DEPTH = 0.25  # of the page: there the issuing unit stands


@dataclass(frozen=True, slots=True)
class Face:
    """One result as read. `slip_codes` are what the slips before it say; `slip_pages` those slips, where known."""

    pages: tuple[PageReading, ...]
    slip_codes: tuple[str, ...]
    slip_pages: tuple[PageReading, ...]
    fields: Fields
    texts: tuple[PageText, ...]
    persons: tuple[PersonSeen, ...]
    indexes: tuple[NameIndex, ...]  # of `texts`, in which names of dossiers are looked for

    def named(self, *roles: Role) -> tuple[PersonSeen, ...]:
        """Return the persons in these roles, in the order of the roles."""
        return tuple(person for role in roles for person in self.persons if person.role is role)


def look(
    pages: Sequence[PageReading], slip_codes: Sequence[str] = (), slip_pages: Sequence[PageReading] = ()
) -> Face:
    """Return the face of a result made of `pages` (in order), with the codes of its slips and the slips themselves."""
    texts = tuple(PageText.of(page) for page in pages)
    persons = people(texts)
    return Face(
        pages=tuple(pages),
        slip_codes=tuple(slip_codes),
        slip_pages=tuple(slip_pages),
        fields=fields_of(pages, texts, persons),
        texts=texts,
        persons=persons,
        indexes=tuple(NameIndex.of(text) for text in texts),
    )


def clues(face: Face, expected: Sequence[str] = ()) -> Clues:
    """Return what to ask the register: every code, number and name but those of officials.

    `expected` are the codes that a list of the batch gives for this place, best first.
    """
    persons = face.named(Role.SUBJECT, Role.REQUESTER, Role.RELATIVE)[:MOST_NAMES]
    names = [person.found.value for person in persons]
    if not names:
        names = [name for text in face.texts[:1] for name in lone_names(text)][:MOST_NAMES]
    codes = (*face.slip_codes, *(found.value for found in face.fields.dossier_codes), *expected)
    numbers = (found.value for found in (*face.fields.personal_numbers, *face.fields.tax_codes))
    return Clues(
        codes=tuple(dict.fromkeys(codes)),
        numbers=tuple(numbers),
        names=tuple(dict.fromkeys(names)),
        issued_on=face.fields.issue_date,
        head="" if persons else "\n".join(head_lines(face)),
    )


def head_lines(face: Face) -> tuple[str, ...]:
    """Return the lines of the first page, folded; those below its top, where no unit stands, as empty ones."""
    lines = face.texts[0].lines if face.texts else ()
    return tuple(fold(line.text) if line.box.y < _HEAD_DEPTH else "" for line in lines)
