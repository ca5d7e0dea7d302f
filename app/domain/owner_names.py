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
_LEAST_WORDS = 2


@functools.lru_cache(maxsize=1 << 12)
def owner_names(owner: str) -> tuple[str, ...]:
    """Return the names to look for on a paper, the cell's own first; () for an empty cell.

    "Hộ ông A và bà B" stands for A and for B; a firm also for its name with the form of business in full and in short.
    """
    own = " ".join(unicodedata.normalize("NFC", owner).split())
    if not own:
        return ()
    if is_firm(own) and not _HOUSEHOLD.match(own):
        return tuple(dict.fromkeys((own, *_firm_forms(own))))
    bare = _HOUSEHOLD.sub("", own)
    parts = (part.strip(" .:") for part in (bare, *_BETWEEN.split(bare)))
    return tuple(dict.fromkeys((own, *(part for part in parts if len(part.split()) >= _LEAST_WORDS))))


def _firm_forms(firm: str) -> tuple[str, ...]:
    """The firm's name with its form of business written out, and with it shortened; the form itself is never left out,
    since a company and a cooperative may share the rest of their names.
    """
    whole = " ".join(_SHORT_FORMS.get(word, word) for word in fold(firm).split())
    member, shares = whole.replace("mot thanh vien", "mtv"), whole.replace("co phan", "cp")
    return (whole, member, shares, member.replace("cong ty", "cty"), shares.replace("cong ty", "cty"))
