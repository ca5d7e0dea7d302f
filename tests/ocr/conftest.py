"""One clean sample page, made once, and ways to write it as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from app.domain.requests import ReadOptions
from tests.generator import Recipe, Sheet, Shot, control_slip, make_register, make_result, scan, set_letter

Write = Callable[..., str]


@pytest.fixture(scope="session")
def sheet() -> Sheet:
    """The first page of a decision, as printed."""
    random = Random(11)
    letter = make_result(make_register(random, 12)[3], random, print_code=True, handwritten=False)
    return set_letter(letter, random, dpi=300)[0]


@pytest.fixture(scope="session")
def shot(sheet: Sheet) -> Shot:
    """The same page scanned well, at 200 dpi in colour."""
    return scan(sheet, Recipe((("paper", 0.3),), dpi=200), Random(12))


@pytest.fixture(scope="session")
def page(shot: Shot) -> Image.Image:
    """The picture of that scan."""
    return shot.image


@pytest.fixture(scope="session")
def slip() -> Sheet:
    """A control slip with CODE128."""
    random = Random(13)
    return control_slip(make_register(random, 5)[2], random)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Save a picture under a name; returns the path."""

    def save(name: str, image: Image.Image, **how: object) -> str:
        path = tmp_path / name
        image.save(path, **how)
        return str(path)

    return save


@pytest.fixture
def options() -> ReadOptions:
    """Options with time enough for a busy test machine."""
    return ReadOptions(page_seconds=110)
