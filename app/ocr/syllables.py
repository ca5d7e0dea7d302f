"""How usual Vietnamese syllables and their neighbours are in administrative texts (counts: resources/language/)."""

from __future__ import annotations

import functools
import gzip
import math
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from app.settings import resources

_PAIR_SHARE = 0.85  # of a syllable's probability comes from its left neighbour, where that is known
_UNSEEN = 0.2  # as if a syllable not in the table had been counted this often
_MARKS = {"đ": "d", "Đ": "D"}


@dataclass(frozen=True, slots=True)
class Syllables:
    """Counts of syllables and of pairs ("left right"), lower case, NFC; `siblings` share letters but not marks."""

    counts: dict[str, int]
    pairs: dict[str, int]
    siblings: dict[str, tuple[str, ...]]
    total: int

    def known(self, syllable: str) -> bool:
        """Whether the lower-case syllable occurs at all."""
        return syllable in self.counts

    def variants(self, syllable: str) -> tuple[str, ...]:
        """Return the known syllables of the same letters, whatever their marks."""
        return self.siblings.get(bare(syllable), ())

    def surprise(self, left: str | None, syllable: str) -> float:
        """Return minus the natural logarithm of how probable `syllable` is after `left` (None: nothing known of it)."""
        alone = (self.counts.get(syllable, 0) or _UNSEEN) / self.total
        before = self.counts.get(left, 0) if left else 0
        if not before:
            return -math.log(alone)
        together = self.pairs.get(f"{left} {syllable}", 0) / before
        share = _PAIR_SHARE * before / (before + 20)  # few sightings of the neighbour say little
        return -math.log(share * together + (1 - share) * alone)


@functools.lru_cache(maxsize=16384)
def bare(syllable: str) -> str:
    """Return the letters without tone and vowel marks."""
    letters = unicodedata.normalize("NFD", syllable)
    return "".join(_MARKS.get(letter, letter) for letter in letters if not unicodedata.combining(letter))


@functools.cache
def syllables(folder: Path | None = None) -> Syllables:
    """Return the counts (read once in a process, about 0.1 s)."""
    place = folder or resources() / "language"
    counts = {line[0]: int(line[1]) for line in _rows(place / "syllables.tsv.gz")}
    pairs = {f"{line[0]} {line[1]}": int(line[2]) for line in _rows(place / "pairs.tsv.gz")}
    groups: dict[str, list[str]] = defaultdict(list)
    for syllable in counts:
        groups[bare(syllable)].append(syllable)
    siblings = {letters: tuple(group) for letters, group in groups.items()}
    return Syllables(counts, pairs, siblings, sum(counts.values()))


def _rows(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]
