"""A colour profile for CMYK pictures that bring none, so that their stream can be kept.

PDF/A wants every CMYK picture described. This profile describes the plain mixture that programs without colour
management show, red = (1 - cyan) (1 - black), so the sealed page looks as the scan did on the clerk's screen.
"""

from __future__ import annotations

import functools
import struct

import numpy as np
from numpy.typing import NDArray

_GRID = 9  # points an ink; between them readers interpolate
_TO_XYZ = np.array(
    ((0.4360747, 0.3850649, 0.1430804), (0.2225045, 0.7168786, 0.0606169), (0.0139322, 0.0971045, 0.7141733))
)  # linear sRGB to CIE XYZ under D50 (IEC 61966-2-1, Bradford)
_WHITE = np.array((0.9642, 1.0, 0.8249))  # D50, as ICC profiles state it
_KNEE = 216 / 24389  # of CIE L*a*b*
_HEADER_BYTES, _ENTRY_BYTES = 128, 12


@functools.cache
def plain_cmyk_profile() -> bytes:
    """Return the profile (ICC version 2, input class, so that PDF/A-1 allows it too)."""
    tags = {
        b"A2B0": _table(),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"desc": _description("Plain CMYK"),
        b"wtpt": b"XYZ \0\0\0\0" + b"".join(_fixed(value) for value in _WHITE),
    }
    place = _HEADER_BYTES + 4 + _ENTRY_BYTES * len(tags)
    index, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        index += struct.pack(">4sII", name, place + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    size = place + len(body)
    header = struct.pack(
        ">I4s4s4s4s4s12s4s4s4s12sI12s48s",
        size,
        b"\0\0\0\0",
        b"\x02\x40\0\0",
        b"scnr",
        b"CMYK",
        b"Lab ",
        struct.pack(">6H", 2026, 1, 1, 0, 0, 0),
        b"acsp",
        b"\0\0\0\0",
        b"\0\0\0\0",
        b"\0" * 12,
        0,
        b"".join(_fixed(value) for value in _WHITE),
        b"\0" * 48,
    )
    return header[:_HEADER_BYTES] + index + body


def _table() -> bytes:
    """Return the tag that leads from ink to CIE L*a*b* (lut16Type)."""
    identity = struct.pack(">9i", *(65536 if place % 4 == 0 else 0 for place in range(9)))
    straight = struct.pack(">2H", 0, 65535)
    head = b"mft2\0\0\0\0" + struct.pack(">4B", 4, 3, _GRID, 0) + identity + struct.pack(">2H", 2, 2)
    return head + straight * 4 + _mixtures().tobytes() + straight * 3


def _mixtures() -> NDArray[np.uint16]:
    steps = np.linspace(0, 1, _GRID)
    cyan, magenta, yellow, black = np.meshgrid(steps, steps, steps, steps, indexing="ij")
    red_green_blue = np.stack([(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)], axis=-1)
    lab = _lab(red_green_blue.reshape(-1, 3))
    coded = np.stack((lab[:, 0] * 652.8, (lab[:, 1] + 128) * 256, (lab[:, 2] + 128) * 256), axis=-1)
    return np.clip(np.round(coded), 0, 65535).astype(">u2")


def _lab(red_green_blue: NDArray[np.float64]) -> NDArray[np.float64]:
    low = red_green_blue / 12.92
    linear = np.where(red_green_blue <= 0.04045, low, ((red_green_blue + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE
    f = np.where(xyz > _KNEE, np.cbrt(xyz), (xyz / _KNEE * 8 + 16) / 116)
    return np.stack((116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])), axis=-1)


def _description(text: str) -> bytes:
    plain = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(plain)) + plain + b"\0" * 78


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))
