"""Codes of dossiers and the look-alike characters in them: what reading makes of a code, and what it must have been.

Forms: {unit}-{yyMMdd}-{4..6 digits}, the unit as H15.12 or H15.07.01; until 2021 also 000.00.12.H15-210715-0012
(NĐ 61/2018 and 118/2025, rules for the dossier code of the one-stop mechanism).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_STRICT = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.)?[HG]\d{2}(?:\.\d{2,3}){0,4}-(\d{6})-\d{4,6}", re.ASCII)
_DIGIT = r"[0-9OoQDIiLl|!\]BSsZzGgbTqAĐÐ]"
_SURE_DIGIT = r"[0-9OoQIl|]"
_DASH = r"(?:[ ]?[-\u2010-\u2015\u2212\u00ad~_=][-\u2010-\u2015\u2212~_=]?[ \n]?|[ ]?\.[ ]?-[ ]?|[ ])"
_DOT = r"[ ]?[.,\u00b7:][ ]?"
_TOLERANT = re.compile(
    rf"(?<![0-9A-Za-z.])"
    rf"(?P<old>{_SURE_DIGIT}{{3}}{_DOT}{_SURE_DIGIT}{{2}}{_DOT}{_DIGIT}{{2}}{_DOT})?"
    rf"(?P<unit>[HhGgНн][ ]?[Il|]?{_DIGIT}{{2}}(?:{_DOT}{_DIGIT}{{2,3}}){{0,4}})"
    rf"{_DASH}(?P<day>{_DIGIT}{{6}}){_DASH}(?P<serial>{_DIGIT}{{4,6}})(?![0-9A-Za-z])"
)
# What stands where only a digit may stand. Upper and lower case look like different digits (G 6, g 9; B 8, b 6).
_AS_DIGIT = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "Đ": "0", "Ð": "0", "I": "1", "i": "1", "L": "1", "l": "1", "|": "1",
     "!": "1", "]": "1", "B": "8", "b": "6", "S": "5", "s": "5", "Z": "2", "z": "2", "G": "6", "g": "9", "q": "9",
     "T": "7", "A": "4"}
)  # fmt: skip
_KEY = str.maketrans(
    {"O": "0", "Q": "0", "I": "1", "L": "1", "|": "1", "!": "1", "B": "8", "S": "5", "Z": "2", "Н": "H"}
)
_NOT_KEY = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A dossier code in a text: its proper form, where (start, end), and how many characters had to be guessed."""

    code: str
    start: int
    end: int
    guessed: int


def code_key(text: str) -> str:
    """Return what two readings of one code have in common: letters that look like digits as digits, no separators.

    Used on both sides when the register is asked. Two codes that differ in a digit always have different keys.
    """
    plain = unicodedata.normalize("NFKC", text).upper().replace("Đ", "D").replace("Ð", "D")
    return _NOT_KEY.sub("", plain.translate(_KEY))


def is_dossier_code(text: str) -> bool:
    """Whether `text` has exactly the form of a dossier code, with a day that exists."""
    match = _STRICT.fullmatch(text)
    return bool(match) and code_day(text) is not None


def code_day(code: str) -> date | None:
    """Return the day of receipt that a dossier code names, or None."""
    match = re.search(r"-(\d{2})(\d{2})(\d{2})-\d{4,6}$", code, re.ASCII)
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(2000 + year, month, day)
    except ValueError:
        return None


def parse_dossier_code(text: str) -> str | None:
    """Return the code that `text` (nothing but one code, as read) must be, in its proper form, or None."""
    seen = list(find_dossier_codes(text.strip()))
    if len(seen) != 1 or (seen[0].start, seen[0].end) != (0, len(text.strip())):
        return None
    return seen[0].code


def find_dossier_codes(text: str) -> Iterator[CodeSeen]:
    """Yield every dossier code in a text as reading gives it; days that do not exist are left out."""
    for match in _TOLERANT.finditer(text):
        old = _digits(match["old"] or "").rstrip(".")
        letter = "G" if match["unit"][0] in "Gg" else "H"
        unit = letter + re.sub(
            r"^\d(?=\d\d(?:\.|$))", "", _digits(match["unit"][1:].strip())
        )  # "HI15" is H15
        code = f"{old + '.' if old else ''}{unit}-{_digits(match['day'])}-{_digits(match['serial'])}"
        if is_dossier_code(code):
            yield CodeSeen(code, match.start(), match.end(), _guessed(match))


def _digits(text: str) -> str:
    parts = re.split(_DOT, text.strip())
    return ".".join(part.strip().translate(_AS_DIGIT) for part in parts)


def _guessed(match: re.Match[str]) -> int:
    read = "".join(match[name] or "" for name in ("old", "unit", "day", "serial"))
    return sum(char.isalpha() or char in "|!]" for char in read) - 1


def codes_in_barcode(text: str) -> tuple[str, ...]:
    """Return the dossier codes a barcode holds: its whole content, or the value of MHS= in a web address.

    A barcode is read exactly (it has a checksum), so only the strict form counts, in any case of letters.
    """
    content = unicodedata.normalize("NFKC", text).strip().upper()
    if is_dossier_code(content):
        return (content,)
    match = re.search(r"[?&;#](?:MHS|MAHOSO|MA_HO_SO|SOHOSO|CODE)=([0-9A-Z.%\-]+)", content)
    if match:
        code = match[1].replace("%2E", ".").replace("%2D", "-")
        return (code,) if is_dossier_code(code) else ()
    return ()
