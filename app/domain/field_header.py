"""What stands in the head of a paper (NĐ 30/2020, Phụ lục I): its number, its date line, and its title."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from app.domain.dates import LONG, day_of
from app.domain.folding import fold
from app.domain.numbers import is_document_number
from app.domain.page import Found, Word
from app.domain.page_text import PageText

HEAD_DEPTH = 0.42  # the head lies in this upper part of the first page, however deep a badly fed sheet begins
_SURE_NUMBER = 0.60  # below, a printed number may be handwriting: no number is better than an invented one
_SURE_KNOWN = 0.42  # enough where number and a usual abbreviation were read in one piece: a pen leaves gaps
_SURE_PIECE = 0.75  # the same, where the number stands apart from what follows it
_WIDEST_GAP = (
    0.5  # of the letters' height: printed numbers stand closer to their slash; blanks for a pen do not
)
_PAGE_ASPECT = 1.41  # height to width of A4: boxes are in fractions of either
_TALLER = 1.5  # a pen writes taller than the words beside it
_SURE_DATE = 0.45

_NUMBER = re.compile(
    r"(?<![a-z])s[o60]\s?[:;.,]?\s{0,3}(?P<number>[0-9oil|!sbz]{1,6}[a-d]?)\s{0,2}"
    r"(?P<year>/\s?(?:19|20)[0-9]{2})?\s?/\s?"
)
# On the text itself: two capitals to a part, so that a place name behind a stray dash is not taken in.
_PART = r"[A-ZĐÐ](?:[A-ZĐÐ0-9&.][A-Za-zĐÐđ0-9&.]{0,13})?"
_ABBREVIATION = re.compile(rf"{_PART}(?:\s?[-–—]\s?{_PART}(?![^\W\d_]))*")
_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1", "|": "1", "!": "1", "s": "5", "b": "8", "z": "2"})
# Abbreviations with letters that reading loses, by their folded form.
_PROPER = {
    "qd": "QĐ", "qdd": "QĐ", "nd": "NĐ", "hdnd": "HĐND", "gcn": "GCN", "ubnd": "UBND", "hdkd": "HĐKD", "gcndk": "GCNĐK",
    "ldtbxh": "LĐTBXH", "cd": "CĐ", "gcndkkd": "GCNĐKKD", "dkkd": "ĐKKD", "hd": "HĐ", "sgddt": "SGDĐT", "qdpd": "QĐPD",
}  # fmt: skip
_USUAL = frozenset(
    (*_PROPER.values(), "UBND", "TLKS", "BS", "XNTTHN", "GPXD", "HKD", "TTr", "TB", "BC", "GXN", "CV", "NQ", "VP",
     "TLKT", "TLKH", "KH", "GP", "GM", "TTg", "CP", "SXD", "STP", "SNNMT", "SYT", "XN", "CN", "CC", "QLN", "KT",
     "VHXH", "TP")
)  # fmt: skip
_NATION = re.compile(
    r"c[o0]ng\s?h[o0]a\s|x[a4]\s?h[o0]i\s|ch[u0]\s?ngh[il1]a|v[il1][eé]t\s?nam|d[o0]c\s?lap|hanh\s?ph[u0]c"
)
_TITLE_START = (
    "quyet dinh", "giay", "trich luc", "giay phep", "chung chi", "thong bao", "ket luan", "nghi quyet", "bien ban",
    "chung nhan", "xac nhan", "phieu", "cong van", "to trinh", "ban sao", "van ban",
    "bao cao", "phu luc",
)  # fmt: skip

_WHO_DECIDES = (
    "giam doc",
    "chu tich",
    "uy ban",
    "ubnd",
    "truong phong",
    "bo truong",
    "thu tuong",
    "can cu",
    "pho ",
)


def document_number(first: PageText) -> Found | None:
    """Return the paper's number from the "Số:" line of its head, or None when it is not surely printed there."""
    for match in _NUMBER.finditer(first.plain):
        abbreviation = _ABBREVIATION.match(first.text, match.end())
        box = first.box(match.start("number"), match.end())
        if box is None or box.y > HEAD_DEPTH or box.x > 0.5 or not _opens_line(first, match.start()):
            continue
        return _printed_number(first, match, abbreviation) if abbreviation else None
    return None


def _opens_line(first: PageText, place: int) -> bool:
    """Whether nothing but marks stands before `place` in its line: a number inside a sentence is another paper's."""
    start, _ = first.line_span(first.line_of(place))
    return len(re.findall(r"[a-z0-9]", first.plain[start:place])) <= 2


def _printed_number(first: PageText, match: re.Match[str], abbreviation: re.Match[str]) -> Found | None:
    start, end = match.start("number"), abbreviation.end()
    number = match["number"].translate(_DIGITS)
    year = (match["year"] or "").replace(" ", "")
    letters, known = _proper_abbreviation(abbreviation[0])
    value = f"{number}{year}/{letters}"
    if not is_document_number(value) or re.match(r"[^\W_]|[/\-]\S", first.text[end : end + 2]):
        return None
    one_piece = len(first.words_in(start, abbreviation.start() + 1)) == 1
    least = (_SURE_KNOWN if known else _SURE_NUMBER) if one_piece else _SURE_PIECE
    guessed = match["number"] != number
    if first.confidence(start, end) < least + (0.15 if guessed else 0.0):
        return None
    return None if _looks_written(first.words_in(start, end)) else first.found(value, start, end)


def _looks_written(words: tuple[Word, ...]) -> bool:
    """Whether the digits stand far from the next word, or taller than it: a pen filled a blank."""
    for word, following in itertools.pairwise(words):
        height = min(word.box.h, following.box.h)
        gap = following.box.x - (word.box.x + word.box.w)
        if height <= 0 or word.box.h > _TALLER * following.box.h:
            return True
        if gap > _WIDEST_GAP * height * _PAGE_ASPECT:
            return True
    return False


def _proper_abbreviation(raw: str) -> tuple[str, bool]:
    """The abbreviation with the letters that reading loses, and whether all its parts are usual ones."""
    parts = re.split(r"\s?[-–—]\s?", raw.replace("Ð", "Đ").rstrip("."))
    proper = [_PROPER.get(fold(part), part) for part in parts]
    return "-".join(proper), all(part in _USUAL for part in proper)


def date_line(pages: tuple[PageText, ...]) -> Found | None:
    """Return the day of the date line ("Đắk Lắk, ngày 05 tháng 02 năm 2026"), or None.

    It is looked for in the head of the first page; only a paper without any there (forms that carry it above the
    signature) is asked for the last one. A line whose digits can't be read gives None, never a day from elsewhere.
    """
    first = pages[0]
    in_head = [match for match in _date_lines(first) if _depth(first, match) < HEAD_DEPTH]
    if in_head:
        return _day_found(first, in_head[0])
    if _blurred_date_line(first):
        return None
    for page in reversed(pages):
        lines = list(_date_lines(page))
        if lines:
            return _day_found(page, lines[-1])
    return None


def _date_lines(page: PageText) -> Iterator[re.Match[str]]:
    """Long dates after a place and a comma, with nothing after them in the line."""
    for match in LONG.finditer(page.plain):
        start, end = page.line_span(page.line_of(match.start()))
        before = page.text[start : match.start()].rstrip()
        after = re.sub(r"[^a-z0-9]", "", page.plain[match.end() : end])
        if len(after) <= 3 and _is_place(before):
            yield match


def _is_place(before: str) -> bool:
    """Whether the text before a date ends in "Place," (or is a bare comma or nothing, where the place was lost)."""
    if not before:
        return True
    match = re.search(r"(?P<place>[^,.;:0-9/()]{2,40})[,.;]$", before)
    if not match:
        return False
    words = match["place"].split()[-3:]
    return bool(words) and all(word[0].isupper() or not word[0].isalpha() for word in words)


def _blurred_date_line(first: PageText) -> bool:
    """Whether the head has a date line whose digits were not read."""
    for match in re.finditer(r"\bng[a0]y.{0,9}th[a0]ng.{0,8}n[a0]m", first.plain):
        if _depth(first, match) < HEAD_DEPTH and _is_place(_before(first, match.start())):
            return True
    return False


def _before(page: PageText, place: int) -> str:
    return page.text[page.line_span(page.line_of(place))[0] : place].rstrip()


def _depth(page: PageText, match: re.Match[str]) -> float:
    box = page.box(match.start(), match.end())
    return box.y if box else 1.0


def _day_found(page: PageText, match: re.Match[str]) -> Found | None:
    day = day_of(match)
    if day is None or page.confidence(match.start(), match.end()) < _SURE_DATE:
        return None
    return page.found(day.isoformat(), match.start(), match.end())


def title(first: PageText) -> Found | None:
    """Return the title: the first line in capitals under the head that names a kind of paper, with its second line."""
    for index, line in enumerate(first.lines):
        text = line.text
        folded = fold(text)
        if line.box.y > 0.6 or _NATION.search(folded + " ") or not folded.startswith(_TITLE_START):
            continue
        if _capitals(text) < 0.7 or (folded.startswith("giay") and len(folded) < 8):
            continue
        start, end = first.line_span(index)
        more = first.lines[index + 1] if index + 1 < len(first.lines) else None
        if (
            more is not None
            and more.words
            and _capitals(more.text) > 0.8
            and not _NATION.search(fold(more.text))
        ):
            end = first.line_span(index + 1)[1]
        return first.found(" ".join(first.text[start:end].split()), start, end)
    return None


def _goes_on(text: str) -> bool:
    """Whether a line in capitals under the title is more of it, and not who decides."""
    folded = fold(text)
    if not folded or _NATION.search(folded) or folded.startswith(_WHO_DECIDES):
        return False
    return _capitals(text) > 0.8


def _capitals(text: str) -> float:
    letters = [char for char in text if char.isalpha()]
    return sum(char.isupper() for char in letters) / len(letters) if letters else 0.0
