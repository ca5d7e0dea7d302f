"""The export package is judged by the Library of Congress's own program, and by hand."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bagit
import pytest

from app.domain.errors import NeedsPersonError, UsageError
from app.domain.requests import Deposit
from app.storage.bagit_export import export_bag
from app.storage.store import EmbeddedStore

NOW = datetime(2026, 3, 10, 20, tzinfo=UTC)
CODES = [
    "H15.12-260310-0003",
    "H15.12-260310-0003",
    "H15.07.01-260310-0004",
    "con",
    "Đ/../x\n:*?",
    "ABC",
    "abc",
]


class Watch:
    """A clock of one hour a look."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(tmp_path / "store", Watch())
    for number, code in enumerate(CODES):
        data = b"%%PDF %d" % number
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        metadata = {"owner": "Đặng Thị Ân", "summary": "=HYPERLINK(1)", f"only {number}": 'a, b\n"c"'}
        store.deposit(Deposit(f"key {number}", code, hashlib.sha256(data).hexdigest(), str(path), metadata))
    yield store
    store.close()


def test_the_package_is_valid_and_complete(store: EmbeddedStore, tmp_path: Path) -> None:
    package = export_bag(store, tmp_path / "out", NOW, office="UBND xã\nEa Kao")
    bag = bagit.Bag(str(tmp_path / "out"))
    bag.validate(processes=1)
    assert bag.version_info == (1, 0)
    assert set(bag.algorithms) == {"sha256", "sha512"}
    assert bag.info["Source-Organization"] == "UBND xã Ea Kao"
    assert bag.info["Bagging-Date"] == "2026-03-11"
    assert bag.info["Payload-Oxum"] == f"{package.bytes}.{package.files}"
    assert package.results == len(CODES)
    assert package.files == len(list((tmp_path / "out" / "data").rglob("*.*")))


def test_both_manifests_name_every_result_with_its_receipt(store: EmbeddedStore, tmp_path: Path) -> None:
    export_bag(store, tmp_path / "out", NOW)
    rows = json.loads((tmp_path / "out/data/manifest.json").read_text(encoding="utf-8"))
    with (tmp_path / "out/data/manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["dossier"] for row in rows] == [row["dossier"] for row in table] == CODES
    assert [row["version"] for row in rows][:3] == [1, 2, 1]
    for row, line, receipt in zip(rows, table, store.all_receipts(), strict=True):
        data = (tmp_path / "out" / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["digest"] == line["digest"] == receipt.digest
        assert row["receipt"] == line["receipt"] == receipt.id
        assert row["metadata"]["summary"] == "=HYPERLINK(1)"
        assert line["summary"] == "'=HYPERLINK(1)"  # a spreadsheet must not calculate it


def test_every_name_can_be_used_on_every_system(store: EmbeddedStore, tmp_path: Path) -> None:
    export_bag(store, tmp_path / "out", NOW)
    names = [path.name for path in (tmp_path / "out/data/results").iterdir()]
    assert len({name.lower() for name in names}) == len(CODES)
    assert all(name.isascii() and name.endswith(".pdf") and len(name) < 120 for name in names)
    assert not any(name.split(".")[0].split("_")[0].lower() == "con" for name in names)


def test_only_what_was_stored_since_then_is_taken(store: EmbeddedStore, tmp_path: Path) -> None:
    third = list(store.all_receipts())[2]
    package = export_bag(store, tmp_path / "out", NOW, since=third.stored_at)
    assert package.results == len(CODES) - 2


def test_nothing_to_export_is_a_valid_package_too(store: EmbeddedStore, tmp_path: Path) -> None:
    assert export_bag(store, tmp_path / "out", NOW, since=NOW + timedelta(days=9)).results == 0
    bagit.Bag(str(tmp_path / "out")).validate(processes=1)


def test_a_folder_that_is_not_empty_is_refused_and_not_touched(store: EmbeddedStore, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="export-target-not-empty"):
        export_bag(store, target, NOW)
    with pytest.raises(UsageError, match="export-target-not-empty"):
        export_bag(store, target / "mine.txt", NOW)
    assert [path.name for path in target.iterdir()] == ["mine.txt"]


def test_what_an_interrupted_export_left_is_replaced(store: EmbeddedStore, tmp_path: Path) -> None:
    left = tmp_path / "out" / ".sohoa-unfinished" / "data"
    left.mkdir(parents=True)
    (left / "half.pdf").write_bytes(b"%PD")
    export_bag(store, tmp_path / "out", NOW)
    bagit.Bag(str(tmp_path / "out")).validate(processes=1)
    assert not list((tmp_path / "out").rglob("half.pdf"))


def test_an_altered_result_stops_the_export_and_is_named(store: EmbeddedStore, tmp_path: Path) -> None:
    receipt = next(store.all_receipts())
    store._objects.existing(receipt.digest).write_bytes(b"altered")
    with pytest.raises(NeedsPersonError, match=receipt.id):
        export_bag(store, tmp_path / "out", NOW)
    assert not (tmp_path / "out" / "bagit.txt").exists()
