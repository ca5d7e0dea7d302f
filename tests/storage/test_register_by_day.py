"""Of many dossiers in one name, those received by the paper's day are returned."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from app.domain.dossier import Dossier
from app.domain.ledger import VIETNAM
from app.domain.requests import Clues
from app.storage.register import SqliteRegister

FIRST = datetime(2026, 1, 1, 8, 0, tzinfo=VIETNAM)


def crowd(path: Path, size: int = 100) -> SqliteRegister:
    register = SqliteRegister(path / "register.sqlite")
    register.put(
        Dossier(f"H15.12-260101-{n:04d}", owner_name="Lê Văn Tám", received_at=FIRST + timedelta(days=n))
        for n in range(size)
    )
    return register


def serials(dossiers: list[Dossier]) -> list[int]:
    return [int(one.code[-4:]) for one in dossiers]


def test_a_crowded_name_is_asked_for_those_received_by_the_papers_day(tmp_path: Path) -> None:
    register = crowd(tmp_path)
    clues = Clues(names=("LE VAN TAM",), issued_on=date(2026, 1, 21))
    assert serials(register.answering(clues, 3)) == [20, 19, 18]
    assert serials(register.answering(Clues(names=("LE VAN TAM",)), 3)) == [99, 98, 97]
    register.close()


def test_where_few_were_received_by_that_day_later_ones_come_too(tmp_path: Path) -> None:
    register = crowd(tmp_path, 6)
    clues = Clues(names=("Lê Văn Tám",), issued_on=date(2026, 1, 2))
    assert serials(register.answering(clues, 3)) == [1, 0, 5, 4, 3]
    register.close()


def solved(serial: int, day: int, unit: str) -> Dossier:
    at = datetime(2026, 3, day, 16, 0, tzinfo=VIETNAM)
    return Dossier(f"H15.12-260101-{serial:04d}", owner_name="Lê Văn Tám", unit_name=unit, solved_at=at)


def test_a_paper_on_which_nothing_else_was_read_is_asked_for_by_its_unit_and_day(tmp_path: Path) -> None:
    register = SqliteRegister(tmp_path / "register.sqlite")
    register.put(
        [
            solved(1, 20, "Xã Ea Kar"),
            solved(2, 20, "Xã Cư Pơng"),
            solved(3, 28, "Xã Ea Kar"),
            solved(4, 22, "Xã Ea Kar"),
        ]
    )
    head, day = "uy ban nhan dan\nxa ea kar doc lap tu do hanh phuc", date(2026, 3, 20)
    assert serials(register.answering(Clues(issued_on=day, head=head))) == [1, 4]
    assert serials(register.answering(Clues(names=("Quyết Định",), issued_on=day, head=head))) == [1, 4]
    assert register.answering(Clues(numbers=("066150001234",), issued_on=day, head=head)) == []
    assert register.answering(Clues(head=head)) == []
