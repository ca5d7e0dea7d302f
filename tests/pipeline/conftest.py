"""An office with three dossiers; a story that needs other ones makes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.road import AYUN, BON, SEN, Road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    road = Road.at(tmp_path, [SEN, BON, AYUN])
    yield road
    road.close()
