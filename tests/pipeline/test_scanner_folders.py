"""Watch, settling and intake together, with real threads and the system's own events."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from app.capture.listener import listen_natively
from app.capture.pickups import PickupMemory
from app.domain.scan import Scan
from app.pipeline.intake import Intake
from app.pipeline.ports import Event, Notice
from app.pipeline.scanner_folders import ScannerFolders
from app.settings import WatchedFolder
from app.storage.journal import SqliteJournal
from app.storage.spool import FolderSpool

PATIENCE_SECONDS = 20.0

# pytest puts its own filters before the one of app.capture.listener
pytestmark = pytest.mark.filterwarnings("ignore:Callback with id .* already exists:RuntimeWarning")


class Office:
    """A workspace with several scanner folders; `until` waits for something to be true after each scan or notice."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.events: list[Event] = []
        self.scans: list[Scan] = []
        self.journal = SqliteJournal(root / "journal.sqlite")
        self.spool = FolderSpool(root / "spool")
        self._news = threading.Condition()
        self._folders: ScannerFolders | None = None
        self._numbers = count(1)

    def watch(self, *folders: WatchedFolder) -> ScannerFolders:
        self.stop()
        intake = Intake(
            self.journal,
            self.spool,
            PickupMemory(self.root / "pickups", datetime.now(UTC).timestamp()),
            clock=lambda: datetime.now(UTC),
            new_id=lambda: f"scan-{next(self._numbers)}",
            recorded=self._recorded,
            announce=self._announced,
        )
        self._folders = ScannerFolders(folders, intake, self._announced)
        self._folders.start()
        return self._folders

    def until(self, condition, seconds: float = PATIENCE_SECONDS) -> None:
        with self._news:
            assert self._news.wait_for(condition, seconds), (self.sources, self.told)

    def until_idle(self, folders: ScannerFolders) -> None:
        with self._news:
            for _ in range(int(PATIENCE_SECONDS / 0.05)):
                if folders.idle():
                    return
                self._news.wait(0.05)
        pytest.fail("never idle")

    def stop(self) -> None:
        if self._folders:
            self._folders.stop()
            self._folders = None

    @property
    def sources(self) -> list[str]:
        return sorted(scan.source for scan in self.scans)

    @property
    def told(self) -> list[str]:
        return [event.message.id for event in self.events if isinstance(event, Notice)]

    def _recorded(self, scans: Sequence[Scan]) -> None:
        with self._news:
            self.scans += scans
            self._news.notify_all()

    def _announced(self, event: Event) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.stop()
    office.journal.close()


def folder(path: Path, **choice: object) -> WatchedFolder:
    path.mkdir(parents=True, exist_ok=True)
    return WatchedFolder(str(path), **choice)


def test_files_of_two_folders_are_captured_and_then_all_is_idle(office: Office, tmp_path: Path) -> None:
    one, two = folder(tmp_path / "one"), folder(tmp_path / "two", network=True)
    (tmp_path / "one" / "before.pdf").write_bytes(b"%PDF-1.4 1 %%EOF")
    folders = office.watch(one, two)
    (tmp_path / "two" / "after.pdf").write_bytes(b"%PDF-1.4 2 %%EOF")
    office.until(lambda: len(office.scans) == 2)
    office.until_idle(folders)
    assert office.sources == ["after.pdf", "before.pdf"]
    assert (tmp_path / "one" / "done" / "before.pdf").exists()
    assert (tmp_path / "two" / "done" / "after.pdf").exists()


def test_the_systems_events_bring_a_new_file_in_long_before_the_regular_listing(
    office: Office, tmp_path: Path
) -> None:
    folders = office.watch(folder(tmp_path / "one"))
    office.until_idle(folders)
    (tmp_path / "one" / "new" / "deep").mkdir(parents=True)
    (tmp_path / "one" / "new" / "deep" / "scan.pdf").write_bytes(b"%PDF-1.4 %%EOF")
    office.until(lambda: office.sources == ["scan.pdf"], seconds=5.0)


def test_a_folder_that_is_replaced_by_a_new_one_is_watched_again(office: Office, tmp_path: Path) -> None:
    folders = office.watch(folder(tmp_path / "one"))
    office.until_idle(folders)
    (tmp_path / "one").rename(tmp_path / "gone")
    folders.rescan()
    office.until(lambda: "capture-folder-away" in office.told)
    (tmp_path / "one").mkdir()
    office.until(lambda: "capture-folder-back" in office.told)
    (tmp_path / "one" / "scan.pdf").write_bytes(b"%PDF-1.4 %%EOF")
    office.until(lambda: office.sources == ["scan.pdf"], seconds=5.0)


def test_a_folder_inside_another_is_captured_once_by_its_own_choice(office: Office, tmp_path: Path) -> None:
    outer = folder(tmp_path / "outer")
    inner = folder(tmp_path / "outer" / "inner", after_pickup="keep")
    (tmp_path / "outer" / "inner" / "scan.pdf").write_bytes(b"%PDF-1.4 1 %%EOF")
    (tmp_path / "outer" / "scan2.pdf").write_bytes(b"%PDF-1.4 2 %%EOF")
    folders = office.watch(outer, inner)
    office.until(lambda: len(office.scans) == 2)
    office.until_idle(folders)
    assert (tmp_path / "outer" / "inner" / "scan.pdf").exists()
    assert not (tmp_path / "outer" / "scan2.pdf").exists()


def test_the_same_bytes_in_two_folders_at_once_make_one_scan(office: Office, tmp_path: Path) -> None:
    boxes = [folder(tmp_path / name) for name in ("one", "two")]
    for number in range(10):
        for box in boxes:
            Path(box.path, f"{number}.pdf").write_bytes(b"%%PDF-1.4 %d %%%%EOF" % number)
    folders = office.watch(*boxes)
    office.until(lambda: len(office.scans) == 20)
    office.until_idle(folders)
    assert len(list(office.journal.scans())) == 10
    assert office.told == ["capture-seen-again"] * 10


def test_kept_files_are_not_offered_again_after_a_restart(office: Office, tmp_path: Path) -> None:
    box = folder(tmp_path / "one", after_pickup="keep")
    (tmp_path / "one" / "scan.pdf").write_bytes(b"%PDF-1.4 %%EOF")
    office.watch(box)
    office.until(lambda: len(office.scans) == 1)
    office.until_idle(office.watch(box))
    assert len(office.scans) == 1
    assert office.journal.facts("scan-1")[1:] == []


def test_kept_files_leave_when_the_office_chooses_so_later(office: Office, tmp_path: Path) -> None:
    box = folder(tmp_path / "one", after_pickup="keep")
    (tmp_path / "one" / "scan.pdf").write_bytes(b"%PDF-1.4 %%EOF")
    office.until_idle(office.watch(box))
    office.until_idle(office.watch(WatchedFolder(box.path)))
    assert (tmp_path / "one" / "done" / "scan.pdf").exists()
    assert office.journal.facts("scan-1")[1:] == []


def test_an_original_that_was_to_be_deleted_before_a_restart_is_deleted_after_it(
    office: Office, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("app.capture.waiting.REST_SECONDS", 0.5)
    box = folder(tmp_path / "one", after_pickup="delete")
    (tmp_path / "one" / "scan.pdf").write_bytes(b"%PDF-1.4 %%EOF")
    office.watch(box)
    office.until(lambda: len(office.scans) == 1)
    office.until_idle(office.watch(box))
    assert list((tmp_path / "one").iterdir()) == []
    assert office.journal.facts("scan-1")[1:] == []


def test_growth_in_done_that_began_before_a_restart_is_noticed_after_it(
    office: Office, tmp_path: Path
) -> None:
    box = folder(tmp_path / "one")
    (tmp_path / "one" / "scan.pdf").write_bytes(b"%PDF-1.4 %%EOF")
    office.until_idle(office.watch(box))
    office.stop()
    with (tmp_path / "one" / "done" / "scan.pdf").open("ab") as out:
        out.write(b"one more page %%EOF")
    office.watch(box)
    office.until(lambda: office.scans[-1].revision == 1)


def test_a_folder_that_the_system_will_not_watch_gives_no_listener(tmp_path: Path) -> None:
    assert listen_natively(tmp_path / "missing", frozenset(), lambda closed: None) is None
