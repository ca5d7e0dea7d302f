"""Wires letters of apology and extension: book, files, and their way to the signing desk and the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.compose.books import Books, new_id
from app.compose.eye import read_options
from app.compose.supervision import rules_of
from app.domain.dossier import Dossier
from app.domain.letters import Letter
from app.domain.messages import Message
from app.domain.scan import Scan
from app.ocr import door as reader
from app.pipeline.letter_entry import LetterEntry
from app.pipeline.stages.read import ReadStage
from app.settings import resources
from app.storage.acts import ActBook
from app.storage.sheet_files import Table, write_workbook
from app.supervision.letter_making import LetterMaking, file_name
from app.supervision.letters import Letters, Wish

_HEADS = {
    "number": "letters-head-number",
    "dated": "letters-head-dated",
    "dossier": "overview-dossier",
    "owner": "overview-owner",
    "promised": "overview-promised",
    "until": "letters-head-until",
    "reason": "letters-head-reason",
    "written_by": "letters-head-by",
    "state": "report-state",
    "sms": "letters-head-sms",
}


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter with its files and the scan that it became."""

    letter: Letter
    files: tuple[Path, Path]
    scan: Scan


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """Everything that is done with letters in a workspace."""

    books: Books
    letters: Letters

    def write(self, codes: Sequence[str], wish: Wish) -> tuple[list[Letter], list[Message]]:
        """Write letters under this account; see Letters.write."""
        return self.letters.write(codes, wish, self._who)

    def allow(self, code: str, note: str) -> None:
        """Allow a further letter under this account; see Letters.allow."""
        self.letters.allow(code, self._who, note)

    def issue(self, letters: Sequence[str], first: int) -> list[Issued]:
        """Number letters from `first` on, write their files and send them on their way; see Letters.number."""
        return [self.make(one) for one in self.letters.number(letters, first, self._who)]

    def unfinished(self) -> list[Letter]:
        """Return the letters that have a number but did not get on their way: a crash, or a full disk."""
        numbered = [one for one in self.letters.all() if one.number]
        return [one for one in numbered if self.books.journal.scan(one.id) is None]

    def make(self, letter: Letter) -> Issued:
        """Write the files of a numbered letter and send it on its way; again does no harm."""
        folder = self.books.workspace.letters / f"{letter.dated:%Y}"
        folder.mkdir(parents=True, exist_ok=True)
        docx, pdf = (folder / f"{file_name(letter)}{ending}" for ending in (".docx", ".pdf"))
        self._making.write_files(letter, self.letters.before(letter), docx, pdf)
        return Issued(letter, (docx, pdf), self._entry().enter(letter.id, letter.dossier, pdf))

    def shape(self, letter: Letter) -> dict[str, Any]:
        """Return the published shape of a letter, with the texts that go out beside it by telephone."""
        scan = self.books.journal.scan(letter.id)
        return self._making.shape(letter, scan.state.value if scan else "written")

    def write_list(self, path: Path, letters: Sequence[Letter], say: Callable[[str], str]) -> None:
        """Write these letters to a workbook."""
        shapes = [self.shape(one) for one in letters]
        rows = [[shape[key] or "" for key in _HEADS] for shape in shapes]
        write_workbook(path, [Table(say("letters-title"), (), list(map(say, _HEADS.values())), rows)])

    @property
    def _making(self) -> LetterMaking:
        workspace, register = self.books.workspace, self.books.register

        def office(dossier: Dossier) -> str:
            return workspace.settings.unit_name or dossier.unit_name

        templates = (workspace.root / "rules", resources() / "letters")
        return LetterMaking(register.by_code, self.letters.rules.letters, templates, office)

    def _entry(self) -> LetterEntry:
        books = self.books
        options = read_options(books.workspace.settings)
        read = ReadStage(books.spool, reader, books.desk.crew, options, books.clock, reader.engine_name)
        return LetterEntry(books.desk, read)

    @property
    def _who(self) -> str:
        return self.books.workspace.settings.who


def letter_desk(books: Books, acts: ActBook) -> LetterDesk:
    """Return the desk of letters over the books of a workspace."""
    letters = Letters(acts, books.register.by_code, rules_of(books.workspace), books.clock, new_id)
    return LetterDesk(books, letters)
