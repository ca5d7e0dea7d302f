"""Qt's own texts (OK, Cancel, file dialogs, context menus) from our catalogue: Qt ships none in Vietnamese."""

from __future__ import annotations

import re

from PySide6.QtCore import QTranslator

from app.language.translator import Translator

_OTHER = re.compile(r"[^a-z0-9]+")


def text_id(source: str) -> str:
    """Return the id in qt.ftl of one of Qt's texts: its letters and digits, without mnemonic and marks."""
    plain = _OTHER.sub("-", source.replace("&", "").casefold()).strip("-")
    return f"qt-{plain}"


class QtTexts(QTranslator):
    """Asks the catalogue for whatever Qt says; what is not there stays Qt's own English."""

    def __init__(self, translator: Translator) -> None:
        super().__init__()
        self._translator = translator
        self._known: dict[str, str | None] = {}  # None: Qt keeps its own text

    def use(self, translator: Translator) -> None:
        """Speak another language from now on."""
        self._translator = translator
        self._known = {}

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        context: str | bytes,
        sourceText: str | bytes,  # noqa: N803 - Qt's name
        disambiguation: str | bytes | None = None,
        n: int = -1,
    ) -> str:
        if context == "QShortcut":
            return None  # type: ignore[return-value]  # keys are named as they are printed on keyboards
        source = sourceText if isinstance(sourceText, str) else sourceText.decode()
        if source not in self._known:
            wanted = text_id(source)
            found = self._translator.text(wanted)
            self._known[source] = None if found == wanted else found
        return self._known[source]  # type: ignore[return-value]  # None: no translation
