"""What the path of a legacy file says: rules that an office can read and write itself.

A rule is a path with fields in it, without the extension: `Hộp {box}/{code}*`. `*` stands for anything within one
name, `**` for anything at all, and a field for what it names: {code} a dossier's code, {number} a document's number
(123_QĐ-UBND: a file's name can't hold the slash), {date} a day ({date:dmy} and {date:ymd} say the order), {box} any
name. A rule that begins with `re:` is a regular expression with these names as its groups.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.codes import parse_dossier_code
from app.domain.errors import UsageError
from app.domain.folding import fold
from app.domain.messages import Message

_YMD = r"\d{4}[-_. ]?\d{2}[-_. ]?\d{2}"
_DMY = r"\d{1,2}[-_. ]\d{1,2}[-_. ]\d{4}|\d{8}"
_FIELDS = {
    "code": r"(?<![0-9A-Za-z.])[0-9A-Za-z][0-9A-Za-z.]*[-_ ]\d{6}[-_ ]\d{4,6}(?!\d)",
    "number": r"\d{1,6}(?:[-_. ]\d{4}(?!\d))?(?:[-_. ][^\W\d_]+(?:-[^\W\d_]+)*)?",
    "date": f"{_YMD}|{_DMY}",
    "date:ymd": _YMD,
    "date:dmy": _DMY,
    "box": r"[^/]+?",
}
_TOKEN = re.compile(r"\{([^{}]*)\}|\*\*/?|\*|[^*{}]+|[{}]")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class Named:
    """What a path says; empty where it says nothing."""

    code: str = ""
    number: str = ""
    issued_on: date | None = None
    box: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    text: str
    pattern: re.Pattern[str]
    order: str  # of the parts of a date: "ymd", "dmy", or "" for either


class Naming:
    """The rules of a profile, tried in order."""

    def __init__(self, rules: Iterable[str]) -> None:
        """Understand the rules; UsageError names the one that is none."""
        self._rules = [_understood(rule) for rule in rules]

    def __bool__(self) -> bool:
        """Whether there is any rule: without, names tell nothing."""
        return bool(self._rules)

    def read(self, path: str) -> Named | None:
        """Return what the path (relative, with / between names) says by the first rule that fits; None when none does.

        A code or a day that can't be one makes the rule not fit.
        """
        plain = _EXTENSION.sub("", unicodedata.normalize("NFC", path).replace("\\", "/"))
        for rule in self._rules:
            found = rule.pattern.fullmatch(plain)
            named = _named(found.groupdict(), rule.order) if found else None
            if named is not None:
                return named
        return None


def number_key(number: str) -> str:
    """Return what two writings of a document's number have in common: `123_QĐ-UBND` and `123/QĐ-UBND` are one."""
    return re.sub(r"[^0-9a-z]+", "/", fold(number)).strip("/")


def _understood(rule: str) -> _Rule:
    order = next((one for one in ("ymd", "dmy") if f"{{date:{one}}}" in rule), "")
    text = unicodedata.normalize("NFC", rule)
    try:
        pattern = re.compile(text[3:] if text.startswith("re:") else _pattern(text), re.IGNORECASE)
    except (re.error, ValueError) as trouble:
        message = Message.of("import-naming-wrong", rule=rule, detail=str(trouble))
        raise UsageError(message) from trouble
    if unknown := set(pattern.groupindex) - {"code", "number", "date", "box"}:
        raise UsageError(Message.of("import-naming-wrong", rule=rule, detail=", ".join(sorted(unknown))))
    return _Rule(text, pattern, order)


def _pattern(rule: str) -> str:
    made = []
    for token in _TOKEN.finditer(rule):
        text, name = token[0], token[1]
        if name is not None and name in _FIELDS:
            made.append(f"(?P<{name.partition(':')[0]}>{_FIELDS[name]})")
        elif text in ("{", "}") or name is not None:
            raise ValueError(text)
        elif text.startswith("**"):
            made.append("(?:.*/)?" if text.endswith("/") else ".*?")
        else:
            made.append("[^/]*?" if text == "*" else re.escape(text))
    return "".join(made)


def _named(groups: dict[str, str | None], order: str) -> Named | None:
    values = {name: (value or "").strip() for name, value in groups.items()}
    code = parse_dossier_code(values["code"].replace("_", "-")) if values.get("code") else ""
    day = _day(values["date"], order) if values.get("date") else None
    if code is None or (values.get("date") and day is None):
        return None
    return Named(code, _number(values.get("number", "")), day, values.get("box", ""))


def _number(text: str) -> str:
    """Put the slashes back that a file's name can't hold."""
    parts = re.fullmatch(r"(\d+)(?:[-_. ](\d{4}))?(?:[-_. ](\D.*))?", text)
    return "/".join(part for part in parts.groups() if part) if parts else text


def _day(text: str, order: str) -> date | None:
    parts = re.findall(r"\d+", text)
    orders: Sequence[str] = (order,) if order else ("ymd", "dmy")
    for one in orders:
        digits = parts
        if len(parts) == 1:
            whole = parts[0]
            cuts = (4, 6) if one == "ymd" else (2, 4)
            digits = [whole[: cuts[0]], whole[cuts[0] : cuts[1]], whole[cuts[1] :]]
        if len(digits) != 3:
            continue
        year, month, day = digits if one == "ymd" else reversed(digits)
        with contextlib.suppress(ValueError):
            found = date(int(year), int(month), int(day))
            if 1900 <= found.year <= 2100:
                return found
    return None
