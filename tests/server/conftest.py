from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.served import Served, served
from tests.supervision.postgres import cluster


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One store for many tests: each uses dossiers of its own."""
    folder = tmp_path_factory.mktemp("served")
    if request.param == "sqlite":
        with served(folder) as one:
            yield one
        return
    with cluster() as place:
        host = place.split()[0].removeprefix("host=")
        with served(folder, f"postgresql://postgres@/postgres?host={host}") as one:
            yield one
