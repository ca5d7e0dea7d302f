"""Scans far finer than reading needs: they are reduced before they are read, and that is told."""

from __future__ import annotations

import pytest
from PIL import Image
from rapidfuzz.fuzz import partial_ratio

from app.domain.requests import ReadOptions
from app.ocr.reader import inspect, read_page
from tests.generator import Shot, page_truth
from tests.ocr.conftest import Write

_TIMES = 12  # from the 200 dpi of the sample


@pytest.mark.parametrize(("suffix", "how"), [("tif", {"compression": "group4"}), ("png", {})])
def test_print_at_2400_dpi_is_read_from_a_reduced_page(
    suffix: str, how: dict[str, str], shot: Shot, write: Write, options: ReadOptions
) -> None:
    top = shot.image.convert("L").crop((0, 0, shot.image.width, 700)).point(lambda level: 255 * (level > 150))
    fine = top.convert("1").resize((top.width * _TIMES, top.height * _TIMES), Image.Resampling.NEAREST)
    path = write(f"fine.{suffix}", fine, dpi=(2400, 2400), **how)
    assert inspect(path, f"fine.{suffix}").page_count == 1
    reading = read_page(path, 1, ReadOptions(page_seconds=options.page_seconds, megapixels=100))
    assert (reading.width_pixels, reading.height_pixels, reading.dpi) == (*fine.size, 2400)
    assert reading.notes == ("page-reduced",)
    printed = [
        line.text for line in page_truth(1, "decision", shot).lines if line.box[1] + line.box[3] < 0.28
    ]
    assert len(printed) > 4
    assert partial_ratio("\n".join(printed), reading.text) > 90
