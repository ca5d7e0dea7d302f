"""What is told of a bad scan while the paper is still in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.flaws import flaws
from app.domain.page import Box, Line, PageReading, Word
from app.settings.scan_quality import flaw_rules_on

RULES = flaw_rules_on(date(2026, 7, 1), Path("none"))


def line(left: float, top: float, width: float = 0.5) -> Line:
    box = Box(left, top, width, 0.012)
    word = Word("chữ", Box(left, top, width / 3, 0.012), 0.95)
    return Line((word, word, word), box, top, top)


GOOD = PageReading(
    page=1,
    width_pixels=2480,
    height_pixels=3508,
    dpi=300,
    rotation=0,
    skew_degrees=0.8,
    blank=False,
    confidence=0.95,
    lines=tuple(line(0.14, 0.1 + 0.02 * n) for n in range(20)),
    edge_points=0.4,
    red_share=0.004,
)


def told(*pages: PageReading, title: str = "QUYẾT ĐỊNH Về việc cấp phép") -> list[str]:
    return [message.id for message in flaws(pages, title, RULES)]


def test_nothing_is_told_of_a_good_scan() -> None:
    assert told(GOOD, replace(GOOD, page=2, red_share=0.0)) == []


@pytest.mark.parametrize(
    ("spoilt", "flaw"),
    [
        (replace(GOOD, dpi=150), "flaw-dpi"),
        (replace(GOOD, colourless=True, red_share=0.0), "flaw-colour"),
        (replace(GOOD, lines=tuple(line(0.0, 0.1 + 0.02 * n) for n in range(3))), "flaw-cut"),
        (replace(GOOD, lines=tuple(line(0.5, 0.1 + 0.02 * n) for n in range(3))), "flaw-cut"),
        (replace(GOOD, lines=(line(0.2, 0.0),)), "flaw-cut"),
        (replace(GOOD, blank=True, lines=()), "flaw-blank"),
        (replace(GOOD, edge_points=1.4), "flaw-blurred"),
        (replace(GOOD, skew_degrees=-6.0), "flaw-skewed"),
        (replace(GOOD, red_share=0.0), "flaw-stamp"),
    ],
)
def test_each_flaw_is_told_alone(spoilt: PageReading, flaw: str) -> None:
    assert told(spoilt) == [flaw]


def test_the_pages_are_named_and_no_more_than_one_reads_at_a_glance() -> None:
    grey = [replace(GOOD, page=n, colourless=True) for n in range(1, 10)]
    (message,) = flaws(grey, "", RULES)
    assert message.arguments == {"pages": "1, 2, 3, 4, 5, 6 …"}


def test_a_blank_back_is_no_flaw_and_a_drawn_page_is_never_wrong() -> None:
    back = replace(GOOD, page=2, blank=True, lines=(), edge_points=0.0, red_share=0.0, colourless=True)
    assert told(GOOD, back) == []
    assert told(replace(GOOD, source="embedded", dpi=72, red_share=0.0)) == []


def test_a_stamp_is_missed_only_where_the_kind_of_paper_has_one() -> None:
    bare = replace(GOOD, red_share=0.0)
    assert told(bare, title="TRÍCH LỤC KHAI SINH (BẢN SAO)") == []
    assert told(bare, title="") == []


def test_what_lies_at_the_edge_and_is_hardly_read_may_be_a_shadow() -> None:
    shadow = replace(line(0.0, 0.5), words=(Word("|", Box(0, 0.5, 0.01, 0.01), 0.1),))
    assert told(replace(GOOD, lines=(*GOOD.lines, shadow, shadow, shadow))) == []


def test_an_offices_own_rules_speak_over_the_programs(tmp_path: Path) -> None:
    rules = (Path("resources/rules/scan_quality_2025-07-01.toml")).read_text(encoding="utf-8")
    own = rules.replace("2025-07-01", "2026-01-01", 1).replace("least_dpi = 200", "least_dpi = 300")
    (tmp_path / "scan_quality_2026-01-01.toml").write_text(own, encoding="utf-8")
    assert flaw_rules_on(date(2026, 7, 1), tmp_path).least_dpi == 300
