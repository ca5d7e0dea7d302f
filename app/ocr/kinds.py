"""What kind of file a capture is, told by its first bytes and never by its name."""

from __future__ import annotations

import re
from pathlib import PurePath

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
BMP = "image/bmp"
WEBP = "image/webp"
JPEG_2000 = "image/jp2"

HEAD_BYTES = 1024  # a PDF may carry junk before its header (ISO 32000-1, annex H, note 13)

_USABLE = (
    (re.compile(rb"\xff\xd8\xff", re.DOTALL), JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PNG),
    (re.compile(rb"II[*+]\0|MM\0[*+]"), TIFF),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), BMP),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), WEBP),
    (re.compile(rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51"), JPEG_2000),
)
# Kinds that are what their maker meant, but not what can be read here; anything else unknown counts as damaged.
_OTHER = re.compile(
    rb"PK\x03\x04|PK\x05\x06|\xd0\xcf\x11\xe0|GIF8|MZ|\x7fELF|Rar!|7z\xbc\xaf|\x1f\x8b|ID3|OggS|8BPS|%!PS|\{\\rtf"
    rb"|.{4}ftyp|RIFF.{4}(?:WAVE|AVI )|<\?xml|<!DOCTYPE|<html|AT&TFORM|SQLite format",
    re.DOTALL | re.IGNORECASE,
)
_EXTENSIONS = frozenset(
    {".pdf", ".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".bmp", ".webp", ".jp2", ".j2k", ".jpx"}
)


def media_type(head: bytes) -> str | None:
    """Return the media type of a file beginning with `head` (HEAD_BYTES of it), None when it is none of ours."""
    for pattern, kind in _USABLE:
        if pattern.match(head):
            return kind
    return PDF if b"%PDF-" in head else None


def is_of_another_kind(head: bytes, name: str) -> bool:
    """Tell whether the file is a healthy one of a kind not read here, rather than a damaged one of ours."""
    if _OTHER.match(head):
        return True
    if _looks_like_text(head):
        return True
    return PurePath(name.lower()).suffix not in _EXTENSIONS


def _looks_like_text(head: bytes) -> bool:
    try:
        text = head[: HEAD_BYTES // 2].decode(
            "utf-8", errors="strict" if len(head) < HEAD_BYTES else "ignore"
        )
    except UnicodeDecodeError:
        return False
    return len(text) > len(head) // 4 and all(
        letter.isprintable() or letter in "\t\r\n\f\ufeff" for letter in text
    )
