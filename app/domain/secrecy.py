"""Secret marks (dấu chỉ độ mật): papers that bear one never enter the store.

The three degrees and their place, at the head of the paper, are those of the Law on the protection of state secrets
(29/2018/QH14, article 8). A stamp is often read badly, so tone marks do not count; what is doubtful is found, since a
person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.folding import without_marks
from app.domain.page import Box, Found, Line, PageReading, Word

DEGREES = {"tuyetmat": "TUYỆT MẬT", "toimat": "TỐI MẬT", "mat": "MẬT"}
_LABEL = "domat"  # "Độ mật: …"
_HEAD = 0.42  # of the page's height: the mark stands under the number or the title, at the latest
_GAP_HEIGHTS = 1.2  # words further apart than this, in heights of the line, do not belong together
_LOOK_ALIKE = str.maketrans("01", "oi")
_NOT_A_LETTER = re.compile(r"[\W_]+")


def secret_mark(pages: Sequence[PageReading]) -> Found | None:
    """Return the highest secret mark in the heads of the pages, or None.

    A mark stands alone, in capitals ("MẬT", "TỐI MẬT", "TUYỆT MẬT"), or follows the label "Độ mật"; the words "bí mật"
    and "mật ong" in a text are none. `Found.value` is the degree as the law writes it.
    """
    found = [mark for page in pages for mark in _on_page(page)]
    degrees = list(DEGREES.values())
    return min(found, key=lambda mark: degrees.index(mark.value), default=None)


def _on_page(page: PageReading) -> Iterator[Found]:
    for line in page.lines:
        if line.box.y + line.box.h / 2 > _HEAD:
            continue
        for words in _groups(line):
            degree = _degree(" ".join(word.text for word in words))
            if degree:
                text = " ".join(word.text for word in words)
                sure = min(word.confidence for word in words)
                yield Found(degree, text, page.page, _around(words), sure)


def _groups(line: Line) -> Iterator[list[Word]]:
    """Yield the words of a line that stand together: a stamp beside the place and date is read as one line with it."""
    group: list[Word] = []
    for word in line.words:
        if group and word.box.x - (group[-1].box.x + group[-1].box.w) > _GAP_HEIGHTS * _height(line):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _height(line: Line) -> float:
    """Return the line's height in widths of the page, near enough for a sheet of the A series."""
    return line.box.h * 1.414


def _degree(text: str) -> str | None:
    plain = _NOT_A_LETTER.sub("", without_marks(text).lower()).translate(_LOOK_ALIKE)
    if plain.startswith(_LABEL):
        return DEGREES.get(plain.removeprefix(_LABEL))
    letters = [letter for letter in text if letter.isalpha()]
    if any(letter.islower() for letter in letters):
        return None
    return DEGREES.get(plain)


def _around(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.around(word.box)
    return box
