"""Whether a paper is the result of a procedure: how many of the procedure's telling words its title speaks."""

from __future__ import annotations

import itertools

from app.domain.face import Face
from app.domain.folding import fold
from app.domain.page import Box

_TITLE_LINES = 5
_TELLS_NOTHING = frozenset(
    ("thu", "tuc", "cap", "dang", "ky", "giay", "cho", "cua", "va", "hoac", "doi", "voi", "thuc", "hien", "giai",
     "quyet", "viec", "cac", "theo", "tai", "trong", "ve", "nguoi", "truong", "hop", "de", "nghi", "lai", "moi", "ban",
     "sao", "co", "la", "tu", "thuoc", "khi", "den", "duoc", "khong", "hanh", "chinh", "ho", "so", "chung", "nhan",
     "xac", "dinh", "xa", "tinh", "phuong", "o", "ca", "to", "chuc", "thong", "tin")
)  # fmt: skip
MOST, LEAST = 0.75, 0.2


def title_words(face: Face) -> tuple[frozenset[str], Box | None]:
    """Return the folded words and word pairs of the title and the lines under it, and the title's box."""
    title = face.fields.title
    if title is None or not face.texts:
        return frozenset(), None
    text = next(one for one in face.texts if one.page == title.page)
    lines = [line for line in text.lines if title.box and line.box.y >= title.box.y - 0.004]
    words = fold(" ".join([title.value, *(line.text for line in lines[:_TITLE_LINES])])).split()
    return frozenset((*words, *(f"{a} {b}" for a, b in itertools.pairwise(words)))), title.box


def share(procedure_name: str, spoken: frozenset[str]) -> float | None:
    """Return which share (0 to 1) of the procedure's telling words and pairs is spoken; None when it has too few."""
    words = fold(procedure_name).split()
    telling = {word for word in words if word not in _TELLS_NOTHING}
    pairs = {f"{a} {b}" for a, b in itertools.pairwise(words) if a in telling or b in telling}
    if not spoken or not telling:
        return None
    single = sum(word in spoken for word in telling) / len(telling)
    double = sum(pair in spoken for pair in pairs) / len(pairs) if pairs else single
    return 0.5 * single + 0.5 * double
