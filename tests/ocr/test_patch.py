"""Patch T is found by its bars whichever way the sheet lies, on bad scans too, and nowhere else."""

from __future__ import annotations

from random import Random

import pytest
from PIL import Image

from app.domain.page_kinds import PageKind, kind_of
from app.domain.requests import ReadOptions
from app.ocr import barcodes, patch
from app.ocr.reader import read_page
from tests.generator import (
    control_slip,
    make_recipe,
    make_register,
    make_result,
    patch_t,
    receipt,
    scan,
    set_letter,
)  # fmt: skip
from tests.ocr.conftest import Write


def grey(dpi: int = 100) -> Image.Image:
    return patch_t(dpi=dpi).image.convert("L")


def bars(*widths: float, dpi: int = 100) -> Image.Image:
    """A sheet with bars of these widths (mm) from the top edge, 2 mm apart."""
    page = Image.new("L", (round(210 * dpi / 25.4), round(297 * dpi / 25.4)), 255)
    y = 12.0
    for width in widths:
        page.paste(20, (100, round(y * dpi / 25.4), page.width - 100, round((y + width) * dpi / 25.4)))
        y += width + 2.03
    return page


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("dpi", [75, 200, 300])
def test_a_patch_t_is_found_whichever_way_the_sheet_lies(turn: int, dpi: int) -> None:
    assert patch.find(grey(dpi).rotate(turn, expand=True))


@pytest.mark.parametrize("skew", [-3, 1, 3])
def test_a_patch_t_is_found_on_a_sheet_that_lay_askew(skew: float) -> None:
    assert patch.find(grey().rotate(skew, fillcolor=255))


def test_a_patch_t_is_found_on_the_scans_that_offices_make() -> None:
    random = Random(3)
    shots = [scan(patch_t(dpi=200), make_recipe("office", random), random) for _ in range(6)]
    assert all(barcodes.find(shot.image.convert("L")) for shot in shots)


@pytest.mark.parametrize(
    "widths", [(5.08, 2.03, 2.03, 5.08), (5.08, 2.03, 5.08, 2.03), (2, 2, 2, 2), (5, 5, 5, 5), (2, 5, 2)]
)
def test_other_patches_and_ruled_lines_are_no_patch_t(widths: tuple[float, ...]) -> None:
    assert patch.find(bars(*widths)) is None


def test_results_slips_and_receipts_show_no_patch_t() -> None:
    random = Random(5)
    for dossier in make_register(random, 8):
        sheets = [
            *set_letter(make_result(dossier, random), random, dpi=100),
            control_slip(dossier, random, dpi=100),
        ]
        for sheet in (*sheets, receipt(dossier, random, dpi=100)):
            assert patch.find(sheet.image.convert("L")) is None


def test_a_patch_sheet_is_read_as_one_and_not_as_a_blank(write: Write, options: ReadOptions) -> None:
    bare = patch_t(dpi=150).image
    bare.paste((255, 255, 255), (0, 300, *bare.size))  # without the words: the bars alone must tell
    reading = read_page(write("patch.png", bare, dpi=(150, 150)), 1, options)
    assert [(code.format, code.text) for code in reading.barcodes] == [("PATCH", "PATCHT")]
    assert kind_of(reading) is PageKind.PATCH
