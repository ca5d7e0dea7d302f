"""The metadata of a digitized paper: what the data store and the file itself say of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from app.domain.paper_code import code_prefix

PERMANENT = "permanent"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMetadata:
    """Entries of a digitized paper; what is not known is "".

    `validity` is PERMANENT or a date (ISO 8601, as `issued_on`); `digitized_at` a time with zone; `capture` the SHA-256
    of the bytes that arrived; `versions` the programs that read and sealed it.
    """

    title: str = ""
    code: str = ""
    owner_number: str = ""
    owner_name: str = ""
    result_type: str = ""
    number: str = ""
    issued_on: str = ""
    agency: str = ""
    signer: str = ""
    summary: str = ""
    validity: str = ""
    dossier: str = ""
    procedure: str = ""
    procedure_name: str = ""
    unit: str = ""
    digitized_by: str = ""
    digitized_at: str = ""
    capture: str = ""
    versions: str = ""

    @property
    def prefix(self) -> str:
        """The paper's code without NN."""
        return code_prefix(self.owner_number, self.result_type, self.number, self.dossier)

    def entries(self) -> dict[str, str]:
        """Return what is known, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    def numbered(self, code: str) -> PaperMetadata:
        """Return the same with its code."""
        return replace(self, code=code)
