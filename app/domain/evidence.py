"""Why a dossier is proposed for a scan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.page import Box


class EvidenceKind(StrEnum):
    """The kinds of evidence (names of the published JSON)."""

    BARCODE = "barcode"
    PRINTED_CODE = "printed_code"
    MANIFEST = "manifest"
    PERSONAL_NUMBER = "personal_number"
    TAX_CODE = "tax_code"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    DOCUMENT_NUMBER = "document_number"
    PROCEDURE = "procedure"
    DATE = "date"
    UNIT = "unit"


NAMES_SOMEBODY = frozenset(
    {
        EvidenceKind.BARCODE,
        EvidenceKind.PRINTED_CODE,
        EvidenceKind.MANIFEST,
        EvidenceKind.PERSONAL_NUMBER,
        EvidenceKind.TAX_CODE,
        EvidenceKind.NAME,
    }
)  # kinds that single out a dossier or its owner; procedures, days and units are shared by many


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: what was found, where (page of the capture and box), and how much it weighs.

    `weight` is a natural-log likelihood ratio: above 0 it speaks for the dossier, below 0 against it.
    """

    kind: EvidenceKind
    value: str
    page: int
    box: Box | None = None
    weight: float = 0.0

    @property
    def contradicts(self) -> bool:
        """Whether this speaks against the dossier."""
        return self.weight < 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dossier proposed for a scan; `score` is the probability (0 to 1) that the scan belongs to it."""

    dossier: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    owner_name: str = ""
    procedure_name: str = ""
