"""What the supervisor looks at: which days, whose formulas, which unit, counted by what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QWidget

from app.domain.indicators import Period, View
from app.supervision.figures import GROUPS
from app.supervision.overview import UnitRow
from app.ui import look
from app.ui.texts import Texts

_PERIODS = (
    "overview-month",
    "overview-quarter",
    "overview-year",
    "overview-today",
    "overview-week",
    "overview-from-to",
)
_FROM_TO = len(_PERIODS) - 1
_VIEWS = ("overview-provincial", "overview-national")
_COUNTED_BY = ("overview-by-unit", *(f"overview-by-{group}" for group in GROUPS))


class Choice(QWidget):
    """One row of boxes; `changed` when anything else is to be shown."""

    changed = Signal()

    def __init__(self, texts: Texts, today: Callable[[], date]) -> None:
        super().__init__()
        self._texts, self._today = texts, today
        self.period, self.view, self.unit, self.by = (QComboBox() for _ in range(4))
        self.first, self.last = QDateEdit(), QDateEdit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.SMALL)
        self._fill(self.period, "overview-period", _PERIODS)
        self._fill(self.view, "overview-view", _VIEWS)
        self._fill(self.by, "overview-by", _COUNTED_BY)
        self._fill(self.unit, "overview-unit", ("overview-all",))
        self.unit.setMinimumContentsLength(18)
        for edit, text in ((self.first, "overview-first"), (self.last, "overview-last")):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("dd/MM/yyyy")
            day = today()
            edit.setDate(QDate(day.year, day.month, 1 if edit is self.first else day.day))
            texts.bind(self, edit.setAccessibleName, text)
            edit.dateChanged.connect(self.changed)
            edit.hide()
        for widget in (self.period, self.first, self.last, self.view, self.by, self.unit):
            row.addWidget(widget)
        self.period.currentIndexChanged.connect(self._period_chosen)
        for box in (self.view, self.unit, self.by):
            box.currentIndexChanged.connect(self.changed)

    @property
    def chosen(self) -> tuple[Period, View, str | None, str]:
        """The period, the view, the unit (None: all), and what is counted by ("unit", or one of GROUPS)."""
        view = list(View)[self.view.currentIndex()]
        by = ("unit", *GROUPS)[self.by.currentIndex()]
        return self._period(), view, self.unit.currentData(), by

    def offer_units(self, rows: Sequence[UnitRow]) -> None:
        """Let these units be chosen; the one chosen stays."""
        now = self.unit.currentData()
        known = [self.unit.itemData(place) for place in range(1, self.unit.count())]
        if known == [row.code for row in rows]:
            return
        self.unit.blockSignals(True)
        while self.unit.count() > 1:
            self.unit.removeItem(1)
        for row in rows:
            self.unit.addItem(row.name or row.code or "–", row.code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(now)) if now is not None else 0)
        self.unit.blockSignals(False)

    def _period(self) -> Period:
        choice = self.period.currentIndex()
        if choice != _FROM_TO:
            return period_of(self._today(), choice)
        days = sorted(_day(edit.date()) for edit in (self.first, self.last))
        return Period(days[0], days[1])

    def _fill(self, box: QComboBox, name: str, entries: Sequence[str]) -> None:
        self._texts.bind(self, box.setAccessibleName, name)
        self._texts.bind(self, box.setToolTip, name)
        for place, entry in enumerate(entries):
            box.addItem("")
            self._texts.bind(self, lambda said, place=place: box.setItemText(place, said), entry)  # type: ignore[misc]

    @Slot(int)
    def _period_chosen(self, choice: int) -> None:
        for edit in (self.first, self.last):
            edit.setVisible(choice == _FROM_TO)
        self.changed.emit()


def _day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def period_of(today: date, choice: int) -> Period:
    """Return this month, quarter, year, day or week, up to today."""
    month = date(today.year, today.month, 1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    week = today - timedelta(days=today.weekday())
    return Period((month, quarter, date(today.year, 1, 1), today, week)[choice], today)
