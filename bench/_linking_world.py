"""A made-up office for the linking benchmark: register, results, and readings of them with a reader's mistakes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from unittest import mock

from app.domain.dossier import Dossier, DossierState
from app.domain.ledger import VIETNAM
from app.domain.page import PageReading
from app.storage.register import SqliteRegister
from tests.domain.readings import of_sheets
from tests.generator import AS_OF, control_slip, make_register, make_result, make_strangers, set_letter
from tests.generator import Dossier as Printed
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
    prints_code: bool
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


def open_register(folder: Path, rows: list[Printed]) -> SqliteRegister:
    """A register in a new file with these rows."""
    register = SqliteRegister(folder / "register.sqlite")
    register.put(map(dossier_of, rows))
    return register


def cases(
    rows: list[Printed], count: int, chance: random.Random, *, strangers: float = 0.08
) -> Iterator[Case]:
    """Results of dossiers taken at random; one in three has its slip, one in twelve is in no register."""
    known = {row.code for row in rows}
    for _ in range(count):
        stranger = chance.random() < strangers
        owner = _stranger(known, chance) if stranger else chance.choice(rows)
        letter = make_result(owner, chance)
        damaged = chance.random() < DAMAGED
        rate = DAMAGE if damaged else WEAR
        with mock.patch.object(Sheet, "_word", not_drawn):
            sheets = set_letter(letter, chance, dpi=40, inked=False)
            slips = [control_slip(owner, chance, dpi=100)] if chance.random() < 0.35 else []
        pages = of_sheets(sheets, chance, rate, first=2)
        slip = of_sheets(slips, chance, rate)[0] if slips else None
        yield Case(
            None if stranger else owner.code,
            owner,
            letter.kind,
            damaged,
            bool(letter.fields.dossier_codes),
            slip,
            pages,
        )


def _stranger(known: set[str], chance: random.Random) -> Printed:
    while True:
        owner = make_strangers(chance, 1, [])[0]
        if owner.code not in known:
            return owner


def not_drawn(*_: object) -> None:
    """The words' places are enough here: drawing them would take nearly all the time."""


def make_rows(size: int, chance: random.Random) -> list[Printed]:
    """A register of this size with look-alikes."""
    return make_register(chance, size)
