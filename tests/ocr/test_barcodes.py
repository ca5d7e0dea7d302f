"""Barcodes that are read at a second look only, on the part of the page where bars are seen."""

from __future__ import annotations

from random import Random

import pytest
from PIL import ImageFilter

from app.ocr import barcodes
from app.ocr.prepare import grey
from tests.generator import Recipe, Sheet, Shot, scan


def test_blurred_bars_are_found_where_the_sharp_ones_stood(slip: Sheet) -> None:
    page = grey(scan(slip, Recipe((("paper", 0.3),), dpi=300), Random(12)).image.convert("RGB"))
    blurred = page.filter(ImageFilter.GaussianBlur(2))
    assert barcodes.find(blurred, thorough=False) == ()
    (sharp,), (found,) = barcodes.find(page), barcodes.find(blurred)
    assert (found.format, found.text) == ("CODE128", slip.barcodes[0].text)
    for side in ("x", "y", "w", "h"):
        assert getattr(found.box, side) == pytest.approx(getattr(sharp.box, side), abs=0.02)


def test_a_page_of_text_has_no_part_with_bars(shot: Shot) -> None:
    assert barcodes.find(grey(shot.image)) == ()
