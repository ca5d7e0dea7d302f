"""Compares a file that came back signed with the one that was given, object by object: signatures only may be new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

_CATALOG_MAY_GAIN = {"/AcroForm", "/DSS", "/Extensions", "/Version", "/Perms", "/Metadata"}
_PAGE_MAY_CHANGE = {"/Annots", "/Tabs"}
_ONLY_STRUCTURE = (Name.XRef, Name.ObjStm)
_FORBIDDEN_IN_FORM = ("/XFA", "/CO")


def beyond_signatures(given: Path, back: Path) -> str:
    """Return what was changed in `back` beside signatures, in a few words; "" when nothing was."""
    try:
        with (
            pikepdf.open(given, suppress_warnings=True) as old,
            pikepdf.open(back, suppress_warnings=True) as new,
        ):
            return next(_changes(old, new), "")
    except pikepdf.PdfError as trouble:
        return str(trouble)


def _changes(old: Pdf, new: Pdf) -> Iterator[str]:
    if len(old.pages) != len(new.pages):
        yield "pages"
        return
    lists = {page.obj.Annots.objgen for page in old.pages if "/Annots" in page.obj}
    for one in old.objects:
        if isinstance(one, Dictionary | Stream) and one.get("/Type") in _ONLY_STRUCTURE:
            continue
        other = new.get_object(one.objgen)
        if not _same(one, other) and one.objgen not in lists:
            yield from _of_object(old, one, other)
    for number, (before, after) in enumerate(zip(old.pages, new.pages, strict=True), start=1):
        if not _only_signatures_added(before.obj, after.obj):
            yield f"annotations of page {number}"
    form = new.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and any(key in form for key in _FORBIDDEN_IN_FORM):
        yield "form"


def _of_object(old: Pdf, one: Object, other: Object) -> Iterator[str]:
    """Tell what is changed in an object, unless signing changes such objects."""
    place = f"object {one.objgen[0]}"
    if one.objgen == old.Root.objgen:
        yield from (f"catalog {key}" for key in _differing(one, other) - _CATALOG_MAY_GAIN)
    elif isinstance(one, Stream) and one.get("/Type") == Name.Metadata:
        return
    elif isinstance(one, Dictionary) and one.get("/Type") == Name.Page:
        yield from (f"{place} {key}" for key in _differing(one, other) - _PAGE_MAY_CHANGE)
    elif one.objgen not in _may_change(old):
        yield place


def _may_change(old: Pdf) -> set[tuple[int, int]]:
    places = [old.trailer.get("/Info"), old.Root.get("/AcroForm"), old.Root.get("/Extensions")]
    return {one.objgen for one in places if isinstance(one, Dictionary) and one.is_indirect}


def _same(one: Object, other: Object) -> bool:
    if isinstance(one, Stream):
        return (
            isinstance(other, Stream)
            and not _differing(one, other)
            and one.read_raw_bytes() == other.read_raw_bytes()
        )
    return bool(one.unparse(resolved=True) == other.unparse(resolved=True))


def _differing(one: Object, other: Object) -> set[str]:
    """Return the keys whose values differ, looked at no deeper than the next object."""
    if not isinstance(other, Dictionary | Stream):
        return {"/Type"}
    ours, theirs = _entries(one), _entries(other)
    return {key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}


def _entries(thing: Object) -> dict[str, bytes]:
    return {key: _written(value) for key, value in thing.items()}


def _written(value: object) -> bytes:
    return value.unparse() if isinstance(value, Object) else str(value).encode()


def _annotations(page: Object) -> list[tuple[int, int]]:
    found = page.get("/Annots")
    return [one.objgen for one in found] if isinstance(found, Array) else []


def _only_signatures_added(before: Object, after: Object) -> bool:
    ours = _annotations(before)
    found: object = after.get("/Annots")
    added = list(found)[len(ours) :] if isinstance(found, Array) else []
    return ours == _annotations(after)[: len(ours)] and all(map(_is_signature, added))


def _is_signature(annotation: Object) -> bool:
    if not isinstance(annotation, Dictionary):
        return False
    parent = annotation.get("/Parent")
    kind = annotation.get("/FT", parent.get("/FT") if isinstance(parent, Dictionary) else None)
    return bool(annotation.get("/Subtype") == Name.Widget and kind == Name.Sig)
