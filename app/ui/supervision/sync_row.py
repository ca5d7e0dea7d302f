"""The row of acts above the list of what is not synchronised: send again, by dossier or by cause; the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from app.domain.indicators import Period
from app.domain.messages import Message
from app.ui import look
from app.ui.bridge import Bridge, Line
from app.ui.cards import label
from app.ui.folders import ask_folder, reported
from app.ui.supervision.port import Oversight
from app.ui.texts import Texts


class SyncRow(QWidget):
    """Shown with that list alone. Without a served store it says so and offers nothing."""

    done = Signal()  # something was sent again: the list is another one
    told = Signal(str)

    def __init__(
        self, oversight: Oversight, bridge: Bridge, texts: Texts, chosen: Callable[[], Sequence[str]]
    ) -> None:
        super().__init__()
        self._oversight, self._bridge, self._texts, self._chosen = oversight, bridge, texts, chosen
        self._unit: str | None = None
        self._period: Period | None = None
        self.none, self.causes = label("", "muted", wrap=True), QComboBox()
        self.resend, self.resend_all, self.report = (QPushButton() for _ in range(3))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.SMALL)
        row.addWidget(self.none, 1)
        texts.bind(self, self.none.setText, "overview-sync-none")
        texts.bind(self, self.causes.setAccessibleName, "overview-sync-causes")
        self.causes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for button, text, act in (
            (self.resend, "overview-resend", self._resend),
            (self.resend_all, "overview-resend-all", self._resend_all),
            (self.report, "overview-sync-report", self._ask_report),
        ):
            texts.bind(self, button.setText, text)
            button.setAutoDefault(False)
            button.clicked.connect(act)
        for widget in (self.resend, self.causes, self.resend_all, self.report):
            row.addWidget(widget)
        row.addStretch(1)

    def ask(self, period: Period, unit: str | None) -> None:
        """Ask which causes there are, of this unit or of all; the report is of this period."""
        self._period, self._unit = period, unit
        desk = self._oversight.synchronisation()
        self.none.setVisible(desk is None)
        for widget in (self.resend, self.causes, self.resend_all, self.report):
            widget.setVisible(desk is not None)
        if desk is not None:
            say = self._texts.text
            self._bridge.ask(
                lambda: desk.causes(unit, say), self._show, self._failed, topic="sync-causes", line=Line.LISTS
            )

    def _show(self, causes: list[tuple[str, str, int]]) -> None:
        now = self.causes.currentData()
        self.causes.clear()
        for cause, words, count in causes:
            self.causes.addItem(f"{words} ({count})", cause)
        self.causes.setCurrentIndex(max(0, self.causes.findData(now)) if causes else -1)
        self.resend_all.setEnabled(bool(causes))

    @Slot()
    def _resend(self) -> None:
        dossiers = list(self._chosen())
        if not dossiers:
            self.told.emit(self._texts.text("overview-choose-first"))
            return
        desk = self._oversight.synchronisation()
        if desk is not None:
            self._act(lambda: desk.resend(dossiers))

    @Slot()
    def _resend_all(self) -> None:
        cause, unit, desk = self.causes.currentData(), self._unit, self._oversight.synchronisation()
        if cause and desk is not None:
            self._act(lambda: desk.resend_all(cause, unit))

    def _act(self, call: Callable[[], int]) -> None:
        def said(count: int) -> None:
            self.told.emit(self._texts.text("sync-resent", count=count))
            self.done.emit()

        self._bridge.ask(call, said, self._failed, line=Line.LISTS)

    @Slot()
    def _ask_report(self) -> None:
        ask_folder(self, self.report.text(), self.write_report)

    def write_report(self, folder: Path) -> None:
        """Write the report of the period and unit chosen into a folder."""
        period, unit, desk = self._period, self._unit, self._oversight.synchronisation()
        if desk is None or period is None:
            return

        def said(files: list[Path]) -> None:
            self.told.emit(reported(self._texts, files, folder))

        self._bridge.ask(lambda: desk.report(folder, period, unit), said, self._failed, line=Line.LISTS)

    def _failed(self, message: Message) -> None:
        self.told.emit(self._texts.say(message))
