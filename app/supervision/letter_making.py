"""What is made of a letter wherever it was written: its two files, and the shape in which it is published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.dossier import Dossier
from app.domain.errors import UsageError
from app.domain.ledger import local_day
from app.domain.letters import Letter
from app.domain.messages import Message
from app.supervision.letter_texts import fields, for_telephone
from app.supervision.rules import LetterRules

_NO_TEXTS = {"zalo": None, "sms": None, "sms_parts": None}  # they name the number


@dataclass(frozen=True, slots=True)
class LetterMaking:
    """`find` gives a dossier by its code, `rules` those of a day, `office` the name at the head of the paper.

    `templates`: folders, the first that has a template counts.
    """

    find: Callable[[str], Dossier | None]
    rules: Callable[[date], LetterRules]
    templates: Sequence[Path]
    office: Callable[[Dossier], str]

    def write_files(self, letter: Letter, earlier: Sequence[Letter], docx: Path, pdf: Path) -> None:
        """Write a numbered letter as DOCX and PDF/A; UsageError when its template can't be used."""
        # Only here: what writes DOCX and PDF takes a good part of a second to load.
        from app.supervision.letter_files import write_docx, write_letter_pdf  # noqa: PLC0415

        dossier = self._dossier(letter)
        told = fields(letter, dossier, earlier, self._rules(letter), self.office(dossier))
        write_docx(self._template(letter.template), told, docx)
        write_letter_pdf(docx.read_bytes(), str(told["title"]), pdf)

    def shape(self, letter: Letter, state: str) -> dict[str, Any]:
        """Return the published shape of a letter, with the texts that go out beside it by telephone."""
        dossier, rules = self._dossier(letter), self._rules(letter)
        told = fields(letter, dossier, (), rules, self.office(dossier))
        return {
            "letter": letter.id,
            "number": letter.told_number or None,
            "dated": f"{letter.dated}" if letter.dated else None,
            "kind": letter.kind.value,
            "dossier": letter.dossier,
            "owner": dossier.owner_name,
            "promised": f"{local_day(letter.promised)}",
            "until": f"{letter.until}",
            "reason": letter.reason,
            "written_by": letter.written_by,
            "state": state,
            **(for_telephone(told, rules) if letter.number else _NO_TEXTS),
        }

    def _dossier(self, letter: Letter) -> Dossier:
        dossier = self.find(letter.dossier)
        if dossier is None:
            raise UsageError(Message.of("letters-no-dossier", code=letter.dossier))
        return dossier

    def _rules(self, letter: Letter) -> LetterRules:
        return self.rules(local_day(letter.written_at))

    def _template(self, name: str) -> Path:
        own = (folder / name for folder in self.templates)
        return next((path for path in own if path.is_file()), self.templates[-1] / name)


def file_name(letter: Letter) -> str:
    """Return the name of a numbered letter's files, without their ending."""
    return f"{letter.number:04d}-{letter.symbol}_{letter.dossier}".replace("/", "_")
