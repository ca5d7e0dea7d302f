"""The settings: office, scanner folders, linking and reading, the screen. Only the language changes before Save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.language.translator import LANGUAGES
from app.settings import AUTO_LINK, QUALITIES, Settings
from app.ui import look
from app.ui.cards import label
from app.ui.commands import LANGUAGE_NAMES
from app.ui.folder_rows import FolderRows
from app.ui.outfit import Outfit
from app.ui.preferences import LOCK_CHOICES, Preferences
from app.ui.texts import Texts

LONGEST_GRACE_SECONDS = 3600  # beyond that it would be a wait for another day


class Choices(QComboBox):
    """A list of values with a text for each, in the language of the window."""

    def __init__(self, texts: Texts, values: Sequence[str], text_ids: Sequence[str]) -> None:
        super().__init__()
        self._texts, self._ids = texts, list(text_ids)
        for value in values:
            self.addItem(value, value)
        texts.changed.connect(self._retold)
        self._retold()

    @property
    def value(self) -> str:
        """The value chosen."""
        return str(self.currentData())

    def choose(self, value: str) -> None:
        """Choose a value."""
        self.setCurrentIndex(max(0, self.findData(value)))

    @Slot()
    def _retold(self) -> None:
        for place, text_id in enumerate(self._ids):
            self.setItemText(place, self._texts.text(text_id))


class SettingsDialog(QDialog):
    """One page, in sections; Save puts everything into effect at once."""

    def __init__(self, parent: QWidget, texts: Texts, outfit: Outfit, preferences: Preferences) -> None:
        super().__init__(parent)
        self._texts, self._outfit, self._preferences = texts, outfit, preferences
        self.language = QComboBox()
        self.unit_code, self.unit_name, self.account = QLineEdit(), QLineEdit(), QLineEdit()
        self.folders = FolderRows(texts)
        self.auto_link = Choices(texts, AUTO_LINK, [f"station-set-auto-{value}" for value in AUTO_LINK])
        self.quality = Choices(texts, QUALITIES, [f"station-set-quality-{value}" for value in QUALITIES])
        self.theme = Choices(
            texts, [t.value for t in look.Theme], [f"station-theme-{t.value}" for t in look.Theme]
        )
        self.lock = Choices(
            texts, [str(m) for m in LOCK_CHOICES], [f"station-set-lock-{minutes}" for minutes in LOCK_CHOICES]
        )
        self.grace = QSpinBox()
        self.grace.setRange(0, LONGEST_GRACE_SECONDS)
        self.grace.lineEdit().setTextMargins(look.SMALL, 0, 0, 0)
        texts.bind(self, self.grace.setSuffix, "station-set-seconds")
        texts.bind(self, self.grace.setSpecialValueText, "station-set-grace-none")
        texts.bind(self, self.grace.setToolTip, "station-set-grace-tip")
        self.masked, self.sounds = QCheckBox(), QCheckBox()
        self.asks_pin, self.pin = QCheckBox(), QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.asks_pin.toggled.connect(self.pin.setEnabled)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        texts.bind(self, self.setWindowTitle, "station-settings-title")
        self._build()
        self.resize(760, 640)

    def _build(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(look.WIDE, look.LARGE, look.WIDE, look.LARGE)
        column.setSpacing(look.SMALL)
        for language in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[language], language)
        self._texts.bind(self, self.masked.setText, "station-set-masked")
        self._texts.bind(self, self.sounds.setText, "station-set-sounds")
        self._texts.bind(self, self.asks_pin.setText, "lock-ask-pin")
        rows: list[tuple[str, list[tuple[str, QWidget]]]] = [
            (
                "office",
                [
                    ("language", self.language),
                    ("unit-code", self.unit_code),
                    ("unit-name", self.unit_name),
                    ("account", self.account),
                ],
            ),
            ("folders", [("", self.folders)]),
            ("work", [("auto", self.auto_link), ("quality", self.quality), ("grace", self.grace)]),
            (
                "screen",
                [
                    ("theme", self.theme),
                    ("lock", self.lock),
                    ("", self.asks_pin),
                    ("pin", self.pin),
                    ("", self.masked),
                    ("", self.sounds),
                ],
            ),
        ]
        for section, fields in rows:
            self._add_section(column, section, fields)
        column.addStretch(1)
        self._frame(page)

    def _frame(self, page: QWidget) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, look.MEDIUM)
        outer.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(look.WIDE, 0, look.WIDE, 0)
        foot.addWidget(self.buttons)
        outer.addLayout(foot)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setProperty("kind", "primary")
        save.style().unpolish(save)
        save.style().polish(save)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        self.language.activated.connect(lambda _: self._outfit.use_language(str(self.language.currentData())))

    def _add_section(self, column: QVBoxLayout, section: str, fields: list[tuple[str, QWidget]]) -> None:
        title = label("", "heading")
        self._texts.bind(self, title.setText, f"station-set-{section}")
        column.addWidget(title)
        form = QFormLayout()
        form.setHorizontalSpacing(look.LARGE)
        form.setVerticalSpacing(look.SMALL)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, field in fields:
            if not name:
                form.addRow(field)
                continue
            said = label("")
            said.setMinimumWidth(190)
            said.setBuddy(field)
            self._texts.bind(self, said.setText, f"station-set-{name}")
            self._texts.bind(self, field.setAccessibleName, f"station-set-{name}")
            form.addRow(said, field)
        column.addLayout(form)
        line = QFrame()
        line.setProperty("kind", "line")
        column.addSpacing(look.TIGHT)
        column.addWidget(line)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is set now."""
        super().showEvent(event)
        settings = self._outfit.settings
        self.language.setCurrentIndex(max(0, self.language.findData(self._texts.language)))
        self.unit_code.setText(settings.unit_code)
        self.unit_name.setText(settings.unit_name)
        self.account.setText(settings.account)
        self.account.setPlaceholderText(settings.who)
        self.folders.show_folders(settings.folders)
        self.auto_link.choose(settings.auto_link)
        self.quality.choose(settings.quality)
        self.grace.setValue(settings.grace_seconds)
        self.theme.choose(self._preferences.theme.value)
        self.lock.choose(str(self._preferences.lock_minutes))
        self.masked.setChecked(self._preferences.masked)
        self.sounds.setChecked(self._preferences.sounds)
        self.asks_pin.setChecked(self._preferences.asks_pin)
        self.pin.setEnabled(self._preferences.asks_pin)
        self.pin.clear()

    def chosen(self) -> Settings:
        """Return the settings as they stand in the dialog."""
        return replace(
            self._outfit.settings,
            unit_code=self.unit_code.text().strip(),
            unit_name=self.unit_name.text().strip(),
            account=self.account.text().strip(),
            folders=self.folders.chosen(),
            auto_link=self.auto_link.value,
            quality=self.quality.value,
            grace_seconds=self.grace.value(),
        )

    @Slot()
    def _save(self) -> None:
        self._preferences.masked = self.masked.isChecked()
        self._preferences.sounds = self.sounds.isChecked()
        self._preferences.lock_minutes = int(self.lock.value)
        self.accept()
        self._outfit.use_settings(self.chosen())
        self._outfit.use_pin(self.pin.text() if self.asks_pin.isChecked() else None)
        self._outfit.use_theme(look.Theme(self.theme.value))
