"""Names for new scans: short enough to read out over the telephone, sorted by day, never guessed twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.ledger import local_day

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"  # base 32 without i, l, o, u
_LETTERS = 8


def new_scan_id(now: datetime, draw: Callable[[int], int]) -> str:
    """Return an id like "261124-7kq2m9xa": the day in Vietnam, and 40 random bits.

    `draw(n)` returns a random number from 0 to n - 1 (`secrets.randbelow`).
    """
    letters = "".join(_CROCKFORD[draw(len(_CROCKFORD))] for _ in range(_LETTERS))
    return f"{local_day(now):%y%m%d}-{letters}"
