"""How a reading is judged: character errors of the body inside the page's text, and how true its confidence is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from app.domain.page import PageReading


def squeeze(text: str) -> str:
    """Return the text in NFC with single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def least_edits(pattern: str, text: str) -> int:
    """Return the least edits that find `pattern` somewhere in `text` (Myers 1999, bit-parallel, in one big integer)."""
    length = len(pattern)
    if not length:
        return 0
    places: dict[str, int] = {}
    for index, letter in enumerate(pattern):
        places[letter] = places.get(letter, 0) | 1 << index
    everything, last = (1 << length) - 1, 1 << (length - 1)
    up, down, score, best = everything, 0, length, length
    for letter in text:
        here = places.get(letter, 0)
        across = (((here & up) + up) & everything) ^ up | here | down
        rise, fall = down | everything & ~(across | up), up & across
        score += bool(rise & last) - bool(fall & last)
        best = min(best, score)
        rise, fall = rise << 1 & everything, fall << 1 & everything
        here |= down
        up, down = fall | everything & ~(here | rise), rise & here
    return best


def error_rate(body: str, text: str) -> float:
    """Return the character error rate of `body` by semi-global alignment inside `text`."""
    wanted = squeeze(body)
    return least_edits(wanted, squeeze(text)) / max(1, len(wanted))


def changed_words(body: str, before: PageReading, after: PageReading) -> tuple[int, int]:
    """Return how many words the votes mended and how many they spoiled, told by the words that the truth has."""
    truth = set(squeeze(body).split())
    mended = spoiled = 0
    for one, other in zip(before.lines, after.lines, strict=False):
        for old, new in zip(one.words, other.words, strict=False):
            mended += old.text != new.text and new.text in truth and old.text not in truth
            spoiled += old.text != new.text and old.text in truth and new.text not in truth
    return mended, spoiled


def reliability(
    pages: Sequence[tuple[str, PageReading]], bins: Sequence[float]
) -> list[tuple[float, float, int, float]]:
    """Return for each bin of word confidence: from, to, how many words, and the share that stands in the truth."""
    hits: Counter[int] = Counter()
    words: Counter[int] = Counter()
    for truth, reading in pages:
        left = Counter(squeeze(truth).split())
        for line in reading.lines:
            for word in line.words:
                place = max(n for n, low in enumerate(bins[:-1]) if word.confidence >= low)
                words[place] += 1
                if left[word.text] > 0:
                    left[word.text] -= 1
                    hits[place] += 1
    return [(bins[n], bins[n + 1], words[n], hits[n] / words[n]) for n in range(len(bins) - 1) if words[n]]
