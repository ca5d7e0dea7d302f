"""The window in which an import is taken over: its sums, its sample, and the verdict that follows from the plan."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.messages import Message
from app.domain.sampling import Verdict
from app.domain.tables import Table
from app.pipeline.batch_sheet import Acceptance
from app.pipeline.batch_tables import plan_text, sheet_tables
from app.pipeline.import_desk import ImportReview
from app.ui.bridge import Bridge, Line
from app.ui.folders import ask_folder
from app.ui.import_sample import SamplePanel
from app.ui.import_table import ImportTable
from app.ui.texts import Texts, clock_time, day

SEED_BYTES = 4


class AcceptanceWindow(QDialog):
    """Of the import of one folder. A verdict can be given when every result of the sample has been judged."""

    def __init__(
        self, review: ImportReview, folder: str, bridge: Bridge, texts: Texts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._review, self._folder, self._bridge, self._texts = review, folder, bridge, texts
        self._told: Acceptance | None = None
        self._tables: Sequence[Table] = ()
        self.way, self.sums = QComboBox(), ImportTable(texts)
        self.sample = SamplePanel(review, bridge, texts)
        self.seed = QLineEdit(secrets.token_hex(SEED_BYTES))
        self.draw, self.write, self.verdict = QPushButton(), QPushButton(), QPushButton()
        self.plan, self.said, self.verdicts = QLabel(), QLabel(), QLabel()
        self._lay_out()
        self.way.currentIndexChanged.connect(self._show_sums)
        self.draw.clicked.connect(self.look)
        self.write.clicked.connect(self._ask_where)
        self.verdict.clicked.connect(self._give)
        self.sample.judged.connect(self._judged)
        self.resize(1100, 820)

    @Slot()
    def look(self) -> None:
        """Ask for the sums and draw the sample of this seed."""
        seed = self.seed.text().strip()
        self.said.setText(self._texts.text("acceptance-looking"))
        self._bridge.ask(
            lambda: self._review.acceptance(self._folder, seed), self._show, self._failed, topic="acceptance",
            line=Line.LISTS,
        )  # fmt: skip

    def write_to(self, output: Path) -> None:
        """Write the sheet and the sample into a folder."""
        told = self._told
        if told is None:
            return
        self._bridge.ask(
            lambda: self._review.write_sheet(self._folder, told, output, self._texts.text), self._written, self._failed,
            line=Line.LISTS,
        )  # fmt: skip

    def _lay_out(self) -> None:
        bind = self._texts.bind
        bind(self, self.setWindowTitle, "acceptance-title", folder=self._folder)
        bind(self.seed, self.seed.setAccessibleName, "acceptance-seed")
        bind(self.way, self.way.setAccessibleName, "acceptance-way")
        seed = QLabel()
        bind(seed, seed.setText, "acceptance-seed")
        named = (
            (self.draw, "acceptance-draw"),
            (self.write, "acceptance-write"),
            (self.verdict, "acceptance-give"),
        )
        for button, text in named:
            bind(button, button.setText, text)
            button.setAutoDefault(False)
            button.setEnabled(button is self.draw)
        for label in (self.plan, self.said, self.verdicts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        drawing, ending = QHBoxLayout(), QHBoxLayout()
        for widget in (seed, self.seed, self.draw):
            drawing.addWidget(widget)
        drawing.addStretch(1)
        ending.addWidget(self.write)
        ending.addStretch(1)
        ending.addWidget(self.verdict)
        whole = QVBoxLayout(self)
        whole.addWidget(self.way)
        whole.addWidget(self.sums, 2)
        whole.addLayout(drawing)
        whole.addWidget(self.plan)
        whole.addWidget(self.sample, 4)
        whole.addLayout(ending)
        whole.addWidget(self.said)
        whole.addWidget(self.verdicts)

    def _show(self, told: Acceptance) -> None:
        self._told = told
        self._tables = sheet_tables(self._texts.text, told.sheet)
        self.way.blockSignals(True)
        self.way.clear()
        self.way.addItems([table.title for table in self._tables])
        self.way.blockSignals(False)
        self._show_sums()
        self.plan.setText(plan_text(self._texts.text, told.plan, told.seed))
        self.said.setText("")
        self._show_verdicts(told.verdicts)
        self.sample.show_sample(told.sample)
        self.write.setEnabled(True)

    @Slot()
    def _show_sums(self) -> None:
        table = self._tables[self.way.currentIndex()]
        self.sums.show_header(table.header)
        self.sums.fill([str(cell) for cell in row] for row in table.rows)

    def _show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        lines = (
            f"{day(one.at)} {clock_time(one.at)}, {one.by}: {self._texts.say(one.told)}"
            for one in reversed(verdicts)
        )
        self.verdicts.setText("\n".join(lines))

    @Slot()
    def _judged(self) -> None:
        self.verdict.setEnabled(self.sample.whole)

    @Slot()
    def _ask_where(self) -> None:
        ask_folder(self, self._texts.text("acceptance-write"), self.write_to)

    def _written(self, files: list[Path]) -> None:
        names = ", ".join(map(str, files))
        self.said.setText(self._texts.text("import-sheet-written", files=names, seed=self.seed.text()))

    @Slot()
    def _give(self) -> None:
        told, bad = self._told, self.sample.found_bad
        if told is None:
            return
        self.verdict.setEnabled(False)
        self._bridge.ask(
            lambda: self._review.give_verdict(self._folder, told.seed, bad), partial(self._given, told), self._failed,
            line=Line.LISTS,
        )  # fmt: skip

    def _given(self, told: Acceptance, verdict: Verdict) -> None:
        self.said.setText(self._texts.say(verdict.told))
        self._show_verdicts([*told.verdicts, verdict])

    def _failed(self, message: Message) -> None:
        self.said.setText(self._texts.say(message))
