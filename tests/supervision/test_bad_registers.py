"""What a register must not hold and does, one story each; and the figures beside the rates, against slow counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dossier import Dossier, DossierState
from app.domain.indicators import Figures, Period, View, merged
from app.storage.register import SqliteRegister
from app.supervision.behind import BEHIND
from app.supervision.figures import GROUPS
from app.supervision.overview import AGES
from tests.supervision.counting import HANOI, OPEN, RECEIVED, registers, slow_by
from tests.supervision.test_figures import JANUARY, asked, plain, register_of

DAY = timedelta(days=1)
NOON = datetime(2026, 1, 15, 12, tzinfo=HANOI)
PLAIN = Dossier("H15.20-260115-0001", unit_code="H15.20", state=DossierState.RECEIVED, received_at=NOON)
ENDED = replace(PLAIN, state=DossierState.PROCESSED, solved_at=NOON, due_at=NOON + DAY)
STORIES = {
    "no dates at all": (replace(PLAIN, received_at=None), Figures()),
    "a state that the gateway does not know": (replace(PLAIN, state=None), Figures()),
    "solved before it was received": (
        replace(ENDED, solved_at=NOON - 5 * DAY),
        Figures(received=1, solved=1),
    ),
    "ended without a day of solving": (replace(ENDED, solved_at=None), Figures(received=1)),
    "promised before it was received": (replace(PLAIN, due_at=NOON - DAY), Figures(received=1, overdue=1)),
    "received in the future": (replace(PLAIN, received_at=NOON + 400 * DAY), Figures()),
    "solved in the future": (replace(ENDED, solved_at=NOON + 400 * DAY), Figures(received=1)),
    "open without a promise": (PLAIN, Figures(received=1)),
    "of a unit that no list knows": (replace(PLAIN, unit_code="???"), Figures(received=1)),
    "of no unit": (replace(PLAIN, unit_code="", code="no unit"), Figures(received=1)),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_dossier_that_contradicts_itself_counts_where_the_words_of_the_rule_put_it(story: str) -> None:
    dossier, right = STORIES[story]
    with register_of((dossier,), set()) as register:
        found = merged(asked(register).by_unit(JANUARY, View.PROVINCIAL))
    assert (found.received, found.solved, found.overdue) == (right.received, right.solved, right.overdue)


def test_midnight_and_the_year_s_end_are_those_of_vietnam_in_whatever_zone_they_are_written() -> None:
    last = datetime(2025, 12, 31, 23, 59, 59, 999_999, tzinfo=HANOI)
    for zone in (UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=9))):
        rows = tuple(
            replace(PLAIN, code=f"H15.20-251231-{n:04d}", received_at=moment.astimezone(zone))
            for n, moment in enumerate((last, last + timedelta(microseconds=1)))
        )
        with register_of(rows, set()) as register:
            for year, count in ((2025, 1), (2026, 1)):
                period = Period(date(year, 1, 1), date(year, 12, 31))
                assert merged(asked(register).by_unit(period, View.NATIONAL)).received == count


def test_a_code_that_comes_twice_and_a_second_code_make_no_second_dossier(tmp_path: Path) -> None:
    rows = ["MaHoSo;MaHoSoKhac;TrangThaiHoSo;NgayTiepNhan;MaDonVi", "H15.20-260115-0001;;4;15/01/2026;H15.20"]
    rows += [
        "h15.20-260115-0001;H15.99-260115-0009;4;2026-01-15;H15.20",
        "H15.20-260115-0002;;77;32/13/2026;H15.20",
    ]
    (tmp_path / "list.csv").write_text("\n".join(rows), encoding="utf-8")
    register = SqliteRegister(tmp_path / "register.sqlite")
    report = register.import_file(tmp_path / "list.csv")
    assert merged(asked(register).by_unit(JANUARY, View.PROVINCIAL)).received == 1
    register.import_file(tmp_path / "list.csv")
    assert merged(asked(register).by_unit(JANUARY, View.PROVINCIAL)).received == 1
    register.close()
    assert (report.added, report.updated, [one.row for one in report.refused]) == (1, 1, [4])


# --- figures beside the rates -----------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=20)
@given(registers, st.sampled_from(["provincial", "national"]))
def test_each_group_equals_the_slow_count_of_its_own_dossiers_and_lists_them(
    rows: tuple[Dossier, ...], view: str
) -> None:
    stored = {one.code for one in rows[::2]}
    with register_of(rows, stored) as register:
        figures = asked(register)
        for group in GROUPS:
            found = figures.by(group, JANUARY, View(view))
            assert plain(found) == slow_by(group, rows, stored, JANUARY.first, JANUARY.last, view)
            for key, own in found.items():
                for measure in set(BEHIND[View(view)]) & {"received", "overdue", "results_stored"}:
                    listed = figures.behind(measure, JANUARY, View(view), of=(group, key))
                    assert len(listed) == getattr(own, measure)


@settings(deadline=None, max_examples=20)
@given(registers)
def test_trend_and_ageing_equal_the_slow_count(rows: tuple[Dossier, ...]) -> None:
    stored = {one.code for one in rows[::2]}
    with register_of(rows, stored) as register:
        figures = asked(register)
        trend = figures.trend(JANUARY, View.PROVINCIAL)
        ages = figures.ageing(JANUARY.end, AGES)
    by_day: Counter[int] = Counter()
    for one in rows:
        if one.received_at and one.state in RECEIVED:
            by_day[(one.received_at.astimezone(HANOI).date() - date(1970, 1, 1)).days] += 1
    first, last = JANUARY.days
    assert {day: own.received for day, own in trend.items() if own.received} == {
        day: count for day, count in by_day.items() if first <= day <= last
    }
    right = [0] * (len(AGES) + 2)
    for one in rows:
        if one.state in OPEN and one.received_at and one.received_at < JANUARY.end:
            right[_age(one, JANUARY.end)] += 1
    assert ages == right


def _age(one: Dossier, moment: datetime) -> int:
    if one.due_at is None or one.due_at >= moment:
        return 0
    late = (moment.astimezone(HANOI).date() - one.due_at.astimezone(HANOI).date()).days
    return 1 + sum(late > bound for bound in AGES)
