"""The window of imports: choose, see what would come, start, pause, watch, and mend what could not be decided."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.domain.batch import Batch
from app.domain.batch_preview import Preview
from app.domain.messages import Message
from app.pipeline.batch_progress import Progress
from app.pipeline.import_desk import ImportDesk, ImportReview
from app.ui.bridge import Bridge, Line
from app.ui.import_acceptance import AcceptanceWindow
from app.ui.import_columns import Columns, ColumnsDialog
from app.ui.import_form import ImportForm
from app.ui.import_groups import ImportGroups
from app.ui.texts import Texts

LOOK_MILLISECONDS = 1000
GROUPS_EVERY_LOOKS = 15  # reading what is held takes longer than a look at the sums


class ImportWindow(QDialog):
    """One import is fed at a time; it goes on when the window is closed. Everything slow is asked for by the bridge."""

    def __init__(
        self,
        desk: ImportDesk,
        review: ImportReview,
        bridge: Bridge,
        texts: Texts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._review, self._bridge, self._texts = desk, review, bridge, texts
        self._looks = 0
        self._progress: Progress | None = None
        self.form, self.groups = ImportForm(texts), ImportGroups(review, bridge, texts)
        self.preview, self.start, self.pause, self.stop, self.accept_all = (QPushButton() for _ in range(5))
        self.bar, self.told, self.current = QProgressBar(), QLabel(), QLabel()
        self._lay_out()
        self.preview.clicked.connect(self._preview)
        self.start.clicked.connect(self._start)
        self.pause.clicked.connect(self._pause)
        self.stop.clicked.connect(self._stop)
        self.accept_all.clicked.connect(self._take_over)
        self.form.folder_changed.connect(self._look_at_groups)
        self.form.columns_wanted.connect(self._ask_columns)
        self.groups.columns_wanted.connect(self._ask_columns_anew)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MILLISECONDS)
        self.resize(1000, 760)

    def begin(self) -> None:
        """Ask what there is."""
        desk = self._desk
        self._bridge.ask(
            lambda: (desk.imports(), desk.profiles()),
            self._fill,
            self._failed,
            topic="import-list",
            line=Line.LISTS,
        )
        self._look()

    def _lay_out(self) -> None:
        self._texts.bind(self, self.setWindowTitle, "import-title")
        acts = QHBoxLayout()
        named = (
            (self.preview, "import-preview"),
            (self.start, "import-start"),
            (self.pause, "import-pause"),
            (self.stop, "import-stop"),
            (self.accept_all, "acceptance-open"),
        )
        for button, text in named:
            self._texts.bind(button, button.setText, text)
            button.setAutoDefault(False)
            acts.addWidget(button)
        acts.addStretch(1)
        for label in (self.told, self.current):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.current.setMinimumWidth(1)  # a long path must not widen the window
        self.pause.setEnabled(False)
        self.stop.setEnabled(False)
        self.bar.setTextVisible(False)
        whole = QVBoxLayout(self)
        whole.addWidget(self.form)
        whole.addLayout(acts)
        whole.addWidget(self.bar)
        whole.addWidget(self.told)
        whole.addWidget(self.current)
        whole.addWidget(self.groups, 1)

    def _fill(self, came: tuple[list[Batch], list[str]]) -> None:
        self.form.fill(*came)

    @Slot()
    def _look_at_groups(self) -> None:
        self.groups.look(self.form.place)

    @Slot()
    def _take_over(self) -> None:
        window = AcceptanceWindow(self._review, self.form.place, self._bridge, self._texts, self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.look()
        window.show()

    @Slot()
    def _ask_columns(self) -> None:
        self._columns_of(self.form.manifest.text().strip(), self.form.columns, self.form.take_columns)

    @Slot()
    def _ask_columns_anew(self) -> None:
        path = self.groups.manifest.text().strip() or self.form.manifest.text().strip()
        self._columns_of(path, self.groups.columns or self.form.columns, self.groups.take_columns)

    def _columns_of(self, path: str, columns: Columns, then: Callable[[Columns], None]) -> None:
        dialog = ColumnsDialog(self._desk, path, columns, self._bridge, self._texts, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(then)
        dialog.begin()
        dialog.open()

    @Slot()
    def _preview(self) -> None:
        folder, choices = self.form.place, self.form.choices()
        self.told.setText(self._texts.text("import-looking"))
        self._bridge.ask(
            lambda: self._desk.preview(folder, choices), self._show_preview, self._failed, topic="import-preview",
            line=Line.LISTS,
        )  # fmt: skip

    def _show_preview(self, found: Preview) -> None:
        texts = self._texts
        minutes = (
            texts.text("import-time-unknown") if found.seconds is None else f"{found.seconds / 60:.0f} min"
        )
        said = [
            texts.text(
                "import-preview-files", folder=self.form.place, files=found.files, pages=found.pages,
                duplicates=found.duplicates, known=found.known, refused=found.refused, unreadable=found.unreadable,
            ),
            texts.text("import-preview-names", expected=found.expected, unparsed=found.unparsed),
            texts.text(
                "import-preview-needs", time=minutes, room=f"{found.room_bytes / 1e9:.2f}",
                free=f"{found.free_bytes / 1e9:.2f}",
            ),
        ]  # fmt: skip
        self.told.setText("\n".join(said))

    @Slot()
    def _start(self) -> None:
        folder, choices = self.form.place, self.form.choices()
        self._bridge.ask(
            lambda: self._desk.start(folder, choices), self._started, self._failed, topic="import-start",
            line=Line.LISTS,
        )  # fmt: skip

    def _started(self, batch: Batch) -> None:
        self.form.folder.setCurrentText(batch.folder)
        self._look()

    @Slot()
    def _pause(self) -> None:
        paused = self._progress is not None and self._progress.paused
        act = self._desk.go_on if paused else self._desk.pause
        self._bridge.ask(act, lambda _: self._look(), self._failed, line=Line.ACTS)

    @Slot()
    def _stop(self) -> None:
        self._bridge.ask(self._desk.stop, lambda _: self._look(), self._failed, line=Line.LISTS)

    @Slot()
    def _look(self) -> None:
        self._bridge.ask(self._desk.progress, self._show, self._failed, topic="import-progress")
        self._looks += 1
        if self._looks % GROUPS_EVERY_LOOKS == 0 and self._progress and not self._progress.finished:
            self._look_at_groups()

    def _show(self, progress: Progress | None) -> None:
        if progress is None:
            return
        just_finished = progress.finished and not (self._progress and self._progress.finished)
        self._progress = progress
        files = sum(progress.files.values())
        self.bar.setMaximum(max(1, files))
        self.bar.setValue(progress.done)
        self.told.setText(self._sentence(progress, files))
        self.current.setText(progress.current)
        self.pause.setEnabled(not progress.finished)
        self.stop.setEnabled(not progress.finished)
        self.pause.setText(self._texts.text("import-go-on" if progress.paused else "import-pause"))
        if just_finished:
            self._look_at_groups()

    def _sentence(self, progress: Progress, files: int) -> str:
        left = self._texts.text("import-time-unknown")
        if progress.left_seconds is not None:
            least, most = (seconds / 60 for seconds in progress.left_seconds)
            left = self._texts.text("import-minutes", least=round(least), most=max(1, round(most)))
        sentence = self._texts.text(
            "import-progress", done=progress.done, files=files, rate=round(progress.files_a_minute),
            errors=progress.errors, left=left,
        )  # fmt: skip
        return f"{sentence} {self._texts.text('import-paused')}" if progress.paused else sentence

    def _failed(self, message: Message) -> None:
        self.told.setText(self._texts.say(message))
