"""Which pages of a capture make up which result: slips cut, blanks leave, heads only propose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.messages import Message
from app.domain.page import PageReading
from app.domain.page_kinds import PageKind, is_letter, kind_of, opens_result, slip_codes
from app.domain.page_order import interleaved, missing_page, repeated_page


@dataclass(frozen=True, slots=True)
class SeparationProfile:
    """How the captures of one folder are divided. Slips and patch sheets always cut.

    `every` pages begin a new result (0: not by count); `blanks_cut`: a blank sheet divides; `heads_cut`: every head of
    a paper begins a result, without asking; `slips_behind`: the slip lies after its result, not before it;
    `interleaved`: all fronts were scanned first, then all backs from the last to the first.
    """

    every: int = 0
    blanks_cut: bool = False
    heads_cut: bool = False
    slips_behind: bool = False
    interleaved: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One result of a capture (`pages` empty: a slip without one). `message`: what a person must look at first.

    `expected`: the codes of the hand-over slip before it, that of this place first.
    """

    pages: tuple[int, ...]
    separator_pages: tuple[int, ...] = ()
    slip_codes: tuple[str, ...] = ()
    message: Message | None = None
    expected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Separation:
    """The parts of a capture, in order; codes of a hand-over slip."""

    parts: tuple[Part, ...]
    expected: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """A part in the making."""

    pages: list[int]
    separators: list[int]
    codes: tuple[str, ...] = ()
    has_slip: bool = False

    def part(self) -> Part:
        return Part(tuple(self.pages), tuple(self.separators), self.codes)


def separate(pages: Sequence[PageReading], profile: SeparationProfile) -> Separation:
    """Return the parts of a capture whose pages are given as they were scanned. There is always at least one part."""
    if profile.interleaved:
        pages = [pages[number - 1] for number in interleaved(len(pages))]
    kinds = _kinds(pages)
    ordered = list(reversed(pages)) if profile.slips_behind else list(pages)
    opened = _cut(ordered, kinds, profile)
    listed = (slip_codes(page) for page in pages if kinds[page.page] is PageKind.HANDOVER)
    expected = tuple(dict.fromkeys(code for codes in listed for code in codes))
    parts = [one.part() for one in opened] or [Part((), tuple(page.page for page in pages))]
    if profile.slips_behind:
        parts = [_turned(part) for part in reversed(parts)]
    by_number = {page.page: page for page in pages}
    parts = with_expected(_with_messages(parts, by_number, kinds), expected)
    return Separation(tuple(parts), expected)


def proposed_cut(pages: Sequence[PageReading]) -> tuple[tuple[int, ...], ...]:
    """Return how the heads of papers would cut the pages of one part; one group when they would not.

    Only proposed: a person accepts it, or the folder's profile says that heads cut.
    """
    by_heads = separate(pages, SeparationProfile(heads_cut=True))
    return tuple(part.pages for part in by_heads.parts if part.pages)


def _kinds(pages: Sequence[PageReading]) -> dict[int, PageKind]:
    """What every page is; a list of codes goes on over the pages after its title."""
    kinds: dict[int, PageKind] = {}
    before = PageKind.RESULT
    for page in pages:
        kind = kind_of(page)
        if (
            before is PageKind.HANDOVER
            and kind is PageKind.RESULT
            and not opens_result(page)
            and slip_codes(page)
        ):
            kind = PageKind.HANDOVER
        kinds[page.page] = before = kind
    return kinds


def with_expected(parts: list[Part], expected: tuple[str, ...]) -> list[Part]:
    """Give each result the list's codes, that of its place first."""
    if not expected:
        return parts
    placed, place = [], 0
    for part in parts:
        own = expected[place : place + 1]
        others = tuple(code for code in expected if code not in own)
        # A place that the list does not reach (a line of it was not read) has nothing expected.
        placed.append(replace(part, expected=(*own, *others) if part.pages and own else ()))
        place += bool(part.pages)
    return placed


def _turned(part: Part) -> Part:
    return replace(part, pages=tuple(sorted(part.pages)), separator_pages=tuple(sorted(part.separator_pages)))


def _cut(pages: list[PageReading], kinds: dict[int, PageKind], profile: SeparationProfile) -> list[_Open]:
    opened: list[_Open] = [_Open([], [])]
    for page in pages:
        kind, now = kinds[page.page], opened[-1]
        if kind is PageKind.SLIP:
            now = _begin_by_slip(opened, slip_codes(page))
            now.separators.append(page.page)
        elif kind in (PageKind.PATCH, PageKind.HANDOVER) or (kind is PageKind.BLANK and profile.blanks_cut):
            if now.pages:
                opened.append(now := _Open([], []))
            now.separators.append(page.page)
        elif kind is PageKind.BLANK:
            now.separators.append(page.page)
        else:
            if _begins(now, page, profile):
                opened.append(now := _Open([], []))
            now.pages.append(page.page)
    last = opened[-1]
    if len(opened) > 1 and not last.pages and not last.has_slip:  # a patch sheet or blanks at the very end
        opened[-2].separators += last.separators
        opened.pop()
    return opened


def _begin_by_slip(opened: list[_Open], codes: tuple[str, ...]) -> _Open:
    """A slip begins a part, unless the part has only slips with the same code so far, or nothing."""
    now = opened[-1]
    same = bool(set(codes) & set(now.codes)) or not codes or not now.codes
    if now.pages or (now.has_slip and not same):
        now = _Open([], [])
        opened.append(now)
    now.codes = tuple(dict.fromkeys((*now.codes, *codes)))
    now.has_slip = True
    return now


def _begins(now: _Open, page: PageReading, profile: SeparationProfile) -> bool:
    if not now.pages:
        return False
    if profile.every and len(now.pages) >= profile.every:
        return True
    return profile.heads_cut and opens_result(page)


def _with_messages(
    parts: list[Part], pages: dict[int, PageReading], kinds: dict[int, PageKind]
) -> list[Part]:
    times = Counter(code for part in parts for code in part.slip_codes)
    # Slips put behind their results would give every result its neighbour's slip: the two ends show it.
    ends = len(parts) > 1 and not parts[0].slip_codes and parts[0].pages and not parts[-1].pages
    shifted = Message.of("hold-slips-behind") if ends and len(parts) > 2 else None
    return [
        replace(part, message=_message(part, pages, kinds, times) or (shifted if part.pages else None))
        for part in parts
    ]


def _message(
    part: Part, pages: dict[int, PageReading], kinds: dict[int, PageKind], times: Counter[str]
) -> Message | None:
    if not part.pages:
        if not part.slip_codes:
            return Message.of("hold-no-result-pages")
        return Message.of("hold-slip-without-result", code=part.slip_codes[0])
    twice = next((code for code in part.slip_codes if times[code] > 1), None)
    if twice:
        return Message.of("hold-slip-code-twice", code=twice)
    doubtful = next((number for number in part.pages if kinds[number] is PageKind.DOUBTFUL), None)
    if doubtful:
        return Message.of("hold-maybe-slip", page=doubtful)
    own = [pages[number] for number in part.pages]
    letter = next((page.page for page in own if is_letter(page)), None)
    if letter:
        return Message.of("hold-letter", page=letter)
    return _order_message(own)


def _order_message(own: list[PageReading]) -> Message | None:
    heads = [page.page for page in own if opens_result(page)]
    if len(heads) > 1:
        return Message.of("hold-several-results", first=heads[0], second=heads[1])
    missing = missing_page(own)
    if missing:
        return Message.of("hold-page-missing", number=missing)
    twice = repeated_page(own)
    return Message.of("hold-page-twice", first=twice[0], second=twice[1]) if twice else None
