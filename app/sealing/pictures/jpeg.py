"""JPEG: the stream goes into the PDF as it is; only its headers are read."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import ReadFailure, UnreadableError
from app.sealing.pictures.picture import Colours, Picture

_START = b"\xff\xd8"
_END = b"\xff\xd9"
_BASELINE_TO_PROGRESSIVE = (0xC0, 0xC1, 0xC2)  # the kinds of frame that DCTDecode knows
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_SCAN = 0xDA
_APP14 = 0xEE
_COMPONENTS = {1: Colours.GRAY, 3: Colours.RGB, 4: Colours.CMYK}


@dataclass(frozen=True, slots=True)
class _Frame:
    kind: int
    bits: int
    width: int
    height: int
    ids: bytes


def jpeg_picture(data: bytes) -> Picture | None:
    """Return the picture of a JPEG stream, or None when PDF can't hold this kind (lossless, 12 bits, two colours).

    UnreadableError when headers are missing or the stream has no end.
    """
    frame, transform = _headers(data)
    if frame.kind not in _BASELINE_TO_PROGRESSIVE or frame.bits != 8 or frame.height == 0:
        return None
    colours = _COMPONENTS.get(len(frame.ids))
    if colours is None:
        return None
    parms: dict[str, int | bool] = {}
    if colours is Colours.RGB and transform is None and frame.ids == b"RGB":
        parms["ColorTransform"] = 0  # no marker says so, but the names of the components do
    inverted = colours is Colours.CMYK and transform is not None  # Adobe writes CMYK upside down
    return Picture(
        data=data,
        filter="/DCTDecode",
        width=frame.width,
        height=frame.height,
        colours=colours,
        parms=parms,
        decode=(1, 0) * 4 if inverted else None,
    )


def _headers(data: bytes) -> tuple[_Frame, int | None]:
    """Return the frame header and Adobe's colour transform (None when no Adobe marker stands before the scan)."""
    if not data.startswith(_START):
        raise UnreadableError(ReadFailure.UNREADABLE, "no JPEG start")
    frame: _Frame | None = None
    transform: int | None = None
    for marker, body, after in _segments(data):
        if marker in _FRAMES:
            height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
            frame = _Frame(marker, body[0], width, height, body[6::3])
        elif marker == _APP14 and body.startswith(b"Adobe") and len(body) >= 12:
            transform = body[11]
        elif marker == _SCAN:
            if data.find(_END, after) < 0:
                raise UnreadableError(ReadFailure.TRUNCATED, "JPEG without an end")
            break
    if frame is None:
        raise UnreadableError(ReadFailure.TRUNCATED, "JPEG without a frame")
    return frame, transform


def _segments(data: bytes) -> list[tuple[int, bytes, int]]:
    """Return (marker, body, offset after it) up to and with the first scan."""
    found: list[tuple[int, bytes, int]] = []
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            place += 1  # bytes between segments are skipped, as decoders do
            continue
        marker = data[place + 1]
        if marker == 0xFF or marker in _STANDALONE:
            place += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        end = place + 2 + length
        if length < 2 or end > len(data):
            break
        found.append((marker, data[place + 4 : end], end))
        if marker == _SCAN:
            break
        place = end
    return found
