from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.national import NationalPortal
from tests.gateway.office import Office, office


@pytest.fixture
def portal() -> NationalPortal:
    return NationalPortal()


@pytest.fixture
def room(portal: NationalPortal, tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, portal) as one:
        yield one
