"""What a clerk corrects in the form of a paper: each correction is a fact, done in the pool, and can be taken back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.messages import Message
from app.pipeline.paper_desk import Correction, PaperDesk
from app.pipeline.undoing import Done
from app.ui.acts import Acts
from app.ui.bridge import Bridge, Line
from app.ui.queue_model import QueueModel
from app.ui.queue_rows import row_of


class PaperActs(QObject):
    """Stays on the scan: correcting decides nothing."""

    refused = Signal(object, str)  # Message, id of the scan

    def __init__(self, papers: PaperDesk, bridge: Bridge, model: QueueModel, acts: Acts) -> None:
        super().__init__()
        self._papers, self._bridge, self._model, self._acts = papers, bridge, model, acts

    @Slot(str, str, object)
    def correct(self, scan_id: str, name: str, value: str | None) -> None:
        """Let an entry be this, in the order in which it was typed and before any act that follows."""
        self._bridge.ask(
            lambda: self._papers.correct(scan_id, name, value),
            self._corrected,
            lambda message: self._failed(message, scan_id),
            line=Line.ACTS,
        )

    def _corrected(self, correction: Correction) -> None:
        scan = correction.scan
        self._model.put([row_of(scan)])
        self._acts.did(Done("paper", scan.id, scan.source, lambda: self._papers.take_back(correction)))

    def _failed(self, message: Message, scan_id: str) -> None:
        told = Message.of("paper-too-late") if message.id == "illegal-fact" else message
        self.refused.emit(told, scan_id)
