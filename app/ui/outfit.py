"""What a person chose: settings, language and theme; put into effect at once, and kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.domain.messages import Message
from app.language.translator import Translator
from app.settings import Settings, resources
from app.ui import look, pin, style
from app.ui.bridge import Line
from app.ui.surroundings import Surroundings


class Dressed(Protocol):
    """A part of the window that takes the colours of a theme."""

    def dressed(self, colours: look.Colours) -> None:
        """Take the colours."""


class Outfit(QObject):
    """Changes take effect before they are saved; saving happens in the pool."""

    changed = Signal()  # settings, language or theme
    failed = Signal(object)  # Message

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._parts: list[Dressed] = []
        self.settings = around.workspace.settings

    def dress_too(self, part: Dressed) -> None:
        """Give this part of the window the colours of every theme chosen from now on."""
        self._parts.append(part)

    def use_theme(self, theme: look.Theme) -> None:
        """Dress the program in a theme, and keep it."""
        colours = look.colours_of(theme)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        style.dress(app, colours)
        for part in self._parts:
            part.dressed(colours)
        if theme is not self._around.preferences.theme:
            self._around.preferences.theme = theme
        self.changed.emit()

    def use_language(self, language: str) -> None:
        """Speak another language at once, and keep it."""
        self.use_settings(replace(self.settings, language=language))

    def use_settings(self, settings: Settings) -> None:
        """Work by these settings from now on, and save them."""
        bridge = self._around.bridge
        if settings.language != self._around.texts.language:
            folder = resources() / "translations"
            bridge.ask(lambda: Translator(settings.language, folder), self._speak, topic="language")
        self.settings = settings
        self.changed.emit()
        bridge.ask(lambda: self._around.save_settings(settings), self._saved, self._not_saved, line=Line.ACTS)

    def use_pin(self, typed: str | None) -> None:
        """Lock by this PIN from now on; "": by the one there is, None: by none. Without a keyring nothing changes."""
        kept, root = self._around.preferences, self._around.workspace.root

        def done(_: None) -> None:
            kept.asks_pin = True

        if typed is None:
            kept.asks_pin = False
        elif typed:
            self._around.bridge.ask(lambda: pin.keep(root, typed), done, self._not_saved, line=Line.ACTS)

    def _speak(self, translator: Translator) -> None:
        self._around.qt_texts.use(translator)
        self._around.texts.use(translator)
        self.changed.emit()

    def _saved(self, _: None) -> None:
        pass

    def _not_saved(self, message: Message) -> None:
        self.failed.emit(message)
