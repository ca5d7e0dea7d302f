"""Where a name begins and ends in running text: Kinh, Ê Đê and M'Nông names, and names of firms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.folding import fold

MOST_WORDS = 7
_TOKEN = re.compile(r"[^\s]+")
_CLOSES = re.compile(r"[,;:.)\]”\"…!?*_]+$")
_OPENS = re.compile(r"^[\"“(\[*_:.,;\-–—|']+")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’‘`´°*”\-][^\W\d_]*)*")  # "H'Blui", whatever became of the apostrophe
_TITLES = frozenset(("ông", "bà", "ong", "ba", "anh", "chị", "cháu", "em", "bé", "cụ"))
# Two words that begin the next label on the same printed line, folded.
_NEXT_LABEL = frozenset(
    ("gioi tinh", "ngay thang", "ngay sinh", "nam sinh", "sinh ngay", "sinh nam", "dan toc", "quoc tich", "so dinh",
     "can cuoc", "chung minh", "dia chi", "noi cu", "noi sinh", "noi o", "giay to", "que quan", "ma so", "ma ho",
     "dien thoai", "thuong tru", "chuc vu", "cong hoa", "so cccd", "so cmnd", "so dien", "so ho", "so giay", "cu tru",
     "nghe nghiep", "ton giao", "ho khau", "dinh danh", "so can", "so the", "sdt so", "ky ten", "ho va", "ho ten",
     "pho chu", "phu chu", "chu tich")
)  # fmt: skip
# Words that are no part of a name, with their marks: without them many would be given names (Huyền, Diệu, Phong).
_NEVER = frozenset(
    ("điều", "cccd", "cmnd", "số", "ubnd", "ủy", "uỷ", "xã", "phường", "thôn", "huyện", "tỉnh", "tp", "sinh", "người",
     "được", "và", "là", "hiện", "tại", "trong", "quyết", "giấy", "trích", "căn", "theo", "xét", "ký", "phòng", "giám",
     "phó", "nơi", "địa", "ngày", "việc", "khu", "tổ")
)  # fmt: skip
_FIRM = re.compile(
    r"(?P<form>c[oô]ng\s+ty|cty|dntn|htx|doanh\s+nghi[eệ]p|h[oợ]p\s+t[aá]c\s+x[aã]|h[oộ]\s+kinh\s+doanh|chi\s+nh[aá]nh|trung\s+t[aâ]m)\s",
    re.IGNORECASE,
)
_FIRM_FORM_WORDS = frozenset(
    (
        "tnhh",
        "mtv",
        "cp",
        "tm",
        "dv",
        "xd",
        "sx",
        "co",
        "phan",
        "mot",
        "thanh",
        "vien",
        "tu",
        "nhan",
        "&",
        "va",
    )
)
_FIRM_END = re.compile(
    r"\s(?:sinh|có|được|địa|trụ|mã|theo|do|là|với|tại|và|để|về|lập|căn|chịu|nộp|đã|được|nêu|chỉnh|làm|xuất|cung)\s",
    re.IGNORECASE,
)
_LONGEST_FIRM = 110


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in its proper letters, and where (start, end) it stands in the text."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class _Growing:
    words: list[str]
    start: int = -1
    end: int = -1
    closed: bool = False

    @property
    def capitals(self) -> bool:
        longest = max((word.rstrip("'’`´‘") for word in self.words), key=len, default="")
        return len(longest) > 1 and longest.isupper()


def name_at(text: str, place: int, *, after_label: bool) -> NameSpan | None:
    """Return the person's name that begins at `place` (titles and marks before it are skipped), or None.

    After a label a name stays on its line, or stands alone on the next; in running text it may be broken once.
    """
    grown = _Growing([])
    tokens = list(_TOKEN.finditer(text, place, min(len(text), place + 120)))
    for index, token in enumerate(tokens):
        between = text[grown.end if grown.end >= 0 else place : token.start()]
        if "\n" in between and not _goes_on(grown, tokens[index:], between, after_label=after_label):
            break
        following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
        if not _take(grown, token, following):
            break
        if grown.closed or len(grown.words) == MOST_WORDS:
            break
    if not _is_name(grown.words):
        return None
    return NameSpan(proper_case(" ".join(grown.words)), grown.start, grown.end)


def _goes_on(grown: _Growing, rest: list[re.Match[str]], between: str, *, after_label: bool) -> bool:
    """Whether a name goes on after the end of its line."""
    if not grown.words:
        return between.count("\n") == 1
    if after_label or len(grown.words) > 4 or between.count("\n") > 1:
        return False
    # Broken in running text: one or two more words in capitals, then a mark or a small letter.
    for token in rest[:3]:
        word = token[0]
        if word.lower() in _NEVER or not word[0].isupper():
            return token is not rest[0] and word[0].islower() and rest[0][0].lower() not in _NEVER
        if word[-1] in ",;":
            return True
    return False


def _take(grown: _Growing, token: re.Match[str], following: str) -> bool:
    """Add the token to the name when it can be part of one; tell whether the name may go on."""
    opened = _OPENS.match(token[0])
    lead = opened.end() if opened else 0
    if lead and grown.words and token[0][0] not in "'’":
        return False
    word = _repaired(_CLOSES.sub("", token[0][lead:]))
    if not grown.words and all(part in _TITLES for part in re.split(r"[/()]", word.lower()) if part):
        return True
    if not _is_word(grown, word, following):
        return False
    if not grown.words:
        grown.start = token.start() + lead
    grown.words.append(word)
    grown.end = token.start() + lead + len(word)
    grown.closed = len(token[0][lead:]) > len(word)
    return True


def _repaired(word: str) -> str:
    """A capital I inside a word of small letters is an l: "MIô" is "Mlô"."""
    return word if word.isupper() else word[:1] + re.sub(r"I(?=[a-zà-ỹ])|(?<=[a-zà-ỹ])I", "l", word[1:])


def _is_word(grown: _Growing, word: str, following: str) -> bool:
    if not word or not word[0].isupper() or not _NAME_WORD.fullmatch(word):
        return False
    folded = fold(word)
    if f"{folded} {fold(following)}" in _NEXT_LABEL or (
        folded in _NEVER and (not grown.words or len(grown.words) > 2)
    ):
        return False
    if len(folded) > 10:
        return False
    return not (grown.capitals and len(word) > 1 and not word.isupper())


def _is_name(words: list[str]) -> bool:
    letters = sum(len(word) for word in words)
    return len(words) >= 2 and letters >= 4


def firm_at(text: str, place: int) -> NameSpan | None:
    """Return the firm's name that begins at `place` (quotes and colons before it are skipped), or None."""
    lead = re.compile(r"[\s\"“:;.\-–]*").match(text, place)
    start = lead.end() if lead else place
    match = _FIRM.match(text, start)
    if not match:
        return None
    chunk = text[start : start + _LONGEST_FIRM]
    stop = re.search(r"[,;:.(”\"]\s|[,;:.(”\"]$|\n\s*\n|\n(?=[A-ZĐ][^\n]{0,40}:)|\n(?=\d)|\s(?=\d{9})", chunk)
    chunk = chunk[: stop.start()] if stop else chunk
    ends = _FIRM_END.search(chunk, match.end() - match.start())
    chunk = (chunk[: ends.start()] if ends else chunk).rstrip(' \n"”.,')
    words = chunk.split()
    named = [
        word
        for word in words[len(match["form"].split()) :]
        if word[0].isupper() and fold(word) not in _FIRM_FORM_WORDS
    ]
    if not named or not chunk[0].isupper():
        return None
    return NameSpan(" ".join(words), start, start + len(chunk))


def is_firm(name: str) -> bool:
    """Whether the name is a firm's, by the form of business it begins with."""
    return bool(_FIRM.match(name + " "))


def proper_case(name: str) -> str:
    """Return a name printed in capitals as it is written: "H'BLUI NIÊ" is "H'Blui Niê"; others stay as they are."""
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0] + word[0][1:].lower(), name)
