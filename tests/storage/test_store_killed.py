"""A deposit that is killed at any step is done once, and only once, when it is tried again."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.requests import Deposit
from app.storage.store import EmbeddedStore

BYTES = b"%PDF a sealed result" * 100
DIGEST = hashlib.sha256(BYTES).hexdigest()
NOW = datetime(2026, 3, 10, tzinfo=UTC)
MOST_STEPS = 60


def _run(root: Path, file: Path, step: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.storage.killed_store", str(root), str(file), DIGEST, str(step)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_deposit_killed_at_any_step_is_there_once_after_it_was_tried_again(tmp_path: Path) -> None:
    file = tmp_path / "result.pdf"
    file.write_bytes(BYTES)
    for step in range(MOST_STEPS):
        root = tmp_path / f"store {step}"
        done = _run(root, file, step)
        assert done.returncode in {0, -signal.SIGKILL}, done.stderr
        store = EmbeddedStore(root, lambda: NOW)
        assert list(store.check()) == []
        before = store.receipts("H15.12-260310-0003")
        receipt = store.deposit(Deposit("key", "H15.12-260310-0003", DIGEST, str(file)))
        assert store.receipts("H15.12-260310-0003") == [receipt]
        assert before in ([], [receipt])
        assert b"".join(store.content(receipt.id)) == BYTES
        store.empty_workroom(datetime.now(UTC) + timedelta(days=1))
        assert list((root / "objects" / "work").iterdir()) == []
        store.close()
        if done.returncode == 0:
            assert done.stdout.split() == [receipt.id]
            assert step > 8
            return
    raise AssertionError("the program never came to its end")
