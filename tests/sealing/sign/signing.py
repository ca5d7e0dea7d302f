"""Short ways to sign in tests."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.domain.signing import SignedResult, SigningPlan, SignOrder
from app.sealing.sign.pen import open_pen
from tests.sealing.sign.tokens import PIN


def order_of(source: Path, target: Path, at: datetime | None = None) -> SignOrder:
    """An order to sign one page, now."""
    return SignOrder(str(source), str(target), at or datetime.now(UTC), 1, "2b")


def signed(plan: SigningPlan, source: Path, target: Path, pin: str = PIN) -> SignedResult:
    """Sign one file with the plan's key."""
    with open_pen(plan, pin) as pen:
        return pen.sign(order_of(source, target))
