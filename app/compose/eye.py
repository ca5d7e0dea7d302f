"""Reading and sealing of single files, without a workspace: `read`, `match`, `seal`, `verify`."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.compose.books import utc_now
from app.domain.decision import LinkPolicy
from app.domain.face import look
from app.domain.ledger import VIETNAM
from app.domain.page import Reading
from app.domain.paper_describing import Digitized, describe
from app.domain.receipt import SealedFile
from app.domain.requests import ReadOptions
from app.domain.separation import Part, SeparationProfile, separate
from app.ocr import door as reader
from app.ocr.door import engine_name
from app.pipeline.crew import ProcessCrew
from app.pipeline.ports import Register
from app.pipeline.stages.match import Matcher
from app.pipeline.stages.read import ReadStage
from app.pipeline.stages.seal import SealWay
from app.pipeline.stages.separate import warned
from app.sealing.door import seal, verify
from app.settings import Settings
from app.settings.paper_rules import paper_rules_on
from app.storage.durable import digest_of
from app.storage.spool import FolderSpool

if TYPE_CHECKING:
    from app.sealing.verification import Verification

SEAL_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Eye:
    """Reads single files with a crew of its own."""

    settings: Settings
    crew: ProcessCrew
    stage: ReadStage

    @property
    def workers(self) -> int:
        """How many files can be read at a time."""
        return self.crew.workers

    def reading(self, file: Path) -> Reading:
        """Return what stands on a file, timed to its first fields; UnreadableError when it can't be used."""
        return self.stage.reading(str(file), file.name, seen=lambda _: None)

    def parts(self, reading: Reading) -> tuple[Part, ...]:
        """Return how a reading is separated into results."""
        return warned(separate(reading.pages, SeparationProfile()))

    def matcher(self, register: Register) -> Matcher:
        """Return a matcher over a register, with the office's rule for links."""
        policy = link_policy(self.settings)
        return Matcher(register, policy, self.settings.unit_code, utc_now)

    def sealed(self, file: Path, dossier: str, output: Path) -> SealedFile:
        """Read a file whole and seal it for a dossier into `output`, which must not exist."""
        reading = self.stage.reading(str(file), file.name)
        digest, at = digest_of(file)[0], utc_now()
        way = seal_way(self.settings)
        digitized = Digitized(way.converted_by, at.astimezone(VIETNAM), digest, reading.engine, way.office)
        rules = paper_rules_on(digitized.at.date())
        paper = describe(look(reading.pages), dossier, None, digitized, rules)
        with tempfile.TemporaryDirectory(prefix="sohoa-seal-") as room:
            target = Path(room) / "sealed.pdf"
            request = way.request(
                reading,
                tuple(page.page for page in reading.pages),
                capture=file.absolute(),
                capture_digest=digest,
                dossier=dossier,
                title=paper.title,
                sealed_at=at,
                target=target,
                paper=paper,
            )
            made = self.crew.submit(seal, request, timeout_seconds=SEAL_SECONDS).result()
            output.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(target, output)
        return made


@contextlib.contextmanager
def open_eye(settings: Settings, quality: str | None) -> Iterator[Eye]:
    """Open an eye with the settings' quality, or the one given; close its workers in the end."""
    crew = ProcessCrew(settings.workers)
    with tempfile.TemporaryDirectory(prefix="sohoa-eye-") as folder:
        spool = FolderSpool(Path(folder))
        stage = ReadStage(spool, reader, crew, read_options(settings, quality), utc_now, engine_name)
        try:
            yield Eye(settings, crew, stage)
        finally:
            crew.close()


def read_options(settings: Settings, quality: str | None = None) -> ReadOptions:
    """Return how the office wants to read."""
    return ReadOptions(quality or settings.quality, settings.page_seconds, settings.megapixels)


def link_policy(settings: Settings) -> LinkPolicy:
    """Return what the office lets the program link by itself."""
    return LinkPolicy(settings.auto_link, settings.link_threshold)


def seal_way(settings: Settings) -> SealWay:
    """Return how the office seals."""
    return SealWay(settings.pdfa, settings.who, settings.unit_name)


def verify_file(file: Path, trust: str = "", *, online: bool = False) -> Verification:
    """Return the proof of a final file; `trust` is a folder of certificates, UsageError when it can't be read."""
    return verify(str(file), trust, online=online)
