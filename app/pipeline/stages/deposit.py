"""SEALED → DepositBegan → Stored: the file is handed over, and called stored only when the store has proved it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import NeedsPersonError
from app.domain.facts import DepositBegan, Fact, Stored
from app.domain.messages import Message
from app.domain.receipt import Receipt, SealedFile
from app.domain.requests import Deposit
from app.domain.scan import Clock, Lane, Scan
from app.pipeline.ports import DataStore, Spool
from app.pipeline.stages.wrong_person import WrongPersonStop, face_of


@dataclass(frozen=True, slots=True)
class DepositStage:
    """Deposits sealed files. The key makes it repeatable: after a crash the store gives the same receipt again."""

    spool: Spool
    store: DataStore
    stop: WrongPersonStop
    clock: Clock

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return DepositBegan at first, then Stored.

        NeedsPersonError when the paper speaks against its dossier, or when the store's proof does not hold.
        """
        if not scan.depositing:
            self._look_once_more(scan)
            return [DepositBegan(scan=scan.id, at=self.clock())]
        file, dossier = _what(scan)
        deposit = Deposit(
            key=f"{scan.id}:{file.digest}",
            dossier=dossier,
            digest=file.digest,
            path=str(self.spool.path(file.digest)),
            metadata=_metadata(scan, file),
            first=scan.lane is Lane.COUNTER,
        )
        receipt = self.store.deposit(deposit)
        self._prove(receipt, deposit)
        return [Stored(scan=scan.id, at=self.clock(), receipt=receipt)]

    def _look_once_more(self, scan: Scan) -> None:
        """A scan may wait long between seal and deposit, and the register change meanwhile."""
        if scan.reading is not None:
            self.stop.check(scan, face_of(scan, self.spool.reading(scan.reading)))

    def _prove(self, receipt: Receipt, deposit: Deposit) -> None:
        if (receipt.digest, receipt.dossier) != (deposit.digest, deposit.dossier):
            raise NeedsPersonError(Message.of("receipt-differs", receipt=receipt.id))
        read_back = hashlib.sha256()
        for chunk in self.store.content(receipt.id):
            read_back.update(chunk)
        if read_back.hexdigest() != deposit.digest:
            raise NeedsPersonError(Message.of("read-back-differs", receipt=receipt.id))


def _what(scan: Scan) -> tuple[SealedFile, str]:
    if scan.sealed is None or scan.dossier is None:
        raise ValueError(scan.id)  # a sealed scan has both: domain.transitions sees to it
    return scan.sealed, scan.dossier


def _metadata(scan: Scan, file: SealedFile) -> dict[str, str]:
    paper = scan.paper.entries() if scan.paper else {}
    return paper | {
        "scan": scan.id,
        "capture": scan.capture,
        "source": scan.source,
        "captured_at": scan.captured_at.isoformat(),
        "linked_by": scan.linked_by or "",
        "relation": scan.relation.value if scan.relation else "",  # to the dossier's earlier result
        "related": scan.related,
        "pages": str(file.pages),
        "pdfa": file.pdfa or "",
        "signed_by": scan.signer or "",  # in the certificate; `signer` is who signed the paper
        "signature_level": scan.signature_level,
    }
