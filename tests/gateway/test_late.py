"""Overdue by a system told apart from overdue by people, with the evidence; and the report that says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from app.domain.indicators import Period
from app.language import Translator
from app.server.database import ticks
from app.server.sync.errors import Asked
from app.server.sync.late import Late, late
from app.server.sync.report import Wanted, write_report
from tests.gateway.national import NationalPortal
from tests.gateway.office import Office, rules
from tests.gateway.peer import Fault, always
from tests.server.served import PROJECT

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
Story = Callable[[Office, NationalPortal], None]


def found(room: Office) -> list[Late]:
    bounds = ticks(MARCH.begin), ticks(MARCH.end)
    with room.store.database.reading() as connection:
        return list(late(connection, None, Asked(), bounds, ticks(room.now), rules()))


def in_time(room: Office, _: NationalPortal) -> None:
    room.deposit(room.register(1), b"one")
    room.send()


def refused_until_the_next_day(room: Office, portal: NationalPortal) -> None:
    room.deposit(room.register(1), b"one")
    portal.plan = always("DongBoHoSoMC", Fault.REFUSE)
    room.send()
    room.later(days=1)
    portal.plan = lambda *_: None
    room.send()


def answers_lost(room: Office, portal: NationalPortal) -> None:
    room.deposit(room.register(1), b"one")
    portal.plan = always("DongBoHoSoMC", Fault.LOSE_ORDER)
    room.send()


def never_asked(room: Office, _: NationalPortal) -> None:
    room.deposit(room.register(1), b"one")


def procedure_unknown(room: Office, _: NationalPortal) -> None:
    room.deposit(room.register(1, MaTTHC="9.999999"), b"one")
    room.send()


def solved_too_late(room: Office, _: NationalPortal) -> None:
    room.deposit(room.register(1, NgayKetThucXuLy="20260311070000"), b"one")
    room.send()


def not_solved(room: Office, _: NationalPortal) -> None:
    room.register(1, TrangThaiHoSo="4", NgayKetThucXuLy="")


def stored_the_next_day(room: Office, _: NationalPortal) -> None:
    room.register(1)
    room.later(days=1)
    room.deposit("H15.12-260302-00001", b"one")
    room.send()


@pytest.mark.parametrize(
    ("story", "fault"),
    [
        (in_time, None),
        (refused_until_the_next_day, "system"),
        (answers_lost, "system"),
        (never_asked, "system"),
        (procedure_unknown, "register"),
        (solved_too_late, "solved-late"),
        (not_solved, "not-solved"),
        (stored_the_next_day, "stored-late"),
    ],
)
def test_who_made_a_dossier_late_is_told_by_the_times(
    room: Office, portal: NationalPortal, story: Story, fault: str | None
) -> None:
    story(room, portal)
    room.later(days=2)
    assert [one.fault for one in found(room)] == ([fault] if fault else [])


def test_the_evidence_holds_when_it_was_complete_first_sent_and_equal(
    room: Office, portal: NationalPortal
) -> None:
    refused_until_the_next_day(room, portal)
    (one,) = found(room)
    assert one.ready_at is not None
    assert one.first_sent_at is not None
    assert one.ready_at < one.first_sent_at < one.due_at
    assert one.equal_at is not None
    assert one.equal_at > one.due_at
    assert one.cause == "refused"


def test_the_report_lists_errors_and_late_dossiers_with_request_and_answer(
    room: Office, portal: NationalPortal, tmp_path: Path
) -> None:
    room.register(2, TrangThaiHoSo="4", NgayKetThucXuLy="")
    answers_lost(room, portal)
    room.later(days=2)
    say = Translator("vi", PROJECT / "resources" / "translations").text
    wanted = Wanted(MARCH, Asked())
    told = write_report(room.store, rules(), wanted, say, tmp_path / "report.xlsx")
    assert told == {"errors": 1, "late_by_system": 1, "late_by_people": 1}
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames == ["Lỗi đồng bộ", "Trễ do hệ thống", "Trễ do xử lý"]
    lines = [[str(cell or "") for cell in row] for row in book["Trễ do hệ thống"].iter_rows(values_only=True)]
    (line,) = [line for line in lines if line[0] == "H15.12-260302-00001"]
    assert line[3] == "10/03/2026 17:00"
    assert line[10].startswith("DongBoHoSoMC")
    assert '"MaHoSo": "H15.12-260302-00001"' in line[11]
    assert line[12] == "–", "no answer came"
    assert write_report(room.store, rules(), wanted, say, tmp_path / "report.pdf") == told
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages)
    assert "Trễ do hệ thống" in text


def test_a_unit_sees_its_own_only(room: Office, portal: NationalPortal) -> None:
    answers_lost(room, portal)
    room.later(days=2)
    bounds = ticks(MARCH.begin), ticks(MARCH.end)
    with room.store.database.reading() as connection:
        for unit, count in (("H15.12", 1), ("H15.1", 0), ("H15", 1)):
            assert (
                len(list(late(connection, None, Asked(unit=unit), bounds, ticks(room.now), rules()))) == count
            )
