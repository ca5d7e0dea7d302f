"""Finds a known name on a page, through lost marks and misread letters, and says how like it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.folding import fold_name
from app.domain.page_text import PageText

AGREES = 0.86  # likeness from which a name counts as the same one, when its given name agrees too
_SHORT = 3  # letters up to which a given name must be exactly the same: An, Anh and Ân are three people
_MOST_WRONG = 4  # letters misread in a name, however long
_FAINT = 0.6  # likeness below which a place is not even faintly the name's
_LONG = 5  # words from which a name is a firm's
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class NameSeen:
    """Where a name stands on a page (start, end in its text), and how like it is (0 to 1)."""

    text: PageText
    start: int
    end: int
    likeness: float
    same_given: bool

    @property
    def agrees(self) -> bool:
        """Whether this is the name."""
        return self.likeness >= AGREES and self.same_given


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The words of one page, ready to be searched for many names."""

    text: PageText
    words: tuple[tuple[str, int, int], ...]
    places: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, text: PageText) -> NameIndex:
        """Return the index of a page."""
        words = tuple((match[0], match.start(), match.end()) for match in _WORD.finditer(text.plain))
        places: dict[str, list[int]] = {}
        for index, (word, _, _) in enumerate(words):
            places.setdefault(word, []).append(index)
        return cls(text, words, {word: tuple(found) for word, found in places.items()})

    def best(self, name: str) -> NameSeen | None:
        """Return the place most like `name`, or None when not even one of its words stands on the page."""
        wanted = tuple(fold_name(name).split())
        key = "".join(wanted)
        best: NameSeen | None = None
        for start in sorted(self._starts(wanted)):
            seen = self._at(start, wanted, key)
            if seen and (best is None or (seen.agrees, seen.likeness) > (best.agrees, best.likeness)):
                best = seen
                if seen.likeness == 1.0:
                    break
        return best

    def _capital(self, window: Sequence[tuple[str, int, int]]) -> bool:
        """Whether the words are written as a name, with capitals: else "quy định khi điều chỉnh" holds a name.

        One small letter is forgiven, and in long names of firms half of the words.
        """
        small = sum(not self.text.text[start].isupper() for _, start, _ in window)
        return small <= (1 if len(window) < _LONG else len(window) // 2)

    def _starts(self, wanted: Sequence[str]) -> set[int]:
        """Word indexes at which the name may begin: any of its words stands where it would."""
        starts: set[int] = set()
        for offset, word in enumerate(wanted):
            for place in self.places.get(word, ()):
                starts.update(max(0, place - shift) for shift in (offset - 1, offset, offset + 1))
        joined = wanted[0] + wanted[1] if len(wanted) > 1 else wanted[0]
        starts.update(self.places.get(joined, ()))
        return starts

    def _at(self, start: int, wanted: Sequence[str], key: str) -> NameSeen | None:
        best: NameSeen | None = None
        for count in (len(wanted), len(wanted) - 1, len(wanted) + 1):
            window = self.words[start : start + count]
            if count < 1 or len(window) < count:
                continue
            read = "".join(word for word, _, _ in window)
            if abs(len(read) - len(key)) > 3:
                continue
            wrong = distance(read, key, _MOST_WRONG)
            likeness = 1 - wrong / max(len(key), 1)
            if wrong > _MOST_WRONG or likeness < _FAINT or (best and likeness <= best.likeness):
                continue
            if not self._capital(window):
                continue
            given = _same_given(read, wanted[-1])
            best = NameSeen(self.text, window[0][1], window[-1][2], likeness, given)
        return best


def _same_given(read: str, given: str) -> bool:
    """Whether the end of what was read is this given name: exactly when short, with one letter off when longer."""
    if read.endswith(given):
        return True
    if len(given) <= _SHORT:
        return False
    return min(distance(read[-size:], given, 2) for size in (len(given) - 1, len(given), len(given) + 1)) <= 1


def find_name(indexes: Sequence[NameIndex], name: str) -> NameSeen | None:
    """Return the place on the pages most like `name`, or None."""
    if len(fold_name(name).replace(" ", "")) < _SHORT + 1:
        return None
    seen = [found for index in indexes if (found := index.best(name))]
    return max(seen, key=lambda one: (one.agrees, one.likeness), default=None)


def marks_differ(read: str, name: str) -> bool:
    """Whether both texts bear tone marks and these are not the same (Hoa and Hòa), beyond where the mark is put."""
    left, right = _marked(read), _marked(name)
    return len(left) == len(right) and left != right


def _marked(text: str) -> list[str]:
    words = unicodedata.normalize("NFD", text.casefold()).split()
    return ["".join(sorted(char for char in word if not char.isascii())) for word in words]


def distance(left: str, right: str, most: int) -> int:
    """Return the number of letters to change, drop or add between two texts; `most` + 1 when it is more."""
    if left == right:
        return 0
    if abs(len(left) - len(right)) > most:
        return most + 1
    before = list(range(len(right) + 1))
    for row, one in enumerate(left, 1):
        now = [row]
        for column, other in enumerate(right, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (one != other)))
        if min(now) > most:
            return most + 1
        before = now
    return min(before[-1], most + 1)
