"""The supervisor's window: four rates, units ranked, trend and ageing, and the dossiers behind each figure."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.indicators import Figures, Period, View
from app.domain.messages import Message
from app.supervision.figures import Listed
from app.supervision.overview import LIST_AT_ONCE, Overlook, Overview
from app.ui import look
from app.ui.bridge import Bridge, Line
from app.ui.cards import label
from app.ui.supervision.charts import Charts
from app.ui.supervision.tables import DossierTable, UnitTable, percent
from app.ui.texts import Texts

_LOOK_AGAIN_MILLISECONDS = 100  # several facts at once are one look
_TILE_PIXELS = 32  # read from the back of a room
_TILES = ("overview-overdue", "overview-digitization", "overview-online", "overview-payment")
_FLAGS = ("overdue", "digitization", "online", "payment")
_PERIODS = ("overview-month", "overview-quarter", "overview-year")
_VIEWS = ("overview-provincial", "overview-national")


class SupervisionWindow(QDialog):
    """Asks `overlook` off the GUI thread; looks again whenever scans change."""

    def __init__(
        self,
        overlook: Overlook,
        bridge: Bridge,
        texts: Texts,
        colours: look.Colours,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._overlook, self._bridge, self._texts = overlook, bridge, texts
        self._behind: tuple[str | None, str] = (None, "results_missing")
        self.period, self.view = QComboBox(), QComboBox()
        self.tiles = [label("") for _ in _TILES]
        self.told, self.heading = label("", "muted"), label("", "heading")
        self.units, self.dossiers = UnitTable(texts, colours), DossierTable(texts)
        self.charts = Charts(texts, colours)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN_MILLISECONDS)
        self._lay_out()
        self._connect()
        self.resize(1280, 860)

    def begin(self) -> None:
        """Ask for the figures."""
        self._look()

    def _lay_out(self) -> None:
        self._texts.bind(self, self.setWindowTitle, "overview-title")
        top = QHBoxLayout()
        for box, names, text in (
            (self.period, _PERIODS, "overview-period"),
            (self.view, _VIEWS, "overview-view"),
        ):
            self._texts.bind(self, box.setAccessibleName, text)
            for place, name in enumerate(names):
                box.addItem("")
                self._texts.bind(self, lambda said, box=box, place=place: box.setItemText(place, said), name)  # type: ignore[misc]
            top.addWidget(box)
        top.addWidget(self.told, 1)
        tiles = QHBoxLayout()
        for tile, text in zip(self.tiles, _TILES, strict=True):
            tiles.addWidget(self._card(tile, text), 1)
        whole = QVBoxLayout(self)
        whole.setSpacing(look.MEDIUM)
        whole.addLayout(top)
        whole.addLayout(tiles)
        whole.addWidget(self.units, 4)
        whole.addWidget(self.charts, 3)
        whole.addWidget(self.heading)
        whole.addWidget(self.dossiers, 3)

    def _card(self, tile: QLabel, text: str) -> QFrame:
        card, name = QFrame(), label("", "muted")
        card.setProperty("kind", "card")
        self._texts.bind(self, name.setText, text)
        tile.setFont(look.font(_TILE_PIXELS, bold=True))
        column = QVBoxLayout(card)
        column.addWidget(name)
        column.addWidget(tile)
        return card

    def _connect(self) -> None:
        self.period.currentIndexChanged.connect(self._look)
        self.view.currentIndexChanged.connect(self._look)
        self.units.asked.connect(self._ask_behind)
        self._bridge.scans_changed.connect(self._look_soon)
        self._again.timeout.connect(self._look)

    def _chosen(self) -> tuple[Period, View]:
        return period_of(self._overlook.today(), self.period.currentIndex()), list(View)[
            self.view.currentIndex()
        ]

    @Slot()
    def _look_soon(self) -> None:
        self._again.start()

    @Slot()
    def _look(self) -> None:
        period, view = self._chosen()
        self._bridge.ask(
            lambda: self._overlook.overview(period, view),
            self._show,
            self._failed,
            topic="overview",
            line=Line.LOOKS,
        )
        self._ask_list()

    @Slot(str, str)
    def _ask_behind(self, unit: str, measure: str) -> None:
        self._behind = (unit, measure)
        self._ask_list()

    def _ask_list(self) -> None:
        (period, view), (unit, measure) = self._chosen(), self._behind
        self._bridge.ask(
            lambda: self._overlook.behind(measure, period, view, unit),
            self._show_list,
            self._failed,
            topic="overview-list",
            line=Line.LOOKS,
        )

    def _show(self, overview: Overview) -> None:
        self._show_tiles(overview)
        self.units.fill(overview.units)
        self.charts.show_overview(overview)
        total = overview.total
        missing = total.results_due - total.results_stored
        if not missing:
            forecast = self._texts.text("overview-complete")
        elif overview.complete_on is None:
            forecast = self._texts.text("overview-never", missing=missing)
        else:
            forecast = self._texts.text(
                "overview-forecast", missing=missing, day=f"{overview.complete_on:%d/%m/%Y}"
            )
        span = f"{overview.period.first:%d/%m/%Y} – {overview.period.last:%d/%m/%Y}"
        said = [span, forecast]
        if not overview.checked:
            said.append(self._texts.text("overview-unchecked"))
        self.told.setText("   ·   ".join(said))

    def _show_tiles(self, overview: Overview) -> None:
        flagged = overview.total.flags(overview.rules.thresholds)
        for tile, flag, rate in zip(self.tiles, _FLAGS, _rates(overview.total), strict=True):
            unchecked = flag == "digitization" and not overview.checked
            tone = "blocks" if flag in flagged else "quiet" if rate is None or unchecked else "done"
            tile.setProperty("tone", tone)
            tile.setText(f"⚑ {percent(rate)}" if flag in flagged else percent(rate))
            tile.style().unpolish(tile)
            tile.style().polish(tile)

    def _show_list(self, dossiers: list[Listed]) -> None:
        self.dossiers.fill(dossiers)
        unit, measure = self._behind
        more = "+" if len(dossiers) == LIST_AT_ONCE else ""
        name = self._texts.text(_MEASURES[measure])
        self.heading.setText(f"{name} · {unit or self._texts.text('overview-all')} · {len(dossiers)}{more}")

    def _failed(self, message: Message) -> None:
        self.told.setText(self._texts.say(message))


_MEASURES = {
    "results_missing": "overview-missing",
    "overdue": "overview-overdue-dossiers",
    "online": "overview-online",
    "paid_online": "overview-payment",
}


def period_of(today: date, choice: int) -> Period:
    """Return this month, quarter or year, up to today."""
    month = (today.month, (today.month - 1) // 3 * 3 + 1, 1)[choice]
    return Period(date(today.year, month, 1), today)


def _rates(total: Figures) -> tuple[float | None, ...]:
    return total.overdue_rate, total.digitization_rate, total.online_rate, total.payment_rate
