"""What is wrong with a scan of a paper, told while the paper is in hand: resolution, colour, cut edges and such."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.folding import without_marks
from app.domain.messages import Argument, Message
from app.domain.page import Line, PageReading

_TOLD = 6  # pages that a message names; a batch of a hundred grey pages needs no list
_SURE = 0.5  # what is read worse than this at the very edge may be a shadow


@dataclass(frozen=True, slots=True)
class FlawRules:
    """From when on a scan is bad (resources/rules/scan_quality_*.toml).

    `edge_points`: an edge between ink and paper as wide as this (1/72 inch) is blurred; `cut_margin`: a line so close
    to the edge (part of the page) is cut, `cut_lines` of them tell that the page is; `red_share`: less red than this
    (part of the page) on all pages is no stamp; `stamped`: how titles of stamped papers begin, without tone marks.
    """

    least_dpi: int
    skew_degrees: float
    edge_points: float
    cut_margin: float
    cut_lines: int
    red_share: float
    stamped: tuple[str, ...]


def flaws(pages: Sequence[PageReading], title: str, rules: FlawRules) -> tuple[Message, ...]:
    """Return what is wrong with the scanned pages of one result with this title, one message a kind of flaw.

    Pages that a program drew are never wrong.
    """
    scanned = [page for page in pages if page.source == "ocr" and page.dpi]
    if scanned and all(page.blank for page in scanned):
        return (Message.of("flaw-blank"),)
    inked = [page for page in scanned if not page.blank]
    kinds: tuple[tuple[str, Callable[[PageReading], bool]], ...] = (
        ("flaw-dpi", lambda page: page.dpi < rules.least_dpi),
        ("flaw-colour", lambda page: page.colourless),
        ("flaw-cut", lambda page: _cut(page, rules)),
        ("flaw-blurred", lambda page: page.edge_points >= rules.edge_points),
        ("flaw-skewed", lambda page: abs(page.skew_degrees) >= rules.skew_degrees),
    )
    found = [_of_pages(name, [page.page for page in inked if wrong(page)], rules) for name, wrong in kinds]
    told = [message for message in found if message]
    # A stamp can't be told from print without colour.
    if inked and not any(page.colourless for page in inked) and _lacks_stamp(inked, title, rules):
        told.append(Message.of("flaw-stamp"))
    return tuple(told)


def _of_pages(name: str, pages: list[int], rules: FlawRules) -> Message | None:
    least: dict[str, Argument] = {"least": rules.least_dpi} if name == "flaw-dpi" else {}
    more = " …" if len(pages) > _TOLD else ""
    return Message.of(name, pages=", ".join(map(str, pages[:_TOLD])) + more, **least) if pages else None


def _lacks_stamp(pages: Sequence[PageReading], title: str, rules: FlawRules) -> bool:
    stamped = without_marks(title).startswith(rules.stamped)
    return stamped and max(page.red_share for page in pages) < rules.red_share


def _cut(page: PageReading, rules: FlawRules) -> bool:
    """Whether lines run out of the picture at one of its sides, or a whole line touches the upper or lower edge."""
    least, most = rules.cut_margin, 1 - rules.cut_margin
    lines = [line for line in page.lines if _sure(line)]
    left = sum(line.box.x <= least for line in lines)
    right = sum(line.box.x + line.box.w >= most for line in lines)
    across = any(
        line.box.y <= least or line.box.y + line.box.h >= most for line in lines if len(line.words) > 2
    )
    return max(left, right) >= rules.cut_lines or across


def _sure(line: Line) -> bool:
    return bool(line.words) and sum(word.confidence for word in line.words) >= _SURE * len(line.words)
