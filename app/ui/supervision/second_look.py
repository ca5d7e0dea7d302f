"""The second look: a linked result's page beside its dossier; a person who did not link it says right or wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.dossier import Dossier
from app.domain.evidence import Candidate
from app.domain.messages import Message
from app.domain.quality import Quality, Verdict
from app.domain.scan import Scan
from app.ui import look
from app.ui.bridge import Bridge, Line
from app.ui.cards import label
from app.ui.case import Choice, marks
from app.ui.page_view import PageView
from app.ui.pages import LONGEST_SIDE, PageKey, Picture, decode
from app.ui.supervision.port import SecondLook
from app.ui.supervision.tables import percent
from app.ui.texts import Texts, day

_PAGE_SIDE = LONGEST_SIDE
_ROWS = {
    "code": "overview-dossier",
    "owner_name": "overview-owner",
    "owner_number": "second-look-number",
    "birth_date": "second-look-birth",
    "procedure_name": "overview-procedure",
    "unit_name": "overview-unit",
    "received_at": "second-look-received",
    "solved_at": "overview-solved",
}
Link = tuple[Scan, Dossier | None]


class SecondLookWindow(QDialog):
    """One link after another; a verdict can be given when the page shown has been on the screen."""

    judged = Signal()

    def __init__(self, desk: SecondLook, bridge: Bridge, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._desk, self._bridge, self._texts = desk, bridge, texts
        self._links: list[Link] = []
        self._place, self._page = 0, 0  # of the link, and of its page
        self.view, self.rates, self.told = PageView(), label("", "", wrap=True), label("", "muted", wrap=True)
        self.where, self.linked_by = label("", "heading"), label("", "muted", wrap=True)
        self.facts = {name: label("", "strong", wrap=True) for name in _ROWS}
        self.reason = QLineEdit()
        self.right, self.wrong, self.skip, self.before, self.after = (QPushButton() for _ in range(5))
        self._lay_out()
        self._allow(verdict=False)
        self.view.page_painted.connect(self._painted)
        self.resize(1180, 820)

    def begin(self) -> None:
        """Ask what is to be seen again, and what came of it so far."""
        self._bridge.ask(self._desk.waiting, self._fill, self._failed, topic="second-look")
        self._ask_rates()

    @property
    def link(self) -> Link | None:
        """The link that is shown, with its dossier."""
        return self._links[self._place] if self._place < len(self._links) else None

    def _lay_out(self) -> None:
        bind = self._texts.bind
        bind(self, self.setWindowTitle, "second-look-title")
        bind(self.reason, self.reason.setPlaceholderText, "second-look-reason")
        bind(self.reason, self.reason.setAccessibleName, "second-look-reason")
        bind(self.view, self.view.setAccessibleName, "second-look-page-of-result")
        named = (
            (self.right, "second-look-right", "1", partial(self._judge, Verdict.RIGHT)),
            (self.wrong, "second-look-wrong", "2", partial(self._judge, Verdict.WRONG)),
            (self.skip, "second-look-skip", "3", self._skip),
            (self.before, "acceptance-page-before", "PgUp", partial(self._turn, -1)),
            (self.after, "acceptance-page-after", "PgDown", partial(self._turn, 1)),
        )
        for button, text, keys, act in named:
            bind(button, lambda said, button=button, keys=keys: button.setText(f"{said}  [{keys}]"), text)  # type: ignore[misc]
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=act: act())
            shortcut = QShortcut(QKeySequence(keys), self)  # typed into the reason, a digit is a digit
            shortcut.activated.connect(button.click)
        whole, halves, side = QVBoxLayout(self), QHBoxLayout(), QVBoxLayout()
        halves.addWidget(self.view, 3)
        halves.addLayout(side, 2)
        self._lay_out_side(side)
        whole.addWidget(self.rates)
        whole.addLayout(halves, 1)
        whole.addWidget(self.told)

    def _lay_out_side(self, side: QVBoxLayout) -> None:
        side.setSpacing(look.SMALL)
        side.addWidget(self.where)
        lines = QFormLayout()
        for name, text in _ROWS.items():
            head = QLabel()
            self._texts.bind(head, head.setText, text)
            lines.addRow(head, self.facts[name])
        side.addLayout(lines)
        side.addWidget(self.linked_by)
        side.addStretch(1)
        side.addWidget(self.reason)
        for row in ((self.right, self.wrong), (self.before, self.after, self.skip)):
            buttons = QHBoxLayout()
            for button in row:
                buttons.addWidget(button)
            side.addLayout(buttons)

    # --- what is shown ---

    def _fill(self, links: list[Link]) -> None:
        self._links, self._place = links, 0
        self._show()

    def _show(self) -> None:
        self._page = 0
        self.view.clear()
        self.reason.clear()
        self._allow(verdict=False)
        link = self.link
        scan, dossier = link or (None, None)
        for name, fact in self.facts.items():
            fact.setText(_said(dossier, name) or "–")
        if scan is None:
            self.where.setText(self._texts.text("second-look-none"))
            self.linked_by.setText("")
            return
        kinds = dict.fromkeys(evidence.kind.value.replace("_", "-") for evidence in scan.evidence)
        spoke = ", ".join(self._texts.text(f"station-evidence-{kind}") for kind in kinds) or "–"
        self.linked_by.setText(
            self._texts.text("second-look-linked", who=scan.linked_by or "–", evidence=spoke)
        )
        self._ask_page()

    def _ask_page(self) -> None:
        link = self.link
        if link is None or not link[0].pages:
            return
        scan = link[0]
        page = scan.pages[self._page]
        self.where.setText(
            self._texts.text(
                "second-look-where",
                place=self._place + 1,
                count=len(self._links),
                page=self._page + 1,
                pages=len(scan.pages),
            )
        )
        self._bridge.ask(
            lambda: decode(self._desk.page(scan, page, _PAGE_SIDE)),
            partial(self._page_came, PageKey(scan.origin(page), page)),
            self._failed,
            topic="second-look-page",
        )

    def _page_came(self, key: PageKey, picture: Picture) -> None:
        link = self.link
        if link is None:
            return
        self.view.show_page(key, picture)
        spoke = Candidate(link[0].dossier or "", 1.0, link[0].evidence)
        self.view.mark(marks(Choice(spoke.dossier, spoke, link[1]), self._texts).get(key.page, []))

    @Slot(object)
    def _painted(self, key: PageKey) -> None:
        """Let a verdict be given only on what has really been on the screen."""
        link = self.link
        if link is not None and link[0].pages[self._page] == key.page:
            self._allow(verdict=True)

    def _allow(self, *, verdict: bool) -> None:
        for button in (self.right, self.wrong):
            button.setEnabled(verdict)
        link = self.link
        self.skip.setEnabled(link is not None)
        self.before.setEnabled(link is not None and self._page > 0)
        self.after.setEnabled(link is not None and self._page + 1 < len(link[0].pages))

    # --- what is done ---

    def _turn(self, step: int) -> None:
        self._page += step
        self._allow(verdict=self.right.isEnabled())
        self._ask_page()

    def _skip(self) -> None:
        self._place = (self._place + 1) % max(1, len(self._links))
        self._show()

    def _judge(self, verdict: Verdict) -> None:
        link = self.link
        if link is None:
            return
        scan, reason = link[0], self.reason.text().strip()
        self._allow(verdict=False)
        self._bridge.ask(
            lambda: self._desk.judge(scan.id, verdict, reason),
            lambda _: self._recorded(scan),
            self._failed,
            line=Line.ACTS,
        )

    def _recorded(self, scan: Scan) -> None:
        self._links = [link for link in self._links if link[0].id != scan.id]
        self._place %= max(1, len(self._links))
        self.told.setText(self._texts.text("quality-judged", scan=scan.id))
        self._show()
        self._ask_rates()
        self.judged.emit()

    def _ask_rates(self) -> None:
        self._bridge.ask(
            self._desk.quality, self._tell_rates, self._failed, topic="second-look-rates", line=Line.LISTS
        )

    def _tell_rates(self, found: tuple[Quality, dict[str, int]]) -> None:
        self.rates.setText("\n".join(rate_lines(*found, self._texts)))

    def _failed(self, message: Message) -> None:
        self.told.setText(self._texts.say(message))


def rate_lines(told: Quality, erred: dict[str, int], texts: Texts) -> list[str]:
    """Return the measured error rate with its interval, the needless holds, and which evidence erred, in words."""
    low, high = told.interval or (None, None)
    lines = [
        texts.text(
            "quality-rate", looks=told.looks, drawn=told.drawn, errors=told.errors,
            rate=percent(told.error_rate), low=percent(low), high=percent(high),
        ),
        texts.text("quality-holds", rate=percent(told.needless_rate), decisions=told.decisions),
    ]  # fmt: skip
    if erred:
        named = (
            f"{texts.text('station-evidence-' + kind.replace('_', '-'))} ({n})" for kind, n in erred.items()
        )
        lines.append(texts.text("second-look-erred", kinds=", ".join(named)))
    if not told.checked:
        lines.append(texts.text("quality-unchecked"))
    return lines


def _said(dossier: Dossier | None, name: str) -> str:
    if dossier is None:
        return ""
    return day(getattr(dossier, name)) if name.endswith("_at") else str(getattr(dossier, name))
