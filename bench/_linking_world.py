"""A made-up office for the linking benchmark: register, results, and readings of them with a reader's mistakes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path
from unittest import mock

from app.domain.dossier import Dossier, DossierState
from app.domain.ledger import VIETNAM
from app.domain.page import PageReading
from app.storage.register import SqliteRegister
from tests.domain.readings import of_sheets
from tests.generator import AS_OF, control_slip, make_result, make_strangers, set_letter
from tests.generator import Dossier as Printed
from tests.generator.register import endless_register
from tests.generator.sheet import Sheet

NOW = datetime.combine(AS_OF, time(23, 0), VIETNAM).astimezone(UTC)
DAMAGED, DAMAGE, WEAR = 1 / 3, 0.03, 0.004  # share of bad scans; letters misread on these and on the others


@dataclass(frozen=True)
class Case:
    """One result on its way: its own dossier (None: not in the register), and its pages with or without a slip."""

    own: str | None
    owner: Printed
    kind: str
    damaged: bool
    slip: PageReading | None
    pages: list[PageReading]

    @property
    def condition(self) -> str:
        """How well the scan can be read."""
        return "damaged" if self.damaged else "good"


def dossier_of(row: Printed) -> Dossier:
    """The dossier as the register keeps it."""

    def aware(moment: datetime | None) -> datetime | None:
        return moment.replace(tzinfo=VIETNAM) if moment else None

    return Dossier(
        code=row.code,
        other_codes=row.other_codes,
        procedure_code=row.procedure.code,
        procedure_name=row.procedure.name,
        owner_name=row.owner_name,
        owner_number=row.owner_number,
        owner_kind=2 if row.firm else 1,
        unit_name=row.unit.name,
        unit_code=row.unit.code,
        received_at=aware(row.received),
        due_at=aware(row.due),
        solved_at=aware(row.finished),
        returned_at=aware(row.returned),
        state=DossierState(int(row.state)),
    )


def filled_register(
    folder: Path, size: int, keep: int, chance: random.Random
) -> tuple[SqliteRegister, list[Printed]]:
    """A register of this size in a new file, made row by row, and `keep` of its rows taken at random."""
    register = SqliteRegister(folder / "register.sqlite")
    kept: list[Printed] = []
    wanted = set(chance.sample(range(size), min(keep, size)))

    def rows() -> Iterator[Dossier]:
        for place, row in enumerate(islice(endless_register(chance), size)):
            if place in wanted:
                kept.append(row)
            yield dossier_of(row)

    register.put(rows())
    return register, kept


def cases(
    register: SqliteRegister, rows: list[Printed], chance: random.Random, *, strangers: float = 0.08
) -> Iterator[Case]:
    """The result of each of these dossiers; one in three has its slip, one in twelve is of a dossier in no register."""
    for row in rows:
        stranger = chance.random() < strangers
        owner = _stranger(register, chance) if stranger else row
        letter = make_result(owner, chance)
        damaged = chance.random() < DAMAGED
        rate = DAMAGE if damaged else WEAR
        with mock.patch.object(Sheet, "_word", not_drawn):
            sheets = set_letter(letter, chance, dpi=40, inked=False)
            slips = [control_slip(owner, chance, dpi=100)] if chance.random() < 0.35 else []
        yield Case(
            own=None if stranger else owner.code,
            owner=owner,
            kind=letter.kind,
            damaged=damaged,
            slip=of_sheets(slips, chance, rate)[0] if slips else None,
            pages=of_sheets(sheets, chance, rate, first=2),
        )


def _stranger(register: SqliteRegister, chance: random.Random) -> Printed:
    while True:
        owner = make_strangers(chance, 1, [])[0]
        if register.by_code(owner.code) is None:
            return owner


def not_drawn(*_: object) -> None:
    """The words' places are enough here: drawing them would take nearly all the time."""
