"""Where searches find words: PDFium (browsers) and Poppler (readers of free systems)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypdfium2

from app.domain.page import Box


def words_by_pdfium(path: Path, words: list[str]) -> dict[str, list[Box]]:
    """Boxes of every place where PDFium's search finds a word, in fractions of the page as shown."""
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    width, height = page.get_size()
    text = page.get_textpage()
    found: dict[str, list[Box]] = {}
    for word in dict.fromkeys(words):
        searcher = text.search(word, match_case=True)
        while hit := searcher.get_next():
            rects = [text.get_rect(i) for i in range(text.count_rects(*hit))]
            left, bottom = min(r[0] for r in rects), min(r[1] for r in rects)
            right, top = max(r[2] for r in rects), max(r[3] for r in rects)
            box = Box(left / width, 1 - top / height, (right - left) / width, (top - bottom) / height)
            found.setdefault(word, []).append(box)
        searcher.close()
    text.close()
    page.close()
    document.close()
    return found


def words_by_poppler(path: Path) -> list[tuple[str, Box]]:
    """Words of the first page with their boxes, in fractions of the page as shown."""
    page = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    document = pypdfium2.PdfDocument(path)
    width, height = document[0].get_size()  # pdftotext tells the size before /Rotate, but the places after it
    document.close()
    pattern = r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
    found = []
    for *numbers, word in re.findall(pattern, page):
        x0, y0, x1, y1 = map(float, numbers)
        plain = word.replace("&amp;", "&").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
        found.append((plain, Box(x0 / width, y0 / height, (x1 - x0) / width, (y1 - y0) / height)))
    return found


def overlap(one: Box, other: Box) -> float:
    """Common area, of the smaller box."""
    width = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    height = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    return max(width, 0) * max(height, 0) / min(one.w * one.h, other.w * other.h)
