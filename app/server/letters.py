"""Letters of apology and extension in a served store: each office's own book, by the rules of app.supervision.

A paper is made again whenever it is asked for, of the acts and the template of the day on which it was written. Signed
elsewhere and deposited with `relation` "letter" and its id as `letter`, it lies in the store beside the results.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from secrets import randbelow
from typing import Any, Literal

from sqlalchemy import Connection

from app.domain.dossier import Dossier
from app.domain.errors import UsageError
from app.domain.indicators import Period
from app.domain.ledger import local_day
from app.domain.letters import Letter
from app.domain.messages import Message
from app.domain.units import UnitList
from app.pipeline.scan_ids import new_scan_id
from app.server.accounts import Account
from app.server.acts import ServedActs, act_of
from app.server.audit import Act, write_down
from app.server.database import Row, ServerDatabase, many, moment_of, one, ticks
from app.server.problems import ProblemError
from app.server.register import units_of
from app.server.signing import StoreKey
from app.storage.figures_schema import NO_LETTER
from app.storage.register_schema import COLUMNS, from_row
from app.supervision.letter_making import LetterMaking, file_name
from app.supervision.letters import NUMBERED, WRITTEN, Letters, Wish, letter_of
from app.supervision.rules import LetterRules, Rules

Form = Literal["docx", "pdf"]
_DOSSIER = f"SELECT unit, {', '.join(COLUMNS)} FROM dossiers WHERE lower(code) = lower(:code)"  # noqa: S608
_OFFICE = "SELECT unit FROM acts WHERE kind = :kind AND subject = :letter"
_NUMBERED = "SELECT * FROM acts WHERE kind = :kind AND subject = :letter"
_DEPOSITED = f"""SELECT metadata FROM results
                 WHERE dossier = :dossier AND withdrawn_at IS NULL AND NOT ({NO_LETTER})"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Page:
    """Which letters are asked for: written in a period, of a unit ("": all of the account), behind a place."""

    period: Period
    unit: str
    after: tuple[int, int]
    limit: int


@dataclass(frozen=True, slots=True)
class ServedLetters:
    """The letters of every unit. Each account sees and writes its own units' only."""

    database: ServerDatabase
    key: StoreKey
    rules: Rules
    templates: Sequence[Path]

    def rules_today(self) -> LetterRules:
        """Return how letters are written today, by the database's clock."""
        with self.database.reading() as connection:
            return self.rules.letters(local_day(moment_of(self.database.now(connection))))

    def write(
        self, account: Account, codes: Sequence[str], wish: Wish
    ) -> tuple[list[dict[str, Any]], list[Message]]:
        """Write a letter for each dossier, without a number; return their shapes, and why others were not written.

        UsageError for a reason that the catalogue does not have, or a day that the calendar does not know.
        """
        offices: dict[str, list[str]] = {}
        refused: list[Message] = []
        shapes: list[dict[str, Any]] = []
        with self.database.writing() as connection:
            for code in dict.fromkeys(codes):
                unit, found = _dossier(connection, code) or ("", None)
                if found is None or not account.answers_for(unit):
                    refused.append(Message.of("letters-no-dossier", code=code))
                else:
                    offices.setdefault(unit, []).append(found.code)
            making = self._making(connection)
            for unit, own in offices.items():
                written, told = self._book(connection, account, unit).write(own, wish, account.name)
                refused += told
                shapes += [making(unit).shape(one, "written") for one in written]
        return shapes, refused

    def allow(self, account: Account, code: str, note: str) -> None:
        """Let one further letter be written for a dossier; see Letters.allow. ProblemError 404 without the dossier."""
        with self.database.writing() as connection:
            unit, found = _dossier(connection, code) or ("", None)
            if found is None or not account.answers_for(unit):
                raise ProblemError(404, "not-found")
            self._book(connection, account, unit).allow(found.code, account.name, note)

    def number(self, account: Account, ids: Sequence[str], first: int) -> list[dict[str, Any]]:
        """Number letters of one office from `first` on, all or none; see Letters.number. ProblemError 404 without one.

        UsageError also when they are letters of several offices.
        """
        with self.database.writing() as connection:
            offices = {self._office_of(connection, account, one_id) for one_id in ids}
            if len(offices) > 1:
                raise UsageError(Message.of("letters-of-several-offices"))
            (office,) = offices
            numbered = self._book(connection, account, office).number(ids, first, account.name)
            making = self._making(connection)(office)
            return [making.shape(one, "numbered") for one in numbered]

    def page(self, account: Account, page: Page) -> list[tuple[tuple[int, int], dict[str, Any]]]:
        """Return letters with their places, in the order in which they were written."""
        with self.database.telling() as connection:
            own = {f"unit{n}": unit for n, unit in enumerate(self._offices(connection, account, page.unit))}
            names = ", ".join(f":{name}" for name in own) or "NULL"
            rows = many(
                connection,
                "SELECT * FROM acts WHERE kind = :kind AND at >= :begin AND at < :end"  # noqa: S608
                f" AND (at, sequence) > (:at, :after) AND unit IN ({names}) ORDER BY at, sequence LIMIT :limit",
                kind=WRITTEN, begin=ticks(page.period.begin), end=ticks(page.period.end), at=page.after[0],
                after=page.after[1], limit=page.limit, **own,
            )  # fmt: skip
            making = self._making(connection)
            return [((row["at"], row["sequence"]), _shape(connection, making, row)) for row in rows]

    def content(self, account: Account, letter_id: str, form: Form) -> tuple[str, bytes]:
        """Return name and bytes of a numbered letter's file; that it was read is written down.

        ProblemError 404 when there is no such letter for this account, or it has no number yet.
        """
        with self.database.telling() as connection, tempfile.TemporaryDirectory() as folder:
            office = self._office_of(connection, account, letter_id)
            book = self._book(connection, account, office)
            letter = book.letter(letter_id)
            if not letter.number:
                raise ProblemError(404, "not-found")
            docx, pdf = Path(folder) / "letter.docx", Path(folder) / "letter.pdf"
            self._making(connection)(office).write_files(letter, book.before(letter), docx, pdf)
            content = (docx if form == "docx" else pdf).read_bytes()
        with self.database.writing() as connection:
            told = Act(account.name, "letter-read", letter_id, office, {"form": form})
            write_down(connection, self.key, told, self.database.now(connection))
        return f"{file_name(letter)}.{form}", content

    def _book(self, connection: Connection, account: Account, unit: str) -> Letters:
        now = moment_of(self.database.now(connection))
        office, units = _answering(self.rules.units(), unit, now)
        acts = ServedActs(connection, self.key, office, units)
        find = partial(_own_dossier, connection, account)
        return Letters(acts, find, self.rules, lambda: now, lambda: new_scan_id(now, randbelow))

    def _making(self, connection: Connection) -> Callable[[str], LetterMaking]:
        """Return what makes the letters of an office; rules are read once for all of them."""
        names, rules = self.rules.units().names, cache(self.rules.letters)
        find = partial(
            _any_dossier, connection
        )  # what an office wrote stays its own when the dossier moves on

        def making(office: str) -> LetterMaking:
            return LetterMaking(find, rules, self.templates, lambda one: names.get(office) or one.unit_name)

        return making

    def _offices(self, connection: Connection, account: Account, wanted: str) -> set[str]:
        """The account's units, and whoever answers for them now: an office keeps its book under its own code."""
        now, units = moment_of(self.database.now(connection)), self.rules.units()
        own = units_of(connection, account, wanted)
        answering = {each for unit in own for each in (unit, _answering(units, unit, now)[0])}
        return {unit for unit in answering if account.answers_for(unit)}

    @staticmethod
    def _office_of(connection: Connection, account: Account, letter_id: str) -> str:
        row = one(connection, _OFFICE, kind=WRITTEN, letter=letter_id)
        if row is None or not account.answers_for(row["unit"]):
            raise ProblemError(404, "not-found")
        return str(row["unit"])


def _answering(units: UnitList, unit: str, now: datetime) -> tuple[str, set[str]]:
    """Return the unit that answers for this one today, and every unit that it answers for."""
    today = local_day(now)
    office = units.at(unit, today)
    merged = {each.unit for each in units.successions if units.at(each.unit, today) == office}
    return office, {office, unit, *merged}


def _dossier(connection: Connection, code: str) -> tuple[str, Dossier] | None:
    """Return a dossier with its unit, or None."""
    row = one(connection, _DOSSIER, code=code)
    return (str(row["unit"]), from_row(tuple(row[name] for name in COLUMNS))) if row else None


def _any_dossier(connection: Connection, code: str) -> Dossier | None:
    found = _dossier(connection, code)
    return found[1] if found else None


def _own_dossier(connection: Connection, account: Account, code: str) -> Dossier | None:
    found = _dossier(connection, code)
    return found[1] if found and account.answers_for(found[0]) else None


def _shape(connection: Connection, making: Callable[[str], LetterMaking], row: Row) -> dict[str, Any]:
    numbered = one(connection, _NUMBERED, kind=NUMBERED, letter=row["subject"])
    letter = letter_of(act_of(row), act_of(numbered) if numbered else None)
    return making(row["unit"]).shape(letter, _state(connection, letter))


def _state(connection: Connection, letter: Letter) -> str:
    deposited = many(connection, _DEPOSITED, dossier=letter.dossier)
    if any(json.loads(row["metadata"]).get("letter") == letter.id for row in deposited):
        return "stored"
    return "numbered" if letter.number else "written"
