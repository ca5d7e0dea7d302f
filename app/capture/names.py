"""Which names in a scanner folder are nobody's business, and how any name is written down safely."""

from __future__ import annotations

import re
import unicodedata

# Names that programs give to files they have not finished, or keep beside the real ones.
_PARTIAL_SUFFIXES = (
    ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".download", ".opdownload", ".swp",
    ".lock", ".lck", ".writing",
)  # fmt: skip
_LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "system volume information"})
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NAME_BYTES = 255  # ext4, NTFS (there: UTF-16 units, which is never stricter), SMB


def is_ignored(name: str) -> bool:
    """Return whether a file or folder of this name is passed over: hidden, unfinished, or litter of a system."""
    folded = name.casefold()
    return (
        name.startswith((".", "~$"))
        or folded in _LITTER
        or folded.endswith(_PARTIAL_SUFFIXES)
        or (folded.startswith("~") and folded.endswith("~"))
    )


def written_down(name: str) -> str:
    r"""Return `name` in NFC, with what can't be shown or stored (control characters, lone bytes) written as \x0a.

    Python keeps bytes that are not UTF-8 as lone surrogates, which neither SQLite nor JSON readers accept.
    """
    return _UNSAFE.sub(_escaped, unicodedata.normalize("NFC", name))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def numbered(name: str, number: int, limit_bytes: int = _NAME_BYTES) -> str:
    """Return `name` for the `number`th file of this name ("a.pdf", "a (2).pdf"), cut to `limit_bytes` of UTF-8.

    The cut takes from the stem, whole characters only, so that the extension and the number stay readable.
    """
    stem, dot, extension = name.rpartition(".")
    if not stem or len(_encoded(extension)) > 20:
        stem, dot, extension = name, "", ""
    tail = (f" ({number})" if number > 1 else "") + dot + extension
    room = limit_bytes - len(_encoded(tail))
    while len(_encoded(stem)) > room:
        stem = stem[: max(1, min(len(stem) - 1, room))]
    return stem + tail


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
