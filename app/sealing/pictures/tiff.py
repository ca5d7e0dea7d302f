"""TIFF: one CCITT G4 or JPEG strip goes into the PDF as it is; all else is decoded and kept without loss."""

from __future__ import annotations

from typing import BinaryIO

from PIL import TiffImagePlugin

from app.sealing.pictures.decoded import ccitt_picture, lossless, lossy
from app.sealing.pictures.jpeg import jpeg_picture
from app.sealing.pictures.picture import Picture

_COMPRESSION, _PHOTOMETRIC, _FILL_ORDER = 259, 262, 266
_STRIP_OFFSETS, _STRIP_LENGTHS, _TABLES, _T6_OPTIONS = 273, 279, 347, 293
_G4, _OLD_JPEG, _JPEG = 4, 6, 7
_RGB, _YCBCR = 2, 6
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_PLAIN_RGB = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"  # the marker that says: no colour transform


def tiff_picture(image: TiffImagePlugin.TiffImageFile, file: BinaryIO, deep: bool) -> Picture:
    """Return the picture of the frame that `image` stands at; `file` is the TIFF itself."""
    compression = image.tag_v2.get(_COMPRESSION)
    if compression == _G4:
        return _g4(image, file) or lossless(image, deep)
    if compression == _JPEG:
        return _jpeg(image, file) or lossy(image)
    if compression == _OLD_JPEG:
        return lossy(image)
    return lossless(image, deep)


def _only_strip(image: TiffImagePlugin.TiffImageFile, file: BinaryIO) -> bytes | None:
    offsets, lengths = image.tag_v2.get(_STRIP_OFFSETS), image.tag_v2.get(_STRIP_LENGTHS)
    if not offsets or not lengths or len(offsets) != 1 or len(lengths) != 1:
        return None
    file.seek(offsets[0])
    data = file.read(lengths[0])
    return data if len(data) == lengths[0] else None


def _g4(image: TiffImagePlugin.TiffImageFile, file: BinaryIO) -> Picture | None:
    data = _only_strip(image, file)
    if data is None or image.mode != "1" or image.tag_v2.get(_T6_OPTIONS, 0):
        return None
    image.load()  # a stream that can't be decoded must be found here, not by the citizen
    if image.tag_v2.get(_FILL_ORDER, 1) == 2:
        data = data.translate(_MIRRORED)
    return ccitt_picture(data, image.size, image.tag_v2.get(_PHOTOMETRIC) == 0, kept=True)


def _jpeg(image: TiffImagePlugin.TiffImageFile, file: BinaryIO) -> Picture | None:
    """Join the tables that TIFF keeps apart with the one strip: a whole JPEG stream, no pixel touched."""
    strip = _only_strip(image, file)
    photometric = image.tag_v2.get(_PHOTOMETRIC)
    if strip is None or image.mode not in ("L", "RGB"):
        return None
    tables = image.tag_v2.get(_TABLES, b"")
    inner = tables[2:-2] if tables[:2] == b"\xff\xd8" and tables[-2:] == b"\xff\xd9" else b""
    marker = _PLAIN_RGB if photometric == _RGB else b""
    picture = jpeg_picture(strip[:2] + marker + inner + strip[2:])
    return picture if picture and (picture.width, picture.height) == image.size else None
