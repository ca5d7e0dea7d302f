"""The bars of the dashboard's charts: each opens the list behind it, by mouse and by keyboard."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, Qt

from app.domain.indicators import Period, View
from app.ui.supervision.choice import period_of
from tests.supervision.conftest import Room
from tests.supervision.office import NOW
from tests.supervision.test_figures import asked


def test_every_bar_of_the_trend_lists_its_day_by_click_and_by_keyboard(room: Room) -> None:
    room.until_shown()
    charts, work = room.window.charts, room.window.work
    overview = room.overlook.overview(period_of(NOW.date(), 0), View.PROVINCIAL)
    number, own = next(
        (day, one) for day, one in overview.trend.items() if 0 < one.results_stored < one.results_due
    )
    day = date(1970, 1, 1) + timedelta(days=number)
    charts.trend_bars.press(number + 0.3, own.results_stored - 0.5)
    told = f"{room.texts.text('report-stored')} · {day:%d/%m/%Y}"
    room.qtbot.waitUntil(lambda: work.heading.text().startswith(told), timeout=20000)
    assert work.dossiers.rowCount() == own.results_stored
    charts.trend.setFocus()
    room.qtbot.keyClick(charts.trend, Qt.Key.Key_Up)
    assert f": {own.results_due - own.results_stored}" in charts.trend.accessibleDescription()
    room.qtbot.keyClick(charts.trend, Qt.Key.Key_Return)
    told = f"{room.texts.text('overview-missing')} · {day:%d/%m/%Y}"
    room.qtbot.waitUntil(lambda: work.heading.text().startswith(told), timeout=20000)
    listed = {work.dossiers.item(row, 0).text() for row in range(work.dossiers.rowCount())}
    found = asked(room.register).behind("results_missing", Period(day, day), View.PROVINCIAL)
    assert listed == {one.dossier.code for one in found}


def test_a_click_on_the_painted_chart_meets_the_bar_under_it(room: Room) -> None:
    room.until_shown()
    plot, heading = room.window.charts.ages, room.window.work.heading
    place = plot.getViewBox().mapViewToScene(QPointF(1, 0.5))
    room.qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.mapFromScene(place))
    name = room.window.charts.age_names[1]
    room.qtbot.waitUntil(lambda: f" · {name} · " in heading.text(), timeout=20000)


def test_the_bars_of_age_list_together_every_open_dossier_once(room: Room) -> None:
    room.until_shown()
    charts, work = room.window.charts, room.window.work
    overview = room.overlook.overview(period_of(NOW.date(), 0), View.PROVINCIAL)
    assert sum(1 for height in overview.ages if height) > 1
    seen: list[str] = []
    for place, height in enumerate(overview.ages):
        charts.ages.setFocus()
        room.qtbot.keyClick(charts.ages, Qt.Key.Key_Right)
        room.qtbot.keyClick(charts.ages, Qt.Key.Key_Space)
        told = f" · {charts.age_names[place]} · "
        room.qtbot.waitUntil(lambda told=told: told in work.heading.text(), timeout=20000)  # type: ignore[misc]
        assert work.dossiers.rowCount() == min(200, height)
        seen += [one.dossier.code for one in room.overlook.aged(place, overview.period, None)]
    assert len(seen) == len(set(seen)) == sum(overview.ages)
