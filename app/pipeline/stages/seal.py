"""LINKED → Sealed: a last look whether it is the right person's, then the final file, made and proved in the crew."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.decision import disagreements
from app.domain.errors import NeedsPersonError
from app.domain.face import Face, look
from app.domain.facts import BY_RULE, Fact, Sealed
from app.domain.messages import Message
from app.domain.page import Reading
from app.domain.receipt import SealedFile
from app.domain.requests import SealRequest
from app.domain.scan import Clock, Lane, Scan
from app.pipeline.ports import Crew, Journal, Register, Sealer, Spool
from app.pipeline.stages.match import dossier_title, rivals

SECONDS_A_PAGE = 30.0
SECONDS_AT_LEAST = 60.0


@dataclass(frozen=True, slots=True)
class SealStage:
    """Seals linked scans. The link is weighed once more, since the register or the link may have changed."""

    spool: Spool
    journal: Journal
    register: Register
    sealer: Sealer
    crew: Crew
    clock: Clock
    pdfa: str

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Sealed. NeedsPersonError when the scan speaks against its dossier, or can't be sealed and proved."""
        if scan.reading is None or scan.dossier is None:
            raise ValueError(scan.id)  # a linked scan has both: domain.transitions sees to it
        reading = self.spool.reading(scan.reading)
        face = look(reading.only(scan.pages), scan.slip_codes, reading.only(scan.separator_pages))
        self._stop_if_wrong(scan, scan.dossier, face)
        title = dossier_title(self.register.by_code(scan.dossier), face)
        file = self._sealed(scan, scan.dossier, reading, title)
        return [Sealed(scan=scan.id, at=self.clock(), file=file)]

    def _stop_if_wrong(self, scan: Scan, code: str, face: Face) -> None:
        if scan.confirmed:
            return
        dossier = self.register.by_code(code)
        if dossier is None:
            raise NeedsPersonError(Message.of("stop-dossier-gone", code=code))
        against = disagreements(face, dossier)
        if against:
            raise NeedsPersonError(against[0])
        # Two walkers may link two scans to one dossier at the same moment: what matching could not see is seen here.
        others = rivals(self.journal, code, scan)
        if scan.linked_by == BY_RULE and others:
            raise NeedsPersonError(Message.of("stop-second-result", code=code, other=others[0].id))

    def _sealed(self, scan: Scan, code: str, reading: Reading, title: str) -> SealedFile:
        with tempfile.TemporaryDirectory(dir=self.spool.workroom()) as room:
            target = Path(room) / "sealed.pdf"
            request = SealRequest(
                capture_path=str(self.spool.path(scan.capture)),
                media_type=reading.shape.media_type,
                signed=reading.shape.signed,
                pages=reading.only(scan.pages),
                whole_capture=scan.pages == tuple(page.page for page in reading.pages),
                dossier=code,
                capture_digest=scan.capture,
                title=title,
                sealed_at=self.clock(),
                target=str(target),
                pdfa=self.pdfa,
            )
            limit = max(SECONDS_AT_LEAST, SECONDS_A_PAGE * len(scan.pages))
            first = scan.lane is Lane.COUNTER
            file = self.crew.submit(self.sealer.seal, request, timeout_seconds=limit, first=first).result()
            digest, size = self.spool.adopt(target)
        if (digest, size) != (file.digest, file.bytes):
            raise NeedsPersonError(Message.of("sealed-file-changed"))
        return file
