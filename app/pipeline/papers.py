"""Describes a result for its file and for the store, and asks the store for its code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app import __version__
from app.domain.face import Face
from app.domain.ledger import VIETNAM
from app.domain.paper import PaperMetadata
from app.domain.paper_describing import Digitized, PaperRules, describe
from app.domain.scan import Scan
from app.pipeline.ports import DataStore, Register


@dataclass(frozen=True, slots=True)
class Papers:
    """Metadata of results digitized by `who` in an `office`; `rules` are those of a day."""

    register: Register
    store: DataStore
    rules: Callable[[date], PaperRules]
    who: str = ""
    office: str = ""

    def of(self, scan: Scan, face: Face, engine: str, at: datetime) -> PaperMetadata:
        """Return the metadata of a linked scan with its code; TryAgainError while the store can't be asked for it."""
        dossier = self.register.by_code(scan.dossier or "")
        here = at.astimezone(VIETNAM)
        versions = f"Sohoa {__version__}; {engine}"
        digitized = Digitized(self.who, here, scan.capture, versions, self.office)
        rules = self.rules(here.date())
        paper = describe(face, scan.dossier or "", dossier, digitized, rules, scan.corrections)
        return paper.numbered(self.store.paper_code(paper.prefix, f"{scan.id}:{paper.prefix}"))
