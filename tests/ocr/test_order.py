"""Lines in the order in which a person reads them."""

from __future__ import annotations

import pytest

from app.ocr.hocr import ReadLine, ReadWord
from app.ocr.order import in_order


def line(text: str, left: int, top: int, right: int) -> ReadLine:
    bottom = top + 30
    return ReadLine(
        (ReadWord(text, left, top, right, bottom, 0.9),), left, top, right, bottom, bottom, bottom
    )


AGENCY, NUMBER = line("UBND XÃ", 100, 100, 500), line("Số: 12", 150, 150, 450)
NATION, MOTTO = line("CỘNG HÒA", 700, 100, 1400), line("Độc lập", 800, 150, 1300)
TITLE, FIRST, SECOND = (
    line("QUYẾT ĐỊNH", 500, 300, 1000),
    line("Căn cứ", 100, 400, 1400),
    line("Xét", 100, 450, 900),
)
PAPER = [AGENCY, NUMBER, NATION, MOTTO, TITLE, FIRST, SECOND]


@pytest.mark.parametrize(
    "engine",
    [
        PAPER,
        [AGENCY, NUMBER, FIRST, SECOND, NATION, MOTTO, TITLE],
        [AGENCY, NUMBER, TITLE, FIRST, SECOND, NATION, MOTTO],
    ],
)
def test_the_title_comes_after_the_head_and_before_the_text(engine: list[ReadLine]) -> None:
    assert in_order(engine) == PAPER


def test_columns_stay_together() -> None:
    columns = [line("a", 0, 0, 400), line("b", 0, 50, 400), line("c", 500, 0, 900), line("d", 500, 50, 900)]
    assert in_order(columns) == columns


def test_words_of_one_row_stay_as_they_were() -> None:
    row = [line("trái", 0, 100, 300), line("phải", 310, 96, 600)]
    assert in_order(row) == row
