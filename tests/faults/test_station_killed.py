"""SIGKILL at each boundary: after a restart every file is once somewhere, and the ledger balances."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.compose.books import open_books
from app.settings import Settings, WatchedFolder, open_workspace, save

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "resources" / "samples"
FILES = ("01-quyet-dinh.jpg", "04-phieu-kiem-soat.pdf", "12-tep-hong.jpg")
BOUNDARIES = [
    ("during", "read"),
    ("after", "read"),
    ("after", "separate"),
    ("after", "match"),
    ("during", "seal"),
    ("after", "seal"),
    ("during", "deposit"),
    ("after", "deposit"),
]


def sohoa(root: Path, *words: str) -> list[dict[str, Any]]:
    """Run a command; return its JSON lines."""
    command = [sys.executable, "-m", "app", "--workspace", str(root), "--json", *words]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=110)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace with the sample register, and three scans in its scanner folder."""
    root, inbox = tmp_path / "workspace", tmp_path / "scanner"
    inbox.mkdir()
    workspace = open_workspace(root)
    save(workspace.settings_file, Settings(quality="swift", folders=(WatchedFolder(str(inbox)),)))
    sohoa(root, "register", "import", str(SAMPLES / "register.csv"))
    for name in FILES:
        shutil.copy(SAMPLES / name, inbox / name)
    return root


@pytest.mark.parametrize(("moment", "stage"), BOUNDARIES)
def test_every_file_is_exactly_once_somewhere_after_a_kill(office: Path, moment: str, stage: str) -> None:
    driver = [sys.executable, "-m", "tests.faults.station_driver", str(office), moment, stage]
    died = subprocess.run(driver, cwd=PROJECT, capture_output=True, check=False, timeout=110)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()

    sums = sohoa(office, "run", "--until-idle")[-1]

    scans = sohoa(office, "scans")
    arrived = sorted(hashlib.sha256((SAMPLES / name).read_bytes()).hexdigest() for name in FILES)
    assert sorted(scan["digest"] for scan in scans) == arrived
    assert sums["balanced"]
    assert sums["total"]["captured"] == len(FILES)
    assert sums["total"]["waiting"] == 0
    stored = [scan for scan in scans if scan["state"] == "stored"]
    assert stored, "at least the slip's result is stored by itself"
    with open_books(open_workspace(office)) as books:
        assert sorted(receipt.digest for receipt in books.store.all_receipts()) == sorted(
            scan["sealed_digest"] for scan in stored
        )
    inbox = office.parent / "scanner"
    assert [entry.name for entry in inbox.iterdir()] == ["done"]
    assert sorted(entry.name for entry in (inbox / "done").iterdir()) == sorted(FILES)
