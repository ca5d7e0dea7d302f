"""LINKED → Sealed: a last look whether it is the right person's, then the final file, made and proved in the crew."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.facts import Fact, Sealed
from app.domain.messages import Message
from app.domain.page import Reading
from app.domain.paper import PaperMetadata
from app.domain.receipt import SealedFile
from app.domain.requests import SealRequest
from app.domain.scan import Clock, Lane, Scan
from app.pipeline.arranger import Arranger
from app.pipeline.papers import Papers
from app.pipeline.ports import Crew, Sealer, Spool
from app.pipeline.stages.wrong_person import WrongPersonStop, face_of

SECONDS_A_PAGE = 30.0
SECONDS_AT_LEAST = 60.0


@dataclass(frozen=True, slots=True)
class SealWay:
    """How the office seals: the PDF/A level, and who stands in the mark of conversion that the law asks for."""

    pdfa: str = "2b"
    converted_by: str = ""
    office: str = ""

    def request(  # noqa: PLR0913 - what a final file is made of
        self,
        reading: Reading,
        pages: tuple[int, ...],
        *,
        capture: Path,
        capture_digest: str,
        dossier: str,
        title: str,
        sealed_at: datetime,
        target: Path,
        paper: PaperMetadata,
    ) -> SealRequest:
        """Return the order for the final file of these pages of a capture, in this way."""
        return SealRequest(
            capture_path=str(capture),
            media_type=reading.shape.media_type,
            signed=reading.shape.signed,
            pages=reading.only(pages),
            whole_capture=pages == tuple(page.page for page in reading.pages),
            dossier=dossier,
            capture_digest=capture_digest,
            title=title,
            sealed_at=sealed_at,
            target=str(target),
            pdfa=self.pdfa,
            converted_by=self.converted_by,
            office=self.office,
            paper=paper,
        )


@dataclass(frozen=True, slots=True)
class SealStage:
    """Seals linked scans. The link is weighed once more, since the register or the link may have changed."""

    spool: Spool
    stop: WrongPersonStop
    sealer: Sealer
    crew: Crew
    clock: Clock
    way: SealWay
    arranger: Arranger
    papers: Papers

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Sealed. NeedsPersonError when the scan speaks against its dossier, or can't be sealed and proved."""
        if scan.reading is None or scan.dossier is None:
            raise ValueError(scan.id)  # a linked scan has both: domain.transitions sees to it
        reading = self.spool.reading(scan.reading)
        face = face_of(scan, reading)
        self.stop.check(scan, face)
        paper = self.papers.of(scan, face, reading.engine, self.clock())
        return [Sealed(scan=scan.id, at=self.clock(), file=self._sealed(scan, reading, paper), paper=paper)]

    def _room(self) -> tempfile.TemporaryDirectory[str]:
        """Return a passing folder on the spool's disk; a disk without room for it passes by itself."""
        workroom = self.spool.workroom()
        try:
            return tempfile.TemporaryDirectory(dir=workroom)
        except OSError as trouble:
            detail = trouble.strerror or type(trouble).__name__
            raise TryAgainError(
                Message.of("storage-disk-trouble", file=str(workroom), detail=detail)
            ) from trouble

    def _sealed(self, scan: Scan, reading: Reading, paper: PaperMetadata) -> SealedFile:
        with self._room() as room:
            target = Path(room) / "sealed.pdf"
            capture = self.spool.path(scan.capture)
            if scan.arrangement is not None:
                capture = self.arranger.assembled(scan.arrangement.refs, Path(room), scan.lane)
            request = self.way.request(
                reading,
                scan.pages,
                capture=capture,
                capture_digest=scan.capture,
                dossier=paper.dossier,
                title=paper.title,
                sealed_at=datetime.fromisoformat(paper.digitized_at),
                target=target,
                paper=paper,
            )
            limit = max(SECONDS_AT_LEAST, SECONDS_A_PAGE * len(scan.pages))
            first = scan.lane is Lane.COUNTER
            file = self.crew.submit(self.sealer.seal, request, timeout_seconds=limit, first=first).result()
            digest, size = self.spool.adopt(target)
        if (digest, size) != (file.digest, file.bytes):
            raise NeedsPersonError(Message.of("sealed-file-changed"))
        return file
