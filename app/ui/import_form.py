"""What is chosen for an import: folder, list, profile, quality, links, hours."""

from __future__ import annotations

import functools

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.domain.batch import Batch, Choices
from app.ui.import_columns import Columns
from app.ui.texts import Texts

QUALITIES = ("exact", "swift")


class ImportForm(QWidget):
    """The fields; `folder_changed` when another folder stands there, `columns_wanted` to map those of the list."""

    folder_changed = Signal()
    columns_wanted = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._known: dict[str, Batch] = {}
        self.folder, self.manifest, self.profile, self.quality = (
            QComboBox(),
            QLineEdit(),
            QComboBox(),
            QComboBox(),
        )
        self.nights, self.auto_link = QLineEdit(), QCheckBox()
        self.choose_folder, self.choose_list, self.map_columns = (QPushButton() for _ in range(3))
        self.columns: Columns = ()
        self.folder.setEditable(True)
        self._lay_out()
        self.choose_folder.clicked.connect(self._ask_folder)
        self.choose_list.clicked.connect(self._ask_list)
        self.folder.currentTextChanged.connect(self._show_known)
        self.map_columns.clicked.connect(self.columns_wanted)
        self.manifest.textChanged.connect(self._other_list)

    @property
    def place(self) -> str:
        """The folder, by path or address."""
        return self.folder.currentText().strip()

    def choices(self) -> Choices:
        """Return what is chosen."""
        return Choices(
            profile=self.profile.currentText().strip(),
            manifest=self.manifest.text().strip(),
            auto_link=self.auto_link.isChecked(),
            quality=self.quality.currentData(),
            nights=self.nights.text().strip(),
            columns=self.columns,
        )

    def take_columns(self, columns: Columns) -> None:
        """Have the list understood by these columns."""
        self.columns = columns

    def fill(self, imports: list[Batch], profiles: list[str]) -> None:
        """Offer the imports there are, newest first, and the profiles."""
        self._known = {batch.folder: batch for batch in imports}
        now = self.place
        self.folder.blockSignals(True)
        self.folder.clear()
        self.folder.addItems([batch.folder for batch in reversed(imports)])
        self.profile.clear()
        self.profile.addItems(["", *profiles])
        self.folder.blockSignals(False)
        if now:
            self.folder.setCurrentText(now)
        self._show_known()

    def _lay_out(self) -> None:
        rows = (
            ("import-folder", self.folder, self.choose_folder),
            ("import-list", self.manifest, self.choose_list),
            ("import-profile", self.profile, None),
            ("import-quality", self.quality, None),
            ("import-nights", self.nights, None),
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, (text, field, button) in enumerate(rows):
            label = QLabel()
            self._texts.bind(label, label.setText, text)
            self._texts.bind(field, field.setAccessibleName, text)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            if button is not None:
                self._texts.bind(button, button.setText, "import-choose")
                button.setAutoDefault(False)
                grid.addWidget(button, row, 2)
        for quality in QUALITIES:
            self.quality.addItem("", quality)
            place = self.quality.count() - 1
            name = functools.partial(self.quality.setItemText, place)
            self._texts.bind(self.quality, name, f"import-{quality}")
        self._texts.bind(self.map_columns, self.map_columns.setText, "columns-open")
        self.map_columns.setAutoDefault(False)
        self.map_columns.setEnabled(False)
        grid.addWidget(self.map_columns, 1, 3)
        self._texts.bind(self.nights, self.nights.setPlaceholderText, "import-nights-example")
        self._texts.bind(self.auto_link, self.auto_link.setText, "import-auto-link")
        grid.addWidget(self.auto_link, len(rows), 1)
        grid.setColumnStretch(1, 1)

    @Slot()
    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._texts.text("import-folder"), self.place)
        if chosen:
            self.folder.setCurrentText(chosen)

    @Slot()
    def _ask_list(self) -> None:
        kinds = f"{self._texts.text('import-list')} (*.csv *.xlsx *.xls *.ods)"
        chosen, _ = QFileDialog.getOpenFileName(self, self._texts.text("import-list"), self.place, kinds)
        if chosen:
            self.manifest.setText(chosen)

    @Slot()
    def _other_list(self) -> None:
        self.columns = ()
        self.map_columns.setEnabled(bool(self.manifest.text().strip()))

    @Slot()
    def _show_known(self) -> None:
        """Show what was chosen for this folder before."""
        batch = self._known.get(self.place)
        if batch is not None:
            self.manifest.setText(batch.manifest)
            self.columns = batch.columns
            self.profile.setCurrentText(batch.profile)
            self.quality.setCurrentIndex(max(0, self.quality.findData(batch.quality)))
            self.nights.setText(batch.nights)
            self.auto_link.setChecked(batch.auto_link != "off")
        self.folder_changed.emit()
