"""A register of fictitious dossiers, with look-alikes, and its CSV in the columns of the national gateway."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from tests.generator.people import Firm, Person, make_firm, make_person, namesake, twin
from tests.generator.procedures import PROCEDURES, Procedure
from tests.generator.units import UNITS, Unit

AS_OF = date(2026, 3, 31)
"""The default end of the register's time; papers are dated before it."""

OPEN, SOLVED = ("2", "4", "5", "6"), ("9", "10")


@dataclass(frozen=True)
class Dossier:
    """One row of the register, plus `issued_on`: the day on its result, which the register does not know."""

    code: str
    other_codes: tuple[str, ...]
    procedure: Procedure
    applicant: Person
    firm: Firm | None
    unit: Unit
    channel: str
    received: datetime
    due: datetime
    finished: datetime | None
    returned: datetime | None
    state: str
    fee: int
    online_payment: str
    issued_on: date

    @property
    def owner_name(self) -> str:
        """ChuHoSo."""
        return self.firm.name if self.firm else self.applicant.name

    @property
    def owner_number(self) -> str:
        """SoDinhDanh: personal number or tax code."""
        return self.firm.tax_code if self.firm else self.applicant.number


class _Counter:
    """Hands out the serials of a unit's day, which restart every morning."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def code(self, unit: Unit, day: date, random: Random) -> str:
        """The next code of that unit and day; serials jump, as other dossiers come between."""
        front = f"{unit.code}-{day:%y%m%d}"
        self._last[front] = self._last.get(front, 0) + random.randrange(1, 9)
        return f"{front}-{self._last[front]:04d}"


def make_register(
    random: Random, size: int, *, as_of: date = AS_OF, look_alikes: float = 0.04
) -> list[Dossier]:
    """`size` dossiers; about `look_alikes` of them come as pairs that are easily taken for each other."""
    return list(islice(endless_register(random, as_of=as_of, look_alikes=look_alikes), size))


def endless_register(random: Random, *, as_of: date = AS_OF, look_alikes: float = 0.04) -> Iterator[Dossier]:
    """Dossiers one after the other, so that millions need no memory; each with a code of its own."""
    counter = _Counter()
    while True:
        first = make_dossier(random, counter, as_of)
        yield first
        if random.random() < look_alikes:
            yield look_alike(first, random, counter, as_of)


def make_strangers(
    random: Random, size: int, register: list[Dossier], *, as_of: date = AS_OF
) -> list[Dossier]:
    """Dossiers of the same world that are not in `register`; neither are their codes."""
    counter = _Counter()
    known = {dossier.code for dossier in register}
    strangers: list[Dossier] = []
    while len(strangers) < size:
        dossier = make_dossier(random, counter, as_of)
        if dossier.code not in known:
            strangers.append(dossier)
    return strangers


def make_dossier(
    random: Random, counter: _Counter, as_of: date, procedure: Procedure | None = None
) -> Dossier:
    """One dossier received within nine months before `as_of`."""
    procedure = procedure or random.choices(PROCEDURES, [p.share for p in PROCEDURES])[0]
    commercial = procedure.kind == "building_permit" or procedure.topic == "land_use"
    firm = make_firm(random) if commercial and random.random() < 0.2 else None
    unit = random.choice([u for u in UNITS if (u.level == "department") == (firm is not None)])
    days_before = random.randrange(1, 260)
    received = datetime.combine(as_of - timedelta(days=days_before), datetime.min.time())
    received += timedelta(
        hours=random.randrange(7, 17), minutes=random.randrange(60), seconds=random.randrange(60)
    )
    due = received + timedelta(days=procedure.days * 7 // 5 + 1)
    return _with_progress(
        Dossier(
            code=counter.code(unit, received.date(), random),
            other_codes=(
                f"000.00.{unit.code.split('.')[1]}.H15-{received:%y%m%d}-{random.randrange(9000, 9999)}",
            )
            if random.random() < 0.08
            else (),
            procedure=procedure,
            applicant=make_person(random, as_of),
            firm=firm,
            unit=unit,
            channel=random.choices(("1", "2", "3"), (38, 58, 4))[0],
            received=received,
            due=due,
            finished=None,
            returned=None,
            state="4",
            fee=procedure.fee,
            online_payment="",
            issued_on=received.date(),
        ),
        random,
        as_of,
    )


def look_alike(first: Dossier, random: Random, counter: _Counter, as_of: date) -> Dossier:
    """A second dossier near the first: a namesake, a twin, or the same person once more."""
    way = random.choice(("namesake", "twin", "same_person", "namesake"))
    person = {
        "namesake": lambda: namesake(first.applicant, random, as_of),
        "twin": lambda: twin(first.applicant, random),
        "same_person": lambda: first.applicant,
    }[way]()
    received = first.received + timedelta(minutes=random.randrange(1, 50))
    code = counter.code(first.unit, received.date(), random)
    return _with_progress(
        replace(first, code=code, other_codes=(), applicant=person, received=received), random, as_of
    )


def ambiguous_twin(first: Dossier, random: Random, counter: _Counter | None = None) -> Dossier:
    """The same person, procedure, unit and dates under another code: only a person can decide."""
    serial = int(first.code.rsplit("-", 1)[1]) + random.randrange(1, 4)
    code = f"{first.code.rsplit('-', 1)[0]}-{serial:04d}"
    return replace(first, code=code, other_codes=(), received=first.received + timedelta(minutes=7))


def _with_progress(dossier: Dossier, random: Random, as_of: date) -> Dossier:
    """Adds the day on the result, the state, and the payment; received <= issued <= finished <= returned <= as_of."""
    latest = (as_of - dossier.received.date()).days
    took = min(random.randrange(0, dossier.procedure.days + 4), latest)
    issued = dossier.received.date() + timedelta(days=took)
    paid = random.choices(("0", "1", "2"), (45, 35, 20))[0] if dossier.fee else "0"
    finished = max(
        dossier.received + timedelta(hours=1),
        datetime.combine(issued, datetime.min.time()) + timedelta(hours=16),
    )
    if finished.date() > as_of or random.random() < 0.3:
        state = random.choices((*OPEN, "7"), (10, 70, 8, 6, 6))[0]
        return replace(
            dossier, issued_on=issued, state=state, online_payment=paid, finished=None, returned=None
        )
    state = random.choice(SOLVED)
    returned = finished + timedelta(hours=random.randrange(1, 40)) if state == "10" else None
    return replace(
        dossier, issued_on=issued, state=state, online_payment=paid, finished=finished, returned=returned
    )


COLUMNS = (
    "MaHoSo", "MaHoSoKhac", "MaTTHC", "TenTTHC", "MaLinhVuc", "ChuHoSo", "SoDinhDanh", "LoaiDoiTuong", "KenhThucHien",
    "DonViXuLy", "MaDonVi", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "TrangThaiHoSo", "CoKetQua",
    "PhiLePhi", "DuocThanhToanTrucTuyen",
)  # fmt: skip


def register_row(dossier: Dossier, date_format: str = "%Y%m%d%H%M%S") -> dict[str, str]:
    """The dossier in the register's columns."""

    def moment(value: datetime | None) -> str:
        return value.strftime(date_format) if value else ""

    values = (
        dossier.code, "; ".join(dossier.other_codes), dossier.procedure.code, dossier.procedure.name,
        dossier.procedure.field, dossier.owner_name, dossier.owner_number, "2" if dossier.firm else "1", dossier.channel,
        dossier.unit.name, dossier.unit.code, moment(dossier.received), moment(dossier.due), moment(dossier.finished),
        moment(dossier.returned), dossier.state, "1", str(dossier.fee), dossier.online_payment,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def write_register(
    path: Path,
    dossiers: list[Dossier],
    *,
    delimiter: str = ",",
    bom: bool = True,
    date_format: str = "%Y%m%d%H%M%S",
) -> None:
    """Writes the register as CSV; the dialect is a choice because offices differ in it."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(register_row(dossier, date_format) for dossier in dossiers)
