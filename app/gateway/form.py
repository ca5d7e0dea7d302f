"""What another system takes and answers, as its dated file tells (resources/rules/gateway_NAME_DATE.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.ledger import VIETNAM


@dataclass(frozen=True, slots=True)
class Form:
    """The tables of the file in force."""

    tables: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return a table."""
        return self.tables[name]

    def date_text(self, moment: datetime) -> str:
        """Return a moment as the other side writes it, in Vietnam's time."""
        return moment.astimezone(VIETNAM).strftime(self.tables["dates"]["form"])

    def moment(self, text: object) -> datetime | None:
        """Read a moment that the other side wrote; None when it is empty or not of its form."""
        try:
            return datetime.strptime(str(text or ""), self.tables["dates"]["form"]).replace(tzinfo=VIETNAM)
        except ValueError:
            return None

    def is_good(self, code: object) -> bool:
        """Whether an answer's code says that all is well."""
        return str(code) in self.tables["answers"]["good"]

    def speaks_of(self, kind: str, text: str) -> bool:
        """Whether a message holds one of the words of this kind (exists, session, procedure)."""
        return any(word.lower() in text.lower() for word in self.tables["answers"].get(f"{kind}_words", ()))
