"""The lower half of the supervisor's window: dossiers behind a figure or on a work list, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.indicators import Period, View
from app.domain.messages import Message
from app.supervision.difference import Difference
from app.supervision.figures import Listed
from app.supervision.overview import LIST_AT_ONCE
from app.supervision.worklists import Item, Kind
from app.ui import look
from app.ui.bridge import Bridge, Line
from app.ui.cards import label
from app.ui.folders import ask_folder
from app.ui.supervision.port import Oversight
from app.ui.supervision.sync_row import SyncRow
from app.ui.supervision.tables import DossierTable
from app.ui.supervision.work_forms import AssignForm, WriteForm
from app.ui.texts import Texts

DIFFERENCE = "difference"  # beside the work lists: what makes the two views differ
_BUTTONS = ("overview-assign", "overview-write-letters", "overview-export", "overview-remind")


class WorkPanel(QWidget):
    """A box of lists ("" is the figure chosen above), the dossiers of it, and a row of acts on those selected."""

    list_chosen = Signal()
    told = Signal(str)

    def __init__(self, oversight: Oversight, bridge: Bridge, texts: Texts) -> None:
        super().__init__()
        self._oversight, self._bridge, self._texts = oversight, bridge, texts
        self._unit: str | None = None
        self._form: AssignForm | WriteForm | None = None
        self.lists, self.heading = QComboBox(), label("", "heading")
        self.dossiers = DossierTable(texts)
        self.sync = SyncRow(oversight, bridge, texts, self.dossiers.chosen)
        self.assign, self.write, self.export, self.remind = (QPushButton() for _ in _BUTTONS)
        self._lay_out()
        self.lists.currentIndexChanged.connect(self.list_chosen)
        self.sync.done.connect(self.list_chosen)
        self.sync.told.connect(self.told)
        for button, act in (
            (self.assign, self._open_assign),
            (self.write, self._open_write),
            (self.export, self._ask_export),
            (self.remind, self._ask_remind),
        ):
            button.clicked.connect(act)

    @property
    def kind(self) -> Kind | None:
        """The work list chosen; None: what is behind a figure."""
        kind = self.lists.currentData()  # Qt hands it back as a plain text
        return Kind(kind) if kind and kind != DIFFERENCE else None

    @property
    def differs(self) -> bool:
        """Whether the dossiers that make the two views differ are chosen."""
        return bool(self.lists.currentData() == DIFFERENCE)

    def ask(self, period: Period, unit: str | None) -> None:
        """Ask for the work list chosen; the period is that of the report about synchronisation."""
        self._unit = unit
        kind = self.kind
        self.sync.setVisible(kind is Kind.SYNC_ERROR)
        if kind is Kind.SYNC_ERROR:
            self.sync.ask(period, unit)
        if kind is not None:
            self._run(lambda: self._oversight.work(kind, unit), self._show_work, "overview-list")

    def show_listed(self, heading: str, dossiers: Sequence[Listed]) -> None:
        """Show the dossiers behind a figure."""
        self.sync.hide()
        self.heading.setText(heading)
        self.dossiers.fill(dossiers)

    def ask_differences(self, period: Period, unit: str | None) -> None:
        """Ask for the dossiers that only one view counts as due a result."""
        self.sync.hide()
        self._run(lambda: self._oversight.differences(period, unit), self._show_differences, "overview-list")

    def _show_differences(self, found: list[Difference]) -> None:
        said = []
        for view in View:
            count = sum(one.only is view for one in found)
            more = "+" if count == LIST_AT_ONCE else ""
            said.append(f"{self._texts.text(f'overview-only-{view.value}')}: {count}{more}")
        self.heading.setText(" · ".join(said))
        self.dossiers.fill_differences(found)

    def _show_work(self, items: list[Item]) -> None:
        more = "+" if len(items) == LIST_AT_ONCE else ""
        self.heading.setText(f"{self.lists.currentText()} · {len(items)}{more}")
        self.dossiers.fill_work(items)

    def _lay_out(self) -> None:
        self._texts.bind(self, self.lists.setAccessibleName, "overview-lists")
        self.lists.addItem("")
        self._texts.bind(self, lambda said: self.lists.setItemText(0, said), "overview-list-figure")
        for place, kind in enumerate(Kind, 1):
            self.lists.addItem("", kind)
            name = f"overview-list-{kind.value.replace('_', '-')}"
            self._texts.bind(self, lambda said, place=place: self.lists.setItemText(place, said), name)  # type: ignore[misc]
        self.lists.addItem("", DIFFERENCE)
        last = self.lists.count() - 1
        self._texts.bind(self, lambda said: self.lists.setItemText(last, said), "overview-list-difference")
        row = QHBoxLayout()
        row.addWidget(self.lists)
        row.addWidget(self.heading, 1)
        for button, text in zip((self.assign, self.write, self.export, self.remind), _BUTTONS, strict=True):
            self._texts.bind(self, button.setText, text)
            button.setAutoDefault(False)
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(look.SMALL)
        whole.addLayout(row)
        whole.addWidget(self.sync)
        self.sync.hide()
        whole.addWidget(self.dossiers, 1)

    # --- acts ---

    @Slot()
    def _open_assign(self) -> None:
        subjects = self.dossiers.chosen()
        if not subjects:
            self.told.emit(self._texts.text("overview-choose-first"))
            return
        form = AssignForm(len(subjects), self._texts, self)
        form.accepted.connect(
            lambda: self._assign(subjects, form.person.text().strip(), form.note.text().strip())
        )
        self._open(form)

    def _assign(self, subjects: Sequence[str], to: str, note: str) -> None:
        said = self._texts.text("worklist-assigned", count=len(subjects), to=to or "–")
        self._act(lambda: self._oversight.assign(subjects, to, note), lambda _: said)

    @Slot()
    def _open_write(self) -> None:
        subjects = self.dossiers.chosen()
        if not subjects:
            self.told.emit(self._texts.text("overview-choose-first"))
            return

        def opened(reasons: dict[str, str]) -> None:
            form = WriteForm(len(subjects), reasons, self._texts, self)
            form.accepted.connect(lambda: self._write(subjects, form))
            self._open(form)

        self._run(lambda: dict(self._oversight.reasons()), opened, "overview-reasons")

    def _write(self, subjects: Sequence[str], form: WriteForm) -> None:
        reason, until = form.reason.currentData(), form.until

        def said(came: tuple[int, list[Message]]) -> str:
            written, refused = came
            first = [self._texts.text("overview-letters-written", count=written, refused=len(refused))]
            return " ".join([*first, *(self._texts.say(one) for one in refused[:2])])

        self._act(lambda: self._oversight.write_letters(subjects, reason, until), said)

    @Slot()
    def _ask_export(self) -> None:
        kind = self.kind
        if kind is None:
            self.told.emit(self._texts.text("overview-choose-list"))
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.export.text(), f"{kind.value}.xlsx", "XLSX (*.xlsx)"
        )
        if chosen:
            self.write_to(Path(chosen), kind)

    def write_to(self, file: Path, kind: Kind) -> None:
        """Write a work list to a file."""
        unit, say = self._unit, self._texts.text
        self._act(
            lambda: self._oversight.write_list(file, kind, unit, say),
            lambda count: self._texts.text("worklist-written", file=str(file), count=count),
        )

    @Slot()
    def _ask_remind(self) -> None:
        ask_folder(self, self.remind.text(), self.remind_into)

    def remind_into(self, folder: Path) -> None:
        """Write each person's list into a folder."""

        def said(people: list[tuple[str, int]]) -> str:
            names = ", ".join(f"{name} ({count})" for name, count in people) or "–"
            return self._texts.text("overview-reminded", folder=str(folder), people=names)

        self._act(lambda: self._oversight.remind(folder, self._texts.text), said)

    def _open(self, form: AssignForm | WriteForm) -> None:
        self._form = form
        form.open()

    def _act(self, call: Callable[[], object], said: Callable[..., str]) -> None:
        def done(result: object) -> None:
            self.told.emit(said(result))
            self.list_chosen.emit()

        self._bridge.ask(call, done, self._failed, line=Line.ACTS)

    def _run(self, call: Callable[[], object], then: Callable[..., None], topic: str) -> None:
        self._bridge.ask(call, then, self._failed, topic=topic, line=Line.LOOKS)

    def _failed(self, message: Message) -> None:
        self.told.emit(self._texts.say(message))
