"""A second pair of eyes: what one library wrote and read again, another one must find as well.

qpdf (pikepdf) forgives what it wrote itself; viewers in offices are built on other parsers.
"""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.domain.messages import Message


def other_parser_finds(path: Path, pages: int, *, strict: bool) -> list[Message]:
    """Return what pypdf finds wrong in the file at `path`: it can't be read, or has not this many pages.

    `strict` for files that were written here; a file kept as it came may have its flaws.
    """
    try:
        with path.open("rb") as file:
            found = len(PdfReader(file, strict=strict).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        # pypdf raises Python's own errors on structures it did not foresee
        return [Message.of("seal-proof-damaged", detail=f"pypdf: {trouble}")] if strict else []
    if found != pages:
        return [Message.of("seal-proof-pages", pages=found, expected=pages)]
    return []
