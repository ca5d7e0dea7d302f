"""Tesseract's hOCR as lines of words in pixels of the picture that was read."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

_LINE = re.compile(
    r"<span class='ocr_(?:line|header|caption|textfloat)'[^>]*title=\"bbox (\d+) (\d+) (\d+) (\d+)"
    r"(?:; baseline (-?[\d.e-]+) (-?[\d.e-]+))?"
)
_WORD = re.compile(
    r"<span class='ocrx_word'[^>]*title='bbox (\d+) (\d+) (\d+) (\d+); x_wconf (\d+)[^']*'[^>]*>(.*?)</span>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as the engine gave it; `certainty` from 0 to 1, corners in pixels."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    certainty: float


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as the engine gave it; corners in pixels, the baseline from (left, start_y) to (right, end_y)."""

    words: tuple[ReadWord, ...]
    left: int
    top: int
    right: int
    bottom: int
    start_y: float
    end_y: float


def parse(hocr: str) -> list[ReadLine]:
    """Return the lines of an hOCR text that hold words, in reading order."""
    heads = list(_LINE.finditer(hocr))
    ends = [*(head.start() for head in heads[1:]), len(hocr)][: len(heads)]
    lines = [_line(head, hocr[head.end() : end]) for head, end in zip(heads, ends, strict=True)]
    return [line for line in lines if line.words]


def _line(head: re.Match[str], body: str) -> ReadLine:
    left, top, right, bottom = (int(head[n]) for n in range(1, 5))
    slope, drop = float(head[5] or 0), float(head[6] or 0)
    words = tuple(word for word in map(_word, _WORD.finditer(body)) if word.text)
    start = bottom + drop
    return ReadLine(words, left, top, right, bottom, start, start + slope * (right - left))


def _word(match: re.Match[str]) -> ReadWord:
    left, top, right, bottom, certainty = (int(match[n]) for n in range(1, 6))
    text = unicodedata.normalize("NFC", html.unescape(_TAG.sub("", match[6]))).strip()
    return ReadWord(text, left, top, right, bottom, certainty / 100)
