"""Finds the signatures of a PDF: where they are and what they cover. Whether they are valid is asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from pikepdf.models.metadata import decode_pdf_date

_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature as the file states it; `valid` and `trusted` are None as long as nobody checked the certificate."""

    signer: str
    time: str | None
    covers_whole_file: bool
    valid: bool | None = None
    trusted: bool | None = None


def signatures_of(pdf: Pdf, file_bytes: int) -> list[SignatureFound]:
    """Return the signatures of a document whose file is `file_bytes` long, in the order of the form's fields."""
    return [
        SignatureFound(
            signer=_text(signature.get("/Name")),
            time=_time(signature.get("/M")),
            covers_whole_file=_covers(signature.get("/ByteRange"), file_bytes),
        )
        for signature in _values(pdf)
    ]


def is_signed(pdf: Pdf) -> bool:
    """Return whether any signature field holds a signature."""
    return any(True for _ in _values(pdf))


def _values(pdf: Pdf) -> Iterator[Dictionary]:
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, Dictionary) else None
    if isinstance(fields, Array):
        yield from _in_fields(fields, Name("/None"), 0)
    permissions = pdf.Root.get("/Perms")
    if isinstance(permissions, Dictionary):
        for value in permissions.as_dict().values():
            if isinstance(value, Dictionary) and "/ByteRange" in value and not isinstance(fields, Array):
                yield value


def _in_fields(fields: Array, inherited_type: object, depth: int) -> Iterator[Dictionary]:
    for item in fields:
        if not isinstance(item, Dictionary) or depth > _DEEPEST:
            continue
        kind = item.get("/FT", inherited_type)
        value = item.get("/V")
        if isinstance(value, Dictionary) and (kind == Name.Sig or "/ByteRange" in value):
            yield value
        children = item.get("/Kids")
        if isinstance(children, Array):
            yield from _in_fields(children, kind, depth + 1)


def _covers(byte_range: object, file_bytes: int) -> bool:
    """Return whether the range starts at the first byte, ends at the last one and leaves out one gap only."""
    if not isinstance(byte_range, Array) or len(byte_range) != 4:
        return False
    try:
        start, length, second, second_length = (int(number) for number in byte_range)
    except (TypeError, ValueError):
        return False
    return start == 0 and 0 < length <= second and second + second_length == file_bytes


def _text(value: object) -> str:
    return str(value) if isinstance(value, String) else ""


def _time(value: object) -> str | None:
    if not isinstance(value, String):
        return None
    try:
        at: datetime = decode_pdf_date(str(value))
    except (ValueError, TypeError, pikepdf.PdfError):
        return None
    return at.isoformat()
