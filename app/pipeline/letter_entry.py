"""A letter's door to the road: it enters linked, and is sealed, signed and deposited like every result."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.domain.facts import Captured, Described, Linked, Read, Related, Separated
from app.domain.scan import Relation, Scan
from app.pipeline.desk import Desk
from app.pipeline.stages.read import ReadStage
from app.storage.durable import chunks_of

LETTERS = "letters"  # where it came from, in place of a scanner's folder


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """Takes letters that the office made; `read` reads them for the stop against the wrong person."""

    desk: Desk
    read: ReadStage

    def enter(self, letter: str, dossier: str, file: Path) -> Scan:
        """Take the letter with this id; return its scan, which has the same id. Again does nothing."""
        journal, spool, now, who = self.desk.journal, self.desk.spool, self.desk.clock(), self.desk.who
        known = journal.scan(letter)
        if known is not None:
            return known
        digest, size = spool.put(chunks_of(file))
        reading = self.read.reading(str(spool.path(digest)), file.name)
        pages = tuple(page.page for page in reading.pages)
        changed = journal.record(
            Captured(scan=letter, at=now, capture=digest, bytes=size, source=file.name, folder=LETTERS),
            Read(scan=letter, at=now, reading=spool.put_reading(reading)),
            Separated(scan=letter, at=now, pages=pages),
            Related(scan=letter, at=now, other="", relation=Relation.LETTER, by=who),
            # The register tells the type of the dossier's result, which a letter is not.
            Described(scan=letter, at=now, corrections={"result_type": ""}, by=who),
            Linked(scan=letter, at=now, dossier=dossier, by=who),
        )
        self.desk.recorded(changed)
        return changed[-1]
