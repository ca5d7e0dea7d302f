"""What others are told of a store stays, whatever becomes of its database in that moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.server.accounts import EVERY_UNIT, Role
from app.server.database import ServerDatabase
from app.server.results import Wanted
from tests.server.served import hand_in, opened, place_in
from tests.supervision.postgres import stoppable


class _Killed(BaseException):
    """Stands for a server that ends between letting the next writer in and waiting for the disk."""


def _end(_: ServerDatabase) -> None:
    raise _Killed


def test_a_result_that_another_account_was_told_of_outlives_the_crash_of_its_depositor_and_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stoppable("-c wal_writer_delay=10s -c wal_writer_flush_after=0") as postgres:
        place = place_in(tmp_path, postgres.new_database())
        store = opened(place)
        clerk = store.accounts.add("lan", Role.CLERK, ("H15.12",), None)
        office = store.accounts.add("office", Role.SUPERVISOR, (EVERY_UNIT,), None)
        with monkeypatch.context() as patched:
            patched.setattr(ServerDatabase, "make_sure", _end)
            with pytest.raises(_Killed):
                hand_in(store, clerk, "H15.12-260310-0001", b"a result")
        told = [row["id"] for row in store.results.page(office, Wanted())]
        assert len(told) == 1
        postgres.stop()
        postgres.start()
        store.close()
        after = opened(place)
        assert [row["id"] for row in after.results.page(office, Wanted())] == told
        assert b"".join(after.results.content(clerk, told[0], 0)[1]) == b"a result"
        after.close()
