"""By what a scan is linked, as sums tell it."""

from __future__ import annotations

from app.domain.scan import Scan


def linked_by(scan: Scan) -> str:
    """Return the kind of the weightiest evidence that a scan was linked by; "person" where a person found it alone."""
    speaking = [one for one in scan.evidence if not one.contradicts]
    return max(speaking, key=lambda one: one.weight).kind.value if speaking else "person"
