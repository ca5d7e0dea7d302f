"""A letter about a dossier lies in the store beside its result, and is never counted or sent as one."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from app.server.outbox import switch
from tests.gateway.national import NationalPortal
from tests.gateway.office import Office, office
from tests.supervision.postgres import cluster


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_letter_is_kept_but_neither_counted_nor_sent_as_the_result(
    kind: str, portal: NationalPortal, tmp_path: Path
) -> None:
    with contextlib.ExitStack() as open_till_the_end:
        database = ""
        if kind == "postgresql":
            place = open_till_the_end.enter_context(cluster())
            database = f"postgresql://postgres@/postgres?host={place.split()[0].removeprefix('host=')}"
        room = open_till_the_end.enter_context(office(tmp_path, portal, database))
        _story(room, portal)


def _story(room: Office, portal: NationalPortal) -> None:
    code = room.register(1)
    letter = room.deposit(code, b"we are sorry", relation="letter")
    assert room.rows("SELECT * FROM stored_results") == []
    switch(room.store.database, set())
    switch(room.store.database, {"dvcqg"})
    assert room.rows("SELECT * FROM outbox") == []
    result = room.deposit(code, b"the result")
    room.later(seconds=1)
    assert room.send().equal == 1
    sent = str(portal.records)
    assert letter not in sent
    assert result in sent
    room.store.results.withdraw(room.clerk, result, "wrong paper")
    assert room.rows("SELECT * FROM stored_results") == [], "a letter that stands is no result"
