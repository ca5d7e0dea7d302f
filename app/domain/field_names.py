"""Names of people and firms in the text of pages, each with the part its bearer plays on the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.folding import name_key
from app.domain.name_words import NameSpan, firm_at, is_firm, name_at
from app.domain.page import Found
from app.domain.page_text import PageText


class Role(StrEnum):
    """What a person named on a paper is to it."""

    SUBJECT = "subject"  # whom the paper is about, or for
    REQUESTER = "requester"  # who asked for it
    RELATIVE = "relative"  # father, mother, husband, wife, the deceased
    OFFICIAL = "official"  # signer, proposer, whoever handed over


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A name on a paper: as found, in which part, and where in its page's text (start, end)."""

    found: Found
    role: Role
    start: int
    end: int

    @property
    def firm(self) -> bool:
        """Whether this is a firm, not a person."""
        return is_firm(self.found.value)


_COLON = r"\s?(?:\([^)\n]{0,40}\)\s?)?[:;.]?\s{0,3}"
_NAME_OF = r"(?:(?:ho[,\s]{1,2})?(?:chu\s?dem[,\s]{1,2})?(?:va\s)?ten\s)?(?:khai\ssinh\s)?(?:cua\s)?"
_WORDS = r"(?:[\s,]{1,2}[a-z]+)"


def _labels(*phrases: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(phrases) + ")" + _COLON)


# On folded text. The first label that ends where a name begins gives its role: so the special ones stand first.
_LABELS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.RELATIVE,
        _labels(
            r"ten\s(?:khai\ssinh\s)?(?:cua\s)?(?:nguoi\s)?(?:cha|me|bo|vo|chong|con)(?:\s?/\s?(?:cha|me|vo|chong))?",
            r"\b(?:cha|me|bo|vo|chong)\s?(?:de)?\s?:",
            r"\b(?:vo|chong|cha|me|con|chau)\s?(?:\((?:vo|chong)\))?\s?(?:la|cua|ong|ba)\b",
            r"mai\stang\s(?:phi\s)?cho",
            r"nguoi\s(?:chet|mat|da\schet)\s?:",
            r"(?:ket|ly)\shon\svoi",
        ),
    ),
    (
        Role.OFFICIAL,
        _labels(
            r"nguoi\s(?:giao|nhan(?!\sket)|ky|tiep\snhan|lap|thuc\shien|huong\sdan)\s?:",
            rf"(?:can\sbo|cong\schuc){_WORDS}{{0,4}}\s?:",
            r"(?:nguoi\s)?dai\sdien(?:\stheo\sphap\sluat|\sboi)?\s?:",
            r"(?:truong\sphong|giam\sdoc|chu\stich)\s?:",
        ),
    ),
    (
        Role.REQUESTER,
        _labels(
            rf"{_NAME_OF}nguoi\s(?:yeu\scau|nop|de\snghi|lam\sdon|khai|dung\sten){_WORDS}{{0,4}}\s?:",
            r"tiep\snhan\sho\sso\scua\s?:",
        ),
    ),
    (
        Role.SUBJECT,
        _labels(
            rf"ho[,\s.]{{1,2}}\s?chu\s?dem[,\s.]{{1,2}}(?:va\s)?\s?ten{_WORDS}{{0,5}}\s?[:;]",
            rf"ho\s?(?:va|,)?\s?ten{_WORDS}{{0,7}}\s?[:;]",
            rf"ten\s(?:to\schuc|doanh\snghiep|cong\sty|co\sso|ca\snhan|chu|nguoi){_WORDS}{{0,7}}\s?[:;]",
            rf"chu\s(?:ho|dau\stu|co\sso|su\sdung|so\shuu){_WORDS}{{0,5}}\s?[:;]",
            r"(?:cap|tra)\scho\s?:",
            rf"nguoi\s(?:su\sdung\sdat|duoc|co\sten){_WORDS}{{0,6}}\s?:",
            r"(?:chung|xac)\snhan\s?:",
            r"\bten\s?:",
            # the label cell of a table, which needs no colon: the name stands in the next cell
            r"(?:^|\n)\s?(?:[\d.]{1,4}\s)?(?:ho\s(?:va\s)?ten|chu\s(?:ho(?:\skinh\sdoanh)?|dau\stu|co\sso))(?=[\s|])"
            r"(?:\s[a-z]{1,2}\s?[:;])?",
        ),
    ),
)
_TITLE_BEFORE = re.compile(r"(?<![a-z])(?:ong|ba)\s?(?:/|\()?\s?(?:ba\)?)?\s?[:;]?\s{1,3}")
_OFFICE_AFTER = re.compile(
    r"^[ ,\-–(]{1,4}(?:la\s)?"
    r"(?:(?:bo\s|thu\s)?truong|pho|chu\stich|giam\sdoc|cong\schuc|can\sbo|chanh|bi\sthu|uy\svien)"
)
_OFFICE_BEFORE = re.compile(
    r"(?:truong\sphong|giam\sdoc|chu\stich|bo\struong|cong\schuc|de\snghi\scua(?!.*don)|to\strinh)\W{0,4}$"
)
# "Đăng ký hộ kinh doanh" is a title, "chủ hộ kinh doanh" a label: no firm's name begins there.
_TITLE_OF_FIRMS = re.compile(r"(?:dang\sky(?:\sthanh\slap)?|\bchu)\W{1,3}$")
_FIRM_BEFORE_NOT = re.compile(r"(?:do|lap\sboi|tu\svan|thi\scong|thiet\ske|giam\ssat|voi|tai)\W{0,3}$")

_BODY = (0.2, 0.85)  # of the page: above are agency and nation, below are the signers
# Cells are read as one line, or each as a line of its own; the number's first 0 is often lost at a rule.
_ROW = re.compile(
    r"^[ \t|]*(?:\d{1,3}[.)|]?[ \t|]+)?(?P<name>[^\W\d_]'?[^\d\n:;,]{3,40})"
    r"(?:.{0,60}?|[\d\s/.|]{0,30}?)\b0?\d{11}\b",
    re.MULTILINE,
)


_FIGURES_NEXT = re.compile(r"[\s|.,;]{1,4}\d{4}")  # a year or a number in the next cell


def people(texts: Sequence[PageText]) -> tuple[PersonSeen, ...]:
    """Return every person and firm named after a label or a title, each name once, in its weightiest role."""
    best: dict[str, PersonSeen] = {}
    rank = {role: place for place, role in enumerate(Role)}
    for text in texts:
        for person in _on_page(text):
            key = name_key(person.found.value)
            if key not in best or rank[person.role] < rank[best[key].role]:
                best[key] = person
    found = tuple(best.values())
    if any(person.role is Role.SUBJECT for person in found):
        return found
    # A paper about relatives only (a marriage) is about them.
    return tuple(
        replace(person, role=Role.SUBJECT) if person.role is Role.RELATIVE else person for person in found
    )


def lone_names(text: PageText) -> Iterator[str]:
    """Yield names that fill a line of the body, or begin a line that goes on with figures: the cells of a table.

    Nothing tells whose they are, so they are good for asking the register only.
    """
    for index, line in enumerate(text.lines):
        if not _BODY[0] < line.box.y < _BODY[1]:
            continue
        start, end = text.line_span(index)
        span = name_at(text.text, start, after_label=True)
        rest = text.text[span.end : end] if span else ""
        if span and span.end <= end and (not any(map(str.isalpha, rest)) or _FIGURES_NEXT.match(rest)):
            yield span.name


def _on_page(text: PageText) -> Iterator[PersonSeen]:
    taken: set[int] = set()
    for role, label in _LABELS:
        for match in label.finditer(text.plain):
            span = _name_or_firm(text, match.end(), after_label=True)
            if span and span.start not in taken:
                taken.add(span.start)
                yield _person(text, span, _office(text, span, role))
    for match in _TITLE_BEFORE.finditer(text.plain):
        span = name_at(text.text, match.end(), after_label=False)
        if span and span.start not in taken:
            taken.add(span.start)
            yield _person(text, span, _office(text, span, _role_of_mention(text, match.start())))
    yield from _firms(text, taken)
    yield from _rows(text, taken)


def _name_or_firm(text: PageText, place: int, *, after_label: bool) -> NameSpan | None:
    return firm_at(text.text, place) or name_at(text.text, place, after_label=after_label)


def _person(text: PageText, span: NameSpan, role: Role) -> PersonSeen:
    return PersonSeen(text.found(span.name, span.start, span.end), role, span.start, span.end)


def _office(text: PageText, span: NameSpan, role: Role) -> Role:
    """A name with an office behind it is an official's, whatever stands before it."""
    after = text.plain[span.end : span.end + 40]
    return Role.OFFICIAL if _OFFICE_AFTER.search(after) else role


def _role_of_mention(text: PageText, place: int) -> Role:
    before = text.plain[max(0, place - 50) : place].replace("\n", " ")
    if re.search(
        r"(?:\b(?:vo|chong|cha|me|con|chau)\s(?:cua\s|la\s)?|mai\stang\s(?:phi\s)?cho\s|hon\svoi\s)$", before
    ):
        return Role.RELATIVE
    return Role.OFFICIAL if _OFFICE_BEFORE.search(before) else Role.SUBJECT


def _firms(text: PageText, taken: set[int]) -> Iterator[PersonSeen]:
    for match in re.finditer(
        r"(?:cong\sty|\bcty|\bhtx|doanh\snghiep|hop\stac\sxa|ho\skinh\sdoanh)\s", text.plain
    ):
        span = firm_at(text.text, match.start())
        if span and span.start not in taken:
            taken.add(span.start)
            before = text.plain[max(0, match.start() - 30) : match.start()].replace("\n", " ")
            if _TITLE_OF_FIRMS.search(before):
                continue
            role = Role.OFFICIAL if _FIRM_BEFORE_NOT.search(before) else Role.SUBJECT
            yield _person(text, span, role)


def _rows(text: PageText, taken: set[int]) -> Iterator[PersonSeen]:
    """Rows of a table: a count, a name, and somewhere behind it a personal number."""
    for match in _ROW.finditer(text.text):
        span = name_at(text.text, match.start("name"), after_label=True)
        if span and span.start not in taken and span.end <= match.end():
            taken.add(span.start)
            yield _person(text, span, Role.SUBJECT)
