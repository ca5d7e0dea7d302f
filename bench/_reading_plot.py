"""Draws how true confidence is: the share of words that stand in the truth, against the confidence they came with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE, MARGIN = 720, 90
INK, GRID, DOT = "#222222", "#dddddd", "#1b6ca8"


def draw_reliability(rows: Sequence[tuple[float, float, int, float]], path: Path) -> None:
    """Write a PNG; each row (confidence from, to, words, share right) is a dot with its number of words beside it."""
    sheet = Image.new("RGB", (SIZE, SIZE), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(18)
    for step in range(0, 11, 2):
        at = step / 10
        pen.line((_x(0), _y(at), _x(1), _y(at)), fill=GRID)
        pen.line((_x(at), _y(0), _x(at), _y(1)), fill=GRID)
        pen.text((_x(0) - 12, _y(at)), f"{at:.1f}", fill=INK, font=font, anchor="rm")
        pen.text((_x(at), _y(0) + 12), f"{at:.1f}", fill=INK, font=font, anchor="mt")
    pen.line((_x(0), _y(0), _x(1), _y(1)), fill="#999999", width=2)
    for low, high, words, right in rows:
        x, y = _x((low + min(high, 1.0)) / 2), _y(right)
        pen.ellipse((x - 6, y - 6, x + 6, y + 6), fill=DOT)
        pen.text((x + 9, y + 4), str(words), fill=INK, font=font)
    pen.text((SIZE / 2, SIZE - 30), "confidence of a word", fill=INK, font=font, anchor="mm")
    pen.text((_x(0), MARGIN / 2), "share of words that are right", fill=INK, font=font, anchor="lm")
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, optimize=True)


def _x(share: float) -> float:
    return MARGIN + share * (SIZE - 1.5 * MARGIN)


def _y(share: float) -> float:
    return SIZE - MARGIN - share * (SIZE - 1.8 * MARGIN)
