"""How the window's process asks the system for memory: pictures come and go, and are given back at once."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # names of glibc's mallopt
LARGE_BYTES = 1 << 20
ARENAS = 2


def give_back_large_pieces() -> None:
    """Let each piece of LARGE_BYTES or more lie by itself and go back once it is dropped; of glibc, else nothing.

    Left alone glibc puts pictures between small pieces once one was dropped, for each thread in a place of its own: a
    batch of 500 pages that was looked through took twice the memory of what is kept.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:  # not every C library has it
            for name, value in (
                (_MMAP_THRESHOLD, LARGE_BYTES),
                (_TRIM_THRESHOLD, LARGE_BYTES),
                (_ARENA_MAX, ARENAS),
            ):
                mallopt(name, value)
