"""Whether one file is an earlier state of another: the same paper, scanned on."""

from __future__ import annotations

from pathlib import Path

_CHUNK = 1024 * 1024
_BLOCK = 256
_FEWEST_BLOCKS = 20
_SAME_SHARE = 0.95  # formats that go on in place (TIFF, PDF) rewrite a header and the directory at the end


def continues(old: Path, new: Path, *, same_file: bool) -> bool:
    """Return whether `new` is what `old` grew into; OSError when they can't be read.

    Another file of the same name must begin with all the old bytes. Where it is known to be the same file on disk, most
    blocks must have stayed; blocks of zeros (a size given before the content) may have been filled.
    """
    old_size, new_size = old.stat().st_size, new.stat().st_size
    if new_size < old_size or (new_size == old_size and not same_file):
        return False
    blocks = different = filled = 0
    with old.open("rb") as before, new.open("rb") as after:
        while chunk := before.read(_CHUNK):
            beside = after.read(len(chunk))
            blocks += -(-len(chunk) // _BLOCK)
            if chunk != beside:
                more_different, more_filled = _compared(chunk, beside)
                different, filled = different + more_different, filled + more_filled
    if different + filled == 0:
        return True
    few = blocks * (1 - _SAME_SHARE) if blocks >= _FEWEST_BLOCKS else 0
    return same_file and different <= few


def _compared(chunk: bytes, beside: bytes) -> tuple[int, int]:
    """Return how many blocks differ, and how many were all zeros and are filled now."""
    different = filled = 0
    for start in range(0, len(chunk), _BLOCK):
        block = chunk[start : start + _BLOCK]
        if block != beside[start : start + _BLOCK]:
            if any(block):
                different += 1
            else:
                filled += 1
    return different, filled
