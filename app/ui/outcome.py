"""What became of a scan that needs no decision: its dossier, who linked it, its file, its receipt."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from app.domain.scan import ScanState
from app.ui import icons, look, words
from app.ui.cards import label
from app.ui.case import Case
from app.ui.texts import Texts, clock_time, day

SHORT_DIGEST = 16


def outcome_card(case: Case, texts: Texts, colours: look.Colours) -> QFrame:
    """Return a card that tells it."""
    scan = case.scan
    card = QFrame()
    card.setProperty("kind", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(look.MEDIUM, look.MEDIUM, look.MEDIUM, look.MEDIUM)
    column.setSpacing(look.SMALL)
    tone = getattr(colours, words.state_tone(scan.state, held=bool(scan.hold), blocks=False))
    mark = QLabel()
    mark.setPixmap(icons.picture(words.state_icon(scan.state, held=False, blocks=False), tone.ink, 32))
    column.addWidget(mark)
    who = case.linked.owner_name if case.linked else ""
    rejected = scan.state is ScanState.REJECTED
    column.addWidget(
        label(texts.text("station-state-rejected") if rejected else who or scan.source, "title", wrap=True)
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.MEDIUM)
    grid.setVerticalSpacing(look.TIGHT)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(_facts(case, texts)):
        grid.addWidget(label(texts.text(name), "small"), place, 0, Qt.AlignmentFlag.AlignTop)
        told = label(value, wrap=True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(told, place, 1)
    column.addLayout(grid)
    return card


def _facts(case: Case, texts: Texts) -> list[tuple[str, str]]:
    scan = case.scan
    told: list[tuple[str, str]] = []
    if scan.dossier:
        told.append(("station-fact-dossier", scan.dossier))
        told.append(("station-fact-linked", words.linked_by(texts, scan)))
    if case.linked and case.linked.procedure_name:
        told.append(("station-fact-procedure", case.linked.procedure_name))
    if scan.rejected_because:
        told.append(("station-fact-reason", words.reason(texts, scan.rejected_because)))
    if scan.sealed:
        level = f"PDF/A-{scan.sealed.pdfa}" if scan.sealed.pdfa else texts.text("station-fact-as-it-came")
        told.append(("station-fact-file", f"{level}, {scan.sealed.bytes / 1024:.0f} KB"))
    if scan.receipt:
        stored = scan.receipt.stored_at
        told.append(("station-fact-receipt", scan.receipt.id))
        told.append(("station-fact-stored", f"{clock_time(stored)} {day(stored)}"))
        told.append(("station-fact-digest", f"{scan.receipt.digest[:SHORT_DIGEST]}…"))
    return told
