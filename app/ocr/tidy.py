"""Takes out of a reading what is no print: specks, table rules and stains that the engine took for punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from app.ocr.hocr import ReadLine, ReadWord

_DASHES = frozenset("-–—")
_LIKE_DASHES = frozenset("-–—~¬=_")
_BULLETS = frozenset("+*•●▪■")
_STICKS_ON_THE_LEFT = re.compile(r"[|_`¬\\«‹]+(?=\w)")
_STICKS_ON_THE_RIGHT = re.compile(r"(?<=\w)[|_`¬\\]+$")
_SQUARE = re.compile(r"^m[?°”“\"'’‘ˆ^*²]{1,2}([;:,.)]*)$")
_NUMBER = re.compile(r"\d[.,]?$")


def tidy(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Return the lines without what is no print; lines of which nothing remains are left out."""
    kept = [replace(line, words=_words(line)) for line in lines]
    return [line for line in kept if line.words]


def _words(line: ReadLine) -> tuple[ReadWord, ...]:
    heights = [word.bottom - word.top for word in line.words if _has_letters(word.text)]
    if not heights:
        return ()
    height = max(1.0, float(median(heights)))
    kept: list[ReadWord] = []
    for index, word in enumerate(line.words):
        following = line.words[index + 1] if index + 1 < len(line.words) else None
        clean = _cleaned(word) if _has_letters(word.text) else _symbol(word, kept, following, height)
        if clean is not None:
            kept.append(_squared(clean, kept))
    while kept and not _has_letters(kept[-1].text) and kept[-1].text in _DASHES:
        kept.pop()
    return tuple(kept)


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _cleaned(word: ReadWord) -> ReadWord:
    text = _STICKS_ON_THE_RIGHT.sub("", _STICKS_ON_THE_LEFT.sub("", word.text, count=1))
    return word if text == word.text or not text else replace(word, text=text)


def _symbol(
    word: ReadWord, kept: Sequence[ReadWord], following: ReadWord | None, height: float
) -> ReadWord | None:
    """Return a lone symbol if it has the size and the place of one that is printed, else None."""
    across, down = (word.right - word.left) / height, (word.bottom - word.top) / height
    gap = (word.left - kept[-1].right) / height if kept else 99.0
    if set(word.text) <= _LIKE_DASHES:
        after = (following.left - word.right) / height if following else 99.0
        shaped = 0.15 < across < 1.6 and down < 0.4 and across > 1.2 * down
        between = max(gap, after) < 0.9 and bool(set(word.text) & _DASHES) and across > 0.15
        text = word.text if len(word.text) == 1 and word.text in _DASHES else "-"
        return replace(word, text=text) if following and (shaped or between) else None
    if word.text in _BULLETS:
        return word if not kept and following is not None and across > 0.2 and down > 0.2 else None
    if set(word.text) <= {".", "…"}:
        return word if across > 1.0 else None  # leaders
    if word.text in {":", ";", "/", "./.", "(", ")", "&", "%", "!", "?"}:
        return word if gap < 0.7 and down > 0.3 and word.certainty > 0.7 else None
    return None


def _squared(word: ReadWord, before: Sequence[ReadWord]) -> ReadWord:
    """Mend the raised 2 of square metres, a sign that the engine's model does not know."""
    match = _SQUARE.match(word.text)
    if match and before and _NUMBER.search(before[-1].text):
        return replace(word, text=f"m²{match[1]}")
    if (
        word.text.startswith("(m")
        and len(word.text) <= 5
        and word.text.endswith(")")
        and not word.text[2:-1].isalpha()
    ):
        return (
            replace(word, text="(m²)")
            if set(word.text[2:-1]) <= set("?°”“\"'’‘ˆ^*²") and word.text[2:-1]
            else word
        )
    return word
