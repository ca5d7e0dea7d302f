"""How much of a fault is tried: a share of it in every run of the tests, all of it by `make faults`."""

from __future__ import annotations

import os

WHOLE = os.environ.get("SOHOA_FAULTS") == "whole"


def share(whole: int, fast: int) -> int:
    """Return how often to try: `whole` times by `make faults`, `fast` times in every run."""
    return whole if WHOLE else fast
