"""What several tests of this floor stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.register import SqliteRegister


@pytest.fixture
def register(tmp_path: Path) -> Iterator[SqliteRegister]:
    register = SqliteRegister(tmp_path / "register.sqlite")
    yield register
    register.close()
