"""What a name that was read wrongly may be in the register: keys one letter off, or two letters off that look alike."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator

LEAST_LETTERS = 6  # of a name's key: shorter ones have too many neighbours to tell anything
MOST_LETTERS = 30  # longer ones are firms', and have too many places for a mistake
# Letters (without marks) that reading takes for one another, and groups it takes for one.
_ALIKE = {
    "a": "oe", "b": "hl", "c": "eo", "d": "o", "e": "ca", "g": "qy", "h": "bnk", "i": "lt", "k": "h", "l": "it",
    "m": "n", "n": "hmru", "o": "ace", "p": "n", "q": "g", "r": "nt", "s": "e", "t": "lir", "u": "nv", "v": "uy",
    "x": "k", "y": "vg",
}  # fmt: skip
_GROUPS = (
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("d", "cl"),
    ("li", "h"),
    ("ii", "u"),
    ("nn", "m"),
    ("ri", "n"),
)


def near_keys(key: str) -> tuple[str, ...]:
    """Return the keys (domain.folding.name_key) that this one may be a misreading of, likeliest first; not itself.

    Some 600 for a name of eleven letters, and as many again; () for a key too short or too long to be looked for.
    """
    if not LEAST_LETTERS <= len(key) <= MOST_LETTERS or not key.isascii() or not key.isalpha():
        return ()
    return tuple(dict.fromkeys(one for one in _nearest_first(key) if one != key))


def _nearest_first(key: str) -> Iterator[str]:
    """Look-alike letters, then any one letter changed, lost or added, then two look-alikes."""
    alike = [(place, other) for place, letter in enumerate(key) for other in _ALIKE.get(letter, "")]
    for place, other in alike:
        yield key[:place] + other + key[place + 1 :]
    for read, meant in _GROUPS:
        place = key.find(read)
        while place >= 0:
            yield key[:place] + meant + key[place + len(read) :]
            place = key.find(read, place + 1)
    for place in range(len(key)):
        yield key[:place] + key[place + 1 :]
    for place, letter in itertools.product(range(len(key) + 1), string.ascii_lowercase):
        yield key[:place] + letter + key[place:]
        yield key[:place] + letter + key[place + 1 :]
    for (first, one), (second, other) in itertools.combinations(alike, 2):
        if first != second:
            yield key[:first] + one + key[first + 1 : second] + other + key[second + 1 :]
