"""PNG: its compressed rows go into the PDF as they are, since PDF knows the same compression and predictors."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from app.domain.errors import ReadFailure, UnreadableError
from app.sealing.pictures.picture import Colours, Picture

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GRAY, _RGB, _PALETTE = 0, 2, 3


def png_picture(data: bytes, deep: bool = True) -> Picture | None:
    """Return the picture of a PNG, or None when its rows can't stand in a PDF (interlaced, transparent).

    `deep` allows 16 bits a channel (PDF 1.5 and later). UnreadableError when chunks are missing or damaged.
    """
    header: tuple[int, ...] = ()
    rows: list[bytes] = []
    palette: bytes | None = None
    transparent = ended = False
    for kind, body in _chunks(data):
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            rows.append(body)
        elif kind == b"PLTE":
            palette = body
        elif kind == b"tRNS":
            transparent = True
        ended = ended or kind == b"IEND"
    if not header or not ended:
        raise UnreadableError(ReadFailure.TRUNCATED, "PNG without an end")
    width, height, bits, kind_of_colour, _, _, interlaced = header
    if (
        transparent
        or interlaced
        or kind_of_colour not in (_GRAY, _RGB, _PALETTE)
        or (bits == 16 and not deep)
    ):
        return None
    components = 3 if kind_of_colour == _RGB else 1
    return Picture(
        data=b"".join(rows),
        filter="/FlateDecode",
        width=width,
        height=height,
        colours=Colours.GRAY if kind_of_colour == _GRAY else Colours.RGB,
        bits=bits,
        parms={"Predictor": 15, "Colors": components, "BitsPerComponent": bits, "Columns": width},
        palette=palette if kind_of_colour == _PALETTE else None,
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, body) of every chunk; stops at the end; UnreadableError for a chunk that is cut or damaged."""
    place = len(SIGNATURE)
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        body = data[place + 8 : place + 8 + length]
        stated = data[place + 8 + length : place + 12 + length]
        if len(stated) < 4:
            raise UnreadableError(ReadFailure.TRUNCATED, f"PNG chunk {kind!r} is cut")
        if int.from_bytes(stated, "big") != zlib.crc32(body, zlib.crc32(kind)):
            raise UnreadableError(ReadFailure.UNREADABLE, f"PNG chunk {kind!r} is damaged")
        yield kind, body
        if kind == b"IEND":
            return
        place += 12 + length
