"""Readings made from printed truth, with the mistakes a reading engine makes, but without the engine."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from app.domain.page import Barcode, Box, Line, PageReading, Word
from tests.generator.sheet import Sheet

MARKS = {
    "ấ": "â", "ề": "ê", "ộ": "ô", "ớ": "ơ", "ị": "i", "ũ": "u", "ả": "a", "ễ": "ê", "ố": "ô", "ầ": "â", "ệ": "ê",
    "ế": "ê", "ồ": "ô", "ữ": "ư", "ừ": "ư", "ạ": "a", "ậ": "â", "ờ": "ơ", "ợ": "ơ", "ă": "ä", "ŭ": "ũ", "ĭ": "i",
    "ŏ": "ỏ", "đ": "d",
}  # fmt: skip
SHAPES = {
    "1": "l",
    "0": "O",
    "5": "S",
    "8": "B",
    "l": "1",
    "I": "l",
    "n": "r",
    "h": "b",
    "c": "e",
    "o": "a",
    "6": "8",
    "3": "8",
}


def page(
    lines: Sequence[str | tuple[str, tuple[float, float, float, float]]],
    *,
    number: int = 1,
    barcodes: Sequence[Barcode] = (),
    confidence: float = 0.95,
    blank: bool = False,
) -> PageReading:
    """A page with these lines; a line without a box is placed under the one before it, from the left."""
    made, y = [], 0.05
    for given in lines:
        item = given
        if isinstance(given, str):
            item = (given, (0.14, y, min(0.8, 0.0095 * max(len(given), 1)), 0.012))
        y = item[1][1] + 0.022
        if item[0].split():
            made.append(line(item[0], item[1], confidence))
    known = None if not made else confidence
    return PageReading(number, 2480, 3508, 300, 0, 0.0, blank, known, tuple(made), tuple(barcodes))


def line(text: str, box: tuple[float, float, float, float], confidence: float = 0.95) -> Line:
    """A line whose words share the width of its box by their letters."""
    x, y, w, h = box
    step = w / max(len(text), 1)
    words = tuple(
        Word(match[0], Box(x + match.start() * step, y, len(match[0]) * step, h), confidence)
        for match in re.finditer(r"\S+", text)
    )
    return Line(words, Box(x, y, w, h), y + 0.8 * h, y + 0.8 * h)


def spoil(text: str, rate: float, chance: random.Random) -> str:
    """The text with about `rate` of its letters read wrongly: mostly lost marks, seldom shapes, spaces and letters."""
    out = []
    for char in text:
        if chance.random() >= rate:
            out.append(char)
            continue
        way = chance.random()
        if way < 0.6:
            out.append(MARKS.get(char, char))
        elif way < 0.85:
            out.append(SHAPES.get(char, char))
        elif way < 0.92:
            continue
        else:
            out.append(char + (" " if chance.random() < 0.5 else chance.choice(".,'")))
    return "".join(out)


def code128(text: str) -> Barcode:
    """A CODE128 at the right top of a page."""
    return Barcode("CODE128", text, Box(0.55, 0.06, 0.35, 0.04))


def of_sheets(
    sheets: Sequence[Sheet], chance: random.Random, rate: float, *, first: int = 1
) -> list[PageReading]:
    """Readings of printed sheets with about `rate` of the letters wrong; lines side by side are sometimes one."""
    pages = []
    for place, sheet in enumerate(sheets):
        lines: list[tuple[str, tuple[float, float, float, float]]] = []
        for printed in sorted(sheet.lines, key=lambda one: (round(one.box[1], 3), one.box[0])):
            text, box = spoil(printed.text, rate, chance), printed.box
            beside = bool(lines) and abs(lines[-1][1][1] - box[1]) < 0.004
            if beside and chance.random() < 0.6:
                before, (x, y, _, h) = lines.pop()
                text, box = f"{before} {text}", (x, y, box[0] + box[2] - x, max(h, box[3]))
            lines.append((text, box))
        bars = [Barcode(_FORMATS[bar.format], bar.text, Box(*bar.box)) for bar in sheet.barcodes]
        confidence = max(0.3, 0.95 - 8 * rate)
        pages.append(page(lines, number=first + place, barcodes=bars, confidence=confidence, blank=not lines))
    return pages


_FORMATS = {"Code128": "CODE128", "QRCode": "QR"}
