"""Whether two scans are the same sheet, scanned twice: by what stands on them, since no two scans have the same bytes.

Papers of one kind are alike word for word but for a few: what tells them apart are their numbers. So marks made of
numbers find what may be the same, and the whole text decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.domain.fields import find_fields
from app.domain.folding import fold_name, name_key
from app.domain.name_likeness import distance
from app.domain.page import Fields, PageReading

SAME_WORDS = 0.85  # share of words in common; two readings of one sheet rarely share less, even on bad scans
MISREAD = 3  # letters of a name that two readings of one sheet may differ in
FEW_WORDS = 12  # under this a text says too little to call two papers the same


def marks(pages: Sequence[PageReading]) -> tuple[str, ...]:
    """Return the marks of a paper: `number|date` and `person|date`, folded; () when nothing of the kind was read.

    The same sheet read twice shares a mark; other papers rarely do.
    """
    fields = find_fields(pages)
    date = fields.issued_on.value if fields.issued_on else ""
    found = []
    if fields.document_number:
        found.append(f"number:{fold_name(fields.document_number.value)}|{date}")
    if date:
        found += [f"person:{person.value}|{date}" for person in fields.personal_numbers]
    return tuple(dict.fromkeys(found))


def same_paper(one: Sequence[PageReading], other: Sequence[PageReading]) -> bool:
    """Whether two results are the same paper: as many pages, no number that differs, nearly all words in common."""
    if len(one) != len(other):
        return False
    if _contradict(find_fields(one), find_fields(other)):
        return False
    mine, its = _words(one), _words(other)
    if min(mine.total(), its.total()) < FEW_WORDS:
        return False
    return 2 * (mine & its).total() / (mine.total() + its.total()) >= SAME_WORDS


def _contradict(one: Fields, other: Fields) -> bool:
    """Whether a number, a date, a person's name or number was read on both and is not the same."""
    pairs = ((one.document_number, other.document_number), (one.issued_on, other.issued_on))
    if any(a and b and fold_name(a.value) != fold_name(b.value) for a, b in pairs):
        return True
    if one.names and other.names and not _same_person(one.names[0].value, other.names[0].value):
        return True
    mine = {found.value for found in one.personal_numbers}
    its = {found.value for found in other.personal_numbers}
    return bool(mine and its and not mine & its)


def _same_person(name: str, other: str) -> bool:
    """Whether two readings of a name may be one: papers of one kind and day differ in little else."""
    return distance(name_key(name), name_key(other), MISREAD) <= MISREAD


def _words(pages: Sequence[PageReading]) -> Counter[str]:
    return Counter(
        word for page in pages for line in page.lines for word in fold_name(line.text).split() if word
    )
