"""What the audit's proof finds, though the whole database is in foreign hands, and what only an anchor finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from app.server.accounts import Role
from app.server.audit import Act, last_entry, verify, write_down
from app.server.backup import check
from app.server.database import do, many
from app.server.parts import ServedStore
from app.server.signing import StoreKey
from tests.commands.calls import Line
from tests.server.served import opened, place_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ServedStore]:
    store = opened(place_in(tmp_path))
    for name in ("an", "bình", "chi"):
        store.accounts.add(name, Role.CLERK, ("H15",), None)
    yield store
    store.close()


def _flaws(store: ServedStore, anchors: dict[int, str] | None = None) -> list[tuple[int, str]]:
    return [(one.sequence, one.problem) for one in verify(store.database, store.public_keys, anchors)]


def _audit(connection: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in many(connection, "SELECT * FROM audit ORDER BY sequence")]


def test_a_chain_made_anew_with_another_key_is_foreign_whatever_the_database_says(store: ServedStore) -> None:
    assert _flaws(store) == []
    forger = StoreKey(Ed25519PrivateKey.generate())
    with store.database.writing() as connection:
        told = _audit(connection)
        do(connection, "DELETE FROM audit")
        for entry in told[:-1]:
            act = Act(entry["account"], entry["action"], "ai đó", entry["unit"])
            write_down(connection, forger, act, entry["at"])
        do(connection, "CREATE TABLE keys (id TEXT, public_key TEXT, since BIGINT)")
        do(connection, "INSERT INTO keys VALUES ('1', :key, 1)", key=forger.public)
    assert _flaws(store) == [(1, "foreign"), (2, "foreign")]
    assert {one.problem for one in check(store)} == {"audit-foreign"}


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("UPDATE audit SET account = 'ai đó' WHERE sequence = 2", (2, "altered")),
        ("DELETE FROM audit WHERE sequence = 2", (2, "missing")),
        ("UPDATE audit SET sequence = 9 WHERE sequence = 3", (3, "missing")),
    ],
)
def test_an_entry_changed_removed_or_moved_is_found(
    store: ServedStore, tampering: str, problem: tuple[int, str]
) -> None:
    with store.database.writing() as connection:
        do(connection, tampering)
    assert problem in _flaws(store)


def test_a_tail_cut_off_is_found_by_an_anchor_only_and_so_is_one_that_grew_again(store: ServedStore) -> None:
    newest = last_entry(store.database)
    assert newest
    anchor = {newest["sequence"]: newest["digest"]}
    with store.database.writing() as connection:
        do(connection, "DELETE FROM audit WHERE sequence = 3")
    assert _flaws(store) == [], "a chain that ends earlier is whole in itself"
    assert _flaws(store, anchor) == [(3, "not-as-anchored")]
    store.accounts.add("dung", Role.CLERK, ("H15",), None)
    assert _flaws(store) == []
    assert _flaws(store, anchor) == [(3, "not-as-anchored")]


def test_a_key_that_was_replaced_is_still_trusted_by_its_file(store: ServedStore) -> None:
    before = store.key.public
    (store.place.home / "signing.key").unlink()
    again = opened(store.place)
    again.accounts.add("dung", Role.CLERK, ("H15",), None)
    assert list(again.public_keys) == [again.key.public, before]
    assert _flaws(again) == []
    again.close()


def test_an_export_is_the_anchor_of_a_later_proof_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_DATABASE", "")
    store = opened(place_in(tmp_path))
    store.accounts.add("an", Role.CLERK, ("H15",), None)
    store.accounts.add("bình", Role.CLERK, ("H15",), None)
    line = Line(tmp_path, capsys)
    [anchor] = line("store", "audit", "--last").records
    assert (anchor["sequence"], anchor["subject"]) == (2, "bình")
    kept = tmp_path / "anchor.jsonl"
    kept.write_text(json.dumps(anchor) + "\n", encoding="utf-8")
    assert line("store", "audit", "--against", kept).code == 0
    assert line("store", "audit", "--trust", store.key.public).code == 0
    assert line("store", "audit", "--trust", "AAAA").code == 1
    with store.database.writing() as connection:
        do(connection, "DELETE FROM audit WHERE sequence = 2")
    store.close()
    assert line("store", "audit", "--verify").code == 0
    [found] = line("store", "audit", "--against", kept).records
    assert (found["sequence"], found["problem"]) == (2, "not-as-anchored")
    kept.write_text("{}\n", encoding="utf-8")
    assert line("store", "audit", "--against", kept).code == 2
