"""The names that a register's owner cell may stand for: households, couples, proxies, firms with their short forms."""

from __future__ import annotations

import functools
import re
import unicodedata

from app.domain.folding import fold
from app.domain.name_words import is_firm

_HOUSEHOLD = re.compile(
    r"^\s*(?:hộ\s+gia\s+đình|hộ\s+kinh\s+doanh|hộ\s+cá\s+thể|hkd|gia\s+đình|hộ)\s+(?:ông|bà|ông/bà)?\s*[:\-]?\s*(?=\S)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(  # words in small letters only: "Và" may be a given name
    r"\s*(?:[;,/()&]|\s-\s|\s–\s|\b(?:và|cùng|nộp thay|làm thay|đại diện|ủy quyền|vợ|chồng)\b|\bVÀ\b(?=\s+\S+\s+\S))\s*"
)
_SHORT_FORMS = {
    "cty": "cong ty",
    "dntn": "doanh nghiep tu nhan",
    "htx": "hop tac xa",
    "mtv": "mot thanh vien",
    "cp": "co phan",
}
_FORM_WORDS = frozenset(
    ("cong", "ty", "tnhh", "mot", "thanh", "vien", "co", "phan", "doanh", "nghiep", "tu", "nhan", "hop", "tac", "xa",
     "chi", "nhanh", "cua", "tap", "doan")
)  # fmt: skip
_LEAST_WORDS, _LEAST_LETTERS = 2, 8


@functools.lru_cache(maxsize=1 << 12)
def owner_names(owner: str) -> tuple[str, ...]:
    """Return the names to look for on a paper, the cell's own first; () for an empty cell.

    "Hộ ông A và bà B" stands for A and for B; a firm also for its name without the form of business.
    """
    own = " ".join(unicodedata.normalize("NFC", owner).split())
    if not own:
        return ()
    if is_firm(own) and not _HOUSEHOLD.match(own):
        return tuple(dict.fromkeys((own, *_firm_core(own))))
    bare = _HOUSEHOLD.sub("", own)
    parts = (part.strip(" .:") for part in (bare, *_BETWEEN.split(bare)))
    return tuple(dict.fromkeys((own, *(part for part in parts if len(part.split()) >= _LEAST_WORDS))))


def _firm_core(firm: str) -> tuple[str, ...]:
    words = [word for short in fold(firm).split() for word in _SHORT_FORMS.get(short, short).split()]
    core = words
    while core and core[0] in _FORM_WORDS:
        core = core[1:]
    if len(core) < _LEAST_WORDS or sum(map(len, core)) < _LEAST_LETTERS:
        return (" ".join(words),)
    return (" ".join(words), " ".join(core))
