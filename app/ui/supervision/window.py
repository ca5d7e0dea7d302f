"""The supervisor's window: four rates, units ranked, trend and ageing, and the dossiers behind each figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.indicators import Period, View
from app.domain.messages import Message
from app.supervision.figures import Listed
from app.supervision.overview import LIST_AT_ONCE, Overlook, Overview
from app.ui import look
from app.ui.bridge import Bridge, Line
from app.ui.cards import label
from app.ui.folders import ask_folder, reported
from app.ui.supervision.charts import Charts
from app.ui.supervision.choice import Choice
from app.ui.supervision.letters import LettersWindow
from app.ui.supervision.port import Oversight
from app.ui.supervision.second_look import SecondLookWindow
from app.ui.supervision.tables import UnitTable
from app.ui.supervision.tiles import Tiles
from app.ui.supervision.work import WorkPanel
from app.ui.texts import Texts

_COUNTING = "figures-being-counted"
_LOOK_AGAIN_MILLISECONDS = 20  # several facts at once are one look


@dataclass(frozen=True, slots=True)
class _Behind:
    """Which figure's dossiers are shown: of a row of the table, of a day or of an age of the charts, or of all."""

    measure: str = "results_missing"
    row: str | None = None
    day: date | None = None
    age: int | None = None

    def listed(
        self, overlook: Overlook, period: Period, view: View, unit: str | None, by: str
    ) -> list[Listed]:
        if self.age is not None:
            return overlook.aged(self.age, period, unit)
        own = self.row if by == "unit" and self.row is not None else unit
        of = None if by == "unit" or self.row is None else (by, self.row)
        days = Period(self.day, self.day) if self.day else period
        return overlook.behind(self.measure, days, view, own, of)


class SupervisionWindow(QDialog):
    """Asks `overlook` off the GUI thread; looks again whenever scans change."""

    def __init__(
        self,
        overlook: Overlook,
        oversight: Oversight,
        bridge: Bridge,
        texts: Texts,
        colours: look.Colours,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._overlook, self._oversight, self._bridge, self._texts = overlook, oversight, bridge, texts
        self._behind = _Behind()
        self.letters_window: LettersWindow | None = None
        self.choice, self.tiles = Choice(texts, overlook.today), Tiles(texts)
        self.told = label("", "muted", wrap=True)
        self.second_look_window: SecondLookWindow | None = None
        self.report, self.letters, self.second_look = QPushButton(), QPushButton(), QPushButton()
        self.units, self.charts = UnitTable(texts, colours), Charts(texts, colours)
        self.work = WorkPanel(oversight, bridge, texts)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN_MILLISECONDS)
        self._lay_out()
        self._connect()
        self.resize(1400, 900)

    def begin(self) -> None:
        """Ask for the figures."""
        self._look()

    def _lay_out(self) -> None:
        self._texts.bind(self, self.setWindowTitle, "overview-title")
        top, middle = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.choice)
        top.addStretch(1)
        named = (
            (self.second_look, "second-look-open"),
            (self.letters, "letters-title"),
            (self.report, "overview-report"),
        )
        for button, text in named:
            self._texts.bind(self, button.setText, text)
            button.setAutoDefault(False)
            top.addWidget(button)
        middle.addWidget(self.told, 1)
        whole = QVBoxLayout(self)
        whole.setSpacing(look.MEDIUM)
        whole.addLayout(top)
        whole.addWidget(self.tiles)
        whole.addLayout(middle)
        whole.addWidget(self.units, 4)
        whole.addWidget(self.charts, 3)
        whole.addWidget(self.work, 3)

    def _connect(self) -> None:
        self.choice.changed.connect(self._look)
        self.units.asked.connect(self._ask_behind)
        self.charts.day_asked.connect(self._ask_day)
        self.charts.age_asked.connect(self._ask_age)
        self.tiles.asked.connect(self._ask_whole)
        self.work.list_chosen.connect(self._ask_list)
        self.work.told.connect(self.told.setText)
        self.report.clicked.connect(self._ask_report)
        self.letters.clicked.connect(self._open_letters)
        self.second_look.clicked.connect(self._open_second_look)
        self._bridge.scans_changed.connect(self._look_soon)
        self._again.timeout.connect(self._look)

    @Slot()
    def _look_soon(self) -> None:
        self._again.start()

    @Slot()
    def _look(self) -> None:
        period, view, unit, by = self.choice.chosen
        self._bridge.ask(
            lambda: self._overlook.overview(period, view, unit, by),
            self._show,
            self._failed,
            topic="overview",
            line=Line.LOOKS,
        )
        self._ask_list()

    @Slot(str, str)
    def _ask_behind(self, row: str, measure: str) -> None:
        self._behind = _Behind(measure, row)
        self._ask_figure()

    @Slot(str)
    def _ask_whole(self, measure: str) -> None:
        self._behind = _Behind(measure)
        self._ask_figure()

    @Slot(object, str)
    def _ask_day(self, day: date, measure: str) -> None:
        self._behind = _Behind(measure, day=day)
        self._ask_figure()

    @Slot(int)
    def _ask_age(self, age: int) -> None:
        self._behind = _Behind(age=age)
        self._ask_figure()

    def _ask_figure(self) -> None:
        """Show what is behind a figure, whatever list was chosen."""
        if self.work.lists.currentIndex():
            self.work.lists.setCurrentIndex(0)  # asks by itself
        else:
            self._ask_list()

    @Slot()
    def _ask_list(self) -> None:
        (period, view, unit, by), behind = self.choice.chosen, self._behind
        if self.work.kind is not None:
            self.work.ask(period, unit)
            return
        if self.work.differs:
            self.work.ask_differences(period, unit)
            return
        self._bridge.ask(
            lambda: behind.listed(self._overlook, period, view, unit, by),
            self._show_list,
            self._failed,
            topic="overview-list",
            line=Line.LOOKS,
        )

    def _show(self, overview: Overview) -> None:
        self.tiles.show_overview(overview)
        self.charts.show_overview(overview)
        _, _, unit, by = self.choice.chosen
        self.units.fill(overview.units, "overview-unit" if by == "unit" else f"overview-by-{by}")
        if by == "unit" and unit is None:
            self.choice.offer_units(overview.units)
        self.told.setText("   ·   ".join(_said(overview, self._texts, whole=unit is None)))

    def _show_list(self, dossiers: list[Listed]) -> None:
        more = "+" if len(dossiers) == LIST_AT_ONCE else ""
        behind, unit = self._behind, self.choice.unit.currentText()
        if behind.age is not None:
            name = self._texts.text("overview-ages")
            whose = f"{self.charts.age_names[behind.age]} · {unit}"
        else:
            name = self._texts.text(_MEASURES[behind.measure])
            whose = f"{behind.day:%d/%m/%Y} · {unit}" if behind.day else behind.row or unit
        self.work.show_listed(f"{name} · {whose} · {len(dossiers)}{more}", dossiers)

    @Slot()
    def _ask_report(self) -> None:
        ask_folder(self, self.report.text(), self.write_report)

    def write_report(self, folder: Path) -> None:
        """Write the report of the period and unit chosen into a folder."""
        period, view, unit, _ = self.choice.chosen
        span = {"first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
        title, say = self._texts.text("report-title", **span), self._texts.text
        self._bridge.ask(
            lambda: self._oversight.report(folder, title, (period, view, unit), say),
            lambda files: self.told.setText(reported(self._texts, files, folder)),
            self._failed,
            line=Line.LISTS,
        )

    @Slot()
    def _open_letters(self) -> None:
        period = self.choice.chosen[0]
        self.letters_window = LettersWindow(self._oversight, period, self._bridge, self._texts, self)
        self.letters_window.begin()
        self.letters_window.show()

    @Slot()
    def _open_second_look(self) -> None:
        desk = self._oversight.second_look()
        self.second_look_window = SecondLookWindow(desk, self._bridge, self._texts, self)
        self.second_look_window.judged.connect(self._look_soon)
        self.second_look_window.begin()
        self.second_look_window.show()

    def _failed(self, message: Message) -> None:
        self.told.setText(self._texts.say(message))
        if message.id == _COUNTING:  # a piece was counted; the figures come when all is
            self._again.start()


_MEASURES = {
    "results_missing": "overview-missing",
    "results_stored": "report-stored",
    "overdue": "overview-overdue-dossiers",
    "online": "overview-online",
    "paid_online": "overview-payment",
}


def _said(overview: Overview, texts: Texts, *, whole: bool) -> list[str]:
    """What stands in words: the period, the forecast (of all units only), and whether the links were checked."""
    missing = overview.total.results_due - overview.total.results_stored
    if not missing:
        forecast = texts.text("overview-complete")
    elif not whole:
        forecast = f"{texts.text('overview-missing')}: {missing}"
    elif overview.complete_on is None:
        forecast = texts.text("overview-never", missing=missing)
    else:
        forecast = texts.text("overview-forecast", missing=missing, day=f"{overview.complete_on:%d/%m/%Y}")
    said = [f"{overview.period.first:%d/%m/%Y} – {overview.period.last:%d/%m/%Y}", forecast]
    return said if overview.checked else [*said, texts.text("overview-unchecked")]
