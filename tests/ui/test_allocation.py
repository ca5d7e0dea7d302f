"""What the window's process drops goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

BY_NOW_KEPT = 15_000_000
PROGRAM = """
import sys
from pathlib import Path
from app.ui.allocation import give_back_large_pieces

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

if sys.argv[1] == "window":
    give_back_large_pieces()
del_me = bytes(30_000_000)  # from now on glibc would lay pieces as large as this among the small ones
del del_me
before = resident()
pictures, small = [], []
for _ in range(20):
    pictures.append(b"p" * 3_000_000)
    small.append(b"s" * 50_000)
pictures.clear()
print(resident() - before)
"""


def _left(mode: str) -> int:
    done = subprocess.run([sys.executable, "-c", PROGRAM, mode], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallopt"), reason="the C library is not glibc"
)
def test_pictures_that_were_dropped_leave_no_memory_behind() -> None:
    assert _left("window") < BY_NOW_KEPT < _left("plain")
