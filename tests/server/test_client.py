"""The workstation's own client against the real server: what every data store must do (tests/contract)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.requests import Deposit
from app.storage.http.connection import Connection, Credential
from app.storage.http.memory import RoadMemory
from app.storage.http.pace import Pace
from app.storage.http.store import HttpStore
from tests.contract import test_store as contract
from tests.contract.test_store import result  # noqa: F401 - a fixture
from tests.server.served import Served
from tests.server.served import served as serving
from tests.supervision.postgres import cluster

CONTRACT = [
    function
    for name, function in sorted(vars(contract).items())
    if name.startswith("test_") and not hasattr(function, "pytestmark")
]


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """A store of each test's own: the contract speaks of all receipts."""
    if request.param == "sqlite":
        with serving(tmp_path / "server") as one:
            yield one
        return
    with cluster() as place:
        host = place.split()[0].removeprefix("host=")
        with serving(tmp_path / "server", f"postgresql://postgres@/postgres?host={host}") as one:
            yield one


def test_the_client_finds_every_clause_of_the_contract_kept(
    served: Served,
    tmp_path: Path,
    result: Callable[..., Deposit],  # noqa: F811
) -> None:
    assert len(CONTRACT) >= 8
    token = served.token("records_officer", "*")
    for number, clause in enumerate(CONTRACT):
        memory = RoadMemory(tmp_path / f"road{number}.sqlite", datetime.now(UTC))
        connection = Connection(served.url, lambda: Credential(token=token))
        pace = Pace(time.monotonic, time.sleep)
        store = HttpStore(connection, memory, pace, (served.inside.key.public,))
        try:
            wanted = {"store": store, "result": result}
            clause(
                **{name: wanted[name] for name in clause.__code__.co_varnames[: clause.__code__.co_argcount]}
            )
        finally:
            store.close()
        _empty(served)


def _empty(served: Served) -> None:
    from app.server.database import do

    with served.inside.database.writing() as connection:
        for table in ("results", "stored_results", "paper_codes"):
            do(connection, f"DELETE FROM {table}")
