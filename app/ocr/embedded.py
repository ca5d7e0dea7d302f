"""The text of a born-digital page, as lines and words with their places; none when it is not what is seen."""

from __future__ import annotations

import unicodedata

from app.domain.page import Box, Line, Word
from app.ocr.pdf_pages import Letter

_DESCENT = 0.2  # of a letter's loose box lies under the baseline (Times, Arial: 0.21 to 0.22)
_VIETNAMESE = frozenset(
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)


def lines_of(letters: list[Letter]) -> tuple[Line, ...]:
    """Return the lines that the letters make up, in the order they were drawn."""
    lines: list[Line] = []
    words: list[Word] = []
    run: list[Letter] = []
    for letter in letters:
        if letter.text.isspace() or not letter.text.isprintable():
            _close_word(run, words)
            if letter.text in "\r\n":
                _close_line(words, lines)
            continue
        if run and not _same_line(run[-1], letter):
            _close_word(run, words)
            _close_line(words, lines)
        run.append(letter)
    _close_word(run, words)
    _close_line(words, lines)
    return tuple(lines)


def is_garbage(text: str) -> bool:
    """Tell whether a text layer is not Vietnamese in Unicode: old fonts (TCVN3, VNI), lost maps, a bad OCR layer."""
    letters = [letter for letter in text if not letter.isspace()]
    if not letters:
        return True
    lost = sum(1 for c in letters if c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc", "Cs"))
    words = [letter.lower() for letter in unicodedata.normalize("NFC", text) if letter.isalpha()]
    foreign = sum(1 for letter in words if letter not in _VIETNAMESE)
    symbols = sum(1 for letter in letters if unicodedata.category(letter) in ("So", "Sk", "Sm", "Sc"))
    return (
        lost > 0.02 * len(letters)
        or foreign > 0.04 * max(len(words), 1)
        or symbols > 0.05 * len(letters)
        or len(words) < 0.3 * len(letters)
    )


def _same_line(before: Letter, after: Letter) -> bool:
    height = max(before.bottom - before.top, 1e-6)
    return abs(after.bottom - before.bottom) < 0.6 * height and after.left > before.left - 4 * height


def _close_word(run: list[Letter], words: list[Word]) -> None:
    if run:
        left, top = min(one.left for one in run), min(one.top for one in run)
        right, bottom = max(one.right for one in run), max(one.bottom for one in run)
        text = unicodedata.normalize("NFC", "".join(one.text for one in run))
        words.append(Word(text, Box(left, top, right - left, bottom - top), 1.0))
        run.clear()


def _close_line(words: list[Word], lines: list[Line]) -> None:
    if words:
        box = words[0].box
        for word in words[1:]:
            box = box.around(word.box)
        base = box.y + box.h * (1 - _DESCENT)
        lines.append(Line(tuple(words), box, base, base))
        words.clear()
