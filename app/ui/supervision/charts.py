"""The charts of the dashboard, drawn by pyqtgraph in the colours of the theme."""

from __future__ import annotations

from datetime import date, timedelta

import pyqtgraph as pg
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.supervision.overview import AGES, Overview
from app.ui import look
from app.ui.cards import label
from app.ui.supervision.bars import WIDTH, Bar, Bars
from app.ui.texts import Texts

_UNIX_DAY = date(1970, 1, 1)
_TICKS = 6
_DAY_PARTS = ("results_stored", "results_missing")  # of a bar of the trend, from below


class Charts(QWidget):
    """What was due and stored by day, and how old the backlog is; each bar asks for the dossiers behind it."""

    day_asked = Signal(object, str)  # a date, key of a list
    age_asked = Signal(int)  # place among the bars: in time, then overdue by up to each of AGES, and more

    def __init__(self, texts: Texts, colours: look.Colours) -> None:
        super().__init__()
        self._texts, self._colours = texts, colours
        self.trend, self.ages = self._plot(), self._plot()
        self.trend_bars, self.age_bars = Bars(self.trend, colours.text), Bars(self.ages, colours.text)
        self._days: list[date] = []
        self.age_names: list[str] = []
        self.trend_bars.asked.connect(self._ask_day)
        self.age_bars.asked.connect(self._ask_age)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.LARGE)
        for plot, text in ((self.trend, "overview-trend"), (self.ages, "overview-ages")):
            column, heading = QVBoxLayout(), label("", "strong")
            texts.bind(self, heading.setText, text)
            texts.bind(self, plot.setAccessibleName, text)
            column.addWidget(heading)
            column.addWidget(plot, 1)
            row.addLayout(column, 1)

    def show_overview(self, overview: Overview) -> None:
        """Draw anew."""
        self._draw_trend(overview)
        self._draw_ages(overview)

    @Slot(int, int)
    def _ask_day(self, place: int, part: int) -> None:
        self.day_asked.emit(self._days[place], _DAY_PARTS[part])

    @Slot(int, int)
    def _ask_age(self, place: int, _part: int) -> None:
        self.age_asked.emit(place)

    def _plot(self) -> pg.PlotWidget:
        plot = pg.PlotWidget(background=self._colours.surface)
        plot.setMinimumHeight(170)
        plot.setMouseEnabled(x=False, y=False)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(self._colours.border)
            axis.setTextPen(self._colours.text)
            axis.setTickFont(look.font())
        return plot

    def _draw_trend(self, overview: Overview) -> None:
        self.trend.clear()
        first, last = overview.period.days
        days = [day for day in overview.trend if first <= day <= last]
        due = [overview.trend[day].results_due for day in days]
        stored = [overview.trend[day].results_stored for day in days]
        for heights, colour in ((due, self._colours.border), (stored, self._colours.accent)):
            self.trend.addItem(pg.BarGraphItem(x=days, height=heights, width=WIDTH, brush=colour, pen=colour))
        self._days = [_UNIX_DAY + timedelta(days=day) for day in days]
        said = self._texts.text("report-stored"), self._texts.text("overview-missing")
        bars = []
        for number, day, all_due, done in zip(days, self._days, due, stored, strict=True):
            counts = (done, all_due - done)
            told = [f"{day:%d/%m/%Y} · {name}: {count}" for name, count in zip(said, counts, strict=True)]
            bars.append(Bar(number, (done, all_due), tuple(told)))
        self.trend_bars.show_bars(bars)
        step = max(1, (last - first + 1) // _TICKS)
        ticks = [
            (day, (_UNIX_DAY + timedelta(days=day)).strftime("%d/%m")) for day in range(first, last + 1, step)
        ]
        self.trend.getAxis("bottom").setTicks([ticks])
        self.trend.setXRange(first - 1, last + 1, padding=0)
        self.trend.setYRange(0, max([1, *due]), padding=0.05)

    def _draw_ages(self, overview: Overview) -> None:
        self.ages.clear()
        tones = (self._colours.done, self._colours.asks, *[self._colours.blocks] * len(AGES))
        for place, (height, tone) in enumerate(zip(overview.ages, tones, strict=True)):
            self.ages.addItem(
                pg.BarGraphItem(x=[place], height=[height], width=WIDTH, brush=tone.ink, pen=tone.ink)
            )
            number = pg.TextItem(str(height), color=self._colours.text, anchor=(0.5, 1))
            number.setFont(look.font())
            number.setPos(place, height)
            self.ages.addItem(number)
        low = (0, *AGES)
        names = [self._texts.text("overview-in-time")]
        names += [f"{one + 1 if one else 0}–{other}" for one, other in zip(low, AGES, strict=False)]
        names.append(f"> {AGES[-1]}")
        self.ages.getAxis("bottom").setTicks([list(enumerate(names))])
        self.age_names = names
        self.age_bars.show_bars(
            [
                Bar(place, (height,), (f"{name}: {height}",))
                for place, (name, height) in enumerate(zip(names, overview.ages, strict=True))
            ]
        )
        self.ages.setYRange(0, max([1, *overview.ages]) * 1.15, padding=0)
