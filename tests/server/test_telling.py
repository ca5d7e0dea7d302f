"""What the store asks of PostgreSQL: what others are told stays, and a deposit is few questions."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from app.server.accounts import EVERY_UNIT, Role
from app.server.database import ServerDatabase
from app.server.results import Handed, Wanted
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


def test_a_deposit_asks_the_database_fifteen_things(tmp_path: Path) -> None:
    data, statements = b"a result", list[str]()
    digest = hashlib.sha256(data).hexdigest()

    def heard(*told: Any) -> None:
        statements.append(told[2])

    with stoppable() as postgres:
        store = opened(place_in(tmp_path, postgres.new_database()))
        store.accounts.add("lan", Role.CLERK, ("H15.12",), None)
        token = store.accounts.workstation_token("lan", "counter 1").secret
        event.listen(Engine, "before_cursor_execute", heard)
        try:
            for number in range(3):  # what sweeps now and then is not counted
                statements.clear()
                clerk = store.accounts.of_token(token)
                assert clerk is not None
                upload = store.uploads.create(clerk, len(data), data)
                assert store.accounts.of_token(token) == clerk
                handed = Handed(f"k{number}", "H15.12-260310-0001", digest, upload.id)
                assert store.results.deposit(clerk, handed).version == number + 1
                asked = [sql for sql in statements if "expires_at <" not in sql]
                assert len(asked) <= 15, asked
        finally:
            event.remove(Engine, "before_cursor_execute", heard)
            store.close()
