"""A dossier as a card: who, what, when, how sure, and the evidence beside the register's values."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.evidence import Evidence, EvidenceKind
from app.domain.folding import fold
from app.domain.page import Box
from app.ui import icons, look, words
from app.ui.case import Choice, as_written, most_telling, register_value
from app.ui.texts import Texts, day

MOST_EVIDENCE = 6
KIND_WIDTH = 96
INDENT = 16 + 6 + KIND_WIDTH + 6
CROP_HEIGHT, CROP_WIDTH = 24, 190
CROPPED = (EvidenceKind.NAME, EvidenceKind.PERSONAL_NUMBER, EvidenceKind.TAX_CODE, EvidenceKind.PRINTED_CODE)


def label(text: str, kind: str = "", *, wrap: bool = False) -> QLabel:
    """Return a plain-text label of one kind of the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    return made


class EvidenceLine(QPushButton):
    """One reason: what was read and where it is on the page; pressing it jumps there."""

    def __init__(self, evidence: Evidence, choice: Choice, texts: Texts, colours: look.Colours) -> None:
        super().__init__()
        self.evidence = evidence
        self.setProperty("kind", "evidence")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        kind = texts.text(f"station-evidence-{evidence.kind.value.replace('_', '-')}")
        held = register_value(evidence, choice.dossier)
        value = as_written(evidence)
        agrees = bool(held) and fold(held) == fold(value)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(look.TIGHT, 2, look.TIGHT, 2)
        column.setSpacing(1)
        column.addLayout(self._first_row(kind, texts, colours, agrees=agrees))
        self.crop = QLabel()
        self.crop.setContentsMargins(INDENT, 0, 0, 0)
        self.crop.hide()
        column.addWidget(self.crop)
        if held and not agrees:
            says = label(texts.text("station-register-says", value=held), "small", wrap=True)
            says.setContentsMargins(INDENT, 0, 0, 0)
            column.addWidget(says)
        said = texts.text("station-register-agrees") if agrees else held
        self.setAccessibleName(f"{kind}: {value}. {said}")
        where = texts.text("station-evidence-jump", page=evidence.page) if evidence.box else ""
        self.setToolTip(where)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _first_row(self, kind: str, texts: Texts, colours: look.Colours, *, agrees: bool) -> QHBoxLayout:
        evidence = self.evidence
        row = QHBoxLayout()
        row.setSpacing(look.SMALL - 2)
        mark = QLabel()
        mark.setPixmap(
            icons.picture(look.EVIDENCE_ICONS[evidence.kind], look.EVIDENCE_COLOURS[evidence.kind], 16)
        )
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        name = label(kind, "small", wrap=True)
        name.setFixedWidth(KIND_WIDTH)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(as_written(evidence), "strong", wrap=True), 1)
        sign = QLabel()
        if evidence.contradicts:
            sign.setPixmap(icons.picture("warning", colours.blocks.ink, 16))
            sign.setToolTip(texts.text("station-evidence-against"))
        elif agrees:
            sign.setPixmap(icons.picture("accept", colours.done.ink, 16))
            sign.setToolTip(texts.text("station-register-agrees"))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def show_crop(self, page: QImage) -> None:
        """Show the place as it looks on the page."""
        if self.evidence.box is None or self.evidence.kind not in CROPPED:
            return
        self.crop.setPixmap(_cut(page, self.evidence.box, self.devicePixelRatioF()))
        self.crop.setVisible(True)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._column.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)


def _cut(page: QImage, box: Box, ratio: float) -> QPixmap:
    area = QRect(
        round((box.x - 0.012) * page.width()),  # with a little of what stands beside it: no digit is cut
        round((box.y - 0.003) * page.height()),
        round((box.w + 0.024) * page.width()),
        round((box.h + 0.006) * page.height()),
    ).intersected(page.rect())
    wanted = QSize(round(CROP_WIDTH * ratio), round(CROP_HEIGHT * ratio))
    cut = page.copy(area).scaled(
        wanted, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    pixmap = QPixmap.fromImage(cut)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class CandidateCard(QFrame):
    """A dossier that can be chosen; `number` is its digit (0: found by hand), `told` the evidence it shows."""

    picked = Signal(int)
    pointed = Signal(object)  # Evidence

    def __init__(
        self, number: int, choice: Choice, told: tuple[Evidence, ...], texts: Texts, colours: look.Colours
    ) -> None:
        super().__init__()
        self.number, self.choice = number, choice
        self.lines: list[EvidenceLine] = []
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MEDIUM, look.SMALL, look.MEDIUM, look.SMALL)
        column.setSpacing(look.TIGHT - 1)
        column.addLayout(self._head(texts))
        column.addWidget(label(choice.code, "strong"))
        if choice.procedure:
            column.addWidget(label(choice.procedure, wrap=True))
        column.addWidget(label(_dates(choice, texts), "small", wrap=True))
        if told:
            column.addWidget(_line())
            self.lines = add_lines(column, told, choice, texts, colours, self.pointed)
        sure = words.sureness(texts, choice.candidate.score) if choice.candidate else ""
        self.setAccessibleName(f"{number}. {choice.owner}, {choice.code}, {choice.procedure}, {sure}")

    def _head(self, texts: Texts) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.SMALL)
        key = label(str(self.number) if self.number else "↵", "key")
        row.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(self.choice.owner or "–", "heading", wrap=True), 1)
        candidate = self.choice.candidate
        if candidate:
            sure = label(words.sureness(texts, candidate.score), "small")
            against = any(evidence.contradicts for evidence in candidate.evidence)
            tone = "done" if candidate.score >= words.LIKELY and not against else "asks"
            sure.setProperty("tone", tone)
            sure.setToolTip(f"{candidate.score:.0%}")
            row.addWidget(sure, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.picked.emit(self.number)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.picked.emit(self.number)
            return
        super().keyPressEvent(event)


class CommonCard(QFrame):
    """The evidence that fits every dossier proposed, told once."""

    pointed = Signal(object)  # Evidence

    def __init__(
        self, common: tuple[Evidence, ...], choice: Choice, texts: Texts, colours: look.Colours
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MEDIUM, 0, look.MEDIUM, look.SMALL)
        column.setSpacing(look.TIGHT - 1)
        column.addWidget(label(texts.text("station-evidence-common"), "small", wrap=True))
        self.lines = add_lines(column, common, choice, texts, colours, self.pointed)


def add_lines(
    column: QVBoxLayout,
    told: tuple[Evidence, ...],
    choice: Choice,
    texts: Texts,
    colours: look.Colours,
    pointed: SignalInstance,
) -> list[EvidenceLine]:
    """Add a line for each piece of evidence; pressing one emits `pointed` with it."""
    lines = []
    for evidence in most_telling(told, MOST_EVIDENCE):
        line = EvidenceLine(evidence, choice, texts, colours)
        line.clicked.connect(lambda _=False, evidence=evidence: pointed.emit(evidence))
        lines.append(line)
        column.addWidget(line)
    return lines


def _dates(choice: Choice, texts: Texts) -> str:
    dossier = choice.dossier
    if dossier is None:
        return texts.text("station-not-in-register")
    return texts.text("station-dates", received=day(dossier.received_at), due=day(dossier.due_at))


def _line() -> QWidget:
    line = QFrame()
    line.setProperty("kind", "line")
    return line
