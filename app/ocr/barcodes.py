"""Finds CODE128, QR and patch T on a page: quickly on a reduced picture, then finer where bars were seen unread."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter

from app.domain.page import Barcode, Box
from app.ocr import patch

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode])
_NAMES = {zxingcpp.BarcodeFormat.Code128: "CODE128", zxingcpp.BarcodeFormat.QRCode: "QR"}
_FAST_SIDE = 1800  # pixels of the longest side in the first look (A4 at 150 dpi)
_CELL = 32  # pixels of the halved page that are looked at together for bars
_LEAST_CELLS = 3  # with stripes, from which bars may stand there
_AROUND = 3  # cells of paper that are read with the bars: their quiet zones, and those of a code beside them
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{5,}")  # what a bar code of an office holds


def find(page: Image.Image, *, thorough: bool = True) -> tuple[Barcode, ...]:
    """Return the barcodes on the grey page, in fractions of it, top ones first.

    `thorough` looks again at blurred and tiny bars where something like bars is seen.
    """
    reduced = page
    if max(page.size) > _FAST_SIDE * 1.15:
        reduced = page.resize(_fit(page.size), Image.Resampling.BOX)
    found = _read(reduced)
    bars = any(one.format == "CODE128" for one in found)
    if reduced is not page and not bars:
        found += _read(page)
        bars = any(one.format == "CODE128" for one in found)
    if thorough and not bars and (part := _part_with_bars(page)):
        found += [_moved(one, part, page.size) for one in _read_again(page.crop(part))]
    if sheet := patch.find(reduced):
        found.append(sheet)
    unique = {(one.format, one.text, round(one.box.x, 1), round(one.box.y, 1)): one for one in found}
    return tuple(sorted(unique.values(), key=lambda one: (one.box.y, one.box.x)))


def _read_again(page: Image.Image) -> list[Barcode]:
    """Return what blurred, grainy or tiny bars give, try after try until one gives something."""
    width, height = page.size
    tries: tuple[Callable[[], Image.Image], ...] = (
        lambda: page.resize((width * 2, height * 2), Image.Resampling.BICUBIC),
        lambda: page.filter(ImageFilter.GaussianBlur(1.0)),
        lambda: page.resize((width, height // 4), Image.Resampling.BOX).resize((width, height)),
        lambda: page.filter(ImageFilter.UnsharpMask(2.0, 250, 0)),
    )
    for made in tries:
        if found := _read(made()):
            return found
    return []


def _fit(size: tuple[int, int]) -> tuple[int, int]:
    scale = _FAST_SIDE / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _read(page: Image.Image) -> list[Barcode]:
    width, height = page.size
    results = zxingcpp.read_barcodes(
        np.asarray(page), formats=_FORMATS, try_invert=False, text_mode=zxingcpp.TextMode.Plain
    )
    return [_barcode(one, width, height) for one in results if one.valid and _believable(one)]


def _believable(result: zxingcpp.Barcode) -> bool:
    """Tell a code from a chance find: noise passes CODE128's check sum once in a hundred, but looks like no code."""
    return result.format == zxingcpp.BarcodeFormat.QRCode or _CODE.fullmatch(result.text) is not None


def _barcode(result: zxingcpp.Barcode, width: int, height: int) -> Barcode:
    place = result.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    left, right = min(c.x for c in corners), max(c.x for c in corners)
    top, bottom = min(c.y for c in corners), max(c.y for c in corners)
    box = Box(left / width, top / height, (right - left) / width, max(bottom - top, 1) / height)
    return Barcode(_NAMES.get(result.format, "CODE128"), result.text, box)


def _part_with_bars(page: Image.Image) -> tuple[int, int, int, int] | None:
    """Return the part of the page, in pixels, with all places of many strong edges across and hardly any down, or the
    other way, and some paper around; None where there are none.
    """
    size = (max(64, page.size[0] // 2), max(64, page.size[1] // 2))
    values = np.asarray(page.resize(size, Image.Resampling.BOX), dtype=np.int16)
    across = np.abs(np.diff(values, axis=1))[:-1, :]
    down = np.abs(np.diff(values, axis=0))[:, :-1]
    rows, columns = across.shape[0] // _CELL, across.shape[1] // _CELL
    if not rows or not columns:
        return None
    first, second = (
        part[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL).mean(axis=(1, 3))
        for part in (across, down)
    )
    striped = ((first > 12) & (first > 5 * second)) | ((second > 12) & (second > 5 * first))
    if int(striped.sum()) < _LEAST_CELLS:
        return None
    y, x = np.nonzero(striped)
    step_x, step_y = (_CELL * full / half for full, half in zip(page.size, size, strict=True))
    return (
        max(0, int((x.min() - _AROUND) * step_x)),
        max(0, int((y.min() - _AROUND) * step_y)),
        min(page.size[0], int((x.max() + 1 + _AROUND) * step_x)),
        min(page.size[1], int((y.max() + 1 + _AROUND) * step_y)),
    )


def _moved(code: Barcode, part: tuple[int, int, int, int], size: tuple[int, int]) -> Barcode:
    """Return the code found on a part of a page with its box in fractions of the whole page of `size`."""
    left, top, right, bottom = part
    across, down = (right - left) / size[0], (bottom - top) / size[1]
    box = Box(
        left / size[0] + code.box.x * across,
        top / size[1] + code.box.y * down,
        code.box.w * across,
        code.box.h * down,
    )
    return replace(code, box=box)
