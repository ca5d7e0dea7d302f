"""The texts of the window in the language chosen now; everything bound here changes at once when the language does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.domain.ledger import VIETNAM
from app.domain.messages import Argument, Message
from app.language.translator import Translator


class Texts(QObject):
    """Gives texts, and says so when the language has changed."""

    changed = Signal()

    def __init__(self, translator: Translator) -> None:
        super().__init__()
        self._translator = translator
        self._bound: list[tuple[QObject, Callable[[str], Any], str, dict[str, Argument]]] = []

    @property
    def language(self) -> str:
        """The language in use: vi, en or uk."""
        return self._translator.language

    def text(self, text_id: str, /, **arguments: Argument) -> str:
        """Return the text with this id and these values."""
        return self._translator.text(text_id, **arguments)

    def say(self, message: Message) -> str:
        """Return what a message says."""
        return self._translator.say(message)

    def bind(self, owner: QObject, setter: Callable[[str], Any], text_id: str, **arguments: Argument) -> None:
        """Give `setter` the text now, and anew in every language chosen while `owner` lives."""
        setter(self.text(text_id, **arguments))
        self._bound.append((owner, setter, text_id, arguments))

    def use(self, translator: Translator) -> None:
        """Speak another language from now on."""
        self._translator = translator
        self._bound = [entry for entry in self._bound if shiboken6.isValid(entry[0])]
        for _, setter, text_id, arguments in self._bound:
            setter(self.text(text_id, **arguments))
        self.changed.emit()


def day(moment: datetime | None) -> str:
    """Return a day as offices write it, dd/mm/yyyy in Vietnam; an en dash when there is none."""
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y") if moment else "–"


def clock_time(moment: datetime) -> str:
    """Return hours and minutes in Vietnam."""
    return moment.astimezone(VIETNAM).strftime("%H:%M")
