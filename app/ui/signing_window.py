"""The signing desk's window: what waits, each page as it will be signed, one PIN, progress, stop."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.arrangement import PageRef
from app.domain.ledger import VIETNAM
from app.domain.messages import Message
from app.domain.scan import Scan
from app.domain.signing import CertificateFound, Concern
from app.pipeline.signing_desk import Batch, SigningDesk
from app.ui.bridge import Bridge, Line
from app.ui.page_view import PageView
from app.ui.pages import PageKey, Picture, decode
from app.ui.signing_list import SigningList
from app.ui.texts import Texts

PAGE_SIDE = 1800
PAGE_TOPIC = "signing-page"


class SigningWindow(QDialog):
    """One records officer, one batch. Everything slow is asked for through the bridge."""

    _progressed = Signal(int, int)

    def __init__(
        self, desk: SigningDesk, bridge: Bridge, texts: Texts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._bridge, self._texts = desk, bridge, texts
        self._stop = Event()
        self._shown: tuple[Scan, int] | None = None
        self.waiting = SigningList(texts)
        self.page = PageView()
        self.told, self.key, self.place = QLabel(), QLabel(), QLabel()
        self.pin, self.progress = QLineEdit(), QProgressBar()
        self.next, self.start, self.halt, self.leave = (QPushButton() for _ in range(4))
        self._lay_out()
        self._connect()
        self.resize(1100, 720)

    def begin(self) -> None:
        """Ask what waits, and what the certificate says."""
        self._bridge.ask(self._desk.waiting, self._fill, self._failed, topic="signing-list")
        self._bridge.ask(self._desk.look_at_key, self._tell_of_key, self._failed, topic="signing-key")

    # --- building ---

    def _lay_out(self) -> None:
        for widget, text in (
            (self.next, "signing-next-page"),
            (self.start, "signing-start"),
            (self.halt, "signing-stop"),
            (self.leave, "signing-close"),
        ):
            self._texts.bind(widget, widget.setText, text)
            widget.setAutoDefault(False)
        self._texts.bind(self, self.setWindowTitle, "signing-title")
        self._texts.bind(self.pin, self.pin.setPlaceholderText, "signing-pin")
        self._texts.bind(self.pin, self.pin.setAccessibleName, "signing-pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaximumWidth(180)
        for label in (self.told, self.key):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.progress.hide()
        self.halt.setEnabled(False)
        left, right, foot = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.addWidget(self.waiting, 1)
        under = QHBoxLayout()
        under.addWidget(self.place, 1)
        under.addWidget(self.next)
        right.addWidget(self.page, 1)
        right.addLayout(under)
        for part in (self.pin, self.start, self.halt, self.progress):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        middle = QHBoxLayout()
        middle.addLayout(left, 2)
        middle.addLayout(right, 3)
        whole = QVBoxLayout(self)
        whole.addWidget(self.key)
        whole.addLayout(middle, 1)
        whole.addWidget(self.told)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.waiting.opened.connect(self._open)
        self.waiting.chosen_changed.connect(self._retell)
        self.next.clicked.connect(self._next_page)
        self.start.clicked.connect(self._sign)
        self.pin.returnPressed.connect(self._sign)
        self.halt.clicked.connect(self._stop.set)
        self.leave.clicked.connect(self.close)
        self.page.page_painted.connect(self._painted)
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    # --- looking ---

    def _fill(self, scans: list[Scan]) -> None:
        self.waiting.fill(scans)
        self._retell()
        if scans:
            self.waiting.setCurrentCell(0, 1)

    def _tell_of_key(self, found: tuple[CertificateFound | None, list[Concern]]) -> None:
        certificate, concerns = found
        said = [self._texts.text("signing-certificate-hidden")]
        if certificate is not None:
            day = certificate.not_after.astimezone(VIETNAM).strftime("%d/%m/%Y")
            said = [self._texts.text("signing-certificate", subject=certificate.subject, day=day)]
        said += [self._texts.say(concern.message) for concern in concerns]
        self.key.setText("\n".join(said))
        self.start.setEnabled(not any(concern.stops for concern in concerns))

    @Slot(object)
    def _open(self, scan: Scan) -> None:
        self._show(scan, 1)

    @Slot()
    def _next_page(self) -> None:
        if self._shown is None:
            return
        scan, page = self._shown
        pages = scan.sealed.pages if scan.sealed else 1
        if page < pages:
            self._show(scan, page + 1)
        else:
            self.waiting.go_on()

    def _show(self, scan: Scan, page: int) -> None:
        pages = scan.sealed.pages if scan.sealed else 1
        self._shown = (scan, page)
        self.place.setText(self._texts.text("signing-page", page=page, pages=pages))
        digest = scan.sealed.digest if scan.sealed else ""
        self._bridge.ask(
            lambda: decode(self._desk.page_picture(scan, page, PAGE_SIDE)),
            lambda picture: self._show_picture(PageKey(PageRef(digest, page), page, PAGE_SIDE), picture),
            self._failed,
            topic=PAGE_TOPIC,
        )

    def _show_picture(self, key: PageKey, picture: Picture) -> None:
        self.page.show_page(key, picture)

    @Slot(object)
    def _painted(self, key: PageKey) -> None:
        """Count a page as seen only when it has really been on the screen."""
        if self._shown is None:
            return
        scan, page = self._shown
        if scan.sealed is not None and (key.ref.capture, key.page) == (scan.sealed.digest, page):
            self._desk.saw(scan, page)
            self._retell()

    @Slot()
    def _retell(self) -> None:
        chosen = self.waiting.chosen()
        left = self._desk.to_look_at(chosen)
        self.waiting.tell(self._desk.seen_pages, {scan.id for scan in left})
        said = [self._texts.text("signing-waiting", count=self.waiting.rowCount())]
        if left:
            said.append(self._texts.text("signing-look-left", count=len(left)))
        self.told.setText(" · ".join(said))

    # --- signing ---

    @Slot()
    def _sign(self) -> None:
        chosen = [scan.id for scan in self.waiting.chosen()]
        pin = self.pin.text()
        self.pin.clear()  # whatever comes of it: it stands nowhere any more
        if not chosen or self.halt.isEnabled():
            return
        self._stop.clear()
        self._busy(True)
        self._bridge.ask(
            lambda: self._desk.sign(chosen, pin, progress=self._progressed.emit, stop=self._stop),
            self._signed,
            self._failed,
            topic="signing-batch",
            line=Line.LISTS,
        )

    @Slot(int, int)
    def _show_progress(self, done: int, count: int) -> None:
        self.progress.setMaximum(count)
        self.progress.setValue(done)
        self.progress.setFormat(self._texts.text("signing-progress", done=done, count=count))

    def _signed(self, batch: Batch) -> None:
        self._busy(False)
        gone = set(batch.signed)
        self.waiting.fill([scan for scan in self.waiting.scans if scan.id not in gone])
        self._retell()
        self.told.setText(_told_of(batch, self._texts, self._desk.plan.tsa))

    def _failed(self, message: Message) -> None:
        self._busy(False)
        self.told.setText(self._texts.say(message))

    def _busy(self, busy: bool) -> None:
        self.halt.setEnabled(busy)
        self.progress.setVisible(busy)
        for widget in (self.start, self.pin, self.waiting):
            widget.setEnabled(not busy)

    def reject(self) -> None:
        """Stop signing when the window is closed; what is signed is signed."""
        self._stop.set()
        super().reject()


def _told_of(batch: Batch, texts: Texts, tsa: str) -> str:
    """Return what came of a batch, in a few lines."""
    signed, refused, waiting = len(batch.signed), len(batch.refused), len(batch.waiting)
    said = [texts.text("sign-done", signed=signed, refused=refused, waiting=waiting)]
    said += [texts.say(message) for _, message in batch.refused[:3]]
    if batch.stopped is not None:
        said.append(texts.say(batch.stopped))
    if batch.untimed:
        said.append(texts.text("sign-note-without-time", tsa=tsa or "-"))
    return "\n".join(said)
