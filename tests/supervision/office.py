"""A province's register of one quarter, made up, with some results stored: for the dashboard and the reports."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from app.domain.dossier import Dossier, DossierState
from tests.generator.units import UNITS
from tests.supervision.counting import HANOI

NOW = datetime(2026, 3, 20, 10, tzinfo=HANOI)
_NAMES = ("Nguyễn Thị Mẫu", "Trần Văn Thử", "H'Blui Niê", "Lê Thị Ví Dụ")


def province(count: int = 1500, seed: int = 8) -> tuple[list[Dossier], set[str]]:
    """Return dossiers received since January, and the codes of those with a stored result."""
    random = Random(seed)
    made = [_dossier(random, number) for number in range(count)]
    ended = [one.code for one in made if one.state in (9, 10)]
    return made, {code for code in ended if random.random() < 0.86}


def _dossier(random: Random, number: int) -> Dossier:
    unit = random.choice(UNITS[:24])
    received = datetime(2026, 1, 2, 8, tzinfo=HANOI) + timedelta(hours=random.randrange(0, 24 * 76))
    due = received + timedelta(days=random.choice([3, 5, 10, 15]))
    solved = received + timedelta(days=random.choice([1, 2, 3, 4, 6, 9]))
    open_still = solved > NOW or random.random() < 0.04
    return Dossier(
        f"{unit.code}-{received:%y%m%d}-{number:04d}",
        procedure_code="1.004859",
        procedure_name=random.choice(
            ["Đăng ký khai sinh", "Xác nhận tình trạng hôn nhân", "Cấp phép xây dựng"]
        ),
        field_code="G15-HT01",
        owner_name=random.choice(_NAMES),
        channel=2 if random.random() < 0.72 else 1,
        unit_name=unit.name,
        unit_code=unit.code,
        received_at=received,
        due_at=due,
        solved_at=None if open_still else solved,
        state=DossierState.IN_PROCESS if open_still else DossierState.RESULT_RETURNED,
        fee=random.choice([0, 8000, 20000]),
        paid_online=random.choice([0, 0, 1, 2]),
    )
