"""Whether a paper is the result of a procedure: how far its title and the procedure's name speak of the same thing."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.face import Face
from app.domain.folding import fold
from app.domain.page import Found

_TITLE_LINES = 5  # lines from the title on in which its subject stands
_TELLS_NOTHING = frozenset(
    ("thu", "tuc", "cap", "dang", "ky", "giay", "cho", "cua", "va", "hoac", "doi", "voi", "thuc", "hien", "giai",
     "quyet", "viec", "cac", "theo", "tai", "trong", "ve", "nguoi", "truong", "hop", "de", "nghi", "lai", "moi", "ban",
     "sao", "co", "la", "thuoc", "khi", "den", "duoc", "khong", "hanh", "chinh", "ho", "so", "chung", "nhan",
     "xac", "dinh", "xa", "tinh", "phuong", "o", "ca", "to", "chuc", "thong", "tin", "quy", "hang", "phep")
)  # fmt: skip
_SUBJECT_BEGINS = ("ve viec", "v v", "su dung", "sua chua", "ban sao", "trong nuoc")
_REVERSE = 0.6  # a title covered by a long official name of a procedure says less than the other way round
MOST, ENOUGH, LEAST = 0.75, 0.35, 0.2


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The title of a paper: words and pairs in and under it, and those of the title with its subject alone."""

    title: Found | None
    spoken: frozenset[str]
    own: tuple[str, ...]


def title_words(face: Face) -> TitleWords:
    """Return the folded words of a face's title."""
    title = face.fields.title
    if title is None or title.box is None:
        return TitleWords(title, frozenset(), ())
    text = next(one for one in face.texts if one.page == title.page)
    under = [fold(line.text) for line in text.lines if line.box.y >= title.box.y - 0.004][:_TITLE_LINES]
    own = fold(title.value)
    subject = next((line for line in under if line.startswith(_SUBJECT_BEGINS) and line not in own), "")
    return TitleWords(
        title, _words_and_pairs(" ".join((own, *under)).split()), tuple(f"{own} {subject}".split())
    )


def _words_and_pairs(words: Sequence[str]) -> frozenset[str]:
    return frozenset((*words, *(f"{one} {other}" for one, other in itertools.pairwise(words))))


def agreement(procedure_name: str, title: TitleWords) -> float | None:
    """Return how far (0 to 1) title and procedure speak of the same; None when either tells too little.

    A bare form ("GIẤY XÁC NHẬN" over lines that were not read) can speak for a procedure, and against none.
    """
    words = _procedure(procedure_name)
    forward = _share(words, title.spoken)
    backward = _share(title.own, _words_and_pairs(words))
    if forward is None or (forward <= LEAST and not _telling(title.own)):
        return None
    return max(forward, _REVERSE * (backward or 0.0))


@functools.lru_cache(maxsize=1 << 10)
def _procedure(name: str) -> tuple[str, ...]:
    return tuple(fold(name).split())


def _share(words: Sequence[str], spoken: frozenset[str]) -> float | None:
    """Which share of the telling words, and of the pairs with one, is spoken; None when nothing tells."""
    telling = _telling(words)
    pairs = {f"{one} {other}" for one, other in itertools.pairwise(words) if telling & {one, other}}
    if not spoken or not telling or not pairs:
        return None
    return 0.5 * len(telling & spoken) / len(telling) + 0.5 * len(pairs & spoken) / len(pairs)


def _telling(words: Sequence[str]) -> set[str]:
    return {word for word in words if word not in _TELLS_NOTHING}
