"""LINKED → Sealed: a last look whether it is the right person's, then the final file, made and proved in the crew."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.dossier import Dossier
from app.domain.errors import NeedsPersonError, TryAgainError
from app.domain.face import Face
from app.domain.facts import Fact, Sealed
from app.domain.messages import Message
from app.domain.page import Reading
from app.domain.receipt import SealedFile
from app.domain.requests import SealRequest
from app.domain.scan import Clock, Lane, Scan
from app.pipeline.ports import Crew, Register, Sealer, Spool
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
        )


@dataclass(frozen=True, slots=True)
class SealStage:
    """Seals linked scans. The link is weighed once more, since the register or the link may have changed."""

    spool: Spool
    register: Register
    stop: WrongPersonStop
    sealer: Sealer
    crew: Crew
    clock: Clock
    way: SealWay

    def work(self, scan: Scan) -> Sequence[Fact]:
        """Return Sealed. NeedsPersonError when the scan speaks against its dossier, or can't be sealed and proved."""
        if scan.reading is None or scan.dossier is None:
            raise ValueError(scan.id)  # a linked scan has both: domain.transitions sees to it
        reading = self.spool.reading(scan.reading)
        face = face_of(scan, reading)
        self.stop.check(scan, face)
        title = result_title(self.register.by_code(scan.dossier), face)
        file = self._sealed(scan, scan.dossier, reading, title)
        return [Sealed(scan=scan.id, at=self.clock(), file=file)]

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

    def _sealed(self, scan: Scan, code: str, reading: Reading, title: str) -> SealedFile:
        with self._room() as room:
            target = Path(room) / "sealed.pdf"
            request = self.way.request(
                reading,
                scan.pages,
                capture=self.spool.path(scan.capture),
                capture_digest=scan.capture,
                dossier=code,
                title=title,
                sealed_at=self.clock(),
                target=target,
            )
            limit = max(SECONDS_AT_LEAST, SECONDS_A_PAGE * len(scan.pages))
            first = scan.lane is Lane.COUNTER
            file = self.crew.submit(self.sealer.seal, request, timeout_seconds=limit, first=first).result()
            digest, size = self.spool.adopt(target)
        if (digest, size) != (file.digest, file.bytes):
            raise NeedsPersonError(Message.of("sealed-file-changed"))
        return file


def result_title(dossier: Dossier | None, face: Face) -> str:
    """Return the title of the result: what stands on it, else the procedure's name."""
    if face.fields.title:
        return face.fields.title.value
    return dossier.procedure_name if dossier else ""
