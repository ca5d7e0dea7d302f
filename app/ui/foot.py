"""The foot of the window: the ledger as a sentence, what is being done now, the oldest that waits, the store."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from app.domain.ledger import Ledger, Tally
from app.domain.messages import Message
from app.domain.rest import resting_since
from app.domain.scan import Clock, Scan, ScanState
from app.pipeline.ports import StoreTold, WorkBegan, WorkDelayed
from app.ui import icons, look, words
from app.ui.cards import label
from app.ui.queue_model import QueueModel
from app.ui.texts import Texts

_FOR_THE_STORE = (ScanState.SEALED, ScanState.SIGNED)


def ledger_sentence(texts: Texts, tally: Tally) -> str:
    """Return the ledger's sum as a sentence."""
    return texts.text(
        "station-ledger",
        captured=tally.captured,
        stored=tally.stored,
        waiting=tally.waiting,
        held=tally.held,
        rejected=tally.rejected,
    )


class Foot(QFrame):
    """Follows the events; asks nobody."""

    def __init__(self, model: QueueModel, texts: Texts, clock: Clock, rest: QLabel) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self._model, self._texts, self._clock = model, texts, clock
        self._colours = look.LIGHT
        self._ledger: Ledger | None = None
        self._work: dict[str, str] = {}  # scan -> stage
        self._store_trouble: Message | None = None
        self._store = StoreTold(reachable=True)
        self._balance = QLabel()
        self.sum, self.work, self.oldest, self.store = (
            label(""),
            label("", "small"),
            label("", "small"),
            label("", "small"),
        )
        self._store_icon = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.MEDIUM, look.TIGHT, look.MEDIUM, look.TIGHT)
        row.setSpacing(look.SMALL)
        for widget in (self._balance, self.sum):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.work, rest, self.oldest, self._store_icon, self.store):
            row.addWidget(widget)
            row.setStretchFactor(widget, 0)
        texts.changed.connect(self.tell)

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours of a theme."""
        self._colours = colours
        self.tell()

    def show_ledger(self, ledger: Ledger) -> None:
        """Show today's sum."""
        self._ledger = ledger
        self.tell()

    @Slot(list)
    def work_told(self, events: list[WorkBegan | WorkDelayed]) -> None:
        """Follow which stage is at work on which scan, and whether the store answers."""
        for event in events:
            match event:
                case WorkBegan(scan_id=scan_id, stage=stage):
                    self._work[scan_id] = stage
                case WorkDelayed(scan_id=scan_id, message=message):
                    if self._work.pop(scan_id, "") == "deposit":
                        self._store_trouble = message
        self.tell()

    @Slot(object)
    def store_told(self, told: StoreTold) -> None:
        """Follow how the road to a served store is."""
        self._store = told
        self._tell_store()

    @Slot(list)
    def scans_changed(self, scans: list[Scan]) -> None:
        """Note which scans are no longer worked on."""
        for scan in scans:
            if scan.state.finished or scan.hold or resting_since(scan):
                self._work.pop(scan.id, None)
            if scan.state is ScanState.STORED:
                self._store_trouble = None
        self._tell_work()

    @Slot()
    def tell(self) -> None:
        """Write everything anew."""
        texts, colours = self._texts, self._colours
        if self._ledger:
            tally = self._ledger.of_day
            tone = colours.done if tally.balanced else colours.blocks
            self._balance.setPixmap(
                icons.picture("balance" if tally.balanced else "warning", tone.ink, look.ICON)
            )
            says = texts.text("station-balanced" if tally.balanced else "station-not-balanced")
            self._balance.setToolTip(says)
            self.sum.setText(ledger_sentence(texts, tally))
            self.sum.setAccessibleName(f"{self.sum.text()}. {says}")
            self.sum.setToolTip(
                texts.text("station-ledger-total") + "\n" + ledger_sentence(texts, self._ledger.total)
            )
        self._tell_work()
        self._tell_oldest()
        self._tell_store()

    def _tell_store(self) -> None:
        """Write whether the store takes results, what goes up to it, and what waits for it."""
        texts, trouble, told = self._texts, self._store_trouble, self._store
        if not told.reachable:
            text = texts.text("station-store-offline")
        elif trouble:
            text = texts.text("station-store-waits")
        elif told.size_bytes:
            percent = 100 * told.there_bytes // told.size_bytes
            text = texts.text("station-store-sending", count=told.uploads, percent=percent)
        else:
            text = texts.text("station-store-well")
        well = told.reachable and not trouble
        tone = self._colours.done if well else self._colours.blocks
        self._store_icon.setPixmap(icons.picture("store", tone.ink, look.ICON))
        self.store.setText(text if well else self._with_queue(text))
        hints = [texts.say(trouble)] if trouble else []
        if told.register_as_of:
            moment = words.age(texts, told.register_as_of, self._clock())
            hints.append(texts.text("station-store-register", moment=moment))
        self.store.setToolTip("\n".join(hints))

    def _with_queue(self, text: str) -> str:
        """Add how many results wait for the store, and how long the first of them has."""
        waiting = [
            row
            for row in self._model.rows.unfinished()
            if row.state in _FOR_THE_STORE and not row.needs_person
        ]
        if not waiting:
            return text
        age = words.age(self._texts, min(row.changed_at for row in waiting), self._clock())
        return self._texts.text("station-store-queue", text=text, count=len(waiting), age=age)

    def _tell_work(self) -> None:
        if not self._work:
            self.work.setText("")
            return
        scan_id, stage = next(reversed(self._work.items()))
        row = self._model.rows.get(scan_id)
        text = self._texts.text(
            "station-work", step=words.step(self._texts, stage), source=row.source if row else ""
        )
        more = len(self._work) - 1
        self.work.setText(f"{text} +{more}" if more else text)

    def _tell_oldest(self) -> None:
        oldest = self._model.rows.oldest
        told = words.age(self._texts, oldest.captured_at, self._clock()) if oldest else ""
        self.oldest.setText(self._texts.text("station-oldest", age=told) if told else "")
