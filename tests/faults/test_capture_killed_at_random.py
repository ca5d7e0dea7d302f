"""The program is killed at random moments while a scanner writes on, and its files pause and grow."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.domain.facts import Captured, Revised
from app.storage.journal import SqliteJournal
from app.storage.spool import FolderSpool
from tests.conftest import PROJECT

KILLS = 10


class Scanner:
    """Writes one file after the other until stopped: at once, under a partial name, or with a pause in between."""

    def __init__(self, box: Path, chance: random.Random) -> None:
        self.papers: dict[str, bytes] = {}
        self._box, self._chance = box, chance
        self._off = threading.Event()
        self._thread = threading.Thread(target=self._work)
        box.mkdir()
        self._thread.start()

    def stop(self) -> None:
        self._off.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._off.wait(self._chance.random() * 0.2):
            name = f"{len(self.papers):04}.pdf"
            self.papers[name] = self._write(self._box / name)

    def _write(self, path: Path) -> bytes:
        page = b"%PDF-1.4 " + os.urandom(self._chance.randrange(1000, 300_000)) + b"%%EOF"
        more = b"one more page" + os.urandom(50_000) + b"%%EOF"
        match self._chance.randrange(3):
            case 0:
                path.write_bytes(page)
                return page
            case 1:
                path.with_suffix(".tmp").write_bytes(page)
                path.with_suffix(".tmp").rename(path)
                return page
        with path.open("wb") as out:  # looks finished, and is not: it may be picked up, and grows
            out.write(page)
            out.flush()
            self._off.wait(self._chance.choice([0.05, 0.5, 0.9]))
            out.write(more)
        return page + more


def program(workspace: Path, after_pickup: str, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.faults.capture_loop", str(workspace), after_pickup, *more]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL)


@pytest.mark.slow
@pytest.mark.parametrize("after_pickup", ["move", "keep", "delete"])
def test_killed_at_random_moments_every_paper_is_one_scan_with_all_its_bytes(
    tmp_path: Path, after_pickup: str
) -> None:
    chance = random.Random(after_pickup)
    scanner = Scanner(tmp_path / "scanner", chance)
    for _ in range(KILLS):
        running = program(tmp_path, after_pickup)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(0.5 + chance.random())
        running.kill()
        running.wait()
    scanner.stop()
    assert program(tmp_path, after_pickup, "idle").wait(60) == 0

    journal, spool = SqliteJournal(tmp_path / "journal.sqlite"), FolderSpool(tmp_path / "spool")
    scans = list(journal.scans())
    assert {scan.source: spool.path(scan.capture).read_bytes() for scan in scans} == scanner.papers
    assert len(scans) == len(scanner.papers)
    assert {type(fact) for scan in scans for fact in journal.facts(scan.id)} <= {Captured, Revised}
    left = [path.name for path in (tmp_path / "scanner").rglob("*.pdf")]
    assert sorted(left) == ([] if after_pickup == "delete" else sorted(scanner.papers))
    journal.close()
