"""The fields of one result, found in the readings of its pages by the rules of the papers' layout."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.field_births import birth_dates
from app.domain.field_header import date_line, document_number, title
from app.domain.field_names import PersonSeen, Role, people
from app.domain.field_numbers import dossier_codes, personal_numbers, tax_codes
from app.domain.page import Fields, PageReading
from app.domain.page_text import PageText

_NAMED = (Role.SUBJECT, Role.REQUESTER)


def find_fields(pages: Sequence[PageReading]) -> Fields:
    """Return what the pages of one scan (in order) say; names are those of subjects, then of who asked for the paper.

    Nothing is invented: what is not surely read, or not surely the paper's own, is left out.
    """
    texts = tuple(PageText.of(page) for page in pages)
    return fields_of(pages, texts, people(texts))


def fields_of(
    pages: Sequence[PageReading], texts: tuple[PageText, ...], persons: Sequence[PersonSeen]
) -> Fields:
    """Return the fields of pages whose texts and persons are known already."""
    if not texts:
        return Fields()
    named = [person.found for role in _NAMED for person in persons if person.role is role]
    head = next((text for text in texts if text.words), texts[0])
    return Fields(
        dossier_codes=dossier_codes(pages, texts),
        document_number=document_number(head),
        issued_on=date_line(texts[texts.index(head) :]),
        personal_numbers=personal_numbers(texts),
        tax_codes=tax_codes(texts),
        names=tuple(named),
        birth_dates=birth_dates(texts),
        title=title(head),
    )
