"""The rest of a sealed result before its deposit, in which the clerk can still take everything back."""

from __future__ import annotations

from datetime import datetime

from app.domain.scan import Lane, Scan, ScanState


def resting_since(scan: Scan) -> datetime | None:
    """Return since when a scan of the counter lies sealed and not on its way; None for others (imports never rest)."""
    sealed = scan.state is ScanState.SEALED and scan.hold is None and not scan.depositing
    return scan.changed_at if sealed and scan.lane is Lane.COUNTER else None


def rest_left(since: datetime | None, now: datetime, seconds: float) -> float:
    """Return how many of `seconds` are left; 0 when nothing rests, and when the clock was set back meanwhile."""
    if since is None:
        return 0.0
    passed = (now - since).total_seconds()
    return seconds - passed if 0 <= passed < seconds else 0.0
