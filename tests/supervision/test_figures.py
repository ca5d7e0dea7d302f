"""The fast figures equal the slow ones, to the digit, whatever the register holds and however it came to hold it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dossier import Dossier
from app.domain.indicators import Figures, Period, View, merged
from app.domain.units import Succession, UnitList
from app.storage.register import SqliteRegister
from app.supervision.behind import BEHIND
from app.supervision.figures import GROUPS, Indicators
from tests.supervision.counting import days, dossiers, registers, slow, slow_by, unit_of

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))


@contextmanager
def register_of(rows: tuple[Dossier, ...], stored: set[str]) -> Iterator[SqliteRegister]:
    with tempfile.TemporaryDirectory() as folder:
        register = SqliteRegister(Path(folder) / "register.sqlite")
        try:
            register.put(rows)
            with register.database.writing() as connection:
                connection.executemany("INSERT INTO stored_results VALUES (?)", [(code,) for code in stored])
            yield register
        finally:
            register.close()


def asked(register: SqliteRegister, units: UnitList | None = None) -> Indicators:
    def ask(sql: str, values: object) -> list[tuple[object, ...]]:
        with register.database.reading() as connection:
            return connection.execute(sql, values).fetchall()  # type: ignore[call-overload,no-any-return]

    return Indicators(ask, units or UnitList())


def plain(figures: dict[str, Figures]) -> dict[str, dict[str, int]]:
    names = (
        "received",
        "solved",
        "handled",
        "overdue",
        "results_due",
        "results_stored",
        "online",
        "with_fee",
        "paid_online",
    )
    told = {unit: {name: getattr(one, name) for name in names} for unit, one in figures.items()}
    return {unit: one for unit, one in told.items() if any(one.values())}


def spoken(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {unit: one for unit, one in counts.items() if any(one.values())}


@settings(deadline=None, max_examples=40)
@given(registers, registers, st.data())
def test_every_figure_equals_the_slow_count_after_dossiers_and_results_came_changed_and_went(
    rows: tuple[Dossier, ...], changed: tuple[Dossier, ...], data: st.DataObject
) -> None:
    codes = sorted({one.code for one in rows} | {"H15.20-260101-9999"})
    stored, withdrawn = (set(data.draw(st.lists(st.sampled_from(codes), unique=True))) for _ in "ab")
    first, last = sorted((data.draw(days), data.draw(days)))
    with register_of(rows, stored) as register:
        register.put(changed)
        with register.database.writing() as connection:
            connection.executemany(
                "DELETE FROM stored_results WHERE dossier = ?", [(code,) for code in withdrawn]
            )
        now = list(register.dossiers())
        figures = asked(register)
        for view in View:
            right = spoken(slow(now, stored - withdrawn, first, last, view.value))
            period = Period(first, last)
            assert plain(figures.by_unit(period, view)) == right
            assert plain(figures.counted_anew(period, view)) == right
            total = merged(figures.by_unit(period, view))
            for group in GROUPS:
                by = slow_by(group, now, stored - withdrawn, first, last, view.value)
                assert plain(figures.by(group, period, view)) == by
                assert plain(figures.counted_anew(period, view, group)) == by
                assert merged(figures.by(group, period, view)) == total
                own = [one for one in now if unit_of(one) == "H15.20"]
                mine = slow_by(group, own, stored - withdrawn, first, last, view.value)
                assert plain(figures.by(group, period, view, "H15.20")) == mine
            for measure in set(BEHIND[view]) & {
                "received",
                "overdue",
                "handled",
                "results_due",
                "results_stored",
                "online",
            }:
                assert len(figures.behind(measure, period, view)) == getattr(total, measure)


def dossier(code: str, **others: object) -> Dossier:
    return next(iter([replace(_PLAIN, code=code, **others)]))  # type: ignore[arg-type]


_PLAIN = Dossier("H15.20-260101-0001", unit_code="H15.20")


@settings(deadline=None, max_examples=15)
@given(
    st.lists(st.integers(0, 30), unique=True, max_size=8).flatmap(
        lambda ns: st.tuples(*(dossiers(n) for n in ns))
    )
)
def test_a_merged_unit_counts_under_its_successor_and_no_dossier_is_lost(rows: tuple[Dossier, ...]) -> None:
    units = UnitList(
        {},
        (
            Succession("H15.20", "H15.21", date(2026, 1, 15)),
            Succession("H15.21", "H15.40", date(2026, 1, 20)),
        ),
    )
    with register_of(rows, set()) as register:
        before = asked(register).by_unit(JANUARY, View.PROVINCIAL)
        after = asked(register, units).by_unit(JANUARY, View.PROVINCIAL)
        assert merged(before) == merged(after)
        assert not {"H15.20", "H15.21"} & set(after)
        one = asked(register, units)
        listed = one.behind("received", JANUARY, View.PROVINCIAL, "H15.40")
        assert len(listed) == after.get("H15.40", Figures()).received


def test_before_the_day_of_its_merger_a_unit_answers_for_itself() -> None:
    units = UnitList({}, (Succession("H15.20", "H15.21", date(2026, 7, 1)),))
    assert units.at("H15.20", date(2026, 6, 30)) == "H15.20"
    assert units.at("H15.20", date(2026, 7, 1)) == "H15.21"


def test_a_period_with_nothing_in_it_has_no_rates_and_no_flags() -> None:
    with register_of((), set()) as register:
        total = merged(asked(register).by_unit(JANUARY, View.PROVINCIAL))
    rates = (total.overdue_rate, total.digitization_rate, total.online_rate, total.payment_rate)
    assert rates == (None, None, None, None)
