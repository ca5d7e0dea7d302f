"""What a PDF is before it is read: whole, locked, signed, how many pages, drawn by a program or scanned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from app.domain.errors import ReadFailure, UnreadableError
from app.domain.page import CaptureShape
from app.ocr import pdf_pages
from app.ocr.kinds import PDF

_TAIL_BYTES = 4096  # mail programs and web servers leave some junk behind the end mark
_PAGES_LOOKED_AT = 20  # whether a capture is born digital shows in its first pages
_FIELDS_AT_MOST = 5000


def pdf_shape(path: str) -> CaptureShape:
    """Return the shape of the PDF; UnreadableError when it is locked, cut off, damaged, or without pages."""
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            mended = any(
                "xref" in str(warning) or "trailer" in str(warning) for warning in pdf.get_warnings()
            )
            signed = _is_signed(pdf)
    except pikepdf.PasswordError as locked:
        raise UnreadableError(ReadFailure.ENCRYPTED, "a password is needed") from locked
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError, RecursionError) as trouble:
        raise UnreadableError(_why_broken(path), str(trouble)[:200]) from trouble
    if (mended or not pages) and not _has_end(path):
        raise UnreadableError(ReadFailure.TRUNCATED, "PDF without its end")
    if not pages:
        raise UnreadableError(ReadFailure.UNREADABLE, "PDF without pages")
    return CaptureShape(PDF, pages, signed, _is_born_digital(path, pages))


def _why_broken(path: str) -> ReadFailure:
    return ReadFailure.UNREADABLE if _has_end(path) else ReadFailure.TRUNCATED


def _has_end(path: str) -> bool:
    with Path(path).open("rb") as file:
        file.seek(max(0, Path(path).stat().st_size - _TAIL_BYTES))
        return b"%%EOF" in file.read()


def _is_born_digital(path: str, pages: int) -> bool:
    with pdf_pages.opened(path) as document:
        kinds = [pdf_pages.is_drawn_text(document, number) for number in range(min(pages, _PAGES_LOOKED_AT))]
    return bool(kinds) and all(kinds)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return False
    return any(_holds_signature(field) for field in _fields(form.get("/Fields")))


def _fields(top: Any) -> Iterator[Any]:
    """Yield form fields, however deep; damaged files may have circles."""
    waiting = list(top) if isinstance(top, pikepdf.Array) else []
    seen = 0
    while waiting and seen < _FIELDS_AT_MOST:
        field = waiting.pop()
        seen += 1
        if isinstance(field, pikepdf.Dictionary):
            yield field
            kids = field.get("/Kids")
            waiting.extend(list(kids) if isinstance(kids, pikepdf.Array) else [])


def _holds_signature(field: Any) -> bool:
    value = field.get("/V")
    return isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value and "/Contents" in value
