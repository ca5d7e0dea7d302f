"""The quick look: barcode or head of a page, before its full text."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from app.domain.requests import ReadOptions
from app.ocr.first_look import first_look
from tests.generator import Recipe, Sheet, Shot, page_truth, scan, write_digital_pdf
from tests.ocr.conftest import Write


def test_the_head_of_a_result_is_there_with_its_places(
    shot: Shot, write: Write, options: ReadOptions
) -> None:
    seen = first_look(write("a.jpg", shot.image, dpi=(200, 200), quality=90), 1, options)
    truth = {line.text: line.box for line in page_truth(1, "decision", shot).lines if line.box[1] < 0.2}
    matched = [line for line in seen.lines if line.text in truth]
    assert matched
    for line in matched:
        assert line.box.y == pytest.approx(truth[line.text][1], abs=0.02)
    assert all(line.box.y < 0.34 for line in seen.lines)


def test_a_slip_gives_its_barcode_and_nothing_is_read(
    slip: Sheet, write: Write, options: ReadOptions
) -> None:
    done = scan(slip, Recipe((("paper", 0.3),), dpi=300), Random(1))
    seen = first_look(write("a.jpg", done.image, dpi=(300, 300)), 1, options)
    assert [code.text for code in seen.barcodes] == [code.text for code in slip.barcodes]
    assert seen.lines == ()


@pytest.mark.parametrize("turn", [90, 180])
def test_a_turned_page_shows_nothing_false(
    turn: int, sheet: Sheet, write: Write, options: ReadOptions
) -> None:
    done = scan(sheet, Recipe((("paper", 0.3),), turn=turn, dpi=200), Random(2))
    seen = first_look(write("a.jpg", done.image, dpi=(200, 200)), 1, options)
    assert seen.lines == ()


def test_drawn_text_comes_whole(shot: Shot, tmp_path: Path, options: ReadOptions) -> None:
    assert shot.sheet is not None
    write_digital_pdf(tmp_path / "a.pdf", [shot.sheet])
    assert first_look(str(tmp_path / "a.pdf"), 1, options).source == "embedded"
