"""Whether a page was scanned in colour."""

from __future__ import annotations

import numpy as np
from PIL import Image

from app.ocr.colour import is_colourless


def paper(tint: int) -> Image.Image:
    """Noisy paper with black print, a little warmer than grey by `tint`."""
    noise = np.random.default_rng(1).integers(225, 250, (400, 300, 1))
    noise[100:120, 40:260] = 20
    return Image.fromarray(np.repeat(noise, 3, axis=2).astype(np.uint8) - np.array([0, 0, tint], np.uint8))


def test_a_grey_scan_is_colourless_whatever_it_is_kept_as() -> None:
    assert is_colourless(paper(0))
    assert is_colourless(paper(0).convert("L"))
    assert is_colourless(paper(0).convert("1"))


def test_the_tint_of_paper_is_colour() -> None:
    assert not is_colourless(paper(8))


def test_a_stamp_on_grey_paper_is_colour() -> None:
    stamped = paper(0)
    stamped.paste((200, 30, 40), (200, 300, 240, 340))
    assert not is_colourless(stamped)
