"""Scanning at a scanner beside the machine: which one, from glass or feeder, both sides, preview, scan, cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.capture.sane import Abilities, Scanner, ScanOrder
from app.domain.messages import Message
from app.pipeline.scanner_desk import ScannerDesk
from app.ui import look
from app.ui.bridge import Bridge
from app.ui.cards import label
from app.ui.texts import Texts

DPI = (300, 200, 600)
PREVIEW = 360  # pixels
TELL_MILLISECONDS = 200
_BUTTONS = ("find", "preview", "scan", "insert", "cancel")


class ScannerWindow(QDialog):
    """Asks `desk` off the GUI thread; closing it cancels. `insert` puts a scanned file into the open result."""

    def __init__(
        self,
        desk: ScannerDesk,
        bridge: Bridge,
        texts: Texts,
        insert: Callable[[Path], object] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._desk, self._bridge, self._texts, self._insert = desk, bridge, texts, insert
        self._can: Abilities | None = None
        self._pages = 0  # set by the thread that scans, shown by the timer
        self.scanner, self.source, self.dpi = QComboBox(), QComboBox(), QComboBox()
        self.both_sides, self.told, self.picture = QCheckBox(), label("", wrap=True), QLabel()
        self.buttons = {name: QPushButton() for name in _BUTTONS}
        self._telling = QTimer(self)
        self._telling.setInterval(TELL_MILLISECONDS)
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Look for scanners."""
        self._find()

    def closeEvent(self, event: object) -> None:
        """What is being scanned is cancelled: nobody would see how it ends."""
        self._desk.cancel()
        super().closeEvent(event)  # type: ignore[arg-type]

    def _lay_out(self) -> None:
        texts = self._texts
        texts.bind(self, self.setWindowTitle, "scanner-title")
        form = QFormLayout()
        for name, field in (("device", self.scanner), ("source", self.source), ("dpi", self.dpi)):
            said = label("")
            said.setBuddy(field)
            texts.bind(self, said.setText, f"scanner-{name}")
            texts.bind(self, field.setAccessibleName, f"scanner-{name}")
            form.addRow(said, field)
        for dpi in DPI:
            self.dpi.addItem(f"{dpi} dpi", dpi)
        texts.bind(self, self.both_sides.setText, "scanner-both-sides")
        form.addRow("", self.both_sides)
        row = QHBoxLayout()
        for name, button in self.buttons.items():
            texts.bind(self, button.setText, f"scanner-{name}")
            row.addWidget(button)
        self.buttons["scan"].setProperty("kind", "primary")
        self.buttons["scan"].setDefault(True)
        self.buttons["insert"].setVisible(self._insert is not None)
        self.picture.setMinimumSize(PREVIEW, PREVIEW)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        texts.bind(self, self.picture.setAccessibleName, "scanner-preview")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.WIDE, look.LARGE, look.WIDE, look.LARGE)
        column.setSpacing(look.MEDIUM)
        column.addLayout(form)
        column.addWidget(self.picture, 1)
        column.addWidget(self.told)
        column.addLayout(row)

    def _connect(self) -> None:
        self.scanner.currentIndexChanged.connect(self._ask_abilities)
        self.buttons["find"].clicked.connect(self._find)
        self.buttons["preview"].clicked.connect(self._preview)
        self.buttons["scan"].clicked.connect(self._scan)
        self.buttons["insert"].clicked.connect(self._scan_apart)
        self.buttons["cancel"].clicked.connect(self._desk.cancel)
        self._telling.timeout.connect(self._tell_pages)
        self._busy(busy=False)

    def _busy(self, *, busy: bool) -> None:
        for name, button in self.buttons.items():
            ready = name == "find" or self._can is not None
            button.setEnabled(busy if name == "cancel" else ready and not busy)
        self._pages = 0
        if busy:
            self._telling.start()
        else:
            self._telling.stop()

    def _order(self) -> ScanOrder:
        return ScanOrder(
            str(self.scanner.currentData()),
            self.source.currentText(),
            both_sides=self.both_sides.isEnabled() and self.both_sides.isChecked(),
            dpi=self.dpi.currentData(),
        )

    # --- what is asked ---

    @Slot()
    def _find(self) -> None:
        self._say(Message.of("scanner-looking"))
        self._can = None
        self._busy(busy=False)
        self._bridge.ask(self._desk.scanners, self._found, self._failed, topic="scanners")

    def _found(self, scanners: list[Scanner]) -> None:
        self.scanner.blockSignals(True)
        self.scanner.clear()
        for one in scanners:
            self.scanner.addItem(one.label, one.name)
        self.scanner.blockSignals(False)
        self._say(Message.of("scanner-found", count=len(scanners)))
        if scanners:
            self._ask_abilities()

    @Slot()
    def _ask_abilities(self) -> None:
        name = str(self.scanner.currentData())
        self._bridge.ask(lambda: self._desk.abilities(name), self._able, self._failed, topic="abilities")

    def _able(self, can: Abilities) -> None:
        self._can = can
        self.source.clear()
        self.source.addItems(can.sources)
        self.both_sides.setEnabled(bool(can.duplex))
        self._busy(busy=False)

    @Slot()
    def _preview(self) -> None:
        order, can = self._begin()
        self._bridge.ask(lambda: self._desk.preview(order, can), self._previewed, self._failed)

    def _previewed(self, png: bytes) -> None:
        self._busy(busy=False)
        size, keep = self.picture.size(), Qt.AspectRatioMode.KeepAspectRatio
        smooth = Qt.TransformationMode.SmoothTransformation
        if png:
            self.picture.setPixmap(QPixmap.fromImage(QImage.fromData(png)).scaled(size, keep, smooth))
        self._say(Message.of("scanner-previewed" if png else "scanner-cancelled"))

    @Slot()
    def _scan(self) -> None:
        order, can = self._begin()
        self._bridge.ask(lambda: self._desk.scan(order, can, self._came), self._scanned, self._failed)

    def _scanned(self, pages: int) -> None:
        self._busy(busy=False)
        self._say(Message.of("scanner-done", pages=pages) if pages else Message.of("scanner-cancelled"))

    @Slot()
    def _scan_apart(self) -> None:
        order, can = self._begin()
        self._bridge.ask(lambda: self._desk.scan_apart(order, can, self._came), self._inserted, self._failed)

    def _inserted(self, file: Path | None) -> None:
        self._busy(busy=False)
        if file is not None and self._insert is not None:
            self._insert(file)
        self._say(Message.of("scanner-inserted" if file else "scanner-cancelled"))

    def _begin(self) -> tuple[ScanOrder, Abilities]:
        assert self._can is not None  # the buttons wait for it
        self._busy(busy=True)
        self._say(Message.of("scanner-scanning", pages=0))
        return self._order(), self._can

    # --- what is told ---

    def _came(self, pages: int) -> None:
        self._pages = pages

    @Slot()
    def _tell_pages(self) -> None:
        self._say(Message.of("scanner-scanning", pages=self._pages))

    def _failed(self, message: Message) -> None:
        self._busy(busy=False)
        self._say(message)

    def _say(self, message: Message) -> None:
        self.told.setText(self._texts.say(message))
