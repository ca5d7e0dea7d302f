"""Brings texts to a form in which what people mean to be the same is the same: no case, no tone marks, no titles."""

from __future__ import annotations

import functools
import re
import unicodedata

_TITLES = frozenset(("ông", "bà", "ong", "ba", "anh", "chị", "em", "cô", "bác", "cụ", "cháu", "bé"))
_SEPARATORS = re.compile(r"[\s.,:;/'’‘`´ʼ\-–()]+")
_NOT_WORDS = re.compile(r"[^0-9a-z]+")
# Letters that decompose into nothing simpler, or that OCR and Windows keyboards put in their place.
_OWN_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ɖ": "d", "ƀ": "b", "ł": "l", "ø": "o", "ı": "i", "ŋ": "ng"}
)
_ONE_LETTER = {place: letters[0] for place, letters in _OWN_LETTERS.items()}


def without_marks(text: str) -> str:
    """Return `text` in lower case without tone marks, hooks, horns and bars (đ becomes d); nothing else changes.

    NFC and NFD, hòa and hoà, Ayŭn and Ayun come out the same.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return plain.translate(_OWN_LETTERS)


class _Letters(dict[int, str]):
    """One letter for each letter, worked out when it is first met."""

    def __missing__(self, place: int) -> str:
        base = unicodedata.normalize("NFKD", chr(place))[0].lower()[0].translate(_ONE_LETTER)
        self[place] = base
        return base


_LETTERS = _Letters()


def fold_in_place(text: str) -> str:
    """Return `text` (NFC) folded letter by letter, so that every place in it stays the same."""
    return text.translate(_LETTERS)


def fold(text: str) -> str:
    """Return the words of `text` without marks, joined by single spaces; punctuation counts as a space."""
    return _NOT_WORDS.sub(" ", without_marks(text)).strip()


@functools.lru_cache(maxsize=1 << 13)
def fold_name(name: str) -> str:
    """Return the name as it is compared: folded, titles before it dropped ("Ông Nguyễn Văn Ân" is "nguyen van an").

    Apostrophes and hyphens become spaces, so "H'Blui", "H' Blui" and "H Blui" are one name ("h blui").
    """
    pairs = [(_fold_word(word), word) for word in _marked_words(name)]
    while len(pairs) > 2 and pairs[0][1] in _TITLES:
        pairs.pop(0)
    return " ".join(folded for folded, _ in pairs if folded)


def _marked_words(text: str) -> list[str]:
    """The words of `text` with their marks, so that the title "bà" and the family name "Bá" stay apart."""
    return [
        word for word in _SEPARATORS.split(unicodedata.normalize("NFC", text).casefold()) if _fold_word(word)
    ]


_fold_word = functools.lru_cache(maxsize=1 << 14)(fold)  # names are made of a few thousand syllables


def syllables(name: str) -> tuple[str, ...]:
    """Return the folded syllables of a name, in order."""
    return tuple(fold_name(name).split())


def name_key(name: str) -> str:
    """Return the folded name without any space: "H'Blui Niê" and "HBlui Niê" are one ("hbluinie").

    Stands above spaces lost or made by reading.
    """
    return fold_name(name).replace(" ", "")
