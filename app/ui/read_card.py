"""What was read on the paper, for a person who looks the dossier up: each line jumps to its place or is searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from app.domain.evidence import Evidence, EvidenceKind
from app.domain.page import Fields, Found
from app.ui import icons, look
from app.ui.cards import KIND_WIDTH, label
from app.ui.case import as_written
from app.ui.texts import Texts

MOST_LINES = 8
_SEARCHED = (
    EvidenceKind.PRINTED_CODE,
    EvidenceKind.PERSONAL_NUMBER,
    EvidenceKind.TAX_CODE,
    EvidenceKind.NAME,
)


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value as it is shown, and where it was read."""

    kind: EvidenceKind
    shown: str
    found: Found

    @property
    def as_evidence(self) -> Evidence:
        """The place, in the form that the page understands."""
        return Evidence(self.kind, self.found.value, self.found.page, self.found.box)


def read_values(fields: Fields) -> Iterator[ReadValue]:
    """Yield what was read, what finds a dossier best first."""
    groups: list[tuple[EvidenceKind, tuple[Found | None, ...]]] = [
        (EvidenceKind.PRINTED_CODE, fields.dossier_codes),
        (EvidenceKind.NAME, fields.names[:3]),
        (EvidenceKind.PERSONAL_NUMBER, fields.personal_numbers[:2]),
        (EvidenceKind.TAX_CODE, fields.tax_codes[:1]),
        (EvidenceKind.BIRTH_DATE, fields.birth_dates[:1]),
        (EvidenceKind.DOCUMENT_NUMBER, (fields.document_number,)),
        (EvidenceKind.DATE, (fields.issued_on,)),
    ]
    for kind, values in groups:
        for found in values:
            if found is not None:
                yield ReadValue(kind, as_written(Evidence(kind, found.value, found.page)), found)


class ReadCard(QFrame):
    """A line a value; `pointed` gives the place, `searched` the value to look up."""

    pointed = Signal(object)  # Evidence
    searched = Signal(str)

    def __init__(self, fields: Fields, texts: Texts, colours: look.Colours) -> None:
        super().__init__()
        self._texts, self._colours = texts, colours
        self.values = list(read_values(fields))[:MOST_LINES]
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MEDIUM, look.SMALL, look.MEDIUM, look.SMALL)
        column.setSpacing(0)
        column.addWidget(label(texts.text("station-read-title"), "small"))
        for value in self.values:
            column.addLayout(self._line(value))
        if not self.values:
            column.addWidget(label(texts.text("station-read-nothing"), "muted", wrap=True))

    def _line(self, value: ReadValue) -> QHBoxLayout:
        texts = self._texts
        name = texts.text(f"station-evidence-{value.kind.value.replace('_', '-')}")
        row = QHBoxLayout()
        row.setSpacing(look.SMALL - 2)
        mark = QLabel()
        mark.setPixmap(icons.picture(look.EVIDENCE_ICONS[value.kind], look.EVIDENCE_COLOURS[value.kind], 16))
        said = label(name, "small", wrap=True)
        said.setFixedWidth(KIND_WIDTH)
        jump = QPushButton(value.shown)
        jump.setProperty("kind", "evidence")
        jump.setCursor(Qt.CursorShape.PointingHandCursor)
        jump.setAccessibleName(f"{name}: {value.shown}")
        if value.found.box is not None:
            jump.setToolTip(texts.text("station-evidence-jump", page=value.found.page))
        jump.clicked.connect(lambda: self.pointed.emit(value.as_evidence))
        for widget in (mark, said):
            row.addWidget(widget)
        row.addWidget(jump, 1)
        if value.kind in _SEARCHED:
            row.addWidget(self._search_button(value))
        return row

    def _search_button(self, value: ReadValue) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon("search", self._colours.accent, size=16))
        button.setIconSize(QSize(16, 16))
        told = self._texts.text("station-read-search", value=value.shown)
        button.setToolTip(told)
        button.setAccessibleName(told)
        button.clicked.connect(lambda: self.searched.emit(value.found.value))
        return button
