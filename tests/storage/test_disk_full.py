"""Disk full, quota, read and write errors: nothing is lost, the trouble is told as passing, then work goes on."""

from __future__ import annotations

import contextlib
import errno
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import TryAgainError
from app.domain.ledger import Tally
from app.domain.requests import Deposit
from app.storage.bagit_export import export_bag
from app.storage.durable import write_file
from app.storage.journal import SqliteJournal
from app.storage.register import SqliteRegister
from app.storage.spool import FolderSpool
from app.storage.store import EmbeddedStore
from tests.storage.disks import TROUBLES, FailingDisk, small_disk
from tests.storage.lives import NOON, captured, whole_life

BYTES = b"a sealed result" * 1000
DIGEST = hashlib.sha256(BYTES).hexdigest()
BOUNDARIES = range(5)  # writing, syncing the file, making its folder, renaming, syncing the folder


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FailingDisk:
    return FailingDisk(monkeypatch)


def _now() -> datetime:
    return datetime(2026, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize("error", TROUBLES)
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_the_spool_keeps_nothing_half_and_goes_on(
    tmp_path: Path, disk: FailingDisk, error: int, boundary: int
) -> None:
    spool = FolderSpool(tmp_path / "spool")
    earlier, _ = spool.put([b"earlier"])
    disk.breaks(error, after=boundary)
    with pytest.raises(TryAgainError):
        spool.put([BYTES])
    disk.mended()
    assert list(spool.workroom().iterdir()) == []
    assert list(spool.check([earlier])) == []
    assert spool.put([BYTES]) == (DIGEST, len(BYTES))
    assert list(spool.check([earlier, DIGEST])) == []


@pytest.mark.parametrize("boundary", range(3))  # a rename that was done can't be told from one that was not
def test_a_file_that_cannot_be_adopted_stays_in_the_workroom(
    tmp_path: Path, disk: FailingDisk, boundary: int
) -> None:
    spool = FolderSpool(tmp_path / "spool")
    made = spool.workroom() / "sealed.pdf"
    made.write_bytes(BYTES)
    disk.breaks(errno.EIO, after=boundary)
    with pytest.raises(TryAgainError, match="storage-disk-trouble"):
        spool.adopt(made)
    disk.mended()
    assert made.read_bytes() == BYTES
    assert spool.adopt(made) == (DIGEST, len(BYTES))


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_the_store_gives_no_receipt_for_what_is_not_on_the_disk(
    tmp_path: Path, disk: FailingDisk, boundary: int
) -> None:
    (tmp_path / "a.pdf").write_bytes(BYTES)
    deposit = Deposit("key", "H15.12-260310-0003", DIGEST, str(tmp_path / "a.pdf"))
    store = EmbeddedStore(tmp_path / "store", _now)
    disk.breaks(errno.ENOSPC, after=boundary)
    with pytest.raises(TryAgainError, match="storage-disk-full"):
        store.deposit(deposit)
    disk.mended()
    assert store.receipts(deposit.dossier) == []
    receipt = store.deposit(deposit)
    assert b"".join(store.content(receipt.id)) == BYTES
    store.close()


def test_an_export_that_broke_off_is_begun_anew(tmp_path: Path, disk: FailingDisk) -> None:
    (tmp_path / "a.pdf").write_bytes(BYTES)
    store = EmbeddedStore(tmp_path / "store", _now)
    store.deposit(Deposit("key", "H15.12-260310-0003", DIGEST, str(tmp_path / "a.pdf")))
    for boundary in range(0, 60, 7):
        disk.breaks(errno.ENOSPC, after=boundary)
        target = tmp_path / f"package {boundary}"
        try:
            export_bag(store, target, _now())
        except TryAgainError:
            assert not (target / "bagit.txt").exists()
    disk.mended()
    export_bag(store, tmp_path / "package 0", _now())
    assert (tmp_path / "package 0" / "bagit.txt").exists()
    store.close()


def test_the_journal_on_a_full_disk_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    journal.record(*whole_life("s-0"))
    with journal.database.writing() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    journal.database._writer.execute(f"PRAGMA max_page_count = {pages + 2}")
    recorded = 0
    with pytest.raises(TryAgainError, match="storage-disk-full"):  # noqa: PT012 - it fills up on the way
        for number in range(1, 1000):
            journal.record(captured(f"s-{number}"))
            recorded = number
    total = journal.ledger(NOON.date()).total
    assert total == Tally(captured=recorded + 1, stored=1, waiting=recorded)
    assert journal.scan(f"s-{recorded + 1}") is None
    journal.database._writer.execute("PRAGMA max_page_count = 1000000")
    journal.record(captured(f"s-{recorded + 1}"))
    assert journal.ledger(NOON.date()).total.captured == recorded + 2
    journal.close()


def test_a_whole_workspace_on_a_real_full_disk_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 3000) as root:
        journal = SqliteJournal(root / "journal.sqlite")
        spool = FolderSpool(root / "spool")
        store = EmbeddedStore(root / "store", _now)
        journal.record(captured("s-0"))
        kept, _ = spool.put([BYTES])
        ballast = root / "ballast"
        _fill(ballast)
        recorded = _until_full(journal)
        with pytest.raises(TryAgainError, match="storage-disk-full"):
            spool.put([b"x" * 100_000])
        deposit = Deposit("key", "H15.12-260310-0003", kept, str(spool.path(kept)))
        with pytest.raises(TryAgainError, match="storage-disk-"):
            store.deposit(deposit)
        assert journal.ledger(NOON.date()).total == Tally(captured=recorded + 1, waiting=recorded + 1)
        ballast.unlink()
        journal.record(captured("s-more"))
        assert spool.put([b"x" * 100_000])[1] == 100_000
        assert store.deposit(deposit).digest == kept
        assert list(spool.check([kept])) == list(store.check()) == []
        assert list(spool.workroom().iterdir()) == []
        for book in (journal, store):
            book.close()


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as out:
        for block in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while out.write(b"\0" * block) == block:
                    pass


def _until_full(journal: SqliteJournal) -> int:
    """Record until the disk is full (the write-ahead log may have room of its own for a while); return how many."""
    for number in range(1, 5000):
        try:
            journal.record(captured(f"s-{number}"))
        except TryAgainError:
            return number - 1
    raise AssertionError("the disk never filled")


def test_a_register_on_a_full_disk_keeps_its_portions_and_goes_on(tmp_path: Path) -> None:
    table = tmp_path / "register.csv"
    lines = [f"H15.12-260310-{number:06},Nguyễn Văn {number}" for number in range(12_000)]
    table.write_text("MaHoSo,ChuHoSo\n" + "\n".join(lines), encoding="utf-8")
    register = SqliteRegister(tmp_path / "register.sqlite")
    register.database._writer.execute("PRAGMA max_page_count = 900")
    with pytest.raises(TryAgainError, match="storage-disk-full"):
        register.import_file(table)
    assert register.count() in {5000, 10_000}
    register.database._writer.execute("PRAGMA max_page_count = 100000")
    report = register.import_file(table)
    assert report.added + report.unchanged == register.count() == 12_000
    register.close()


def test_a_file_that_is_written_anew_is_the_old_or_the_new_one(tmp_path: Path, disk: FailingDisk) -> None:
    target = tmp_path / "note"
    write_file(target, [b"old"])
    for boundary in range(3):
        disk.breaks(errno.ENOSPC, after=boundary)
        with pytest.raises(TryAgainError):
            write_file(target, [b"new"])
        assert target.read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["note"]
