"""Digests of what a page shows, the same before and after a file is written, whatever number its objects get."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

_LOSSLESS = {
    "/FlateDecode",
    "/LZWDecode",
    "/RunLengthDecode",
    "/ASCII85Decode",
    "/ASCIIHexDecode",
}  # what may be written anew without changing what is in it
_OF_A_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources")
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
_NOT_SHOWN = {"/Parent", "/Metadata", "/PieceInfo", "/StructParent", "/StructParents", "/Length"}
_ENCODING = {"/Filter", "/DecodeParms"}
_DEEPEST = 60


def content_digest(pdf: Pdf) -> str:
    """Return the SHA-256 (hex) over all pages: sizes, contents, pictures, fonts; not annotations and metadata."""
    whole = hashlib.sha256()
    walk = _Walk()
    for page in pdf.pages:
        whole.update(walk.page(page.obj))
    return whole.hexdigest()


def stream_digest(stream: Stream) -> str:
    """Return the SHA-256 (hex) of a stream: of its pixels where the coding is lossless, else of its coded bytes."""
    filters = _filters(stream)
    payload = stream.read_bytes() if filters <= _LOSSLESS else stream.read_raw_bytes()
    return hashlib.sha256(payload).hexdigest()


def picture_digests(page: pikepdf.Page) -> list[str]:
    """Return the digests of every picture that a page (and the forms on it) can draw, by resource name."""
    return [stream_digest(image) for image in images_of(page.obj)]


def images_of(owner: pikepdf.Object, deep: int = 0) -> Iterator[Stream]:
    """Yield the image streams in the resources of a page or a form, and in the forms inside."""
    resources = owner.get("/Resources")
    found = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    if not isinstance(found, Dictionary) or deep > _DEEPEST:
        return
    for name in sorted(found.keys()):
        stream = found[name]
        if not isinstance(stream, Stream):
            continue
        if stream.get("/Subtype") == Name.Image:
            yield stream
        elif stream.get("/Subtype") == Name.Form:
            yield from images_of(stream, deep + 1)


def _filters(stream: Stream) -> set[str]:
    stated = stream.get("/Filter")
    if stated is None:
        return set()
    return {str(name) for name in stated} if isinstance(stated, Array) else {str(stated)}


class _Walk:
    """One pass over a document; what several pages share is digested once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._open: set[tuple[int, int]] = set()

    def page(self, page: pikepdf.Object) -> bytes:
        return self._joined(
            (_bytes_of(key) + self.of(value, 0))
            for key in _OF_A_PAGE
            if (value := _look_up(page, key)) is not None
        )

    def of(self, thing: object, depth: int) -> bytes:
        """Return the digest of any object; a circle and what lies too deep count as a fixed mark."""
        if isinstance(thing, (int, float, Decimal)) and not isinstance(thing, bool):
            thing = f"number:{float(thing):.3f}"  # 216.0 is written as 216
        if not isinstance(thing, pikepdf.Object):
            return hashlib.sha256(_bytes_of(f"{type(thing).__name__}:{thing}")).digest()
        name = thing.objgen if thing.is_indirect else None
        if depth > _DEEPEST or name in self._open:
            return b"beyond"
        if name is None:
            return self._composed(thing, depth)
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self._composed(thing, depth)
            self._open.discard(name)
        return self._known[name]

    def _composed(self, thing: pikepdf.Object, depth: int) -> bytes:
        if isinstance(thing, Stream):
            filters = _filters(thing)
            skipped = _NOT_SHOWN | (_ENCODING if filters <= _LOSSLESS else set())
            inside = self._entries(thing, skipped, depth)
            return self._joined([b"stream", inside, stream_digest(thing).encode()])
        if isinstance(thing, Dictionary):
            return self._entries(thing, _NOT_SHOWN, depth)
        if isinstance(thing, Array):
            return self._joined(self.of(item, depth + 1) for item in thing)
        return hashlib.sha256(type(thing).__name__.encode() + bytes(thing)).digest()

    def _entries(self, thing: pikepdf.Object, skipped: set[str], depth: int) -> bytes:
        return self._joined(
            _bytes_of(key) + self.of(thing[key], depth + 1)
            for key in sorted(thing.keys())
            if key not in skipped
        )

    @staticmethod
    def _joined(parts: Iterable[bytes]) -> bytes:
        whole = hashlib.sha256()
        for part in parts:
            whole.update(len(part).to_bytes(8, "big") + part)
        return whole.digest()


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # names in damaged files need not be UTF-8


def _look_up(page: pikepdf.Object, key: str) -> object:
    """Return a page's own or inherited attribute, or None."""
    place: pikepdf.Object | None = page
    for _ in range(_DEEPEST):
        if not isinstance(place, Dictionary):
            return None
        if key in place:
            return place[key]
        if key not in _INHERITED:
            return None
        place = place.get("/Parent")
    return None
