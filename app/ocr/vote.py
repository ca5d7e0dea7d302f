"""Makes one line out of several readings of it, by votes and by how usual neighbouring syllables are.

The first reading gives words, places and punctuation. Another reading, or a sibling of what was read (the same letters
with other marks), takes a word's place only where that is clearly more probable. What carries a digit, and what is
written like a name, is never touched by the language side: there only readings that agree against the first change it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from app.ocr.hocr import ReadLine, ReadWord
from app.ocr.syllables import Syllables, bare

_PARTS = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_GAP = 0.62  # cost of a word that only one reading has; two words less alike than 1 - 2 * _GAP are never partners
_LANGUAGE = 0.75  # how much the language weighs against the votes
_SIBLING = 7.0  # cost (as a natural logarithm) of a word that no engine read
_ALONE = 3.2  # cost of a word that one engine read and another did not
_FIGURE = re.compile(
    r"\d+(?:[.,]\d+)*(?:%|m|m²|ha|kg|km)?"  # numbers, measures
    r"|k?m²"
    r"|\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4}"  # dates
    r"|\d{1,6}(?:/\d{4})?/(?:[A-ZĐ]+[a-z]?(?:-[A-ZĐ]+)*|QH\d{1,2})"  # numbers of documents
    r"|(?:[A-Z]\d{2}|000)(?:\.\d{2,3})*(?:\.H\d{2})?-\d{6}-\d{4,6}"  # codes of dossiers
)
_STAINS = frozenset("'\".¡-‘’,`“")  # what stands before a word in one reading only is no print
_SPECKS = frozenset(".:,;'-_")  # two of these after a word are one of them and a speck
_SURE = 0.9  # certainty of the first engine from which a known word needs no further reading
_GARBLED = 0.35  # certainty under which a word is no guide to what stands there
_KEEP = 1.2  # by how much another word must be better than the first reading's


@dataclass(frozen=True, slots=True)
class Opinion:
    """What another engine read in the same line, and how much its word counts against the first one's (1: the same)."""

    words: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Choice:
    """The words that may stand in one place, each with its cost; the first is what the first reading has."""

    texts: tuple[str, ...]
    costs: tuple[float, ...]
    speaks: bool  # whether its syllable says something about its neighbours
    agreed: bool
    heard: str | None  # what the first other reading has here


def settle(line: ReadLine, opinions: Sequence[Opinion], language: Syllables) -> ReadLine:
    """Return the line with the words that the readings and the language settle on; places stay those of the first."""
    if not opinions or not line.words:
        return line
    own = [word.text for word in line.words]
    partners = [_partners(own, opinion.words) for opinion in opinions]
    choices = [
        _choice(word, index, [found[index] for found in partners], opinions, language)
        for index, word in enumerate(line.words)
    ]
    settled = _best_path(choices, language)
    words = [
        _settled(word, choice, text) for word, choice, text in zip(line.words, choices, settled, strict=True)
    ]
    return replace(line, words=tuple(words))


def is_doubtful(line: ReadLine, opinion: Opinion | None, language: Syllables) -> bool:
    """Tell whether a further reading of the line may pay: a word is not sure, or none, and nobody agreed to it."""
    own = [word.text for word in line.words]
    partners = _partners(own, opinion.words) if opinion else [None] * len(own)
    for word, other in zip(line.words, partners, strict=True):
        core = _parts(word.text)[1]
        if not core or (other and _parts(other)[1] == core):
            continue
        if word.certainty < _SURE or not (_is_figure(core) or language.known(core.lower())):
            return True
    return False


def _settled(word: ReadWord, choice: _Choice, text: str) -> ReadWord:
    head, core, tail = _parts(word.text)
    if not core:
        return word  # a dash or the like: nothing to choose, and nothing may be taken off it
    head, tail = _edges(head, tail, choice.heard)
    certainty = word.certainty
    if text != core:
        certainty = min(certainty, 0.9)
    elif choice.agreed:
        certainty = 1 - (1 - certainty) * 0.3
    elif certainty > _SURE and not _is_figure(core):
        certainty *= 0.97  # measured: of these 98 in 100 are right all the same
    else:
        certainty *= 0.85
    return replace(word, text=head + text + tail, certainty=certainty)


def _edges(head: str, tail: str, heard: str | None) -> tuple[str, str]:
    """Return the signs before and after a word. Measured: with a comma or a stain of its own the first engine errs."""
    if heard is None:
        return head, tail
    other_head, _, other_tail = _parts(heard)
    if head and not other_head and set(head) <= _STAINS:
        head = ""
    if (tail == "," and other_tail in {".", ";"}) or (
        len(tail) > 1 and set(tail) <= _SPECKS and len(other_tail) <= 1
    ):
        tail = other_tail
    return head, tail


def _parts(text: str) -> tuple[str, str, str]:
    match = _PARTS.match(text)
    return (match[1], match[2], match[3]) if match else ("", text, "")


def _partners(own: Sequence[str], other: Sequence[str]) -> list[str | None]:
    """Return for each word of `own` its counterpart in `other`, None where there is none."""
    rows, columns = len(own), len(other)
    cost = [[j * _GAP for j in range(columns + 1)]]
    for i in range(1, rows + 1):
        row = [i * _GAP]
        for j in range(1, columns + 1):
            same = cost[i - 1][j - 1] + _difference(own[i - 1], other[j - 1])
            row.append(min(same, cost[i - 1][j] + _GAP, row[j - 1] + _GAP))
        cost.append(row)
    found: list[str | None] = [None] * rows
    i, j = rows, columns
    while i and j:
        if cost[i][j] == cost[i - 1][j - 1] + _difference(own[i - 1], other[j - 1]):
            found[i - 1] = other[j - 1]
            i, j = i - 1, j - 1
        elif cost[i][j] == cost[i - 1][j] + _GAP:
            i -= 1
        else:
            j -= 1
    return found


def _difference(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if bare(one) == bare(other):
        return 0.1
    return Levenshtein.normalized_distance(bare(one), bare(other))


def _choice(
    word: ReadWord,
    index: int,
    partners: Sequence[str | None],
    opinions: Sequence[Opinion],
    language: Syllables,
) -> _Choice:
    _, core, _ = _parts(word.text)
    others = [_parts(one)[1] if one else "" for one in partners]
    said = [one for one in others if one]
    agreed = bool(said) and all(one == core for one in said)
    heard = next((one for one in partners if one and _parts(one)[1]), None)
    if not core or _is_figure(core):
        figure = _figure(word, core, said, language)
        return _Choice((figure,), (0.0,), speaks=False, agreed=agreed, heard=heard)
    costs = {core: 0.0 if agreed else _ALONE * _doubt(word.certainty)}
    for other, opinion in zip(others, opinions, strict=True):
        near = word.certainty < _GARBLED or _may_stand_for(core, other)
        if other and other != core and not _is_figure(other) and near:
            again = 0.8 if other in costs else 0.0
            costs[other] = min(costs.get(other, 99.0), _ALONE * opinion.weight) - again
    if not _like_a_name(core, index):
        for text in list(costs):
            for sibling in language.variants(text.lower()):
                costs.setdefault(_in_case_of(text, sibling), _SIBLING if agreed else _SIBLING - 1.5)
    elif not agreed:
        costs = _votes_only(core, costs, said)
    speaks = language.known(core.lower()) or len(costs) > 1
    return _Choice(tuple(costs), tuple(costs.values()), speaks, agreed, heard)


def _figure(word: ReadWord, core: str, said: Sequence[str], language: Syllables) -> str:
    """Return a word with digits as it was read, unless it is none that can be printed and another reading's can."""
    if not core or _FIGURE.fullmatch(core):
        return core
    for other in said:
        if _FIGURE.fullmatch(other) and Levenshtein.distance(core, other) <= max(1, len(core) // 4):
            return other
        word_like = language.known(other.lower()) and not _is_figure(other)
        if word_like and (word.certainty < _GARBLED or Levenshtein.distance(core, other) == 1):
            return other
    return core


def _votes_only(core: str, costs: dict[str, float], heard: Sequence[str]) -> dict[str, float]:
    """Of a name, leave what at least two other readings agree on against the first."""
    against = [one for one in heard if one != core]
    if len(against) >= 2 and len(set(against)) == 1:
        return {core: costs[core] + 4, against[0]: 0.0}
    return {core: 0.0}


def _doubt(certainty: float) -> float:
    """Return how much a word counts that only the first engine read, between 0.5 (sure) and 1.5."""
    return 1.5 - max(0.0, min(1.0, certainty))


def _is_figure(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _like_a_name(core: str, index: int) -> bool:
    """A capital inside a line: names of persons and places, and whatever else is left as it was read."""
    return index > 0 and core[:1].isupper() and not core.isupper()


def _may_stand_for(core: str, other: str) -> bool:
    return Levenshtein.distance(bare(core).lower(), bare(other).lower()) <= max(1, len(core) // 3)


def _in_case_of(text: str, syllable: str) -> str:
    if text.isupper() and len(text) > 1:
        return syllable.upper()
    return syllable[:1].upper() + syllable[1:] if text[:1].isupper() else syllable


def _best_path(choices: Sequence[_Choice], language: Syllables) -> list[str]:
    """Return the texts of least cost in all, each word costing by its votes and by its left neighbour."""
    paths: list[tuple[float, list[str]]] = [(0.0, [])]
    left_speaks = False
    for choice in choices:
        grown = []
        for position, (text, cost) in enumerate(zip(choice.texts, choice.costs, strict=True)):
            step = cost + (_KEEP if position else 0.0)
            ways = [
                (before + step + _said(kept, text, choice.speaks, left_speaks, language), kept)
                for before, kept in paths
            ]
            least, kept = min(ways, key=lambda way: way[0])
            grown.append((least, [*kept, text]))
        paths, left_speaks = grown, choice.speaks
    return min(paths, key=lambda path: path[0])[1]


def _said(kept: Sequence[str], text: str, speaks: bool, left_speaks: bool, language: Syllables) -> float:
    if not speaks:
        return 0.0
    left = kept[-1].lower() if kept and left_speaks else None
    return _LANGUAGE * min(16.0, language.surprise(left, text.lower()))
