"""Doubtful lines read again by Tesseract's other Vietnamese model (optional), all of them in one small picture."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence

from PIL import Image

from app.domain.errors import SohoaError, TryAgainError
from app.ocr import tesseract
from app.ocr.hocr import ReadLine
from app.ocr.vote import Opinion

MODEL = "Vietnamese"
_MARGIN = 5  # pixels of the page around a line
_GAP = 26  # white pixels between two lines
_missing: set[str] = set()  # TESSDATA_PREFIX values under which the model was not found in this process


def opinions(image: Image.Image, dpi: int, lines: Sequence[ReadLine], seconds: float) -> list[Opinion | None]:
    """Return for each of the lines of `image` what the other model reads there; None where it reads nothing."""
    nothing: list[Opinion | None] = [None] * len(lines)
    place = os.environ.get("TESSDATA_PREFIX", "")
    if not lines or seconds <= 0 or place in _missing:
        return nothing
    sheet, rows = _gathered(image, lines)
    try:
        again = tesseract.read(sheet, dpi, seconds, layout=6, language=_name())
    except TryAgainError:
        _missing.add(place)
        return nothing
    except SohoaError:
        return nothing
    words: list[list[str]] = [[] for _ in lines]
    for line in again:
        middle = (line.top + line.bottom) / 2
        for index, (top, bottom) in enumerate(rows):
            if top <= middle < bottom:
                words[index].extend(word.text for word in line.words)
    return [Opinion(tuple(said)) if said else None for said in words]


@functools.cache
def _name() -> str:
    """Return how the model is called here: Windows' installer keeps scripts in a folder of their own."""
    return f"script/{MODEL}" if os.name == "nt" else MODEL


def _gathered(image: Image.Image, lines: Sequence[ReadLine]) -> tuple[Image.Image, list[tuple[int, int]]]:
    """Return the lines one under the other on white, and the rows each of them takes."""
    crops = [
        image.crop(
            (
                max(0, line.left - _MARGIN),
                max(0, line.top - _MARGIN),
                min(image.size[0], line.right + _MARGIN),
                min(image.size[1], line.bottom + _MARGIN),
            )
        )
        for line in lines
    ]
    width = max(crop.size[0] for crop in crops) + 2 * _GAP
    height = sum(crop.size[1] + _GAP for crop in crops) + _GAP
    sheet, rows, top = Image.new("L", (width, height), 255), [], _GAP
    for crop in crops:
        sheet.paste(crop, (_GAP, top))
        rows.append((top - _GAP // 2, top + crop.size[1] + _GAP // 2))
        top += crop.size[1] + _GAP
    return sheet, rows
