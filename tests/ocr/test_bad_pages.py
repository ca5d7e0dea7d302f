"""Pages that a person reads easily and an engine does not: black surroundings, faint and uneven print, dust."""

from __future__ import annotations

import time
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw
from rapidfuzz.fuzz import partial_ratio

from app.domain.page import PageReading
from app.domain.requests import ReadOptions
from app.ocr import attempts, tesseract
from app.ocr.blend import blended, in_pixels_of
from app.ocr.faint import FAINT_DPI, brought_out
from app.ocr.hocr import ReadLine, ReadWord
from app.ocr.prepare import grey, look, prepare
from app.ocr.reader import read_page
from app.ocr.surround import without_surround
from tests.generator import Recipe, Sheet, Shot, page_truth, scan
from tests.ocr.conftest import Write

FAINT = (("paper", 1.0), ("noise", 0.35), ("ribbon", 0.7), ("faint_print", 0.6))


def _agreement(shot: Shot, reading: PageReading) -> float:
    return float(partial_ratio(page_truth(1, "decision", shot).body, reading.text))


def _with_bars(page: Image.Image) -> Image.Image:
    """The page as a scanner with its lid open gives it."""
    page = page.copy()
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, page.width, 45), fill=12)
    draw.rectangle((page.width - 60, 0, page.width, page.height), fill=12)
    return page


def test_faint_print_beside_the_black_bars_of_an_open_lid_is_read(
    sheet: Sheet, write: Write, options: ReadOptions
) -> None:
    shot = scan(sheet, Recipe((*FAINT, ("black_edges", 0.7)), dpi=200), Random(3))
    reading = read_page(write("a.png", shot.image, dpi=(200, 200)), 1, options)
    assert _agreement(shot, reading) > 90


def test_print_inked_in_bands_is_read_where_the_bands_are_faint(
    sheet: Sheet, write: Write, options: ReadOptions
) -> None:
    shot = scan(sheet, Recipe(FAINT, dpi=200), Random(4))
    reading = read_page(write("a.png", shot.image, dpi=(200, 200)), 1, options)
    assert _agreement(shot, reading) > 92


def test_bars_are_taken_away_and_the_page_between_them_stays(page: Image.Image) -> None:
    shades = grey(page)
    cleared = np.asarray(without_surround(_with_bars(shades)), dtype=int)
    assert cleared.min(axis=1)[:45].min() > 150
    inner = (slice(70, -70), slice(0, -85))
    assert (cleared[inner] == np.asarray(shades, dtype=int)[inner]).all()


def test_bars_of_a_leaning_page_are_taken_away_too(page: Image.Image) -> None:
    leaning = grey(page).rotate(2, Image.Resampling.BICUBIC, fillcolor=10)
    assert look(leaning).contrast > look(without_surround(leaning)).contrast
    edge = np.asarray(without_surround(leaning))[:, -8:]
    assert (edge < 100).mean() < 0.02


def test_a_page_without_bars_is_left_as_it_is(page: Image.Image) -> None:
    shades = grey(page)
    assert without_surround(shades) is shades


def test_the_shadow_of_a_gutter_is_no_bar_since_print_may_stand_in_it(page: Image.Image) -> None:
    ramp = np.clip(np.linspace(0.15, 2.5, page.width), 0, 1)
    shaded = Image.fromarray((np.asarray(grey(page)) * ramp).astype(np.uint8))
    assert without_surround(shaded) is shaded


def test_a_clean_page_is_read_in_one_try(page: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    honest = tesseract.read

    def counted(image: Image.Image, dpi: int, seconds: float) -> list[ReadLine]:
        tries.append(dpi)
        return honest(image, dpi, seconds)

    monkeypatch.setattr(tesseract, "read", counted)
    shades = grey(page)
    best = attempts.best_attempt(shades, look(shades), 200, time.monotonic() + 110)
    assert (tries, best.turn) == ([200], 0)


def test_ink_is_brought_to_one_darkness_and_paper_to_white() -> None:
    sheet = Image.new("L", (600, 400), 240)
    draw = ImageDraw.Draw(sheet)
    for top, shade in ((60, 40), (250, 195)):
        for left in range(60, 540, 12):
            draw.rectangle((left, top, left + 4, top + 60), fill=shade)
    noise = np.random.default_rng(5).normal(0, 3, (400, 600))
    values = np.asarray(
        brought_out(Image.fromarray((np.asarray(sheet) + noise).clip(0, 255).astype(np.uint8)), 3)
    )
    dark, faint = values[80:100, 62], values[270:290, 62]
    assert abs(float(dark.mean()) - float(faint.mean())) < 60
    assert faint.mean() < 110
    assert np.median(values[180:220]) > 245


def test_dust_between_the_lines_goes_and_the_dot_of_a_letter_stays() -> None:
    sheet = Image.new("L", (300, 200), 250)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((50, 60, 53, 80), fill=20)  # an i with its dot
    draw.rectangle((50, 53, 53, 56), fill=20)
    draw.rectangle((200, 150, 202, 152), fill=20)  # dust
    values = np.asarray(brought_out(sheet, 0.0))
    assert values[55, 51] < 128
    assert values[145:158, 195:208].min() > 200


def test_of_two_readings_each_line_is_taken_where_it_was_read_better() -> None:
    one = [_line("Só: 17/QĐ", 100, 0.5), _line("ngày 03 tháng", 200, 0.95)]
    other = [_line("Số: 17/QĐ", 102, 0.9), _line("ngảy Q3 tháng", 201, 0.6), _line("Điều 1.", 300, 0.8)]
    texts = [" ".join(word.text for word in line.words) for line in blended(one, other)]
    assert texts == ["Số: 17/QĐ", "ngày 03 tháng", "Điều 1."]


def test_an_unsure_line_that_one_reading_has_alone_is_not_taken() -> None:
    assert blended([_line("Điều 1.", 100, 0.9)], [_line("~,x", 300, 0.4)]) == [_line("Điều 1.", 100, 0.9)]


def test_lines_of_one_preparation_lie_in_another_where_they_lie_on_the_page(shot: Shot) -> None:
    shades = grey(shot.image.rotate(1.5, Image.Resampling.BICUBIC, fillcolor="white"))
    seen = look(shades)
    plain, faint = prepare(shades, seen, 200, 200), prepare(shades, seen, 200, FAINT_DPI, faint=True)
    here = _line("x", 900, 0.9)
    [there] = in_pixels_of([here], faint, plain)
    before = faint.place(here.left, here.top, here.right, here.bottom)
    after = plain.place(there.left, there.top, there.right, there.bottom)
    assert (after.x, after.y, after.w, after.h) == pytest.approx(
        (before.x, before.y, before.w, before.h), abs=0.002
    )
    assert faint.point(here.left, here.start_y) == pytest.approx(
        plain.point(there.left, there.start_y), abs=0.002
    )


def _line(text: str, top: int, sure: float) -> ReadLine:
    words = tuple(
        ReadWord(word, 100 + 90 * n, top, 180 + 90 * n, top + 30, sure) for n, word in enumerate(text.split())
    )
    return ReadLine(words, 100, top, 180 + 90 * len(words), top + 30, top + 24, top + 24)
