"""The end-of-day sheet: the ledger's sum, and the list of what waits; looked at, printed, or kept as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.domain.ledger import VIETNAM, Ledger
from app.domain.messages import Message
from app.ui import look, words
from app.ui.bridge import Bridge, Line
from app.ui.foot import ledger_sentence
from app.ui.notice_bar import NoticeBar, Word
from app.ui.queue_rows import QueueRow
from app.ui.texts import Texts, clock_time, day

MARGIN_MM = 18.0
PDF_DPI = 144
_CSS = """
body { font-family: 'Noto Sans', 'Segoe UI', 'Arimo'; color: #111111; font-size: 10pt; }
h1 { font-size: 15pt; margin-top: 4px; margin-bottom: 2px; }
h2 { font-size: 11pt; margin-top: 18px; margin-bottom: 4px; }
p { margin-top: 2px; margin-bottom: 2px; } .muted { color: #52606e; } .sum { font-size: 12pt; }
table { border-collapse: collapse; } th { text-align: left; color: #52606e; font-weight: normal; }
td, th { border-bottom: 1px solid #cfd6de; }
"""


@dataclass(frozen=True, slots=True)
class DaySum:
    """What the sheet tells; `waiting` are the scans of any day that are neither stored nor rejected."""

    ledger: Ledger
    waiting: Sequence[QueueRow]
    unit: str
    who: str
    now: datetime


def sheet_html(texts: Texts, told: DaySum) -> str:
    """Return the sheet as HTML that QTextDocument understands."""
    tally = told.ledger.of_day
    balanced = texts.text("station-balanced" if tally.balanced else "station-not-balanced")
    printed = texts.text("station-sheet-printed", time=clock_time(told.now), day=day(told.now), who=told.who)
    unit = f"<p>{escape(told.unit)}</p>" if told.unit else ""
    return f"""<html><head><style>{_CSS}</style></head><body>{unit}
<h1>{escape(texts.text("station-sheet-title", day=told.ledger.day.strftime("%d/%m/%Y")))}</h1>
<p class="muted">{escape(printed)}</p>
<h2>{escape(texts.text("station-sheet-day"))}</h2>
<p class="sum"><b>{escape(ledger_sentence(texts, tally))}</b></p><p>{escape(balanced)}</p>
<p class="muted">{escape(texts.text("station-ledger-total"))} {escape(ledger_sentence(texts, told.ledger.total))}</p>
<h2>{escape(texts.text("station-sheet-waiting", n=len(told.waiting)))}</h2>
{_waiting(texts, told)}</body></html>"""


def _waiting(texts: Texts, told: DaySum) -> str:
    if not told.waiting:
        return f"<p>{escape(texts.text('station-sheet-nothing'))}</p>"
    heads = "".join(
        f"<th>{escape(texts.text(f'station-sheet-{name}'))}</th>" for name in ("when", "file", "whose", "why")
    )
    rows = []
    for row in told.waiting:
        when = row.captured_at.astimezone(VIETNAM).strftime("%d/%m %H:%M")
        whose = " · ".join(part for part in (row.owner, row.dossier) if part) or "–"
        held = row.hold is not None
        word = words.state_word(texts, row.state, held=held, blocks=row.blocks)
        why = f"{word}: {texts.say(row.hold)}" if row.hold else word
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in (when, row.source, whose, why))
        rows.append(f"<tr>{cells}</tr>")
    return f"<table width='100%' cellspacing='0' cellpadding='4'><tr>{heads}</tr>{''.join(rows)}</table>"


def sheet_pdf(html: str) -> bytes:
    """Return the sheet as the bytes of a PDF, A4."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    document = QTextDocument()
    document.setHtml(html)
    area = writer.pageLayout().paintRectPixels(PDF_DPI)
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(area.size()))
    document.print_(writer)
    del writer  # it finishes the file
    buffer.close()
    return bytes(held.data())


class DaySheet(QDialog):
    """Shows the sheet on white paper, whatever the theme."""

    def __init__(self, parent: QWidget, texts: Texts, bridge: Bridge, told: DaySum) -> None:
        super().__init__(parent)
        self._texts, self._bridge, self._told = texts, bridge, told
        self.paper, self.notices = QTextBrowser(), NoticeBar(texts)
        self.print, self.keep, self.leave = QPushButton(), QPushButton(), QPushButton()
        self.paper.setProperty("kind", "framed")
        self.paper.setStyleSheet("background: #ffffff; color: #111111; padding: 18px;")
        self.paper.setOpenLinks(False)
        row = QHBoxLayout()
        row.addStretch(1)
        for button, name in ((self.keep, "keep"), (self.leave, "close"), (self.print, "print")):
            texts.bind(self, button.setText, f"station-sheet-{name}")
            row.addWidget(button)
        self.print.setProperty("kind", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.LARGE, look.LARGE, look.LARGE, look.LARGE)
        column.addWidget(self.notices)
        column.addWidget(self.paper, 1)
        column.addLayout(row)
        self.print.clicked.connect(self._print)
        self.keep.clicked.connect(self._ask_where)
        self.leave.clicked.connect(self.reject)
        texts.bind(self, self.setWindowTitle, "station-sheet-window")
        texts.bind(self, self.paper.setAccessibleName, "station-sheet-window")
        texts.changed.connect(self._show)
        self._show()
        self.resize(820, 660)

    def _show(self) -> None:
        self.paper.setHtml(sheet_html(self._texts, self._told))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.paper.document().print_(printer))
        dialog.show()

    def _ask_where(self) -> None:
        name = f"{self._told.ledger.day:%Y-%m-%d}.pdf"
        dialog = QFileDialog(
            self, self._texts.text("station-sheet-keep"), str(Path.home() / name), "PDF (*.pdf)"
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.keep_at)
        dialog.open()

    def keep_at(self, path: str) -> None:
        """Keep the sheet as a PDF file there."""
        pdf = sheet_pdf(sheet_html(self._texts, self._told))
        self._bridge.ask(partial(_write, Path(path), pdf), partial(self._kept, path), line=Line.ACTS)

    def _kept(self, path: str, trouble: str) -> None:
        if trouble:
            self.notices.tell(Word(Message.of("station-sheet-not-kept", file=path, detail=trouble), "blocks"))
        else:
            self.notices.tell(Word(Message.of("station-sheet-kept", file=path), "done"))


def _write(path: Path, pdf: bytes) -> str:
    """Write the file; return what the system said when it could not, or ""."""
    try:
        path.write_bytes(pdf)
    except OSError as trouble:
        return trouble.strerror or str(trouble)
    return ""
