"""First use: language, office, register, scanner folder with a trial scan, data store; each step can be left out."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.messages import Message
from app.domain.scan import Scan
from app.language.translator import LANGUAGES
from app.settings import WatchedFolder
from app.ui import look
from app.ui.bridge import Bridge, Line
from app.ui.cards import label
from app.ui.commands import LANGUAGE_NAMES
from app.ui.outfit import Outfit
from app.ui.store_step import Join, StoreStep
from app.ui.texts import Texts

STEPS = ("language", "office", "register", "folder", "store")


@dataclass(frozen=True, slots=True)
class Doors:
    """What the steps do beside the settings; each may take its time, and none is called in the GUI thread.

    `import_register` returns how many dossiers were added and how many rows refused; `practise` opens the practice
    station beside this one; `join` joins a served store (see StoreStep); `learned_seconds` returns how long a file of a
    folder must be quiet by what was seen of its scanner, 0 for no longer than usual.
    """

    import_register: Callable[[Path], tuple[int, int]]
    practise: Callable[[], object]
    join: Join
    learned_seconds: Callable[[str], float]


class FirstSteps(QDialog):
    """One step a page; Enter goes on. What a step sets takes effect when it is left."""

    def __init__(self, parent: QWidget, texts: Texts, bridge: Bridge, outfit: Outfit, doors: Doors) -> None:
        super().__init__(parent)
        self._texts, self._bridge, self._outfit, self._doors = texts, bridge, outfit, doors
        self.language = QComboBox()
        self.lines = {name: QLineEdit() for name in ("code", "name")}
        self.acts = {name: QPushButton() for name in ("practise", "register", "folder")}
        self.said = {name: label("", wrap=True) for name in STEPS}
        self.store = StoreStep(texts, bridge, outfit, doors.join)
        self._tried, self._settle = (
            "",
            0.0,
        )  # the folder of the trial scan, and what was learned of its scanner
        self.back, self.on = QPushButton(), QPushButton()
        self.steps, self._title = QStackedWidget(), label("", "title")
        self._build()
        self._connect()
        self._show_step(0)
        self.resize(680, 500)

    # --- building ---

    def _build(self) -> None:
        texts = self._texts
        texts.bind(self, self.setWindowTitle, "first-title")
        for language in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[language], language)
        self.language.setCurrentIndex(self.language.findData(texts.language))
        texts.bind(self, self.language.setAccessibleName, "first-step-language")
        for name, line in self.lines.items():
            texts.bind(self, line.setAccessibleName, f"first-{name}")
        for name, button in self.acts.items():
            texts.bind(self, button.setText, f"first-{name}-act")
            button.setAutoDefault(False)
        self.lines["code"].setText(self._outfit.settings.unit_code)
        self.lines["name"].setText(self._outfit.settings.unit_name)
        self._page("language", [], [self.language, self.acts["practise"]])
        self._page("office", ["code", "name"], [])
        self._page("register", [], [self.acts["register"]])
        self._page("folder", [], [self.acts["folder"]])
        self._page("store", [], [self.store])
        column = QVBoxLayout(self)
        column.setContentsMargins(look.WIDE, look.LARGE, look.WIDE, look.LARGE)
        column.setSpacing(look.MEDIUM)
        column.addWidget(self._title)
        column.addWidget(self.steps, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.on)
        self.on.setProperty("kind", "primary")
        self.on.setDefault(True)
        texts.bind(self, self.back.setText, "first-back")
        column.addLayout(row)

    def _page(self, step: str, fields: list[str], widgets: list[QWidget]) -> None:
        page, what = QWidget(), label("", wrap=True)
        self._texts.bind(self, what.setText, f"first-{step}-what")
        column, form = QVBoxLayout(page), QFormLayout()
        column.addWidget(what)
        for name in fields:
            said = label("")
            self._texts.bind(self, said.setText, f"first-{name}")
            form.addRow(said, self.lines[name])
        column.addLayout(form)
        for widget in widgets:
            wide = widget is self.store
            column.addWidget(widget, 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.said[step])
        column.addStretch(1)
        self.steps.addWidget(page)

    def _connect(self) -> None:
        self.language.activated.connect(lambda _: self._outfit.use_language(str(self.language.currentData())))
        self.back.clicked.connect(lambda: self._show_step(self.steps.currentIndex() - 1))
        self.on.clicked.connect(self._go_on)
        self.acts["practise"].clicked.connect(lambda _=False: self._doors.practise())
        self.acts["register"].clicked.connect(self._ask_register)
        self.acts["folder"].clicked.connect(self._ask_folder)
        self._bridge.scans_changed.connect(self._scans_changed)
        self._texts.changed.connect(lambda: self._show_step(self.steps.currentIndex()))

    # --- going on ---

    def _show_step(self, place: int) -> None:
        self.steps.setCurrentIndex(place)
        name = self._texts.text(f"first-step-{STEPS[place]}")
        self._title.setText(f"{place + 1}/{len(STEPS)} · {name}")
        self.back.setVisible(place > 0)
        last = place == len(STEPS) - 1
        self.on.setText(self._texts.text("first-finish" if last else "first-on"))

    @Slot()
    def _go_on(self) -> None:
        place = self.steps.currentIndex()
        if STEPS[place] == "office":
            code, name = (self.lines[one].text().strip() for one in ("code", "name"))
            self._outfit.use_settings(replace(self._outfit.settings, unit_code=code, unit_name=name))
        if STEPS[place] == "folder":
            self._keep_settle()
        if place == len(STEPS) - 1:
            # Saved once more, so that the steps are not shown again where nothing was chosen.
            self._outfit.use_settings(self._outfit.settings)
            self.accept()
        else:
            self._show_step(place + 1)

    # --- what the steps do ---

    @Slot()
    def _ask_register(self) -> None:
        dialog = QFileDialog(self, self._texts.text("first-register-act"))
        dialog.setNameFilter("*.csv *.xlsx *.json")
        dialog.fileSelected.connect(lambda path: self.take_register(Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def take_register(self, file: Path) -> None:
        """Take the dossiers of a file into the register."""
        self._say("register", Message.of("first-register-reading"))

        def taken(sums: tuple[int, int]) -> None:
            self._say("register", Message.of("first-register-done", added=sums[0], refused=sums[1]))

        self._bridge.ask(
            lambda: self._doors.import_register(file),
            taken,
            lambda message: self._say("register", message),
            line=Line.ACTS,
        )

    @Slot()
    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self._texts.text("first-folder-act"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.watch)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def watch(self, path: str) -> None:
        """Watch a folder from now on, and wait for a trial scan in it."""
        settings = self._outfit.settings
        if all(folder.path != path for folder in settings.folders):
            added = WatchedFolder(path, network=path.startswith(("//", "\\\\")))
            self._outfit.use_settings(replace(settings, folders=(*settings.folders, added)))
        self._say("folder", Message.of("first-folder-waits", folder=path))

    @Slot(list)
    def _scans_changed(self, scans: list[Scan]) -> None:
        watched = {Path(folder.path): folder.path for folder in self._outfit.settings.folders}
        for scan in scans:
            if path := watched.get(Path(scan.folder)):
                self._ask_learned(path, scan.source)

    def _ask_learned(self, path: str, source: str) -> None:
        """Tell that a file came whole, and what its coming taught; asked again when it still grew afterwards."""

        def learned(seconds: float) -> None:
            self._tried, self._settle = path, seconds
            told = {"source": source, "seconds": f"{seconds:.1f}"}
            self._say("folder", Message("first-folder-learned" if seconds else "first-folder-done", told))

        self._bridge.ask(lambda: self._doors.learned_seconds(path), learned, topic="learned")

    def _keep_settle(self) -> None:
        """Write what the trial scan taught into the folder's profile, so that it holds after a restart."""
        settings = self._outfit.settings
        folders = tuple(
            replace(one, settle_seconds=math.ceil(self._settle * 10) / 10)
            if one.path == self._tried and self._settle > one.settle_seconds
            else one
            for one in settings.folders
        )
        if folders != settings.folders:
            self._outfit.use_settings(replace(settings, folders=folders))

    def _say(self, step: str, message: Message) -> None:
        self.said[step].setText(self._texts.say(message))
