"""The program is killed at each boundary of the intake; after the next start every file is exactly once somewhere."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.facts import Captured, SeenAgain
from app.domain.ledger import local_day
from app.storage.journal import SqliteJournal
from app.storage.spool import FolderSpool
from tests.conftest import PROJECT

FILES = 3


def run(workspace: Path, boundary: str, at: int, after_pickup: str) -> int:
    """Capture the folder in a process of its own; return how that ended."""
    command = [
        sys.executable,
        "-m",
        "tests.faults.capture_driver",
        str(workspace),
        boundary,
        str(at),
        after_pickup,
    ]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    assert "SeenAgain" not in done.stdout
    assert "capture-seen-again" not in done.stdout
    return done.returncode


def drop(workspace: Path) -> dict[str, bytes]:
    (workspace / "scanner").mkdir()
    contents = {f"{n}.pdf": b"%%PDF-1.4 paper %d" % n + os.urandom(2_500_000) for n in range(FILES)}
    for name, content in contents.items():
        (workspace / "scanner" / name).write_bytes(content)
    return contents


def assert_each_exactly_once(workspace: Path, contents: dict[str, bytes]) -> None:
    journal = SqliteJournal(workspace / "journal.sqlite")
    spool = FolderSpool(workspace / "spool")
    scans = list(journal.scans())
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert {scan.source: scan.capture for scan in scans} == digests
    assert len(scans) == len(contents)
    for scan in scans:
        assert spool.path(scan.capture).read_bytes() == contents[scan.source]
        assert [type(fact) for fact in journal.facts(scan.id)] == [Captured]
    total = journal.ledger(local_day(datetime.now(UTC))).total
    assert total.balanced
    assert total.captured == len(contents)
    assert list(spool.check(digests.values())) == []
    spool.empty_workroom(datetime.now(UTC) + timedelta(days=1))
    assert list(spool.workroom().iterdir()) == []
    journal.close()


def originals(workspace: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (workspace / "scanner").rglob("*") if p.is_file()}


@pytest.mark.parametrize("after_pickup", ["move", "keep", "delete"])
@pytest.mark.parametrize("boundary", ["copying", "spooled", "journaled", "moved"])
@pytest.mark.parametrize("forgets", [False, True])
def test_killed_at_a_boundary_nothing_is_lost_and_nothing_is_there_twice(
    tmp_path: Path, boundary: str, after_pickup: str, forgets: bool
) -> None:
    contents = drop(tmp_path)
    assert run(tmp_path, boundary, 2, after_pickup) == -signal.SIGKILL
    if forgets:
        (tmp_path / "pickups").unlink()
    assert run(tmp_path, "never", 1, after_pickup) == 0
    assert_each_exactly_once(tmp_path, contents)
    assert originals(tmp_path) == contents  # those to be deleted rest first: the watch does it
    if after_pickup == "move":
        assert {p.name for p in (tmp_path / "scanner" / "done").iterdir()} == set(contents)


def test_killed_again_and_again_at_every_boundary_it_comes_through(tmp_path: Path) -> None:
    contents = drop(tmp_path)
    for boundary in ("copying", "spooled", "journaled", "moved") * 2:
        run(tmp_path, boundary, 1, "move")
    assert run(tmp_path, "never", 1, "move") == 0
    assert_each_exactly_once(tmp_path, contents)
    assert originals(tmp_path) == contents


def test_the_same_bytes_dropped_again_after_a_kill_are_still_seen_again(tmp_path: Path) -> None:
    contents = drop(tmp_path)
    assert run(tmp_path, "journaled", FILES, "move") == -signal.SIGKILL
    assert run(tmp_path, "never", 1, "move") == 0
    (tmp_path / "scanner" / "0.pdf").write_bytes(contents["0.pdf"])
    command = [sys.executable, "-m", "tests.faults.capture_driver", str(tmp_path), "never", "1", "move"]
    said = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "capture-seen-again" in said
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    first = next(scan for scan in journal.scans() if scan.source == "0.pdf")
    assert [type(fact) for fact in journal.facts(first.id)] == [Captured, SeenAgain]
    journal.close()
