"""The sample of an import: result after result with its pages, each called good or bad by a person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.domain.messages import Message
from app.domain.scan import Scan
from app.pipeline.import_desk import ImportReview
from app.ui.bridge import Bridge
from app.ui.import_table import ImportTable
from app.ui.page_view import PageView
from app.ui.pages import LONGEST_SIDE, PageKey, Picture, decode
from app.ui.texts import Texts

_COLUMNS = ("sheet-number", "sheet-path", "sheet-dossier", "sheet-sample-pages", "acceptance-judged")


class SamplePanel(QWidget):
    """`judged` whenever a result was called good or bad."""

    judged = Signal()

    def __init__(self, review: ImportReview, bridge: Bridge, texts: Texts) -> None:
        super().__init__()
        self._review, self._bridge, self._texts = review, bridge, texts
        self._scans: Sequence[Scan] = ()
        self._good: dict[str, bool] = {}
        self._place = 0  # of the page shown, among the scan's
        self.table, self.page = ImportTable(texts, _COLUMNS), PageView()
        self.good, self.bad, self.before, self.after = (QPushButton() for _ in range(4))
        self.which = QLabel()
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._chosen)
        self.good.clicked.connect(partial(self._judge, good=True))
        self.bad.clicked.connect(partial(self._judge, good=False))
        self.before.clicked.connect(partial(self._turn, -1))
        self.after.clicked.connect(partial(self._turn, 1))

    @property
    def whole(self) -> bool:
        """Whether every result of the sample has been judged."""
        return bool(self._scans) and len(self._good) == len(self._scans)

    @property
    def found_bad(self) -> tuple[str, ...]:
        """The results called bad."""
        return tuple(scan for scan, good in self._good.items() if not good)

    def show_sample(self, scans: Sequence[Scan]) -> None:
        """Lay out a sample, nothing of it judged."""
        self._scans, self._good = scans, {}
        self.table.fill(
            (f"{place}", scan.path, scan.dossier or "–", f"{len(scan.pages)}", "–")
            for place, scan in enumerate(scans, 1)
        )
        self.page.clear()
        if scans:
            self.table.selectRow(0)
        self.judged.emit()

    def _lay_out(self) -> None:
        named = (
            (self.good, "acceptance-good"),
            (self.bad, "acceptance-bad"),
            (self.before, "acceptance-page-before"),
            (self.after, "acceptance-page-after"),
        )
        row = QHBoxLayout()
        for button, text in named:
            self._texts.bind(button, button.setText, text)
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addWidget(self.which)
        row.addStretch(1)
        halves = QSplitter()
        halves.addWidget(self.table)
        halves.addWidget(self.page)
        halves.setSizes([560, 440])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(halves, 1)
        whole.addLayout(row)

    def _scan(self) -> Scan | None:
        row = self.table.currentRow()
        return self._scans[row] if 0 <= row < len(self._scans) else None

    @Slot()
    def _chosen(self) -> None:
        self._place = 0
        self._show_page()

    def _turn(self, step: int) -> None:
        self._place += step
        self._show_page()

    def _show_page(self) -> None:
        scan = self._scan()
        if scan is None:
            return
        self._place = min(max(0, self._place), len(scan.pages) - 1)
        page = scan.pages[self._place]
        self.which.setText(
            self._texts.text("acceptance-page", page=self._place + 1, pages=len(scan.pages), file=scan.path)
        )
        self._bridge.ask(
            lambda: decode(self._review.page(scan, page, LONGEST_SIDE)),
            partial(self._page_came, PageKey(scan.origin(page), page)),
            self._failed,
            topic="sample-page",
        )

    def _page_came(self, key: PageKey, picture: Picture) -> None:
        self.page.show_page(key, picture)

    def _judge(self, *, good: bool) -> None:
        scan = self._scan()
        if scan is None:
            return
        self._good[scan.id] = good
        row = self.table.currentRow()
        self.table.put(row, len(_COLUMNS) - 1, self._texts.text("sheet-good" if good else "sheet-bad"))
        if row + 1 < len(self._scans):
            self.table.selectRow(row + 1)
        self.judged.emit()

    def _failed(self, message: Message) -> None:
        self.page.clear()
        self.which.setText(self._texts.say(message))
