"""The embedded store as files: what survives a restart, what is found when one was touched, what never changes."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import NeedsPersonError
from app.domain.receipt import Receipt
from app.domain.requests import Deposit
from app.storage.store import EmbeddedStore

CODE = "H15.12-260310-0003"
NOW = datetime(2026, 3, 10, tzinfo=UTC)
BYTES = b"%PDF result"
DIGEST = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(tmp_path / "store", lambda: NOW)
    yield store
    store.close()


def _deposit(folder: Path, key: str = "s-1", data: bytes = BYTES) -> Deposit:
    path = folder / f"{key}.pdf"
    path.write_bytes(data)
    return Deposit(key, CODE, hashlib.sha256(data).hexdigest(), str(path))


def _object(store: EmbeddedStore, receipt: Receipt) -> Path:
    return store._objects.existing(receipt.digest)


def test_a_store_that_is_opened_again_is_the_same_store(store: EmbeddedStore, tmp_path: Path) -> None:
    receipt = store.deposit(_deposit(tmp_path))
    again = EmbeddedStore(tmp_path / "store", lambda: NOW)
    assert again.name == store.name
    assert again.receipts(CODE) == [receipt]
    assert again.deposit(_deposit(tmp_path)) == receipt
    again.close()


def test_the_deposit_does_not_take_the_file_away(store: EmbeddedStore, tmp_path: Path) -> None:
    deposit = _deposit(tmp_path)
    store.deposit(deposit)
    assert Path(deposit.path).read_bytes() == BYTES


def test_altered_missing_and_extra_objects_are_named(store: EmbeddedStore, tmp_path: Path) -> None:
    altered = store.deposit(_deposit(tmp_path, "s-1", b"one"))
    missing = store.deposit(_deposit(tmp_path, "s-2", b"two"))
    _object(store, altered).write_bytes(b"onE")
    _object(store, missing).unlink()
    assert {(flaw.problem, flaw.digest) for flaw in store.check()} == {
        ("altered", altered.digest),
        ("missing", missing.digest),
    }
    with pytest.raises(NeedsPersonError, match="storage-file-missing"):
        list(store.content(missing.id))


def test_the_same_deposit_again_puts_a_lost_object_back(store: EmbeddedStore, tmp_path: Path) -> None:
    receipt = store.deposit(_deposit(tmp_path))
    _object(store, receipt).unlink()
    assert store.deposit(_deposit(tmp_path)) == receipt
    assert list(store.check()) == []


def test_deposits_at_once_get_versions_of_their_own(store: EmbeddedStore, tmp_path: Path) -> None:
    deposits = [_deposit(tmp_path, f"s-{number % 6}", b"%d" % (number % 6)) for number in range(12)]
    threads = [threading.Thread(target=store.deposit, args=(deposit,)) for deposit in deposits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [receipt.version for receipt in store.receipts(CODE)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM results",
        "UPDATE results SET digest = 'x'",
        "UPDATE results SET metadata = '[]', withdrawn_at = 1, withdrawn_reason = 'x'",
        "UPDATE results SET withdrawn_at = NULL",
    ],
)
def test_results_can_neither_be_changed_nor_removed(
    store: EmbeddedStore, tmp_path: Path, statement: str
) -> None:
    receipt = store.deposit(_deposit(tmp_path))
    with (
        pytest.raises(sqlite3.IntegrityError, match="results never"),
        store._database.writing() as connection,
    ):
        connection.execute(statement)
    assert store.receipts(CODE) == [receipt]


def test_a_withdrawal_cannot_be_taken_back_by_hand(store: EmbeddedStore, tmp_path: Path) -> None:
    receipt = store.deposit(_deposit(tmp_path))
    store.withdraw(receipt.id, "nhầm")
    with (
        pytest.raises(sqlite3.IntegrityError, match="results never"),
        store._database.writing() as connection,
    ):
        connection.execute("UPDATE results SET withdrawn_at = NULL, withdrawn_reason = NULL")
