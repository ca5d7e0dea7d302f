"""The right side: why the scan waits, which dossiers fit, the register, and what can be decided. Shows and asks; the
clerk's acts themselves are in `clerk`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.evidence import Evidence
from app.domain.page import Fields
from app.domain.scan import Clock, ScanState, Severity
from app.pipeline.desk import Desk
from app.ui import look, words
from app.ui.acts_box import ActsBox
from app.ui.bridge import Bridge
from app.ui.cards import CandidateCard, CommonCard, label
from app.ui.case import Case, Choice, common_evidence, is_among, most_telling
from app.ui.empty import EmptyState
from app.ui.outcome import outcome_card
from app.ui.paper_form import PaperForm
from app.ui.read_card import ReadCard
from app.ui.search import RegisterSearch
from app.ui.texts import Texts

MOST_COMPARED = (
    3  # lines of each dossier while one of several is to be chosen: so that more than one is in view
)
STRANGERS_PAGE = ("stop-page-meant-for", "stop-page-of-another")


class DecisionPanel(QFrame):
    """One case. `picked` gives the digit of a card, `pointed` the evidence to look at."""

    picked = Signal(int)
    pointed = Signal(object)

    def __init__(self, desk: Desk, bridge: Bridge, texts: Texts, clock: Clock) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self._texts, self._clock = texts, clock
        self._colours = look.LIGHT
        self._case: Case | None = None
        self._chosen: Choice | None = None
        self._page: tuple[int, QImage] | None = None
        self.cards: list[CandidateCard | CommonCard] = []
        self.search = RegisterSearch(desk, bridge, texts)
        self.acts = ActsBox(texts)
        self.form = PaperForm(desk, bridge, texts)
        self._holder = QWidget()
        self._title, self._subtitle = label("", "heading"), label("", "small", wrap=True)
        self._banner, self._banner_text = QFrame(), label("", wrap=True)
        self._caution = label("", wrap=True)
        self._caution.setProperty("tone", "asks")
        self._flaws = label("", wrap=True)
        self._flaws.setProperty("banner", "asks")
        self._flaws.setObjectName("flaws")
        self._flaws.setContentsMargins(look.MEDIUM, look.SMALL, look.SMALL, look.SMALL)
        self._scroll, self._nothing = QScrollArea(), EmptyState(texts)
        self._build()
        self.search.opened.connect(self._make_room)
        texts.changed.connect(self._retold)
        self.clear("sun", "station-decide-none")

    def _build(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(look.LARGE, look.MEDIUM, look.LARGE, look.MEDIUM)
        column.setSpacing(look.SMALL)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        banner = QVBoxLayout(self._banner)
        banner.setContentsMargins(look.MEDIUM, look.SMALL, look.SMALL, look.SMALL)
        banner.addWidget(self._banner_text)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rolled = QWidget()
        self._told = QVBoxLayout(rolled)  # what is told of the case, made anew each time, and the form
        self._told.setContentsMargins(0, 0, look.TIGHT, 0)
        self._told.setSpacing(look.SMALL)
        self._told.addWidget(self._holder)
        self._told.addWidget(self.form)
        self._told.addStretch(1)
        self._scroll.setWidget(rolled)
        for widget in (self._title, self._subtitle, self._flaws, self._banner, self._caution, self.search):
            column.addWidget(widget)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._nothing, 1)
        column.addStretch(0)
        column.addWidget(self.acts)

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours of a theme."""
        self._colours = colours
        self._nothing.dressed(colours)
        self.search.delegate.colours = colours
        self.acts.dressed(colours)
        self._retold()

    def clear(self, icon: str, sentence: str) -> None:
        """Show no case, only an icon and the text with the id `sentence`."""
        self._case = self._chosen = self._page = None
        self._nothing.tell(icon, sentence, "")
        told = (self._title, self._subtitle, self._flaws, self._banner, self._caution)
        for widget in (*told, self._scroll, self.search):
            widget.hide()
        self._nothing.show()
        self.acts.show_case(None, None)

    def show_case(self, case: Case, chosen: Choice | None) -> None:
        """Show a case with the choice that Enter would accept (None: none)."""
        if self._case is None or self._case.scan.id != case.scan.id:
            self.search.close_hits()
            self.acts.reason.put_away()
            self._page = None
        self._case, self._chosen = case, chosen
        self._nothing.hide()
        for widget in (self._title, self._subtitle):
            widget.show()
        self.search.setVisible(case.linkable)
        self._scroll.setVisible(not self.search.hits.isVisible())
        self._tell_head(case)
        self._fill(case, chosen)
        self.form.show_case(case, chosen)
        self.acts.show_case(case, chosen)

    def show_page(self, page: int, picture: QImage) -> None:
        """Show the places of the evidence as they look on this page."""
        self._page = (page, picture)
        for card in self.cards:
            for line in card.lines:
                if line.evidence.page == page:
                    line.show_crop(picture)

    def focus_search(self) -> None:
        """Let a person type into the search box."""
        if self.search.isVisible():
            self.search.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.box.selectAll()

    # --- inside ---

    @Slot(bool)
    def _make_room(self, searching: bool) -> None:
        self._scroll.setHidden(searching)
        self._column.setStretchFactor(self.search, int(searching))

    def _tell_head(self, case: Case) -> None:
        scan, texts = case.scan, self._texts
        self._title.setText(scan.source)
        self._title.setToolTip(scan.source)
        parts = [
            words.state_word(
                texts, scan.state, held=bool(scan.hold), blocks=bool(scan.hold and _blocks(case))
            ),
            words.pages(texts, scan),
            words.age(texts, scan.captured_at, self._clock()),
        ]
        self._subtitle.setText(" · ".join(part for part in parts if part))
        self._flaws.setVisible(bool(scan.flaws))
        self._flaws.setText("\n".join(map(texts.say, scan.flaws)))
        self._caution.setVisible(scan.caution is not None)
        self._caution.setText(texts.say(scan.caution) if scan.caution else "")
        self._banner.setVisible(scan.hold is not None)
        if scan.hold:
            self._banner.setProperty("banner", "blocks" if _blocks(case) else "asks")
            self._banner.style().unpolish(self._banner)
            self._banner.style().polish(self._banner)
            self._banner_text.setText(" ".join([texts.say(scan.hold.message), *_what_to_do(case, texts)]))
            self._banner_text.setAccessibleName(self._banner_text.text())

    def _fill(self, case: Case, chosen: Choice | None) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.SMALL)
        self.cards = []
        if case.scan.state in (ScanState.STORED, ScanState.REJECTED) or case.undoable:
            column.addWidget(outcome_card(case, self._texts, self._colours))
        elif case.linkable:
            self._add_cards(column, case, chosen)
        elif case.scan.reading is None and case.fields != Fields():
            column.addWidget(self._read_card(case))
        self._told.replaceWidget(self._holder, holder)
        self._holder.hide()
        self._holder.deleteLater()  # later: the click may be one of its own
        self._holder = holder
        if self._page:
            self.show_page(*self._page)

    def _add_cards(self, column: QVBoxLayout, case: Case, chosen: Choice | None) -> None:
        numbered = list(enumerate(case.choices, 1))
        if case.found and case.found not in case.choices:
            numbered.insert(0, (0, case.found))
        common = common_evidence(case.choices) if chosen is None else ()
        for number, choice in numbered:
            is_chosen = choice is chosen
            told = choice.evidence if is_chosen else ()
            if chosen is None:
                told = tuple(evidence for evidence in choice.evidence if not is_among(evidence, common))
                told = most_telling(told, MOST_COMPARED) if len(numbered) > 1 else told
            card = CandidateCard(number, choice, told, self._texts, self._colours)
            card.setProperty("chosen", "true" if is_chosen else "false")
            card.picked.connect(self.picked)
            card.pointed.connect(self.pointed)
            self.cards.append(card)
            column.addWidget(card)
        if common:
            column.addWidget(self._common_card(common, case.choices[0]))
        if not numbered:
            column.addWidget(label(self._texts.text("station-no-candidates"), "muted", wrap=True))
        if chosen is None or chosen is case.found:
            column.addWidget(self._read_card(case))

    def _read_card(self, case: Case) -> ReadCard:
        card = ReadCard(case.fields, self._texts, self._colours)
        card.pointed.connect(self.pointed)
        card.searched.connect(self.search.look_up)
        return card

    def _common_card(self, common: tuple[Evidence, ...], choice: Choice) -> CommonCard:
        card = CommonCard(common, choice, self._texts, self._colours)
        card.pointed.connect(self.pointed)
        self.cards.append(card)
        return card

    @Slot()
    def _retold(self) -> None:
        if self._case:
            self.show_case(self._case, self._chosen)


def _blocks(case: Case) -> bool:
    return case.scan.hold is not None and case.scan.hold.severity is Severity.BLOCKS


def _what_to_do(case: Case, texts: Texts) -> list[str]:
    """What comes first where the program stopped for a stranger's page: a link is kept only once there is one."""
    hold = case.scan.hold
    if hold is None or hold.message.id not in STRANGERS_PAGE:
        return []
    if case.linkable:
        return [texts.text("station-stop-link-first")]
    return [texts.text("station-stop-keep")] if case.confirmable else []
