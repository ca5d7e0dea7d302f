"""One program a workspace, and the second one is told who is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import UsageError
from app.storage.lock import workspace_lock

SINCE = datetime(2026, 3, 10, 1, 2, 3, tzinfo=UTC)
HOLDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.storage.lock import workspace_lock
with workspace_lock(Path(sys.argv[1]), lambda: datetime(2026, 3, 10, 1, 2, 3, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def _clock() -> datetime:
    return SINCE


def test_a_second_program_is_told_who_holds_the_workspace(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UsageError) as refused, workspace_lock(lock, _clock):
            pytest.fail("two programs on one workspace")
        assert refused.value.message.id == "storage-workspace-in-use"
        assert refused.value.message.arguments["pid"] == str(holder.pid)
        assert refused.value.message.arguments["since"] == "10/03/2026 08:02:03"
        holder.send_signal(signal.SIGKILL)
    with workspace_lock(lock, _clock):
        pass  # the lock went with the killed process


def test_the_lock_can_be_taken_again_after_it_was_given_back(tmp_path: Path) -> None:
    for _ in range(2):
        with workspace_lock(tmp_path / "lock", _clock):
            pass
    assert not (tmp_path / "lock.holder").exists()


@pytest.mark.parametrize("note", [b"", b"\xff", b"{}", b'{"pid": "x", "since": "never"}'])
def test_a_damaged_note_only_makes_the_message_shorter(tmp_path: Path, note: bytes) -> None:
    lock = tmp_path / "lock"
    with workspace_lock(lock, _clock):
        (tmp_path / "lock.holder").write_bytes(note)
        with (
            pytest.raises(UsageError, match="storage-workspace-in-use-by-unknown"),
            workspace_lock(lock, _clock),
        ):
            pass


def test_the_note_names_this_process(tmp_path: Path) -> None:
    with workspace_lock(tmp_path / "lock", _clock):
        assert f'"pid": {os.getpid()}' in (tmp_path / "lock.holder").read_text()
