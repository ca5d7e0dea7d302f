"""Whether a file's bytes show that it is whole, judged from its head and tail: a hint for settling, not a proof."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO

from app.capture.settle import Completeness

_HEAD = 64 * 1024
_TAIL = 2 * 1024
_MAX_TIFF_PAGES = 10_000


def completeness(file: BinaryIO) -> Completeness:
    """Return what head and tail say; OSError when they can't be read.

    JPEG ends with EOI, PNG with IEND, PDF with %%EOF. TIFF has no end marker: there all strips that the directories
    name must lie inside the file. A file whose first bytes are zeros was given its size before its content.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(_HEAD)
    if not head.strip(b"\0"):
        return Completeness.CUT
    if head[:4] in (b"II*\0", b"MM\0*"):
        return _of_tiff(file, head, size)
    file.seek(max(0, size - _TAIL))
    return _of_marker(head, file.read(_TAIL))


def _of_marker(head: bytes, tail: bytes) -> Completeness:
    bare = tail.rstrip(b"\0\r\n\t ")  # some scanners pad to whole blocks
    if head.startswith(b"\xff\xd8\xff"):
        whole = bare.endswith(b"\xff\xd9")
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        whole = bare.endswith(b"IEND\xaeB`\x82")
    elif b"%PDF-" in head[:1024]:
        whole = b"%%EOF" in bare[-1024:]
    else:
        return Completeness.UNKNOWN
    return Completeness.COMPLETE if whole else Completeness.CUT


def _of_tiff(file: BinaryIO, head: bytes, size: int) -> Completeness:
    order = "<" if head[:2] == b"II" else ">"
    try:
        (offset,) = struct.unpack_from(order + "I", head, 4)
        pages = 0
        while offset:
            pages += 1
            if pages > _MAX_TIFF_PAGES:
                return Completeness.UNKNOWN
            entries = _directory(file, order, offset, size)
            if entries is None or not _data_inside(file, order, entries, size):
                return Completeness.CUT
            (offset,) = struct.unpack(order + "I", _at(file, offset + 2 + len(entries), 4))
    except struct.error:
        return Completeness.CUT
    return Completeness.COMPLETE if pages else Completeness.CUT


def _at(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _directory(file: BinaryIO, order: str, offset: int, size: int) -> bytes | None:
    """Return the raw entries (12 bytes each) of the directory at `offset`, or None when it isn't all there."""
    if offset + 2 > size:
        return None
    (count,) = struct.unpack(order + "H", _at(file, offset, 2))
    entries = file.read(12 * count)
    return entries if count and len(entries) == 12 * count else None


def _data_inside(file: BinaryIO, order: str, entries: bytes, size: int) -> bool:
    """Return whether every strip or tile that the directory names ends inside the file."""
    offsets: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    for start in range(0, len(entries), 12):
        tag, kind, count = struct.unpack_from(order + "HHI", entries, start)
        if tag in (273, 324):
            offsets = _numbers(file, order, kind, count, entries[start + 8 : start + 12])
        elif tag in (279, 325):
            counts = _numbers(file, order, kind, count, entries[start + 8 : start + 12])
    return bool(offsets) and all(a + b <= size for a, b in zip(offsets, counts, strict=False))


def _numbers(file: BinaryIO, order: str, kind: int, count: int, field: bytes) -> tuple[int, ...]:
    code, width = ("H", 2) if kind == 3 else ("I", 4)
    if count > 1_000_000:
        raise struct.error
    raw = field if count * width <= 4 else _at(file, struct.unpack(order + "I", field)[0], count * width)
    return struct.unpack(f"{order}{count}{code}", raw[: count * width])
