"""SEALED waits for the records officer (or is deposited first); SIGNED → Timestamped when an authority was away."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from app.domain.errors import TryAgainError
from app.domain.facts import Fact, Timestamped
from app.domain.scan import Clock, Scan
from app.domain.signing import SignatureLevel, SignedResult, SigningPlan, SignOrder
from app.pipeline.ports import Spool
from app.pipeline.stages.deposit import DepositStage

PATIENCE = timedelta(
    hours=24
)  # a citizen does not wait longer for a timestamp: the signature is valid without


class Improver(Protocol):
    """Adds what a signature lacks."""

    def improve(self, plan: SigningPlan, order: SignOrder) -> SignedResult:
        """Write the improved file; TryAgainError while the authority is away."""


@dataclass(frozen=True, slots=True)
class SignedStage:
    """Brings signed files to the deposit, with what they may still lack."""

    spool: Spool
    improver: Improver
    plan: SigningPlan
    deposit: DepositStage
    clock: Clock

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Timestamped when that is owed and can be had, else what the deposit returns."""
        if scan.depositing or not self._owed(scan):
            return self.deposit.work(scan)
        try:
            return [self._improved(scan)]
        except TryAgainError:
            if scan.changed_at is not None and self.clock() - scan.changed_at < PATIENCE:
                raise
            return self.deposit.work(scan)

    def _owed(self, scan: Scan) -> bool:
        """Whether an authority that was away owes the timestamp, or after it what validation needs later.

        The latter is a revision behind the signed one, and from PDF/A-2 on the signature must cover the whole file (ISO
        19005-2, 6.4.3): such a file stays B-T.
        """
        if scan.signature_level == SignatureLevel.BARE:
            return self.plan.level is not SignatureLevel.BARE and bool(self.plan.tsa)
        may_grow = scan.sealed is not None and (scan.sealed.pdfa or "1")[0] == "1"
        wanted = (SignatureLevel.TIMED, SignatureLevel.LASTING)
        return may_grow and (scan.signature_level, self.plan.level) == wanted

    def _improved(self, scan: Scan) -> Fact:
        file = scan.sealed
        if file is None:
            raise ValueError(scan.id)  # a signed scan has one: domain.transitions sees to it
        with tempfile.TemporaryDirectory(dir=self.spool.workroom()) as room:
            target = Path(room) / "timestamped.pdf"
            order = SignOrder(
                str(self.spool.path(file.digest)), str(target), self.clock(), file.pages, file.pdfa
            )
            result = self.improver.improve(self.plan, order)
            self.spool.adopt(target)
        return Timestamped(scan=scan.id, at=self.clock(), file=result.file, level=result.level.value)


def goes_unsigned(scan: Scan) -> bool:
    """Return whether a sealed scan needs no signature of ours: it came signed, or is on its way already."""
    return scan.depositing or (scan.sealed is not None and scan.sealed.born_signed)
